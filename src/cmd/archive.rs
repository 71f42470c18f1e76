//! `kanyin archive`: issues as files that are kept, and whether they are whole.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use jiff::civil::Date;
use rayon::prelude::*;

use super::{Console, Outcome, Site, build, darkroom::Darkroom, plural};
use crate::{
    archive::{self, Archive, Form, Manifest, SeedRecord},
    config::Config,
    diag::{Diagnostic, Place, has_errors, nearest},
    disk::{Limit, Problem, Root, Shelf},
    import::ledger,
    route::{ArchiveFormat, Slug},
    site::{self, Inputs, Issues, Output, Publication},
};

/// Where archives are put if nobody says otherwise: not in `public/`, which a
/// build replaces.
const OUTPUT: &str = "archive";

/// Largest archive that is verified.
const LARGEST_BYTES: u64 = 1024 * 1024 * 1024;

/// The seeds of each issue.
pub(super) type Seeds = BTreeMap<Slug, Vec<SeedRecord>>;

/// What to keep, and where.
pub(super) struct How<'a> {
    /// Ids of issues; all if there are none.
    pub(super) issues: &'a [String],
    /// Where to.
    pub(super) output: Option<&'a Path>,
    /// What kind of file.
    pub(super) format: ArchiveFormat,
    /// The day for which they are made.
    pub(super) day: Option<Date>,
}

/// Runs the verb.
pub(super) fn run(console: Console, dir: &Path, how: &How<'_>) -> Outcome {
    let mut problems = Vec::new();
    let site = match Site::open(dir) {
        Ok(site) => site.into_value(&mut problems).for_day(how.day),
        Err(problems) => return Ok(problems),
    };
    let lock = super::lock(console, &site.root)?;
    let place = how.output.unwrap_or(Path::new(OUTPUT));
    // Before the work: a refused directory is told at once.
    let shelf = Shelf::open(&lock, place)?;
    let darkroom = Darkroom::default();
    let inputs =
        build::inputs(&site.root, &site.config, &site.vocabulary, &darkroom, &mut problems);
    darkroom.keep(&site.root, &lock)?;
    let inputs = Inputs { day: site.day, ..inputs };
    let publication = Publication::open(&inputs).into_value(&mut problems);
    let Some(publication) = publication.filter(|_| !has_errors(&problems)) else {
        console.say(format!("nothing written: {} is as it was", place.display()));
        return Ok(problems);
    };
    let issues = publication.issues();
    let Some(slugs) = chosen(&issues, how.issues, &mut problems) else {
        console.say(format!("nothing written: {} is as it was", place.display()));
        return Ok(problems);
    };
    let seeds = seeds(&site.root, &site.config, &slugs, &mut problems);
    let pages = match how.format {
        ArchiveFormat::Zip => publication.site().into_value(&mut problems).unwrap_or_default(),
        ArchiveFormat::Html | ArchiveFormat::Epub => Output::default(),
    };
    let batch = shelf.batch();
    let bar = console.progress(slugs.len(), "archiving");
    let keep = |slug: &Slug| -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
        let made = make(&issues, slug, &seeds, how.format, &pages)?;
        let name = format!("{slug}.{}", how.format.ending());
        // Each goes to the disk when it is made: all of them may be too much to hold.
        batch.add(&name, &made.bytes).map_err(|error| vec![error.into()])?;
        bar.inc(1);
        Ok(made.problems)
    };
    let told: Vec<_> = site::with_room(|| slugs.par_iter().map(keep).collect())?;
    bar.finish_and_clear();
    problems.extend(told.into_iter().flat_map(|told| told.unwrap_or_else(|told| told)));
    if has_errors(&problems) {
        console.say(format!("nothing written: {} is as it was", place.display()));
        return Ok(problems);
    }
    let bar = console.progress(batch.len(), "writing");
    batch.commit(&|| bar.inc(1))?;
    bar.finish_and_clear();
    let files = plural(slugs.len(), "issue");
    console.say(format!("{files} as {} in {}", how.format.ending(), place.display()));
    if let [slug] = slugs.as_slice() {
        let name = format!("{slug}.{}", how.format.ending());
        console.say(format!("open {}", site.root.place().join(place).join(name).display()));
    }
    Ok(problems)
}

/// Makes an archive of each of the issues, in memory, in parallel.
pub(super) fn make_all(
    issues: &Issues<'_>,
    slugs: &[Slug],
    seeds: &Seeds,
    format: ArchiveFormat,
    pages: &Output,
) -> Result<Vec<(Slug, Archive)>, Vec<Diagnostic>> {
    let one = |slug: &Slug| Ok((slug.clone(), make(issues, slug, seeds, format, pages)?));
    let made = site::with_room(|| slugs.par_iter().map(one).collect());
    made.map_err(|problem| vec![problem])?
}

/// Makes the archive of the issue `slug`; `pages` is the site, for a folder.
fn make(
    issues: &Issues<'_>,
    slug: &Slug,
    seeds: &Seeds,
    format: ArchiveFormat,
    pages: &Output,
) -> Result<Archive, Vec<Diagnostic>> {
    let gone = || vec![Diagnostic::error(format!("there is no issue `{slug}`"))];
    let printed = issues.read(slug).ok_or_else(gone)?;
    let seeds = seeds.get(slug).map(Vec::as_slice).unwrap_or_default();
    let form = match format {
        ArchiveFormat::Html => Form::Html,
        ArchiveFormat::Epub => Form::Epub,
        ArchiveFormat::Zip => Form::Folder(pages),
    };
    archive::make(issues, &printed, seeds, form)
}

/// The issues that are asked for, in the publication's order; `None` if one of
/// them is not there.
fn chosen(
    issues: &Issues<'_>,
    asked: &[String],
    problems: &mut Vec<Diagnostic>,
) -> Option<Vec<Slug>> {
    let known = issues.slugs();
    let mut unknown = false;
    for name in asked {
        if known.iter().any(|slug| slug.as_str() == name) {
            continue;
        }
        unknown = true;
        let problem = Diagnostic::error(format!("there is no issue `{name}` with articles"));
        problems.push(match nearest(name, known.iter().map(Slug::as_str)) {
            Some(near) => problem.hint(format!("did you mean {near}?")),
            None => problem.hint("an issue is called as its folder below content/"),
        });
    }
    let wanted = |slug: &Slug| asked.is_empty() || asked.iter().any(|name| slug.as_str() == name);
    (!unknown).then(|| known.into_iter().filter(wanted).collect())
}

/// The seeds of each issue, by its ledger. One that is gone is told and left out:
/// what is not there cannot be vouched for.
pub(super) fn seeds(
    root: &Root,
    config: &Config,
    slugs: &[Slug],
    problems: &mut Vec<Diagnostic>,
) -> Seeds {
    let limit = Limit::new(config.limits.seed_bytes, "limits.seed");
    let read = |slug: &Slug| {
        let mut problems = Vec::new();
        let path = format!("content/{slug}/{}", ledger::FILE_NAME);
        let text = match root.read_text(&path, Limit::new(u64::MAX, "limits.article")) {
            Ok(text) => text,
            // Articles that nobody imported have no ledger.
            Err(error) if error.is_missing() => return (Vec::new(), problems),
            Err(error) => return (Vec::new(), vec![error.into()]),
        };
        let names: BTreeSet<String> = ledger::seeds(&text).into_iter().collect();
        let mut seeds = Vec::with_capacity(names.len());
        for name in names {
            match root.read(&format!("seeds/{name}"), limit) {
                Ok(bytes) => seeds.push(SeedRecord::new(name, &bytes)),
                Err(error) if error.is_missing() => problems.push(
                    Diagnostic::warning("the seed is gone, and the archive cannot name its digest")
                        .at(Place::file(format!("seeds/{name}")))
                        .hint("put it back: it is what the articles were restored from"),
                ),
                Err(error) => problems.push(error.into()),
            }
        }
        (seeds, problems)
    };
    let found: Vec<_> = slugs.par_iter().map(|slug| (slug.clone(), read(slug))).collect();
    let keep = |(slug, (seeds, told)): (Slug, (Vec<SeedRecord>, Vec<Diagnostic>))| {
        problems.extend(told);
        (slug, seeds)
    };
    found.into_iter().map(keep).collect()
}

/// Takes the digests of an archive again, and compares them with the publication
/// if it is at hand.
pub(super) fn verify(console: Console, dir: &Path, file: &Path, day: Option<Date>) -> Outcome {
    let shown = file.to_string_lossy().into_owned();
    let (folder, name) = match (file.parent(), file.file_name().and_then(|name| name.to_str())) {
        (Some(folder), Some(name)) if folder.as_os_str().is_empty() => (Path::new("."), name),
        (Some(folder), Some(name)) => (folder, name),
        _ => {
            return Err(Diagnostic::error("the archive needs a file's name").at(Place::file(shown)));
        }
    };
    let limit = Limit::new(LARGEST_BYTES, "");
    let bytes = Root::open(folder)?.read(name, limit).map_err(|error| match error.problem() {
        // No setting raises this bound.
        Problem::TooLarge { .. } => {
            Diagnostic::error("the file is larger than any archive").at(Place::file(shown.as_str()))
        }
        _ => error.into(),
    })?;
    let found = archive::verify(&shown, &bytes)?;
    let mut problems = found.problems;
    let manifest = found.manifest;
    if !has_errors(&problems) {
        let texts = plural(manifest.articles(), "article");
        console.say(format!("{shown}: whole, as it was made; {texts} of {}", manifest.issue()));
    }
    match today(dir, &manifest, day) {
        Ok(Some(now)) => {
            let differences = manifest.compare(&now, &shown);
            if !has_errors(&differences) {
                console.say("articles and seeds of the publication are the same");
            }
            problems.extend(differences);
        }
        Ok(None) => console.say("its publication is not here: compared with itself alone"),
        Err(told) => {
            console.say("the publication has errors: compared with itself alone");
            problems.extend(told);
        }
    }
    Ok(problems)
}

/// What an archive of the same issue would say today; `None` if `dir` is no
/// publication, or another one.
fn today(
    dir: &Path,
    old: &Manifest,
    day: Option<Date>,
) -> Result<Option<Manifest>, Vec<Diagnostic>> {
    let Ok(site) = Site::open(dir) else { return Ok(None) };
    let site = site.value;
    let mut problems = Vec::new();
    let darkroom = Darkroom::default();
    let inputs =
        build::inputs(&site.root, &site.config, &site.vocabulary, &darkroom, &mut problems);
    let inputs = Inputs { day, ..inputs };
    let publication = Publication::open(&inputs).into_value(&mut problems);
    let Some(publication) = publication.filter(|_| !has_errors(&problems)) else {
        problems.retain(|problem| has_errors(std::slice::from_ref(problem)));
        return Err(problems);
    };
    let issues = publication.issues();
    let slug = issues.slugs().into_iter().find(|slug| slug.as_str() == old.issue());
    let Some(slug) = slug else { return Ok(None) };
    let seeds = seeds(&site.root, &site.config, std::slice::from_ref(&slug), &mut problems);
    let now = make_all(&issues, &[slug], &seeds, ArchiveFormat::Html, &Output::default())?;
    Ok(now.into_iter().next().map(|(_, archive)| archive.manifest))
}
