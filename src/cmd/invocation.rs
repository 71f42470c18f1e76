//! What the command line means, free of how it was typed.

use std::path::PathBuf;

use jiff::civil::Date;

use super::Timings;
use crate::{publish::Environment, route::ArchiveFormat, schema::Kind, tongue::Tongue};

/// What is to be done, and how to talk about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// The publication's directory.
    pub site: PathBuf,
    /// Say only what is wrong.
    pub quiet: bool,
    /// Colours on standard output, on standard error.
    pub colors: (bool, bool),
    /// The language to talk in.
    pub tongue: Tongue,
    /// Whether a person watches standard error: progress bars make sense.
    pub watched: bool,
    /// The file of the program, if the system says it.
    pub program: Option<PathBuf>,
    /// The verb.
    pub action: Action,
}

/// A verb with what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Make a new publication.
    Init {
        /// Where.
        dir: PathBuf,
    },
    /// Seeds to articles.
    Import {
        /// Names of seeds; all if empty.
        seeds: Vec<String>,
        /// Only show the plan.
        dry_run: bool,
        /// Only show these repairs in full, by the start of their identity.
        explain: Vec<String>,
        /// Let articles come back that a person has deleted.
        restore_deleted: bool,
    },
    /// Articles to a site.
    Build {
        /// Where to, if not `public/`.
        output: Option<PathBuf>,
        /// Instead of `base_url` in `kanyin.yaml`.
        base_url: Option<String>,
        /// The day for which it is done.
        day: Option<Date>,
        /// Show what took how long.
        timings: Option<Timings>,
        /// Hold what stands then against a clean build.
        verify: bool,
        /// A file of the site, to say why it was made.
        why: Option<String>,
    },
    /// Look everything over.
    Check {
        /// The day for which it is done.
        day: Option<Date>,
    },
    /// Raw text and restored text side by side.
    Proof {
        /// Where to, if not `.kanyin/proof/`.
        output: Option<PathBuf>,
    },
    /// Issues as files that are kept.
    Archive {
        /// Ids of issues; all if empty.
        issues: Vec<String>,
        /// Where to, if not `archive/`.
        output: Option<PathBuf>,
        /// What kind of file.
        format: ArchiveFormat,
        /// The day for which it is done.
        day: Option<Date>,
    },
    /// Whether an archive is as it was made.
    Verify {
        /// The archive.
        file: PathBuf,
        /// The day for which it is done.
        day: Option<Date>,
    },
    /// Show the site on this machine.
    Serve {
        /// Port on 127.0.0.1.
        port: u16,
        /// Whether the browser is to open it.
        open: bool,
    },
    /// What may be written in a kind of file, or all keys of all of them.
    Schema {
        /// The kind of file.
        kind: Option<Kind>,
    },
    /// Import, build, check.
    Press {
        /// The day for which it is done.
        day: Option<Date>,
    },
    /// Bring the site to where readers are.
    Publish {
        /// Name of the target; the only one, if none is said.
        to: Option<String>,
        /// Only show the plan.
        dry_run: bool,
        /// Publish although much would go.
        force_shrink: bool,
        /// Make the release before the live one live again.
        rollback: bool,
        /// What the environment says about object stores.
        environment: Environment,
        /// The day for which it is done.
        day: Option<Date>,
    },
}
