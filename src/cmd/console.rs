//! The one place that prints.

use std::{
    fmt::Display,
    io::{self, Write as _},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Invocation;
use crate::diag::{Diagnostic, Severity, visible};

/// How the program talks to a person: results on standard output, problems and
/// progress on standard error.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    quiet: bool,
    colors: (bool, bool),
    watched: bool,
}

/// Colours by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As it is.
    Plain,
    /// A heading.
    Strong,
    /// What was there before.
    Old,
    /// What is there now.
    New,
    /// Of little weight.
    Faint,
}

impl Tone {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "\u{1b}[1m",
            Self::Old => "\u{1b}[31m",
            Self::New => "\u{1b}[32m",
            Self::Faint => "\u{1b}[2m",
        }
    }
}

/// Most problems of one severity that are drawn in full; the rest are counted.
const MOST_DRAWN: usize = 200;

impl Console {
    /// A console as the command line asks for it.
    pub fn new(invocation: &Invocation) -> Self {
        Self { quiet: invocation.quiet, colors: invocation.colors, watched: invocation.watched }
    }

    /// A line of the result, unless only problems are wanted.
    pub fn say(self, line: impl Display) {
        if !self.quiet {
            out(&format!("{}\n", visible_lines(&line.to_string())));
        }
    }

    /// Words in a tone, for [`Console::print`].
    pub fn tint(self, tone: Tone, words: &str) -> String {
        let words = visible(words);
        if self.colors.0 && tone != Tone::Plain {
            format!("{}{words}\u{1b}[0m", tone.code())
        } else {
            words
        }
    }

    /// A line made of words from [`Console::tint`].
    pub fn print(self, line: &str) {
        if !self.quiet {
            out(&format!("{line}\n"));
        }
    }

    /// Draws problems, in their order, errors last so that they stand next to
    /// the prompt; then counts them.
    pub fn problems(self, problems: &[Diagnostic]) {
        let wanted = |d: &&Diagnostic| d.severity != Severity::Note || !self.quiet;
        for severity in [Severity::Note, Severity::Warning, Severity::Error] {
            let of = problems.iter().filter(wanted).filter(|d| d.severity == severity);
            let all = of.clone().count();
            for problem in of.take(MOST_DRAWN) {
                err(&format!("{}\n\n", problem.draw(self.colors.1)));
            }
            if all > MOST_DRAWN {
                err(&format!("… and {} more of these\n\n", all - MOST_DRAWN));
            }
        }
        let count = |severity| problems.iter().filter(|d| d.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        if errors + warnings > 0 {
            err(&format!("{}, {}\n", plural(errors, "error"), plural(warnings, "warning")));
        }
    }

    /// A line of what goes on while the program runs, already made fit for the
    /// terminal.
    pub fn tell(self, line: &str) {
        if !self.quiet {
            err(&format!("{line}\n"));
        }
    }

    /// Whether problems are drawn in colour.
    pub fn colors_problems(self) -> bool {
        self.colors.1
    }

    /// A bar for work of `length` steps; drawn only where a person watches.
    pub fn progress(self, length: usize, doing: &'static str) -> ProgressBar {
        let target =
            if self.watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(length as u64), target);
        let style = ProgressStyle::with_template("{msg:>12} {wide_bar} {pos}/{len} {eta}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(doing);
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }

    /// The same for bytes, with their rate and the time left.
    pub fn progress_bytes(self, length: u64, doing: &'static str) -> ProgressBar {
        let bar = self.progress(length as usize, doing);
        let template = "{msg:>12} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar
    }
}

/// `1 error`, `2 errors`.
pub fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn visible_lines(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

/// Standard output may be closed or full; that is no reason to fail.
fn out(text: &str) {
    let _ = io::stdout().lock().write_all(text.as_bytes());
}

fn err(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
