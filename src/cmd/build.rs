//! `kanyin build`: articles to a site.

use std::{path::Path, sync::Arc};

use bytes::Bytes;
use jiff::civil::Date;

use super::{
    Console, Outcome, Site, archive,
    darkroom::Darkroom,
    notes::Notes,
    printer::{Printer, Written},
    reading::{Found, Read, inputs},
    record::{Record, Why},
    timings::{Phase, Stopwatch, Timings},
    warm,
};
use crate::{
    config,
    diag::{self, Checked, Diagnostic, Severity, has_errors},
    disk::{Error, Lock, Root, Stamp, Tree},
    places,
    route::{Address, ArchiveFormat},
    site::{self, Captions, Inputs, Moved, Output, Publication, Sink as _},
    tongue::{plural, said},
};

/// Where the site is built if nobody says otherwise.
const OUTPUT: &str = "public";

/// How a site is built.
#[derive(Clone, Copy, Default)]
pub(super) struct How<'a> {
    /// The file of this program. What another one made is not taken over, and nothing
    /// if this is not known.
    pub(super) program: Option<&'a Path>,
    /// Where to, if not `public/`.
    pub(super) output: Option<&'a Path>,
    /// Whether the site is wanted in memory too.
    pub(super) keep: bool,
    /// Whether to show what took how long.
    pub(super) timings: Option<Timings>,
    /// Whether to hold all that stands then against a clean build.
    pub(super) verify: bool,
    /// A file of the site of which to say why it was made.
    pub(super) why: Option<&'a str>,
}

impl How<'_> {
    /// Leaves a value of no further use to the system, if the program ends soon: it takes all at
    /// once what is else given back piece by piece, and takes its time.
    fn leave<T>(&self, value: T) {
        if !self.keep {
            std::mem::forget(value);
        }
    }
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
///
/// What the last build has made is taken over where it would be made again; a build to
/// another place than the usual one is made anew.
pub(super) fn build(
    console: Console,
    site: &Site,
    how: &How<'_>,
) -> Result<Checked<Option<Output>>, Diagnostic> {
    // All of it on the threads that set the pages: what one gives back of memory the next can
    // use, and the system need not clear other.
    site::with_room(|| with_room(console, site, how))?
}

fn with_room(
    console: Console,
    site: &Site,
    how: &How<'_>,
) -> Result<Checked<Option<Output>>, Diagnostic> {
    let mut problems = Vec::new();
    let lock = super::lock(console, &site.root)?;
    let place = how.output.unwrap_or(Path::new(OUTPUT));
    // Before the work: a refused output directory is told at once.
    let tree = Tree::open(&lock, place)?;
    let watch = Arc::new(Stopwatch::start(Phase::Read));
    let darkroom = Darkroom::keeping(&lock);
    let program = how.program.filter(|_| how.output.is_none()).and_then(Stamp::of_program);
    let tree = if program.is_some() { tree.keeping() } else { tree };
    let last = || {
        let last = program.map(|program| Record::read(&site.root, program)).unwrap_or_default();
        if last.files.is_empty() {
            // The first article would wait for it, and all others with it.
            places::places();
        }
        last
    };
    let (found, mut last) = rayon::join(|| Found::look(site, &darkroom, &lock), last);
    let found = found.into_value(&mut problems);
    // Who wants the site in memory has it made anew.
    let before = Some(&last).filter(|_| !how.keep);
    let read = found.read(before, !how.verify, &tree, &watch);
    darkroom.tidy(&site.root)?;
    let books = program.map(|program| Books { lock: &lock, program });
    let mut output = None;
    if before.is_some_and(|before| read.stands(before, &tree)) {
        problems.extend(tell_same(console, how, &last));
        if !read.is_known_to(&last) {
            last.texts = read.texts();
            problems.extend(books.map(|books| books.keep(&last, None)).unwrap_or_default());
        }
    } else {
        let notes = program.map(|program| Notes::of(&site.root, &lock, program, read.settings));
        let last = &last;
        let press = Press { console, tree: &tree, watch: &watch, last, how, books, notes };
        let Some(printed) = press.print(&site.root, &read, &mut problems)? else {
            console.say(&super::as_it_was(place));
            return Ok(Checked::new(None, problems));
        };
        output = printed.output.filter(|_| how.keep);
    }
    if let Some(timings) = how.timings {
        watch.show(console, timings);
    }
    if how.verify {
        let mut told = Vec::new();
        match set(&site.root, &read.inputs, &mut told) {
            // What there is to say of the input was said.
            Some(clean) => problems.extend(warm::verify(console, &tree, &clean)),
            None => problems.extend(told),
        }
    }
    how.leave((read, last));
    Ok(Checked::new(output, problems))
}

/// Tells that nothing has changed, and again what there is to say of it.
fn tell_same(console: Console, how: &How<'_>, last: &Record) -> Vec<Diagnostic> {
    let place = how.output.unwrap_or(Path::new(OUTPUT)).display();
    console.say(&said!(
        "nothing has changed: {place} is as the last build made it",
        "什么都没有变：“{place}”就是上次印好的样子",
        place
    ));
    let why = how.why.and_then(|asked| warm::tell(console, asked, Why::Same, &last.files));
    last.told.iter().cloned().chain(why).collect()
}

/// What sets a site and puts it in the place of the old one.
struct Press<'a> {
    console: Console,
    tree: &'a Tree<'a>,
    watch: &'a Stopwatch,
    /// What the last build made.
    last: &'a Record,
    how: &'a How<'a>,
    /// Where it is kept what this build makes, if it is.
    books: Option<Books<'a>>,
    notes: Option<Notes<'a>>,
}

/// Where it is kept what a build makes.
#[derive(Clone, Copy)]
struct Books<'a> {
    lock: &'a Lock<'a>,
    program: Stamp,
}

impl Books<'_> {
    /// Keeps what was made of what. What goes wrong is a warning: the new site stands, and the
    /// next build does more than it has to, no more.
    fn keep(self, made: &Record, notes: Option<Notes<'_>>) -> Vec<Diagnostic> {
        let first = made.keep(self.lock, self.program).err();
        let second = notes.and_then(|notes| notes.keep().err());
        let warn = |error: Error| Diagnostic { severity: Severity::Warning, ..error.into() };
        first.into_iter().chain(second).map(warn).collect()
    }
}

impl Press<'_> {
    /// What was written. `None` if the input has errors: the old site stays.
    fn print(
        self,
        root: &Root,
        read: &Read,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<Option<Written>, Diagnostic> {
        let Self { console, how, .. } = self;
        let inputs = &read.inputs;
        let stage = self.tree.stage()?;
        // Folders are made of pages.
        let keep = how.keep || inputs.config.archive.contains(&ArchiveFormat::Zip);
        let notes = self.notes.as_ref();
        let printer = Printer::new(console, &stage, self.watch, keep, self.last, notes);
        let printer = printer.asked(how.why.map(warm::asked)).beside(read.beside);
        let before = problems.len();
        let (publication, moved) = print(root, inputs, &printer, problems).unzip();
        let told = problems.split_off(before);
        problems.extend(told.iter().cloned());
        let is_whole = moved.is_some();
        let mut written = printer.finish(moved.unwrap_or_default())?;
        if !is_whole {
            return Ok(None);
        }
        self.watch.begin(Phase::Exchange);
        let files = std::mem::take(&mut written.made);
        let (inputs, seen) = (read.key(), written.seen);
        let made = Record { inputs, seen, told, files, texts: read.texts() };
        let keep = || self.books.map(|books| books.keep(&made, self.notes)).unwrap_or_default();
        how.leave(publication);
        let (warnings, committed) = stage.commit_while(keep)?;
        problems.extend(committed.diagnostics);
        problems.extend(warnings);
        let Written { files, pages, .. } = written;
        let (all, set) = (plural(files, "file"), plural(pages, "page"));
        let place = how.output.unwrap_or(Path::new(OUTPUT)).display();
        console.say(&said!(
            "{set} ({all}) in {place}",
            "{pages} 个网页（共 {files} 个文件），在“{place}”",
            place
        ));
        if let Some(asked) = how.why {
            let why = written.why.unwrap_or(Why::Unknown);
            problems.extend(warm::tell(console, asked, why, &made.files));
        }
        how.leave(made);
        Ok(Some(written))
    }
}

/// Prints a publication, and the archives that it offers. `None` if its input has
/// errors: what was written is no site then.
fn print<'i>(
    root: &Root,
    inputs: &'i Inputs,
    printer: &Printer<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<(Publication<'i>, Moved)> {
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
            printer.print(&address, bytes).ok()?;
        }
    }
    // A file that could not be read would be missing from the site in silence.
    Some((publication, moved)).filter(|_| !has_errors(problems))
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

/// Builds an open publication in memory, without its drafts; `None` if its input has
/// errors.
pub(super) fn make(
    site: &Site,
    darkroom: &Darkroom<'_>,
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
    problems.extend(publication.faults());
    // Each form tells the same of an article.
    diag::sort(problems);
    files
}
