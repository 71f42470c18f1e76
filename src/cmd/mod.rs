//! The verbs. Each reads through [`crate::disk`], calls a pure pipeline, writes
//! through [`crate::disk`], and hands what there is to say to the [`Console`].

mod archive;
mod build;
mod check;
mod console;
mod darkroom;
mod desk;
mod import;
mod init;
mod invocation;
mod notes;
mod press;
mod printer;
mod proof;
mod publish;
mod reading;
mod record;
mod repairs;
mod schema;
mod serve;
mod timings;
mod warm;

use std::{path::Path, process::ExitCode, sync::Arc};

use jiff::civil::Date;

pub use self::{
    console::{Console, Tone},
    invocation::{Action, Invocation},
    timings::Timings,
};
use crate::{
    config::Config,
    diag::{Checked, Diagnostic, Source, has_errors, sort},
    disk::{Limit, Root},
    limits::Limits,
    site::Key,
    tongue::{Said, said},
    topics::Vocabulary,
};

/// What a verb gives back: the problems of the input, or the reason why it
/// could not be done at all.
pub type Outcome = Result<Vec<Diagnostic>, Diagnostic>;

/// Does what the command line says and gives the exit status: 0 if all is well,
/// 1 if the input has problems.
pub fn run(invocation: &Invocation) -> ExitCode {
    let console = Console::new(invocation);
    let site = invocation.site.as_path();
    let outcome = match &invocation.action {
        Action::Init { dir } => init::run(console, dir),
        Action::Import { seeds, dry_run, explain, restore_deleted } => {
            let mode = match (dry_run, &explain[..]) {
                (false, []) => import::Mode::Write,
                (true, []) => import::Mode::List,
                (_, ids) => import::Mode::Explain(ids),
            };
            let how = import::How { seeds, mode, restore_deleted: *restore_deleted };
            import::run(console, site, &how)
        }
        Action::Build { output, base_url, day, timings, verify, why } => {
            let how = build::How {
                program: invocation.program.as_deref(),
                output: output.as_deref(),
                keep: false,
                timings: *timings,
                verify: *verify,
                why: why.as_deref(),
            };
            build::run(console, site, &how, base_url.as_deref(), *day)
        }
        Action::Check { day } => check::run(console, site, *day),
        Action::Proof { output } => proof::run(console, site, output.as_deref()),
        Action::Archive { issues, output, format, day } => archive::run(
            console,
            site,
            &archive::How { issues, output: output.as_deref(), format: *format, day: *day },
        ),
        Action::Verify { file, day } => archive::verify(console, site, file, *day),
        Action::Serve { port, open } => serve::run(console, site, *port, *open),
        Action::Schema { kind } => {
            schema::run(console, *kind);
            Ok(Vec::new())
        }
        Action::Press { day } => press::run(console, site, *day, invocation.program.as_deref()),
        Action::Publish { to, dry_run, force_shrink, rollback, environment, day } => {
            let how = publish::How {
                to: to.as_deref(),
                dry_run: *dry_run,
                force_shrink: *force_shrink,
                environment,
                day: *day,
            };
            if *rollback {
                publish::roll_back(console, site, &how)
            } else {
                publish::run(console, site, &how)
            }
        }
    };
    let mut problems = outcome.unwrap_or_else(|problem| vec![problem]);
    sort(&mut problems);
    console.problems(&problems);
    if has_errors(&problems) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Name of the settings' file.
const CONFIG: &str = "kanyin.yaml";
/// Name of the vocabulary's file.
const TOPICS: &str = "topics.yaml";

/// A publication that was opened: its directory, settings and vocabulary.
#[derive(Debug)]
pub struct Site {
    /// Its directory.
    pub root: Arc<Root>,
    /// `kanyin.yaml`.
    pub config: Config,
    /// `topics.yaml`.
    pub vocabulary: Vocabulary,
    /// The key of both, as they were read.
    pub key: Key,
    /// The day for which the site is built, where the command line says one.
    pub day: Option<Date>,
}

impl Site {
    /// Opens the publication in `dir`.
    ///
    /// # Errors
    /// There is none, or its settings cannot be read.
    pub fn open(dir: &Path) -> Result<Checked<Self>, Vec<Diagnostic>> {
        let one = |problem: Diagnostic| vec![problem];
        let root = Arc::new(Root::open(dir).map_err(|e| one(e.into()))?);
        let checked = settings(&root)?;
        Ok(checked.map(|Settings { config, vocabulary, key }| Self {
            root,
            config,
            vocabulary,
            key,
            day: None,
        }))
    }

    /// The same publication, built for `day`.
    fn for_day(self, day: Option<Date>) -> Self {
        Self { day, ..self }
    }
}

/// What people say of a publication as a whole.
#[derive(Debug)]
pub struct Settings {
    config: Config,
    vocabulary: Vocabulary,
    key: Key,
}

/// Reads settings and vocabulary anew.
///
/// # Errors
/// They cannot be read, or are no settings.
pub fn settings(root: &Root) -> Result<Checked<Settings>, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let defaults = Limits::default();
    let limit = Limit::new(defaults.article_bytes, "limits.article");
    let mut keys = Vec::new();
    let config = match root.read_text(CONFIG, limit) {
        Ok(text) => {
            keys.push(Key::of(text.as_str()));
            Config::parse(&Source::new(CONFIG, text)).into_value(&mut problems)
        }
        Err(error) if error.is_missing() => {
            return Err(vec![
                Diagnostic::error(said!(
                    "{place} is no publication: it has no {CONFIG}",
                    "{place} 不是一份报纸：里面没有 {CONFIG}",
                    place = root.place().display()
                ))
                .hint(said!(
                    "make one with `kanyin init DIR`, or name one with `--site DIR`",
                    "用 `kanyin init DIR` 新建一份，或用 `--site DIR` 指明在哪里"
                )),
            ]);
        }
        Err(error) => return Err(vec![error.into()]),
    };
    let Some(config) = config else { return Err(problems) };
    let vocabulary = match root.read_text(TOPICS, limit) {
        Ok(text) => {
            keys.push(Key::of(text.as_str()));
            Vocabulary::parse(&Source::new(TOPICS, text), &config.limits).into_value(&mut problems)
        }
        Err(error) if error.is_missing() => Vocabulary::default(),
        Err(error) => {
            problems.push(error.into());
            Vocabulary::default()
        }
    };
    if has_errors(&problems) {
        return Err(problems);
    }
    Ok(Checked::new(Settings { config, vocabulary, key: Key::of(&keys) }, problems))
}

/// Takes the right to write into the site; says so if another run has it.
fn lock(console: Console, root: &Root) -> Result<crate::disk::Lock<'_>, Diagnostic> {
    root.lock(|| {
        console.say(&said!(
            "another run is writing into this site; waiting for it",
            "另一个 kanyin 正在写本站，等它结束"
        ));
    })
    .map_err(Diagnostic::from)
}

/// What is said where the input has errors and the output stays.
fn as_it_was(place: &Path) -> Said {
    said!(
        "nothing written: {place} is as it was",
        "什么也没写：“{place}”还是原来的样子",
        place = place.display()
    )
}
