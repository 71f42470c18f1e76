//! `kanyin import`: seeds to articles.

use std::{collections::BTreeMap, path::Path};

use super::{Console, Outcome, Site, Tone, plural};
use crate::{
    article::Sidecar,
    diag::{Diagnostic, Place, Source, has_errors},
    disk::Limit,
    import::{self, Action, Content, ImportPlan, SeedFile, repair::Kind},
};

/// How to import.
#[derive(Clone, Copy, Debug)]
pub(super) struct How<'a> {
    /// Names of seeds; all if empty.
    pub seeds: &'a [String],
    /// Only show the plan.
    pub dry_run: bool,
    /// Let articles come back that a person has deleted.
    pub restore_deleted: bool,
}

/// Runs the verb.
pub(super) fn run(console: Console, dir: &Path, how: &How<'_>) -> Outcome {
    let mut problems = Vec::new();
    let site = match Site::open(dir) {
        Ok(site) => site.into_value(&mut problems),
        Err(problems) => return Ok(problems),
    };
    problems.extend(import(console, &site, how)?);
    Ok(problems)
}

/// Imports into an open publication.
pub(super) fn import(console: Console, site: &Site, how: &How<'_>) -> Outcome {
    let lock = if how.dry_run { None } else { Some(super::lock(console, &site.root)?) };
    let mut problems = Vec::new();
    let seeds = read_seeds(site, how.seeds, &mut problems);
    if seeds.is_empty() {
        if problems.is_empty() {
            console.say("no seeds: put page text as .txt files into seeds/");
        }
        return Ok(problems);
    }
    let content = read_content(site, &mut problems)?;
    let bar = console.progress(seeds.len(), "restoring");
    let planned =
        import::plan(&seeds, &content, &site.vocabulary, how.restore_deleted, &|| bar.inc(1));
    bar.finish_and_clear();
    let plan = planned.into_value(&mut problems);
    if how.dry_run {
        show_repairs(console, &plan);
    } else if let Some(lock) = &lock {
        let writes = |action| matches!(action, Action::New | Action::Updated);
        let files: Vec<(String, &str)> = plan
            .files
            .iter()
            .filter(|f| writes(f.action))
            .map(|f| (format!("content/{}", f.path), f.text.as_str()))
            .collect();
        lock.write_all(&files).map_err(Diagnostic::from)?;
    }
    problems.extend(kept(&plan));
    summary(console, &plan, how.dry_run);
    Ok(problems)
}

/// The seeds that are meant, as far as they can be read.
pub(super) fn read_seeds(
    site: &Site,
    names: &[String],
    problems: &mut Vec<Diagnostic>,
) -> Vec<SeedFile> {
    let found = site.root.walk("seeds", &["txt"]).into_value(problems);
    let mut paths: Vec<String> = found.iter().map(|e| e.path.to_string()).collect();
    if !names.is_empty() {
        let wanted: Vec<String> = names.iter().map(|n| seed_path(n)).collect();
        let known = |name: &str| paths.iter().any(|p| p == name);
        for name in wanted.iter().filter(|n| !known(n)) {
            let nearest = crate::diag::nearest(name, paths.iter().map(String::as_str));
            let problem = Diagnostic::error("there is no such seed").at(Place::file(name.as_str()));
            problems.push(match nearest {
                Some(near) => problem.hint(format!("is {near} meant?")),
                None => problem.hint("seeds are .txt files in the publication's seeds/ folder"),
            });
        }
        paths.retain(|p| wanted.contains(p));
    }
    let limit = Limit::new(site.config.limits.seed_bytes, "limits.seed");
    let mut seeds = Vec::new();
    for path in paths {
        let name = path.trim_start_matches("seeds/").to_owned();
        match site.root.read(&path, limit) {
            Ok(bytes) => {
                let sidecar = sidecar(site, &path, problems);
                seeds.push(SeedFile { name, bytes, sidecar });
            }
            Err(error) => problems.push(error.into()),
        }
    }
    seeds
}

/// A seed as it may be wanted: `a.txt`, `seeds/a.txt`, `./seeds/a.txt`.
fn seed_path(name: &str) -> String {
    let name = name.trim_start_matches("./");
    format!("seeds/{}", name.trim_start_matches("seeds/"))
}

/// What the editor says in `seeds/<name>.yaml`.
fn sidecar(site: &Site, seed: &str, problems: &mut Vec<Diagnostic>) -> Sidecar {
    let stem = seed.rsplit_once('.').map_or(seed, |(stem, _)| stem);
    let path = format!("{stem}.yaml");
    let limits = &site.config.limits;
    let limit = Limit::new(limits.front_matter_bytes as u64, "limits.front_matter");
    match site.root.read_text(&path, limit) {
        Ok(text) => Sidecar::parse(&Source::new(path, text), limits).into_value(problems),
        Err(error) if error.is_missing() => Sidecar::default(),
        Err(error) => {
            problems.push(error.into());
            Sidecar::default()
        }
    }
}

/// All that stands in `content/`. A file that cannot be read stops the import:
/// it might be one that a person has edited.
fn read_content(site: &Site, problems: &mut Vec<Diagnostic>) -> Result<Content, Diagnostic> {
    let found = site.root.walk("content", &["md", "jsonl"]);
    if has_errors(&found.diagnostics) {
        problems.extend(found.diagnostics.iter().cloned());
        return Err(Diagnostic::error("content/ cannot be read as it is; nothing was imported"));
    }
    let limit = Limit::new(u64::MAX, "limits.article");
    let mut content = Content::new();
    for entry in found.into_value(problems) {
        let text = site.root.read_text(&entry.path, limit).map_err(Diagnostic::from)?;
        content.insert(entry.path.trim_start_matches("content/").to_owned(), text);
    }
    Ok(content)
}

/// What was left alone because a person's hand was there.
fn kept(plan: &ImportPlan) -> Vec<Diagnostic> {
    let at = |path: &str| Place::file(format!("content/{path}"));
    plan.files
        .iter()
        .filter_map(|file| match file.action {
            Action::Kept if file.would_change => Some(
                Diagnostic::note("edited by hand and kept; import would make it differently now")
                    .at(at(&file.path))
                    .hint("move the file away and import again to see what import makes of it"),
            ),
            Action::Kept => Some(Diagnostic::note("edited by hand and kept").at(at(&file.path))),
            Action::Deleted => Some(
                Diagnostic::warning("deleted by hand; it stays away")
                    .at(at(&file.path))
                    .hint("`kanyin import --restore-deleted` brings it back"),
            ),
            Action::Foreign => Some(
                Diagnostic::warning(
                    "stands there already and was not written by import; it is kept",
                )
                .at(at(&file.path))
                .hint("rename it, and import again"),
            ),
            Action::New | Action::Updated | Action::Unchanged => None,
        })
        .collect()
}

/// Each repair with what it was decided by.
fn show_repairs(console: Console, plan: &ImportPlan) {
    for repair in &plan.repairs {
        let meaning = Kind::from_name(&repair.kind).map_or("", Kind::meaning);
        let head = console.tint(Tone::Strong, &format!("{} {}", repair.kind, repair.id));
        let place = console.tint(Tone::Faint, &format!("{} {}", repair.file, repair.part));
        console.print(&format!("{head}  {place}\n  {meaning}"));
        let short = |text: &str| {
            let cut: String = text.chars().take(60).collect();
            if cut.len() < text.len() { format!("{cut}…") } else { cut }
        };
        if !repair.before.is_empty() {
            console.print(&console.tint(Tone::Old, &format!("  - {}", short(&repair.before))));
        }
        if !repair.after.is_empty() {
            let sign = if repair.status == "applied" { "+" } else { "?" };
            console.print(&console.tint(Tone::New, &format!("  {sign} {}", short(&repair.after))));
        }
        let signals = repair.evidence.iter().take(12).map(|s| {
            let seen = s.seen.as_deref().map(|seen| format!(" ({seen})")).unwrap_or_default();
            format!("{}{seen} {:+.2}", s.signal, s.weight)
        });
        let signals: Vec<String> = signals.collect();
        if !signals.is_empty() {
            let sure = repair.confidence.map(|c| format!("{:.0} % sure: ", c * 100.0));
            let line = format!("  {}{}", sure.unwrap_or_default(), signals.join(", "));
            console.print(&console.tint(Tone::Faint, &line));
        }
    }
}

/// What was done, by kind.
fn summary(console: Console, plan: &ImportPlan, dry_run: bool) {
    let count = |action| plan.files.iter().filter(|f| f.action == action).count();
    let would = if dry_run { "would import" } else { "imported" };
    console.say(format!(
        "{would} {} from {}: {} new, {} updated, {} unchanged, {} kept",
        plural(plan.pieces, "piece"),
        plural(plan.seeds, "seed"),
        count(Action::New),
        count(Action::Updated),
        count(Action::Unchanged),
        count(Action::Kept) + count(Action::Deleted) + count(Action::Foreign),
    ));
    let mut kinds: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for repair in &plan.repairs {
        *kinds.entry((repair.status.as_str(), repair.kind.as_str())).or_default() += 1;
    }
    for (status, heading) in [("applied", "repairs"), ("reported", "doubts, left as printed")] {
        let of: Vec<String> = kinds
            .iter()
            .filter(|((s, _), _)| *s == status)
            .map(|((_, kind), count)| format!("{kind} {count}"))
            .collect();
        if !of.is_empty() {
            console.say(format!("  {heading}: {}", of.join(", ")));
        }
    }
}
