//! `kanyin build`: articles to a site.

use std::path::Path;

use bytes::Bytes;
use jiff::civil::Date;
use rayon::prelude::*;

use super::{
    Console, Outcome, Site, archive,
    darkroom::Darkroom,
    printer::{Printer, Written},
    timings::{Phase, Stopwatch, Timings},
};
use crate::{
    config::{self, Config},
    diag::{self, Checked, Diagnostic, Source, has_errors},
    disk::{Limit, Root, Tree},
    preview::Pages,
    route::Address,
    site::{self, Captions, Drafts, Inputs, Moved, Output, Publication, Sink as _, ThemeFiles},
    tongue::{plural, said},
    topics::Vocabulary,
};

/// Where the site is built if nobody says otherwise.
const OUTPUT: &str = "public";

/// How a site is built.
#[derive(Clone, Copy, Default)]
pub(super) struct How<'a> {
    /// Where to, if not `public/`.
    pub(super) output: Option<&'a Path>,
    /// Whether the site is wanted in memory too.
    pub(super) keep: bool,
    /// Whether to show what took how long.
    pub(super) timings: Option<Timings>,
}

/// Runs the verb.
pub(super) fn run(
    console: Console,
    dir: &Path,
    how: &How<'_>,
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
    build(console, &site, how)?.into_value(&mut problems);
    Ok(problems)
}

/// Builds an open publication, and gives the site as it was written if it was to be
/// kept. Where the input has errors there is none, and the output stays as it is.
pub(super) fn build(
    console: Console,
    site: &Site,
    how: &How<'_>,
) -> Result<Checked<Option<Output>>, Diagnostic> {
    let mut problems = Vec::new();
    let lock = super::lock(console, &site.root)?;
    let place = how.output.unwrap_or(Path::new(OUTPUT));
    // Before the work: a refused output directory is told at once.
    let tree = Tree::open(&lock, place)?;
    let stage = tree.stage()?;
    let watch = Stopwatch::start(Phase::Read);
    // Folders are made of pages.
    let keep = how.keep || !site.config.archive.is_empty();
    let printer = Printer::new(console, &stage, &watch, keep);
    let darkroom = Darkroom::default();
    let inputs = inputs(&site.root, &site.config, &site.vocabulary, &darkroom, &mut problems);
    let inputs = Inputs { day: site.day, ..inputs };
    for source in &inputs.content {
        watch.count(source.text().len());
    }
    let moved = print(&site.root, &inputs, &printer, &mut problems);
    let is_whole = moved.is_some();
    let Written { files, pages, output } = printer.finish(moved.unwrap_or_default())?;
    darkroom.keep(&site.root, &lock)?;
    if !is_whole {
        console.say(&super::as_it_was(place));
        return Ok(Checked::new(None, problems));
    }
    watch.begin(Phase::Exchange);
    problems.extend(stage.commit()?.diagnostics);
    let (all, set) = (plural(files, "file"), plural(pages, "page"));
    let place = place.display();
    console.say(&said!(
        "{set} ({all}) in {place}",
        "{pages} 个网页（共 {files} 个文件），在“{place}”",
        place
    ));
    if let Some(timings) = how.timings {
        watch.show(console, timings);
    }
    Ok(Checked::new(output, problems))
}

/// Prints a publication, and the archives that it offers. `None` if its input has
/// errors: what was written is no site then.
fn print(
    root: &Root,
    inputs: &Inputs,
    printer: &Printer<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Moved> {
    let publication = Publication::open_for(inputs, printer).into_value(problems)?;
    // Nothing is written that cannot become a site.
    if has_errors(problems) {
        return None;
    }
    let moved = publication.print(printer).into_value(problems)?;
    if !inputs.config.archive.is_empty() {
        printer.begin_archives();
        for (address, bytes) in archives(root, &publication, &printer.kept(), problems) {
            // The printer knows itself why it takes no more.
            printer.put(&address, bytes).ok()?;
        }
    }
    // A file that could not be read would be missing from the site in silence.
    Some(moved).filter(|_| !has_errors(problems))
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

/// Sets the pages of a publication, and the archives that they offer, in memory.
fn set(root: &Root, inputs: &Inputs, problems: &mut Vec<Diagnostic>) -> Option<Output> {
    let publication = Publication::open(inputs).into_value(problems);
    let built = publication.as_ref().and_then(|p| p.site().into_value(problems));
    let mut built = built.filter(|_| !has_errors(problems))?;
    if let Some(publication) = publication {
        for (address, bytes) in archives(root, &publication, &built, problems) {
            built.insert(address, bytes);
        }
    }
    // A file that could not be read would be missing from the site in silence.
    Some(built).filter(|_| !has_errors(problems))
}

/// Makes the files that the issues' pages offer.
fn archives(
    root: &Root,
    publication: &Publication<'_>,
    pages: &Output,
    problems: &mut Vec<Diagnostic>,
) -> Vec<(Address, Bytes)> {
    let config = &publication.inputs().config;
    let mut files = Vec::new();
    if config.archive.is_empty() {
        return files;
    }
    let issues = publication.issues();
    let slugs = issues.slugs();
    let seeds = archive::seeds(root, config, &slugs, problems);
    for &format in &config.archive {
        match archive::make_all(&issues, &slugs, &seeds, format, pages) {
            Ok(made) => {
                for (slug, made) in made {
                    problems.extend(made.problems);
                    files.push((Address::archive(&slug, format), made.bytes.into()));
                }
            }
            Err(told) => problems.extend(told),
        }
    }
    // Each form tells the same of an article.
    diag::sort(problems);
    files
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
