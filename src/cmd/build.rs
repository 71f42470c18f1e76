//! `kanyin build`: articles to a site.

use std::path::Path;

use jiff::civil::Date;
use rayon::prelude::*;

use super::{Console, Outcome, Site, archive, darkroom::Darkroom};
use crate::{
    config::{self, Config},
    diag::{self, Checked, Diagnostic, Source, has_errors},
    disk::{Limit, Root, Tree},
    preview::Pages,
    route::Address,
    site::{self, Captions, Drafts, Inputs, Output, Publication, ThemeFiles},
    tongue::{plural, said},
    topics::Vocabulary,
};

/// Where the site is built if nobody says otherwise.
const OUTPUT: &str = "public";

/// Runs the verb.
pub(super) fn run(
    console: Console,
    dir: &Path,
    output: Option<&Path>,
    base_url: Option<&str>,
    day: Option<Date>,
) -> Outcome {
    let mut problems = Vec::new();
    let mut site = match Site::open(dir) {
        Ok(site) => site.into_value(&mut problems).for_day(day),
        Err(problems) => return Ok(problems),
    };
    if let Some(url) = base_url {
        let Some(url) = config::base_url(url) else {
            let problem = Diagnostic::error(said!(
                "`{url}` is no address of a site",
                "“{url}”不是网站的网址"
            ));
            return Err(problem.hint(said!(
                "write it in full: `--base-url https://example.org/`",
                "请写完整：`--base-url https://example.org/`"
            )));
        };
        site.config.base_url = Some(url);
    }
    build(console, &site, output)?.into_value(&mut problems);
    Ok(problems)
}

/// Builds an open publication into `output`, or `public/`, and gives the site as
/// it was written. Where the input has errors there is none, and the output
/// stays as it is.
pub(super) fn build(
    console: Console,
    site: &Site,
    output: Option<&Path>,
) -> Result<Checked<Option<Output>>, Diagnostic> {
    let mut problems = Vec::new();
    let lock = super::lock(console, &site.root)?;
    let place = output.unwrap_or(Path::new(OUTPUT));
    // Before the work: a refused output directory is told at once.
    let tree = Tree::open(&lock, place)?;
    let darkroom = Darkroom::default();
    let built = make(site, &darkroom, &mut problems);
    darkroom.keep(&site.root, &lock)?;
    let Some(built) = built else {
        console.say(&super::as_it_was(place));
        return Ok(Checked::new(None, problems));
    };
    let written = write(console, &tree, &built)?;
    problems.extend(written);
    let (files, pages) = (built.files().len(), built.pages().count());
    let (all, set) = (plural(files, "file"), plural(pages, "page"));
    let place = place.display();
    console.say(&said!(
        "{set} ({all}) in {place}",
        "{pages} 个网页（共 {files} 个文件），在“{place}”",
        place
    ));
    Ok(Checked::new(Some(built), problems))
}

/// Follows every link of a site.
pub(super) fn follow_links(console: Console, site: &Site, built: &Output) -> Vec<Diagnostic> {
    let problems = site::check_links(built, site.config.base_url.as_deref());
    let count = built.pages().count();
    let pages = plural(count, "page");
    console.say(&said!("{pages} set, all links followed", "{count} 个网页，链接都查过了"));
    problems
}

/// Builds in memory and looks over articles and links.
pub(super) fn check(console: Console, site: &Site) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let darkroom = Darkroom::default();
    let inputs = inputs(&site.root, &site.config, &site.vocabulary, &darkroom, &mut problems);
    let inputs = Inputs { captions: Captions::Required, ..inputs };
    if let Some(built) = set(&site.root, &inputs, &mut problems) {
        problems.extend(follow_links(console, site, &built));
    }
    problems
}

/// Builds in memory from the files as they are now, for the preview: with drafts and
/// with articles whose day has not come.
/// `darkroom` is the same from build to build.
pub(super) fn in_memory(root: &Root, darkroom: &Darkroom) -> Checked<Option<Pages>> {
    let mut problems = Vec::new();
    let (config, vocabulary) = match super::settings(root) {
        Ok(settings) => settings.into_value(&mut problems),
        Err(problems) => return Checked::new(None, problems),
    };
    let inputs = inputs(root, &config, &vocabulary, darkroom, &mut problems);
    let built = set(root, &Inputs { drafts: Drafts::Marked, ..inputs }, &mut problems);
    let pages = built.map(|output| {
        let files = output.into_files().into_iter();
        files.map(|(address, bytes)| (address.as_str().to_owned(), bytes)).collect()
    });
    Checked::new(pages, problems)
}

/// Builds an open publication in memory, without its drafts; `None` if its input has
/// errors.
pub(super) fn make(
    site: &Site,
    darkroom: &Darkroom,
    problems: &mut Vec<Diagnostic>,
) -> Option<Output> {
    let inputs = inputs(&site.root, &site.config, &site.vocabulary, darkroom, problems);
    set(&site.root, &Inputs { day: site.day, ..inputs }, problems)
}

/// Sets the pages of a publication, and the archives that they offer.
fn set(root: &Root, inputs: &Inputs, problems: &mut Vec<Diagnostic>) -> Option<Output> {
    let config = &inputs.config;
    let publication = Publication::open(inputs).into_value(problems);
    let built = publication.as_ref().and_then(|p| p.site().into_value(problems));
    let mut built = built.filter(|_| !has_errors(problems))?;
    if let Some(publication) = publication.filter(|_| !config.archive.is_empty()) {
        add_archives(root, &publication, &mut built, problems);
    }
    // A file that could not be read would be missing from the site in silence.
    Some(built).filter(|_| !has_errors(problems))
}

/// Makes the files that the issues' pages offer.
fn add_archives(
    root: &Root,
    publication: &Publication<'_>,
    built: &mut Output,
    problems: &mut Vec<Diagnostic>,
) {
    let config = &publication.inputs().config;
    let issues = publication.issues();
    let slugs = issues.slugs();
    let seeds = archive::seeds(root, config, &slugs, problems);
    for &format in &config.archive {
        match archive::make_all(&issues, &slugs, &seeds, format, built) {
            Ok(made) => {
                for (slug, made) in made {
                    problems.extend(made.problems);
                    built.insert(Address::archive(&slug, format), made.bytes);
                }
            }
            Err(told) => problems.extend(told),
        }
    }
    // Each form tells the same of an article.
    diag::sort(problems);
}

/// Reads all that a publication is made from.
pub(super) fn inputs(
    root: &Root,
    config: &Config,
    vocabulary: &Vocabulary,
    darkroom: &Darkroom,
    problems: &mut Vec<Diagnostic>,
) -> Inputs {
    let content = content(root, config, problems);
    let theme = theme(root, config, problems);
    let pictures = darkroom.develop(root, config, problems);
    let (config, vocabulary) = (config.clone(), vocabulary.clone());
    Inputs {
        config,
        vocabulary,
        theme,
        content,
        pictures,
        drafts: Drafts::LeftOut,
        captions: Captions::Wanted,
        day: None,
    }
}

/// Reads articles and the issues' own pages.
fn content(root: &Root, config: &Config, problems: &mut Vec<Diagnostic>) -> Vec<Source> {
    let limit = Limit::new(config.limits.article_bytes, "limits.article");
    let found = root.walk("content", &["md"]).into_value(problems);
    let read: Vec<Result<Source, Diagnostic>> = found
        .par_iter()
        .map(|entry| {
            let text = root.read_text(&entry.path, limit)?;
            Ok(Source::new(entry.path.clone(), text))
        })
        .collect();
    let mut content = Vec::with_capacity(read.len());
    for result in read {
        match result {
            Ok(source) => content.push(source),
            Err(problem) => problems.push(problem),
        }
    }
    content
}

/// Reads the site's own themes and templates.
fn theme(root: &Root, config: &Config, problems: &mut Vec<Diagnostic>) -> ThemeFiles {
    // No file of a theme has to be larger than an article may be: a font of all
    // Chinese characters fits.
    let limit = Limit::new(config.limits.article_bytes, "limits.article");
    let mut theme = ThemeFiles::default();
    for folder in ["themes", "templates"] {
        for entry in root.walk(folder, &[]).into_value(problems) {
            match root.read(&entry.path, limit) {
                Ok(bytes) => drop(theme.files.insert(entry.path.to_string(), bytes)),
                Err(error) => problems.push(error.into()),
            }
        }
    }
    theme
}

/// Writes the whole site beside the old one and puts it in its place.
fn write(console: Console, tree: &Tree<'_>, built: &Output) -> Result<Vec<Diagnostic>, Diagnostic> {
    let stage = tree.stage()?;
    let files: Vec<_> = built.files().collect();
    let bar = console.progress(files.len(), &said!("writing", "写入"));
    files.par_iter().try_for_each(|(address, bytes)| {
        bar.inc(1);
        stage.write(address.as_str(), bytes)
    })?;
    bar.finish_and_clear();
    Ok(stage.commit()?.diagnostics)
}
