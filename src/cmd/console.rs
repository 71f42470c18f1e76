//! The one place that prints.

use std::{
    io::{self, Write as _},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Invocation;
use crate::{
    diag::{Diagnostic, Severity, visible},
    tongue::{Said, Tongue, plural, said},
};

/// How the program talks to a person: results on standard output, problems and
/// progress on standard error.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    quiet: bool,
    colors: (bool, bool),
    watched: bool,
    tongue: Tongue,
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
        Self {
            quiet: invocation.quiet,
            colors: invocation.colors,
            watched: invocation.watched,
            tongue: invocation.tongue,
        }
    }

    /// A console for tests: English, without colours.
    #[cfg(test)]
    pub(super) fn plain() -> Self {
        Self { quiet: false, colors: (false, false), watched: false, tongue: Tongue::English }
    }

    /// A line of the result, unless only problems are wanted.
    pub fn say(self, line: &Said) {
        if !self.quiet {
            out(&format!("{}\n", visible_lines(line.text(self.tongue))));
        }
    }

    /// The language it speaks.
    pub fn tongue(self) -> Tongue {
        self.tongue
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
                err(&format!("{}\n\n", self.draw(problem)));
            }
            if all > MOST_DRAWN {
                let more = all - MOST_DRAWN;
                let more = said!("… and {more} more of these", "……这样的还有 {more} 处");
                err(&format!("{}\n\n", more.text(self.tongue)));
            }
        }
        let count = |severity| problems.iter().filter(|d| d.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        if errors + warnings > 0 {
            let (some, others) = (plural(errors, "error"), plural(warnings, "warning"));
            let counted = said!("{some}, {others}", "{errors} 处错误，{warnings} 处警告");
            err(&format!("{}\n", counted.text(self.tongue)));
        }
    }

    /// A line of what goes on while the program runs, already made fit for the
    /// terminal.
    pub fn tell(self, line: &str) {
        if !self.quiet {
            err(&format!("{line}\n"));
        }
    }

    /// A problem as it is drawn here.
    pub fn draw(self, problem: &Diagnostic) -> String {
        problem.draw(self.colors.1, self.tongue)
    }

    /// A bar for work of `length` steps; drawn only where a person watches.
    pub fn progress(self, length: usize, doing: &Said) -> ProgressBar {
        self.bar(length as u64, doing, "{msg:>12} {wide_bar} {pos}/{len} {eta}")
    }

    /// The same for bytes, with their rate and the time left.
    pub fn progress_bytes(self, length: u64, doing: &Said) -> ProgressBar {
        let template = match self.tongue {
            Tongue::English => {
                "{msg:>12} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta} left"
            }
            Tongue::Chinese => {
                "{msg:>12} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} 还剩 {eta}"
            }
        };
        self.bar(length, doing, template)
    }

    /// What goes on, and for how long, where nobody knows how much there is to do.
    pub fn waiting(self, doing: &Said) -> ProgressBar {
        self.bar(0, doing, "{spinner} {msg} {elapsed}")
    }

    fn bar(self, length: u64, doing: &Said, template: &str) -> ProgressBar {
        let target =
            if self.watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(length), target);
        let style = ProgressStyle::with_template(template);
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(doing.text(self.tongue).to_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
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
