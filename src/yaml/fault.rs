//! The usual faults of hand-written YAML, in words, with what to write instead.

use super::write::{brief, scalar};
use crate::diag::{Diagnostic, Source, Span};

/// What is wrong with a line, and where.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) kind: FaultKind,
    pub(super) span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// A tab where the indentation counts.
    Tab,
    /// `: ` inside a text.
    Colon,
    /// A sign that no unquoted text may begin with.
    Lead(char),
    Anchor,
    Alias,
    Tag,
    Merge,
    ComplexKey,
    /// A quote or bracket without its end.
    Unclosed(char),
    /// A bracket that closes another one than stands open.
    Mismatched(char),
    /// Text behind a closed quote or bracket; the sign that opened it.
    TextBehind(char),
    MissingComma,
    /// An entry or item below one that has its value already.
    Indented,
    TooDeep(usize),
}

impl Fault {
    /// Whether all that stands behind the key is meant.
    fn is_whole(&self) -> bool {
        matches!(
            self.kind,
            FaultKind::Unclosed(_) | FaultKind::Mismatched(_) | FaultKind::TextBehind(_)
        )
    }

    /// As a problem of the entry `key`, whose text begins at `value`.
    pub(super) fn diagnostic(&self, source: &Source, key: &str, value: usize) -> Diagnostic {
        let line = source.text()[value..].lines().next().unwrap_or_default().trim();
        // Within a list the text that is meant is not the whole line.
        let short = !line.is_empty() && brief(line) == line;
        let whole = short && (!line.starts_with(['[', '{']) || self.is_whole());
        let quoted = || {
            let written = format!(": {}: {}", scalar(key), scalar(line));
            format!("put the text in quotes{}", if whole { &written } else { "" })
        };
        let (message, hint) = match self.kind {
            FaultKind::Tab => ("a tab cannot indent a line".to_owned(), "use spaces".to_owned()),
            FaultKind::Colon => ("a colon and a space inside a text".to_owned(), quoted()),
            FaultKind::Lead(sign) => (format!("a text cannot begin with `{sign}`"), quoted()),
            FaultKind::Anchor => machine("&", "an anchor", quoted()),
            FaultKind::Alias => machine("*", "an alias", quoted()),
            FaultKind::Tag => machine("!", "a tag", quoted()),
            FaultKind::Merge => (
                "`<<` merges entries, which is not supported".to_owned(),
                "write the entries out".to_owned(),
            ),
            FaultKind::ComplexKey => {
                ("`? ` begins a key of its own kind, which is not supported".to_owned(), quoted())
            }
            FaultKind::Unclosed(sign @ ('"' | '\'')) => (
                format!("the quote {sign} is never closed"),
                format!("add the closing {sign} at the end of the text"),
            ),
            FaultKind::Unclosed(sign) => (
                format!("the bracket `{sign}` is never closed"),
                format!("close it, or, if it belongs to the text, {}", quoted()),
            ),
            FaultKind::Mismatched(sign) => {
                (format!("`{sign}` closes a bracket that is not open"), quoted())
            }
            FaultKind::TextBehind('"') => {
                ("there is text behind the closing quote".to_owned(), quoted())
            }
            FaultKind::TextBehind(sign) => {
                (format!("there is text behind what `{sign}` begins"), quoted())
            }
            FaultKind::MissingComma => (
                "a comma is missing in the list".to_owned(),
                "separate the items by `, `".to_owned(),
            ),
            FaultKind::Indented => (
                format!("this line is indented as if it belonged to `{key}`, which has its value"),
                "begin it where the keys begin".to_owned(),
            ),
            FaultKind::TooDeep(limit) => (
                format!("more than {limit} levels stand within each other"),
                "the limit is `limits: nesting:` in kanyin.yaml".to_owned(),
            ),
        };
        Diagnostic::error(message).at(source.place(self.span.clone())).hint(hint)
    }
}

fn machine(sign: &str, what: &str, quoted: String) -> (String, String) {
    (format!("`{sign}` at the start makes this {what}, which is not supported"), quoted)
}
