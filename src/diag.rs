//! Problems as values: where something is wrong, what, and what to do about it.
//!
//! Nothing in the library prints. Every step returns [`Checked`]: its value and
//! all that it had to say about its input. `cmd` draws the diagnostics, sorted,
//! all at once; a problem in one file never hides those of another.

use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::{Deserialize, Serialize};

use crate::tongue::{Said, Tongue};

/// A byte range in the text of one [`Source`].
pub type Span = Range<usize>;

/// A text and the name under which its reader knows it: a path below the site's
/// directory, with `/` on every system.
#[derive(Clone, Debug)]
pub struct Source(Arc<Named>);

#[derive(Debug)]
struct Named {
    name: Arc<str>,
    text: Box<str>,
    /// Byte offset at which each line starts; never empty. Of most texts nobody asks for
    /// a line.
    line_starts: OnceLock<Vec<usize>>,
}

impl Source {
    /// Takes `text` under the given `name`.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Box<str>>) -> Self {
        let (name, text) = (name.into(), text.into());
        Self(Arc::new(Named { name, text, line_starts: OnceLock::new() }))
    }

    fn line_starts(&self) -> &[usize] {
        self.0.line_starts.get_or_init(|| {
            let ends = self.0.text.match_indices('\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
        })
    }

    /// The name to show to a person.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The 1-based line in which the byte `offset` lies. An offset past the end
    /// lies in the last line.
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|&start| start <= offset).max(1)
    }

    /// The place of `span`, with the line it starts in. A span that reaches
    /// over the end of that line is cut there; one that starts in the middle of
    /// a character is moved to the start of it.
    pub fn place(&self, span: Span) -> Place {
        let start = floor_char(&self.0.text, span.start);
        let end = floor_char(&self.0.text, span.end).max(start);
        let line = self.line(start);
        let line_start = self.line_starts()[line - 1];
        let rest = &self.0.text[line_start..];
        let text = rest.split(['\n', '\r']).next().unwrap_or_default();
        let within = |offset: usize| (offset - line_start).min(text.len());
        let marked = within(start)..within(end);
        Place {
            file: Arc::clone(&self.0.name),
            line,
            column: text[..marked.start].chars().count() + 1,
            text: text.into(),
            marked,
        }
    }
}

/// The largest character boundary of `text` that is not after `offset`.
fn floor_char(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}

/// Where something stands: enough to print it without the source at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Name of the file.
    pub file: Arc<str>,
    /// Line in the file, from 1; 0 if the problem is the file as a whole.
    pub line: usize,
    /// Column in characters, from 1; 0 if the problem is the file as a whole.
    pub column: usize,
    /// The line itself, without its end.
    pub text: Arc<str>,
    /// The part of `text` that is meant, in bytes.
    pub marked: Span,
}

impl Place {
    /// The file as a whole.
    pub fn file(name: impl Into<Arc<str>>) -> Self {
        Self { file: name.into(), line: 0, column: 0, text: "".into(), marked: 0..0 }
    }
}

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// The input cannot be used as it is; nothing is written.
    Error,
    /// The input can be used, but a person should look.
    Warning,
    /// Worth knowing, nothing to do.
    Note,
}

/// One problem of the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in one plain sentence without a full stop.
    pub message: Said,
    /// Where, if it is anywhere in particular.
    pub place: Option<Place>,
    /// What to do about it.
    pub hint: Option<Said>,
}

impl Diagnostic {
    /// A problem that stops the work.
    pub fn error(message: Said) -> Self {
        Self::new(Severity::Error, message)
    }

    /// A problem that a person should look at.
    pub fn warning(message: Said) -> Self {
        Self::new(Severity::Warning, message)
    }

    /// Something worth knowing.
    pub fn note(message: Said) -> Self {
        Self::new(Severity::Note, message)
    }

    fn new(severity: Severity, message: Said) -> Self {
        Self { severity, message, place: None, hint: None }
    }

    /// The same, at `place`.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self { place: Some(place), ..self }
    }

    /// The same, with advice.
    #[must_use]
    pub fn hint(self, hint: Said) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// As a person reads it, with the line and a caret under what is meant.
    /// Control characters of the input are made visible: what a file contains
    /// never reaches the terminal as a command.
    pub fn draw(&self, color: bool, tongue: Tongue) -> String {
        let message = visible(self.message.text(tongue));
        let hint = self.hint.as_ref().map(|hint| visible(hint.text(tongue)));
        let (level, help) = levels(self.severity, tongue);
        let shown = self.place.as_ref().map(Shown::new);
        let mut group = Group::with_title(level.primary_title(message.as_str()));
        if let Some(shown) = &shown {
            group = shown.add_to(group);
        }
        if let Some(hint) = &hint {
            group = group.element(help.message(hint.as_str()));
        }
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let drawn = renderer.render(&[group]);
        // The renderer announces the source line as if it were of a second file.
        let announces =
            |line: &&str| anstream::adapter::strip_str(line).to_string().trim() == ":::";
        drawn.lines().filter(|line| !announces(line)).collect::<Vec<_>>().join("\n")
    }

    fn sort_key(&self) -> (&str, usize, usize, Severity, &str) {
        let place = self.place.as_ref();
        let (file, line, column) = place.map_or(("", 0, 0), |p| (&*p.file, p.line, p.column));
        (file, line, column, self.severity, self.message.en())
    }
}

/// How a problem of this severity, and a hint, are announced.
fn levels(severity: Severity, tongue: Tongue) -> (Level<'static>, Level<'static>) {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let named = match severity {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Note => "说明",
    };
    match tongue {
        Tongue::English => (level, Level::HELP),
        Tongue::Chinese => (level.with_name(named), Level::HELP.with_name("提示")),
    }
}

/// A place made ready for the terminal: control characters visible, a line of
/// any length cut to a window around the marked part.
struct Shown {
    file: String,
    line: usize,
    text: String,
    marked: Span,
}

impl Shown {
    /// Characters of context on either side of the marked part.
    const CONTEXT: usize = 24;
    /// Characters of the marked part that are shown.
    const MARKED: usize = 60;

    fn new(place: &Place) -> Self {
        let before: Vec<char> = place.text[..place.marked.start].chars().collect();
        let marked: String = place.text[place.marked.clone()].chars().take(Self::MARKED).collect();
        let whole = marked.len() == place.marked.len();
        let mut after = place.text[place.marked.start + marked.len()..].chars();
        let cut = before.len().saturating_sub(Self::CONTEXT);
        let mut text = String::new();
        if cut > 0 {
            text.push('…');
        }
        text.extend(&before[cut..]);
        let text = visible(&text);
        let start = text.len();
        let mut text = text + &visible(&marked);
        let end = text.len();
        let context = if whole { Self::CONTEXT } else { 0 };
        let tail: String = after.by_ref().take(context).collect();
        text.push_str(&visible(&tail));
        if after.next().is_some() {
            text.push('…');
        }
        let file = match place.line {
            0 => visible(&place.file),
            line => format!("{}:{line}:{}", visible(&place.file), place.column),
        };
        Self { file, line: place.line, text, marked: start..end }
    }

    fn add_to<'a>(&'a self, group: Group<'a>) -> Group<'a> {
        if self.line == 0 {
            return group.element(annotate_snippets::Origin::path(self.file.as_str()));
        }
        let annotation = AnnotationKind::Primary.span(self.marked.clone());
        let snippet = Snippet::source(self.text.as_str()).line_start(self.line);
        group
            .element(annotate_snippets::Origin::path(self.file.as_str()))
            .element(snippet.annotation(annotation))
    }
}

/// `text` with control characters as their pictures (␛) and characters that
/// change the direction of writing as their numbers.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push(' '),
            '\u{0}'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('?')),
            '\u{7f}' => out.push('\u{2421}'),
            '\u{80}'..='\u{9f}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => out.push_str(&format!("<U+{:04X}>", u32::from(c))),
            _ => out.push(c),
        }
    }
    out
}

/// A value and what there is to say about the input it was made from.
#[derive(Clone, Debug, Default)]
pub struct Checked<T> {
    /// The value; as good as the input allowed.
    pub value: T,
    /// All problems found on the way.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value without a problem.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// A value and its problems.
    pub fn new(value: T, diagnostics: Vec<Diagnostic>) -> Self {
        Self { value, diagnostics }
    }

    /// Hands the problems over to `all` and gives the value.
    pub fn into_value(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.diagnostics);
        self.value
    }

    /// The same problems with another value.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Checked<U> {
        Checked { value: make(self.value), diagnostics: self.diagnostics }
    }

    /// Whether any problem is an error.
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }
}

/// Whether any of `diagnostics` is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// Puts problems into their one order: by file, line, column, severity, words;
/// by the English ones, so that the order is the same in every language.
/// Equal ones are kept once.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    diagnostics.dedup();
}

/// The entry of `known` that a person most likely meant by `word`, if one is
/// near enough to say so.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.into_iter().map(|k| (strsim::damerau_levenshtein(word, k), k));
    let (distance, best) = scored.min()?;
    let length = word.chars().count().max(best.chars().count());
    (distance * 5 <= length * 2).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_characters_and_survives_any_offset() {
        let source = Source::new("a.md", "第一行\n城市：赤水\n");
        let place = source.place(19..25);
        assert_eq!((place.line, place.column, &*place.text), (2, 4, "城市：赤水"));
        assert_eq!(&place.text[place.marked], "赤水");
        for offset in 0..60 {
            source.place(offset..offset + 2);
        }
    }

    #[test]
    fn a_drawing_shows_place_line_and_hint_and_no_control_characters() {
        let source = Source::new("a.md", "title: x\ncity: \u{1b}[31m赤水乡\n");
        let diagnostic = Diagnostic::error(Said::verbatim("unknown place"))
            .at(source.place(15..29))
            .hint(Said::verbatim("赤水市?"));
        let drawn = diagnostic.draw(false, Tongue::English);
        assert!(drawn.contains("a.md:2:7"), "{drawn}");
        assert!(drawn.contains("赤水乡") && drawn.contains("赤水市?"), "{drawn}");
        assert!(!drawn.contains('\u{1b}') && !drawn.contains(":::"), "{drawn}");
        assert!(!diagnostic.draw(true, Tongue::English).contains(":::"));
        let drawn = diagnostic.draw(false, Tongue::Chinese);
        assert!(drawn.starts_with("错误: ") && drawn.contains("提示: "), "{drawn}");
    }

    #[test]
    fn a_long_line_is_shown_around_its_marked_part() {
        let source = Source::new("a", format!("{}错{}", "前".repeat(900), "后".repeat(900)));
        let drawn = Diagnostic::error(Said::verbatim("x"))
            .at(source.place(2700..2703))
            .draw(false, Tongue::English);
        assert!(drawn.contains("a:1:901") && drawn.chars().count() < 250, "{drawn}");
    }

    #[test]
    fn nearest_suggests_only_what_is_near() {
        assert_eq!(nearest("titel", ["title", "topics"]), Some("title"));
        assert_eq!(nearest("weather", ["title", "topics"]), None);
    }
}
