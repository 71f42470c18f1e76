//! What a person types, and what it means.
//!
//! The sole reader of arguments and environment. The rest of the program gets
//! an [`Invocation`]: it never asks where it runs.

use std::{io::IsTerminal as _, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;

use crate::{
    cmd::{self, Action, Invocation},
    preview,
    publish::Environment,
    route::ArchiveFormat,
    schema::Kind,
    yaml,
};

/// A press for Chinese newspapers and magazines.
///
/// kanyin takes raw page text as it comes out of e-papers, PDFs and OCR (seeds/),
/// restores it into clean articles (content/), and prints them as a website
/// (public/).
///
/// Nothing is lost, nothing is invented, the editor has the last word.
#[derive(Debug, Parser)]
#[command(name = "kanyin", version, max_term_width = 90, arg_required_else_help = true)]
#[command(after_help = "\
Start a publication:   kanyin init my-paper
Put page text into my-paper/seeds/, then, in my-paper/:
                       kanyin press
Look at it:            kanyin serve

Exit status: 0 all is well, 1 the input has problems, 2 wrong usage.")]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Args)]
struct Global {
    /// The publication's directory, if it is not this one
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// Say only what is wrong
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Debug, Args)]
struct Day {
    /// The day for which it is done: articles with a later `publish:` wait
    #[arg(long = "date", value_name = "YYYY-MM-DD", value_parser = day)]
    day: Option<Date>,
}

/// A day as it is written in files too.
fn day(text: &str) -> Result<Date, &'static str> {
    yaml::parse_date(text).ok_or("write year, month and day: 2026-11-23")
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Make a new publication that builds at once
    #[command(long_about = "Make a new publication that builds at once.\n\n\
        DIR gets its settings (kanyin.yaml), a vocabulary of topics (topics.yaml) and a first \
        issue to read and replace. A directory in which something lies is left alone.")]
    Init {
        /// Where to make it
        dir: PathBuf,
    },
    /// Restore raw page text from seeds/ into articles in content/
    #[command(long_about = "Restore raw page text from seeds/ into articles in content/.\n\n\
        What a person has changed or deleted in content/ since the last import is left as it is. \
        Every repair is written, with its reasons, into the issue's _ledger.jsonl. --dry-run \
        lists them with their ids; --explain shows one in full, by its id or the start of it. An \
        article that ran in two seeds is reported with both places and left in both.")]
    Import {
        /// Which seeds, by file name; all of them if none is named
        #[arg(value_name = "SEED")]
        seeds: Vec<String>,
        /// Print what would be done, and each repair, and write nothing
        #[arg(long)]
        dry_run: bool,
        /// Print these repairs in full, by their ids in the ledger, and write nothing
        #[arg(long, value_name = "ID", num_args = 1.., conflicts_with = "dry_run")]
        explain: Vec<String>,
        /// Write articles again that were deleted by hand
        #[arg(long)]
        restore_deleted: bool,
    },
    /// Print the website into public/
    #[command(long_about = "Print the website into public/.\n\n\
        The new site takes the place of the old one in one step, when all of it stands. If \
        anything is wrong with the articles, all of it is reported and the old site stays.")]
    Build {
        /// Where to, instead of public/
        #[arg(long, value_name = "DIR")]
        output: Option<PathBuf>,
        /// Where the site will stand, instead of `base_url` in kanyin.yaml
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
        #[command(flatten)]
        day: Day,
    },
    /// Check articles, links, and that no character of a seed was lost
    #[command(long_about = "Check articles, links, and that no character of a seed was lost.\n\n\
        Each seed is set again, byte for byte, from the articles and the ledger. Articles that a \
        person has edited since are named, with what was changed. Nothing is written.")]
    Check {
        #[command(flatten)]
        day: Day,
    },
    /// Write pages that set raw text and restored text side by side
    #[command(
        long_about = "Write pages that set raw text and restored text side by side, for the editor.\n\n\
        Each article has a page: every repair is marked in both texts, with its evidence; what \
        is doubted is listed; what a person has changed since import is shown. Each seed has a \
        page with its whole text and where each stretch of it went. public/ is not touched. \
        `kanyin serve` shows the same pages under /_proof/."
    )]
    Proof {
        /// Where to, instead of .kanyin/proof/
        #[arg(long, value_name = "DIR")]
        output: Option<PathBuf>,
    },
    /// Keep issues as single files that need no site
    #[command(long_about = "Keep issues as single files that need no site.\n\n\
        Each file holds a whole issue: contents, all articles, pictures, styles, credits, how to \
        cite, where the text is incomplete, and the digests of its texts and seeds. It opens \
        without a network and runs no program. Made again from the same input it is the same, \
        byte for byte. --verify takes all digests of such a file again; in the publication that \
        it came from, it also compares them with articles and seeds.")]
    Archive {
        /// Which issues, by the names of their folders in content/; all if none is named
        #[arg(value_name = "ISSUE")]
        issues: Vec<String>,
        /// Where to, instead of archive/
        #[arg(long, value_name = "DIR")]
        output: Option<PathBuf>,
        /// One HTML file, a book for reading devices, or the pages as a folder
        #[arg(long, value_name = "FORMAT", default_value = "html", value_parser = ["html", "epub", "zip"])]
        format: String,
        /// Only check this archive
        #[arg(long, value_name = "FILE", conflicts_with_all = ["issues", "output", "format"])]
        verify: Option<PathBuf>,
        #[command(flatten)]
        day: Day,
    },
    /// Show the site on this machine and reload it at every change
    #[command(long_about = "Show the site on this machine and reload it at every change.\n\n\
        Only programs on this machine can see it. public/ is not touched. Drafts, and articles \
        whose day has not come, are shown and marked. Under /_proof/ stand \
        the editor's pages: raw text and restored text side by side.")]
    Serve {
        /// Port on 127.0.0.1
        #[arg(long, value_name = "N", default_value_t = preview::DEFAULT_PORT)]
        port: u16,
        /// Open it in the browser
        #[arg(long)]
        open: bool,
    },
    /// Do it all: import what is new, build, check
    Press {
        #[command(flatten)]
        day: Day,
    },
    /// Print which keys a file may have, as a JSON Schema
    #[command(long_about = "Print which keys a file may have, as a JSON Schema.\n\n\
        Editors that know the schema complete and check while one types. Without a kind all \
        keys of all files are printed as a page to read.")]
    Schema {
        /// Which file: of an article, of an issue, kanyin.yaml, topics.yaml, beside a seed
        #[arg(value_parser = ["article", "issue", "site", "topics", "seed"])]
        kind: Option<String>,
    },
    /// Build the site anew and bring it to where its readers are
    #[command(long_about = "Build the site anew and bring it to where its readers are.\n\n\
        Targets are named in kanyin.yaml under `publish:`: a directory of releases, a bucket that \
        speaks S3, a branch of a git repository. What will change is listed with reasons, then \
        done: pages after what they load, indexes after pages, and what is gone is removed last. \
        A run that is ended early does no harm; the next one completes it. public/ is neither \
        read nor written. Credentials of a bucket come from the environment: AWS_ACCESS_KEY_ID, \
        AWS_SECRET_ACCESS_KEY.")]
    Publish {
        /// Name of the target; needed if there are several
        #[arg(long, value_name = "TARGET")]
        to: Option<String>,
        /// List what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
        /// Publish although the site is empty or smaller by more than a fifth
        #[arg(long)]
        force_shrink: bool,
        /// Make the release before the live one live again (directories only)
        #[arg(long, conflicts_with_all = ["dry_run", "force_shrink"])]
        rollback: bool,
        #[command(flatten)]
        day: Day,
    },
}

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors; a closed pipe is nobody's problem.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    cmd::run(&invocation(arguments))
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the environment")]
fn invocation(arguments: Arguments) -> Invocation {
    let Arguments { global: Global { site, quiet }, verb } = arguments;
    let variable = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let plain = variable("NO_COLOR") || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let watched = std::io::stderr().is_terminal();
    let action = match verb {
        Verb::Init { dir } => Action::Init { dir },
        Verb::Import { seeds, dry_run, explain, restore_deleted } => {
            Action::Import { seeds, dry_run, explain, restore_deleted }
        }
        Verb::Build { output, base_url, day: Day { day } } => {
            Action::Build { output, base_url, day }
        }
        Verb::Check { day: Day { day } } => Action::Check { day },
        Verb::Proof { output } => Action::Proof { output },
        Verb::Archive { verify: Some(file), day: Day { day }, .. } => Action::Verify { file, day },
        Verb::Archive { issues, output, format, verify: None, day: Day { day } } => {
            let format = ArchiveFormat::ALL.into_iter().find(|known| known.ending() == format);
            // The parser has let no other word through.
            let format = format.unwrap_or(ArchiveFormat::Html);
            Action::Archive { issues, output, format, day }
        }
        Verb::Serve { port, open } => Action::Serve { port, open },
        Verb::Schema { kind } => {
            let known = |kind: String| Kind::ALL.into_iter().find(|known| known.name() == kind);
            Action::Schema { kind: kind.and_then(known) }
        }
        Verb::Press { day: Day { day } } => Action::Press { day },
        Verb::Publish { to, dry_run, force_shrink, rollback, day: Day { day } } => {
            let environment = std::env::vars_os().filter_map(|(name, value)| {
                Some((name.into_string().ok()?, value.into_string().ok()?))
            });
            let environment = Environment::new(environment);
            Action::Publish { to, dry_run, force_shrink, rollback, environment, day }
        }
    };
    Invocation {
        site,
        quiet,
        colors: (!plain && std::io::stdout().is_terminal(), !plain && watched),
        watched: watched && !quiet,
        action,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }
}
