//! `kanyin import`: seeds to articles.
//!
//! Issue by issue: read, planned, written under other names, forgotten. Memory
//! holds a few issues at once, whatever their number; the files get their names at
//! the end, all together.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use rayon::prelude::*;

use super::{Console, Outcome, Site, repairs};
use crate::{
    article::Sidecar,
    diag::{Checked, Diagnostic, Place, Source, has_errors},
    disk::{Batch, Limit},
    import::{
        self, Action, FilePlan, IssuePlan, Rules, SeedFile, Standing, ledger,
        ledger::RepairRecord,
        reruns::{Gathered, OfIssue},
    },
    route::Slug,
    tongue::{Said, plural, said},
};

/// How to import.
#[derive(Clone, Copy, Debug)]
pub(super) struct How<'a> {
    /// Names of seeds; all if empty.
    pub seeds: &'a [String],
    /// What is wanted of it.
    pub mode: Mode<'a>,
    /// Let articles come back that a person has deleted.
    pub restore_deleted: bool,
}

/// What is wanted of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode<'a> {
    /// The articles.
    Write,
    /// A list of the repairs; nothing is written.
    List,
    /// These repairs in full; nothing is written.
    Explain(&'a [String]),
}

/// Bytes of seeds that are worked on at once, if they are not of one issue.
const AT_ONCE: u64 = 4 << 20;

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
    let lock = if how.mode == Mode::Write { Some(super::lock(console, &site.root)?) } else { None };
    let mut problems = Vec::new();
    let seeds = list_seeds(site, how.seeds, &mut problems);
    if seeds.wanted.is_empty() {
        if problems.is_empty() {
            console.say(&said!(
                "no seeds: put page text as .txt files into seeds/",
                "没有底本：请把版面文字存成 .txt 放进 seeds/"
            ));
        }
        return Ok(problems);
    }
    let Some(content) = list_content(site, &mut problems) else { return Ok(problems) };
    let batch = lock.as_ref().map(|lock| lock.batch());
    let rules = Rules {
        vocabulary: &site.vocabulary,
        rewrite_deleted: how.restore_deleted,
        keep_repairs: how.mode != Mode::Write,
    };
    let work = Work { console, site, content, rules, batch: batch.as_ref() };
    let mut told = match how.mode {
        Mode::Explain(ids) => repairs::Told::explain(console, ids),
        Mode::List => repairs::Told::list(console),
        Mode::Write => repairs::Told::nothing(console),
    };
    let mut sum = work.all(seeds.wanted, &mut told, &mut problems)?;
    let gathered = std::mem::take(&mut sum.gathered);
    for (id, reruns) in gathered.reruns(&seeds.beside) {
        sum.repairs(&reruns.new);
        told.see(&id, &reruns.new);
        sum.notes.extend(ran_twice(&id, &reruns.new));
        work.tell_ledger(&id, &reruns, &mut sum)?;
    }
    if let Some(batch) = batch {
        let bar = console.progress(batch.len(), &said!("writing", "写入"));
        batch.commit(&|| bar.inc(1)).map_err(Diagnostic::from)?;
        bar.finish_and_clear();
    }
    problems.extend(told.finish(site));
    // Who asks for one repair asks for nothing else.
    if !matches!(how.mode, Mode::Explain(_)) {
        problems.append(&mut sum.notes);
        sum.say(console, how.mode == Mode::List);
    }
    Ok(problems)
}

/// The seeds of a run, none of them read.
struct Seeds {
    /// Those that are meant, with their sizes.
    wanted: Vec<(SeedFile, u64)>,
    /// The names of those that are not.
    beside: BTreeSet<String>,
}

/// The seeds that are there and which of them are meant, with what the editor says
/// about them.
fn list_seeds(site: &Site, names: &[String], problems: &mut Vec<Diagnostic>) -> Seeds {
    let found = site.root.walk("seeds", &["txt"]).into_value(problems);
    let wanted: BTreeSet<String> = names.iter().map(|n| seed_path(n)).collect();
    let known: BTreeSet<&str> = found.iter().map(|e| &*e.path).collect();
    for name in wanted.iter().filter(|n| !known.contains(n.as_str())) {
        let nearest = crate::diag::nearest(name, known.iter().copied());
        let problem = Diagnostic::error(said!("there is no such seed", "没有这份底本"))
            .at(Place::file(name.as_str()));
        problems.push(match nearest {
            Some(near) => problem.hint(said!("is {near} meant?", "是不是 {near}？")),
            None => problem.hint(said!(
                "seeds are .txt files in the publication's seeds/ folder",
                "底本是本报 seeds/ 文件夹里的 .txt 文件"
            )),
        });
    }
    let mut seeds = Seeds { wanted: Vec::new(), beside: BTreeSet::new() };
    for entry in &found {
        let name = entry.path.trim_start_matches("seeds/").to_owned();
        if names.is_empty() || wanted.contains(&*entry.path) {
            let sidecar = sidecar(site, &entry.path, problems);
            let length = site.root.length(&entry.path);
            seeds.wanted.push((SeedFile { name, bytes: Vec::new(), sidecar }, length));
        } else {
            seeds.beside.insert(name);
        }
    }
    seeds
}

/// All seeds, as far as they can be read.
pub(super) fn read_seeds(site: &Site, problems: &mut Vec<Diagnostic>) -> Vec<SeedFile> {
    let limit = Limit::new(site.config.limits.seed_bytes, "limits.seed");
    let mut seeds = Vec::new();
    for (file, _) in list_seeds(site, &[], problems).wanted {
        match site.root.read(&format!("seeds/{}", file.name), limit) {
            Ok(bytes) => seeds.push(SeedFile { bytes, ..file }),
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

/// The paths in `content/` by the folder of their issue. `None` if not all can be
/// known: one might be a file that a person has edited.
fn list_content(
    site: &Site,
    problems: &mut Vec<Diagnostic>,
) -> Option<BTreeMap<String, Vec<String>>> {
    let found = site.root.walk("content", &["md", "jsonl"]);
    let whole = !has_errors(&found.diagnostics);
    let mut content: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in found.into_value(problems) {
        if let Some((issue, _)) = entry.path.trim_start_matches("content/").split_once('/') {
            content.entry(issue.to_owned()).or_default().push(entry.path.to_string());
        }
    }
    if !whole {
        let problem = said!(
            "content/ cannot be read as it is; nothing was imported",
            "content/ 读不全，什么也没有导入"
        );
        problems.push(Diagnostic::error(problem));
    }
    whole.then_some(content)
}

/// What all issues of a run are imported with.
struct Work<'a> {
    console: Console,
    site: &'a Site,
    content: BTreeMap<String, Vec<String>>,
    rules: Rules<'a>,
    /// Where the files go; nowhere, if nothing is to be written.
    batch: Option<&'a Batch<'a>>,
}

impl Work<'_> {
    /// Imports all issues, a few at once.
    fn all(
        &self,
        seeds: Vec<(SeedFile, u64)>,
        told: &mut repairs::Told<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<Sum, Diagnostic> {
        let bar = self.console.progress(seeds.len(), &said!("restoring", "还原"));
        let sizes: BTreeMap<String, u64> =
            seeds.iter().map(|(file, size)| (file.name.clone(), *size)).collect();
        let issues = import::by_issue(seeds.into_iter().map(|(file, _)| file), problems);
        let mut issues = issues.into_iter().peekable();
        let mut sum = Sum::default();
        while issues.peek().is_some() {
            let mut room = AT_ONCE;
            let mut wave = Vec::new();
            while let Some((_, seeds)) = issues.peek() {
                let size: u64 = seeds.iter().filter_map(|seed| sizes.get(&seed.name)).sum();
                if size > room && !wave.is_empty() {
                    break;
                }
                room = room.saturating_sub(size);
                wave.extend(issues.next());
            }
            let done: Vec<_> = wave
                .into_par_iter()
                .map(|(id, seeds)| self.one(id, seeds, &|| bar.inc(1)))
                .collect();
            for issue in done {
                let (id, checked) = issue?;
                let mut issue = checked.into_value(problems);
                bar.suspend(|| told.see(id.as_str(), &issue.plan.repairs));
                sum.gathered.add(&id, &mut issue);
                sum.add(&id, &issue);
            }
        }
        bar.finish_and_clear();
        Ok(sum)
    }

    /// Reads, plans and writes one issue.
    fn one(
        &self,
        id: Slug,
        mut seeds: Vec<SeedFile>,
        progress: &(dyn Fn() + Sync),
    ) -> Result<(Slug, Checked<IssuePlan>), Diagnostic> {
        let limit = Limit::new(self.site.config.limits.seed_bytes, "limits.seed");
        let mut problems = Vec::new();
        seeds.retain_mut(|seed| {
            match self.site.root.read(&format!("seeds/{}", seed.name), limit) {
                Ok(bytes) => seed.bytes = bytes,
                Err(error) => {
                    problems.push(error.into());
                    progress();
                    return false;
                }
            }
            true
        });
        let any = Limit::new(u64::MAX, "limits.article");
        let mut texts = Vec::new();
        for path in self.content.get(id.as_str()).into_iter().flatten() {
            let text = self.site.root.read_text(path, any).map_err(Diagnostic::from)?;
            texts.push((&path["content/".len() + id.as_str().len() + 1..], text));
        }
        let standing: Standing<'_> =
            texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let bytes = seeds.iter_mut().map(|seed| Cow::Owned(std::mem::take(&mut seed.bytes)));
        let bytes = bytes.collect();
        let mut issue = import::issue(&id, &seeds, bytes, &standing, self.rules, progress)
            .into_value(&mut problems);
        for file in &mut issue.plan.files {
            let text = std::mem::take(&mut file.text);
            if let (Some(batch), Action::New | Action::Updated) = (self.batch, file.action) {
                let path = format!("content/{}", file.path);
                batch.add(&path, text.as_bytes()).map_err(Diagnostic::from)?;
            }
        }
        Ok((id, Checked::new(issue, problems)))
    }

    /// Writes the reruns of an issue into its ledger, if they are not there.
    fn tell_ledger(&self, id: &str, reruns: &OfIssue, sum: &mut Sum) -> Result<(), Diagnostic> {
        if reruns.unchanged {
            return Ok(());
        }
        if sum.ledgers.get(id) == Some(&Action::Unchanged) {
            sum.count(Action::Unchanged, -1);
            sum.count(Action::Updated, 1);
        }
        let Some(batch) = self.batch else { return Ok(()) };
        let path = format!("content/{id}/{}", ledger::FILE_NAME);
        let any = Limit::new(u64::MAX, "limits.article");
        let bytes = batch.read(&path, any).map_err(Diagnostic::from)?;
        let text = ledger::with_reruns(&String::from_utf8_lossy(&bytes), &reruns.records);
        batch.put(&path, text.as_bytes()).map_err(Diagnostic::from)
    }
}

/// What came of a run.
#[derive(Default)]
struct Sum {
    gathered: Gathered,
    seeds: usize,
    pieces: usize,
    /// Files by what became of them.
    files: BTreeMap<Action, isize>,
    /// What became of each issue's ledger.
    ledgers: BTreeMap<String, Action>,
    /// Repairs by status and kind.
    kinds: BTreeMap<(String, String), usize>,
    /// What was left alone because a person's hand was there, and what ran twice.
    notes: Vec<Diagnostic>,
}

impl Sum {
    fn add(&mut self, id: &Slug, issue: &IssuePlan) {
        let plan = &issue.plan;
        self.seeds += plan.seeds;
        self.pieces += plan.pieces;
        for file in &plan.files {
            self.count(file.action, 1);
            self.notes.extend(kept(file));
        }
        if let Some(ledger) = plan.files.last() {
            self.ledgers.insert(id.to_string(), ledger.action);
        }
        for ((status, kind), count) in &plan.kinds {
            *self.kinds.entry(((*status).to_owned(), (*kind).to_owned())).or_default() += count;
        }
    }

    fn count(&mut self, action: Action, by: isize) {
        *self.files.entry(action).or_default() += by;
    }

    fn repairs(&mut self, repairs: &[RepairRecord]) {
        for repair in repairs {
            let kind = (repair.status.to_string(), repair.kind.to_string());
            *self.kinds.entry(kind).or_default() += 1;
        }
    }

    /// What was done, by kind.
    fn say(&self, console: Console, dry_run: bool) {
        let count = |action| self.files.get(&action).copied().unwrap_or_default();
        let would =
            if dry_run { said!("would import", "将导入") } else { said!("imported", "导入") };
        let (all, from) = (plural(self.pieces, "piece"), plural(self.seeds, "seed"));
        let (pieces, seeds) = (self.pieces, self.seeds);
        let (new, updated) = (count(Action::New), count(Action::Updated));
        let unchanged = count(Action::Unchanged);
        let kept = count(Action::Kept) + count(Action::Deleted) + count(Action::Foreign);
        console.say(&said!(
            "{would} {all} from {from}: {new} new, {updated} updated, {unchanged} unchanged, {kept} kept",
            "{would} {seeds} 份底本、{pieces} 篇：新增 {new}，更新 {updated}，未变 {unchanged}，保留人工改动 {kept}",
            would
        ));
        let headings = [
            ("applied", said!("repairs", "修补")),
            ("reported", said!("doubts, left as printed", "存疑，照原样保留")),
        ];
        for (status, heading) in headings {
            let of: Vec<Said> = self
                .kinds
                .iter()
                .filter(|((s, _), _)| s == status)
                .map(|((_, kind), count)| {
                    let named = repairs::named(kind);
                    let named = named.zh();
                    said!("{kind} {count}", "{named} {count} 处")
                })
                .collect();
            if !of.is_empty() {
                console.say(&said!(
                    "  {heading}: {of}",
                    "  {heading}：{of}",
                    heading,
                    of = Said::row(&of)
                ));
            }
        }
    }
}

/// A note for a file that was left alone because a person's hand was there.
fn kept(file: &FilePlan) -> Option<Diagnostic> {
    let at = Place::file(format!("content/{}", file.path));
    match file.action {
        Action::Kept if file.would_change => Some(
            Diagnostic::note(said!(
                "edited by hand and kept; import would make it differently now",
                "有人改过，保持原样；现在导入会得出不同的文章"
            ))
            .at(at)
            .hint(said!(
                "move the file away and import again to see what import makes of it",
                "想看导入会得出什么，请先移开这个文件，再导入"
            )),
        ),
        Action::Kept => {
            Some(Diagnostic::note(said!("edited by hand and kept", "有人改过，保持原样")).at(at))
        }
        Action::Deleted => Some(
            Diagnostic::warning(said!(
                "deleted by hand; it stays away",
                "有人删了这一篇，不再写回"
            ))
            .at(at)
            .hint(said!(
                "`kanyin import --restore-deleted` brings it back",
                "要找回请用 `kanyin import --restore-deleted`"
            )),
        ),
        Action::Foreign => Some(
            Diagnostic::warning(said!(
                "stands there already and was not written by import; it is kept",
                "这里已有文件，不是导入写的，保持原样"
            ))
            .at(at)
            .hint(said!("rename it, and import again", "请给它改名，再导入")),
        ),
        Action::New | Action::Updated | Action::Unchanged => None,
    }
}

/// A note for each article that stands in another seed too, at one of its places:
/// the one that comes later names those that come before.
fn ran_twice(id: &str, reruns: &[RepairRecord]) -> Vec<Diagnostic> {
    let note = |rerun: &RepairRecord| {
        let own = format!("{id}/{}", rerun.file);
        let first = rerun.also.first()?;
        let (issue, _) = first.file.split_once('/')?;
        let earlier = (issue, &first.seed, first.line) < (id, &rerun.seed, usize::MAX);
        let others: Vec<Said> = rerun
            .also
            .iter()
            .map(|also| {
                let (file, seed, line) = (&also.file, &also.seed, also.line);
                said!(
                    "content/{file} (seeds/{seed}:{line})",
                    "content/{file}（seeds/{seed}:{line}）"
                )
            })
            .collect();
        let others = Said::row(&others);
        let said =
            said!("ran in another seed too: {others}", "也登在另一份底本里：{others}", others);
        let hint = said!(
            "both stand; `kanyin import --explain {id}` says more",
            "两处都保留；详情见 `kanyin import --explain {id}`",
            id = rerun.id
        );
        let place = Place::file(format!("content/{own}"));
        earlier.then(|| Diagnostic::note(said).at(place).hint(hint))
    };
    reruns.iter().filter_map(note).collect()
}
