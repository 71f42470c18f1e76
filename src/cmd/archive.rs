//! `kanyin archive`: issues as files that are kept, and whether they are whole.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use jiff::civil::Date;
use rayon::prelude::*;

use super::{Console, Outcome, Site, darkroom::Darkroom, reading};
use crate::{
    archive::{self, Archive, Form, Manifest, SeedRecord},
    config::Config,
    diag::{Diagnostic, Place, has_errors, nearest},
    disk::{Limit, Problem, Root, Shelf},
    import::ledger,
    route::{ArchiveFormat, Slug},
    site::{self, Files, Inputs, Issues, Output, Publication},
    tongue::{plural, said},
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
    let darkroom = Darkroom::keeping(&lock);
    let inputs =
        reading::inputs(&site.root, &site.config, &site.vocabulary, &darkroom, &mut problems);
    darkroom.tidy(&site.root)?;
    let inputs = Inputs { day: site.day, ..inputs };
    let publication = Publication::open(&inputs).into_value(&mut problems);
    let Some(publication) = publication.filter(|_| !has_errors(&problems)) else {
        console.say(&super::as_it_was(place));
        return Ok(problems);
    };
    let issues = publication.issues();
    let Some(slugs) = chosen(&issues, how.issues, &mut problems) else {
        console.say(&super::as_it_was(place));
        return Ok(problems);
    };
    let seeds = seeds(&site.root, &site.config, &slugs, &mut problems);
    let pages = match how.format {
        ArchiveFormat::Zip => publication.site().into_value(&mut problems).unwrap_or_default(),
        ArchiveFormat::Html | ArchiveFormat::Epub => Output::default(),
    };
    let batch = shelf.batch();
    let bar = console.progress(slugs.len(), &said!("archiving", "存档"));
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
        console.say(&super::as_it_was(place));
        return Ok(problems);
    }
    let bar = console.progress(batch.len(), &said!("writing", "写入"));
    batch.commit(&|| bar.inc(1))?;
    bar.finish_and_clear();
    let (count, issues) = (slugs.len(), plural(slugs.len(), "issue"));
    console.say(&said!(
        "{issues} as {format} in {place}",
        "{count} 期存成 `{format}`，在“{place}”",
        format = how.format.ending(),
        place = place.display()
    ));
    if let [slug] = slugs.as_slice() {
        let name = format!("{slug}.{}", how.format.ending());
        let file = site.root.place().join(place).join(name);
        console.say(&said!("open {file}", "请打开 {file}", file = file.display()));
    }
    Ok(problems)
}

/// Makes an archive of each of the issues, in memory, in parallel.
pub(super) fn make_all(
    issues: &Issues<'_>,
    slugs: &[Slug],
    seeds: &Seeds,
    format: ArchiveFormat,
    pages: &dyn Files,
) -> Result<Vec<(Slug, Archive)>, Vec<Diagnostic>> {
    let one = |slug: &Slug| Ok((slug.clone(), make(issues, slug, seeds, format, pages)?));
    let made = site::with_room(|| slugs.par_iter().map(one).collect());
    made.map_err(|problem| vec![problem])?
}

/// Makes the archive of the issue `slug`; `pages` is the site, for a folder.
pub(super) fn make(
    issues: &Issues<'_>,
    slug: &Slug,
    seeds: &Seeds,
    format: ArchiveFormat,
    pages: &dyn Files,
) -> Result<Archive, Vec<Diagnostic>> {
    let gone =
        || vec![Diagnostic::error(said!("there is no issue `{slug}`", "没有“{slug}”这一期"))];
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
        let problem = Diagnostic::error(said!(
            "there is no issue `{name}` with articles",
            "没有“{name}”这一期，或者这一期没有文章"
        ));
        problems.push(match nearest(name, known.iter().map(Slug::as_str)) {
            Some(near) => problem.hint(said!("did you mean {near}?", "是不是“{near}”？")),
            None => problem.hint(said!(
                "an issue is called as its folder below content/",
                "期的名称就是 content/ 下面文件夹的名称"
            )),
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
                    Diagnostic::warning(said!(
                        "the seed is gone, and the archive cannot name its digest",
                        "底本不在了，存档里写不出它的指纹"
                    ))
                    .at(Place::file(format!("seeds/{name}")))
                    .hint(said!(
                        "put it back: it is what the articles were restored from",
                        "请把它放回来：文章是由它还原的"
                    )),
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
            return Err(Diagnostic::error(said!(
                "the archive needs a file's name",
                "请写明是哪个存档文件"
            ))
            .at(Place::file(shown)));
        }
    };
    let limit = Limit::new(LARGEST_BYTES, "");
    let bytes = Root::open(folder)?.read(name, limit).map_err(|error| match error.problem() {
        // No setting raises this bound.
        Problem::TooLarge { .. } => {
            Diagnostic::error(said!("the file is larger than any archive", "文件太大，不会是存档"))
                .at(Place::file(shown.as_str()))
        }
        _ => error.into(),
    })?;
    let found = archive::verify(&shown, &bytes)?;
    let mut problems = found.problems;
    let manifest = found.manifest;
    if !has_errors(&problems) {
        let (count, texts) = (manifest.articles(), plural(manifest.articles(), "article"));
        console.say(&said!(
            "{shown}: whole, as it was made; {texts} of {issue}",
            "{shown}：完好，与做成时一样；{issue} 的 {count} 篇文章",
            shown,
            issue = manifest.issue()
        ));
    }
    match today(dir, &manifest, day) {
        Ok(Some(now)) => {
            let differences = manifest.compare(&now, &shown);
            if !has_errors(&differences) {
                console.say(&said!(
                    "articles and seeds of the publication are the same",
                    "与本报现在的文章和底本相同"
                ));
            }
            problems.extend(differences);
        }
        Ok(None) => console.say(&said!(
            "its publication is not here: compared with itself alone",
            "这里没有它所属的报纸，只核对了它自己"
        )),
        Err(told) => {
            console.say(&said!(
                "the publication has errors: compared with itself alone",
                "报纸有错误，只核对了存档自己"
            ));
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
        reading::inputs(&site.root, &site.config, &site.vocabulary, &darkroom, &mut problems);
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
