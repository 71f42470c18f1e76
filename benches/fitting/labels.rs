//! The answers to the questions of import, read off the page.

use std::ops::Range;

use kanyin::import::{
    evidence::{Evidence, Weight},
    masthead::{Part, Reading},
    question::Question,
};

use crate::damage::{Document, Id, Kind, NONE, truth::Truth};

/// A kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Asked {
    /// Does a text go on?
    Join,
    /// Is a short line a fragment?
    Fragment,
    /// Has a paragraph lost its beginning?
    Opening,
    /// Has a passage lost its end?
    Loss,
    /// Is a paragraph a caption?
    Caption,
    /// Does another article begin?
    Start,
    /// What are short lines?
    Lines,
}

impl Asked {
    /// All.
    pub(crate) const ALL: [Self; 7] = [
        Self::Join,
        Self::Fragment,
        Self::Opening,
        Self::Loss,
        Self::Caption,
        Self::Start,
        Self::Lines,
    ];

    fn of(question: &Question) -> Self {
        match question {
            Question::Join { .. } => Self::Join,
            Question::Fragment { .. } => Self::Fragment,
            Question::Opening { .. } => Self::Opening,
            Question::Loss { .. } => Self::Loss,
            Question::Caption { .. } => Self::Caption,
            Question::Start { .. } => Self::Start,
            Question::Lines { .. } => Self::Lines,
        }
    }

    /// The module of `evidence` that has its weights.
    pub(crate) fn module(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Fragment => "fragment",
            Self::Opening => "opening",
            Self::Loss => "loss",
            Self::Caption => "caption",
            Self::Start => "start",
            Self::Lines => "masthead",
        }
    }
}

/// A question with its answer.
#[derive(Clone, Debug)]
pub(crate) struct Labelled {
    /// The signals of each answer. What can only be true or not has two: what speaks
    /// for it, and nothing.
    pub(crate) options: Vec<Vec<Weight>>,
    /// The right one.
    pub(crate) truth: usize,
    /// What it is about, for those who read.
    pub(crate) note: String,
}

/// Why a question has no answer.
#[derive(Clone, Debug)]
pub(crate) enum Skip {
    /// The page does not know.
    Unknown(&'static str),
    /// The truth is none of the answers: what it is, and the lines.
    Missing(String, String),
}

/// A page whose characters are known.
pub(crate) struct Page<'a> {
    document: &'a Document,
    truth: Truth,
    /// The page as text.
    pub(crate) text: String,
    /// For each byte of the text the character that begins there.
    ids: Vec<Id>,
}

/// What a line of the page is.
#[derive(Clone, Copy, Debug)]
struct Known {
    kind: Kind,
    article: usize,
    unit: usize,
}

impl<'a> Page<'a> {
    /// Writes the page and remembers where each character stands in it.
    pub(crate) fn of(document: &'a Document) -> Self {
        let text = document.page.text(document);
        let mut ids = vec![NONE; text.len()];
        let mut at = 0;
        for line in &document.lines {
            // Only line ends and indents stand between two lines.
            at += text[at..].find(&line.string()).unwrap_or_default();
            let of_article = document.units[line.unit].kind != Kind::Furniture;
            for glyph in &line.glyphs {
                ids[at] = if of_article { glyph.id } else { NONE };
                at += glyph.c.len_utf8();
            }
        }
        Self { document, truth: Truth::of(document), text, ids }
    }

    /// A question with its answer.
    pub(crate) fn label(&self, question: &Question) -> (Asked, Result<Labelled, Skip>) {
        let label = match question {
            Question::Join { end, start, evidence } => self
                .join(*end, *start)
                .map(|answer| binary(evidence, answer, &self.around(*end, *start)))
                .ok_or(Skip::Unknown("a side of no article")),
            Question::Fragment { line, evidence } => self
                .known(line)
                .map(|known| {
                    let text = matches!(known.kind, Kind::Paragraph | Kind::Caption);
                    binary(evidence, text, &self.words(line))
                })
                .map_err(Skip::Unknown),
            Question::Opening { start, evidence } => self
                .opening(*start)
                .map(|answer| binary(evidence, answer, &self.around(*start, *start)))
                .ok_or(Skip::Unknown("no paragraph")),
            Question::Loss { end, evidence } => self
                .lost_end(*end)
                .map(|answer| binary(evidence, answer, &self.around(*end, *end)))
                .ok_or(Skip::Unknown("no paragraph, or whole sentences lost")),
            Question::Caption { line, evidence } => self
                .known(line)
                .map(|known| binary(evidence, known.kind == Kind::Caption, &self.words(line)))
                .map_err(Skip::Unknown),
            Question::Start { end, start, evidence } => self
                .starts(*end, *start)
                .map(|answer| binary(evidence, answer, &self.around(*end, *start)))
                .ok_or(Skip::Unknown("a side of no article")),
            Question::Lines { lines, before, behind, readings } => {
                self.lines(lines, (*before, *behind), readings)
            }
        };
        (Asked::of(question), label)
    }

    /// Whether the text that ends before `end` goes on at `start`.
    fn join(&self, end: usize, start: usize) -> Option<bool> {
        let last = self.text.get(..end)?.chars().next_back()?;
        let left = self.ids[end - last.len_utf8()];
        let right = *self.ids.get(start)?;
        if left == NONE || right == NONE {
            return None;
        }
        let unit = &self.document.units[self.document.unit_of(left)];
        let inside = matches!(unit.kind, Kind::Paragraph | Kind::Caption);
        let survives = |id: Id| self.truth.stands[id as usize] > 0;
        let next = left < right && !(left + 1..right).any(survives);
        Some(inside && unit.ids().contains(&right) && next)
    }

    /// Whether another article begins at `start`.
    fn starts(&self, end: usize, start: usize) -> Option<bool> {
        let article = |id: Id| self.document.units[self.document.unit_of(id)].article;
        Some(article(self.id_before(end)?) != article(self.id_from(start)?))
    }

    /// Whether what stands before `start` in its paragraph is lost on every copy.
    fn opening(&self, start: usize) -> Option<bool> {
        let id = *self.ids.get(start)?;
        if id == NONE {
            return None;
        }
        let unit = &self.document.units[self.document.unit_of(id)];
        let inside = matches!(unit.kind, Kind::Paragraph | Kind::Caption);
        let first = unit.ids().start;
        let lost = |id: Id| self.truth.stands[id as usize] == 0;
        // What another line has is no loss: a mark would be wrong there.
        inside.then(|| id > first && lost(id - 1))
    }

    /// Whether what stands behind the text that ends before `end` is lost on every copy.
    fn lost_end(&self, end: usize) -> Option<bool> {
        let last = self.id_before(end)?;
        let gap = self.truth.gaps.iter().find(|gap| gap.before == Some(last));
        if gap.is_some_and(|gap| gap.optional) {
            return None;
        }
        Some(gap.is_some())
    }

    /// The first character that has a number from the byte `start` to the end of its line.
    fn id_from(&self, start: usize) -> Option<Id> {
        let line = self.text.get(start..)?.split('\n').next()?;
        self.ids[start..start + line.len()].iter().copied().find(|&id| id != NONE)
    }

    /// The last character that has a number before the byte `end` in its line.
    fn id_before(&self, end: usize) -> Option<Id> {
        let line = self.text.get(..end)?.rsplit('\n').next()?;
        self.ids[end - line.len()..end].iter().rev().copied().find(|&id| id != NONE)
    }

    /// What a line is.
    fn known(&self, line: &Range<usize>) -> Result<Known, &'static str> {
        let (Some(first), Some(last)) = (self.id_from(line.start), self.id_before(line.end)) else {
            return Err("a line of no article");
        };
        let index = self.document.unit_of(first);
        let unit = &self.document.units[index];
        if unit.ids().contains(&last) {
            Ok(Known { kind: unit.kind, article: unit.article, unit: index })
        } else {
            Err("two lines that were run into one")
        }
    }

    /// Which reading of short lines is right.
    fn lines(
        &self,
        lines: &[Range<usize>],
        (before, behind): (Option<usize>, Option<usize>),
        readings: &[Reading],
    ) -> Result<Labelled, Skip> {
        let known: Result<Vec<Known>, &str> = lines.iter().map(|line| self.known(line)).collect();
        let known = known.map_err(Skip::Unknown)?;
        if readings.is_empty() {
            return Err(Skip::Unknown("too many lines to tell all readings"));
        }
        let before = before.and_then(|end| self.id_before(end));
        let article = |id: Id| self.document.units[self.document.unit_of(id)].article;
        let before = before.map(article);
        let behind = behind.and_then(|start| self.id_from(start)).map(article);
        let photo = |line: usize, article: usize| {
            let title = |r: &Reading| r.parts.get(line).is_some_and(|p| p.0 == Part::PhotoTitle);
            self.document.articles[article].photo && readings.iter().any(title)
        };
        let parts = parts(&known, (before, behind), &photo).map_err(Skip::Unknown)?;
        let truth = readings.iter().position(|reading| reading.parts == parts);
        let words: Vec<String> = lines.iter().map(|line| self.words(line)).collect();
        let (right, words) = (pattern(&parts), words.join(" / "));
        let Some(truth) = truth else { return Err(Skip::Missing(right, words)) };
        let best = readings.iter().max_by(|a, b| a.evidence.total().total_cmp(&b.evidence.total()));
        let best = best.map(|reading| pattern(&reading.parts)).unwrap_or_default();
        let note = format!("{right}: {words}\n        read as {best}");
        let options = readings.iter().map(|r| weights(&r.evidence)).collect();
        Ok(Labelled { options, truth, note })
    }

    /// The words of a line, but not all of a long one.
    fn words(&self, line: &Range<usize>) -> String {
        let words = self.text.get(line.clone()).unwrap_or_default();
        words.chars().take(SHOWN).map(|c| if c == '\n' { '/' } else { c }).collect()
    }

    /// The words on both sides of a break.
    fn around(&self, end: usize, start: usize) -> String {
        let mut last: Vec<char> = self.text[..end].chars().rev().take(SHOWN / 2).collect();
        last.reverse();
        let next = self.text[start..].chars().take(SHOWN / 2);
        let show = |c: char| if c == '\n' { '/' } else { c };
        last.into_iter().chain(['|']).chain(next).map(show).collect()
    }
}

/// How much of a line is shown, in characters.
const SHOWN: usize = 40;

/// A question of which only one answer has signals.
fn binary(evidence: &Evidence, answer: bool, words: &str) -> Labelled {
    let signals: Vec<&str> = evidence.signals.iter().map(|s| s.weight.name).collect();
    let note = format!("{answer}: {words}\n        {}", signals.join(", "));
    Labelled { options: vec![weights(evidence), Vec::new()], truth: usize::from(!answer), note }
}

fn weights(evidence: &Evidence) -> Vec<Weight> {
    evidence.signals.iter().map(|signal| signal.weight).collect()
}

/// What each line is, and whether a masthead begins with it. `before` and `behind` are the
/// articles of the texts on both sides of them; `photo` tells whether a line is the headline of a photo that
/// follows.
fn parts(
    lines: &[Known],
    (before, behind): (Option<usize>, Option<usize>),
    photo: &dyn Fn(usize, usize) -> bool,
) -> Result<Vec<(Part, bool)>, &'static str> {
    let mut parts: Vec<(Part, bool)> = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let above = at.checked_sub(1).map(|above| (lines[above], parts[above].0));
        // In one masthead lines stand in the order in which they were printed.
        let same = above.is_some_and(|(known, part)| {
            is_masthead(part) && known.article == line.article && known.unit < line.unit
        });
        let goes_on = before == Some(line.article);
        let begun = above.is_some_and(|(known, part)| {
            known.article == line.article && (is_masthead(part) || part == Part::SubheadBehind)
        });
        let part = match line.kind {
            Kind::Column => Part::Column,
            Kind::Headline if photo(at, line.article) => Part::PhotoTitle,
            Kind::Headline => Part::Headline,
            Kind::Deck => {
                let headline =
                    |next: &Known| next.kind == Kind::Headline && next.article == line.article;
                if lines.get(at + 1).is_some_and(headline) { Part::Kicker } else { Part::Deck }
            }
            Kind::Byline if goes_on && !same => Part::SignatureBefore,
            Kind::Byline => Part::Byline,
            Kind::Subhead if goes_on => Part::SubheadBefore,
            Kind::Subhead => Part::SubheadBehind,
            Kind::Paragraph if goes_on => Part::TextBefore,
            Kind::Paragraph if begun || behind == Some(line.article) => Part::TextBehind,
            Kind::Paragraph | Kind::Caption => return Err("a fragment of running text"),
            Kind::Credit => return Err("the credit of a photo"),
            Kind::Furniture => return Err("a line of no article"),
        };
        parts.push((part, is_masthead(part) && !same));
    }
    Ok(parts)
}

fn is_masthead(part: Part) -> bool {
    use Part::{Byline, Column, Deck, Headline, Kicker};
    matches!(part, Column | Kicker | Headline | Deck | Byline)
}

/// A reading in words; a masthead begins behind each stroke.
fn pattern(parts: &[(Part, bool)]) -> String {
    let word =
        |(part, begins): &(Part, bool)| format!("{}{part:?}", if *begins { "| " } else { "" });
    parts.iter().map(word).collect::<Vec<_>>().join(" ")
}
