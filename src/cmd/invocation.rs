//! What the command line means, free of how it was typed.

use std::path::PathBuf;

use crate::{publish::Environment, route::ArchiveFormat, tongue::Tongue};

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
    },
    /// Look everything over.
    Check,
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
    },
    /// Whether an archive is as it was made.
    Verify {
        /// The archive.
        file: PathBuf,
    },
    /// Show the site on this machine.
    Serve {
        /// Port on 127.0.0.1.
        port: u16,
        /// Whether the browser is to open it.
        open: bool,
    },
    /// Import, build, check.
    Press,
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
    },
}
