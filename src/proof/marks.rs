//! The third step: where each repair and doubt is marked, in both columns.
//!
//! The ledger says what was done and at which byte; a mark needs words to stand
//! on. Words that were left out are marked as they are. For the rest a few
//! characters at the place are taken, so many that a person sees them. Marks
//! never overlap: one that finds its place taken moves on behind it, and one that
//! finds no word left at all is a mark without words, which only shows its number.

use std::{cmp::Reverse, ops::Range};

use super::{
    gather::{Article, Note, Part, Piece},
    rows::Claim,
};
use crate::import::{decode::Seed, repair::Kind};

/// Most characters of a mark that stands for a place.
const LONGEST: usize = 16;

/// So many belong to it even if punctuation is among them.
const SHORTEST: usize = 2;

/// A mark on a stretch of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub span: Range<usize>,
    /// The note.
    pub note: usize,
    /// Whether the words are left out.
    pub cut: bool,
    /// Whether it is the first of its note: links lead to it.
    pub first: bool,
}

/// The marks of an article.
pub(super) struct Marks {
    /// By claim, as ranges of the seed's text.
    pub raw: Vec<Vec<Mark>>,
    /// By part, as ranges of its text.
    pub set: Vec<Vec<Mark>>,
}

/// A claim or a part, and a range of its text.
type Spot = (usize, Range<usize>);

/// An article laid out, to find places in.
struct Sheet<'a> {
    seed: &'a Seed,
    article: &'a Article,
    claims: &'a [Claim],
    /// The text of each part.
    texts: Vec<String>,
    /// Ranges of the seed's text, by start, with the part and where in its text
    /// they stand.
    places: Vec<(Range<usize>, usize, usize)>,
}

/// Marks all that the ledger tells of the article.
pub(super) fn marks(seed: &Seed, article: &Article, notes: &[Note], claims: &[Claim]) -> Marks {
    let sheet = Sheet::new(seed, article, claims);
    let mut marks =
        Marks { raw: vec![Vec::new(); claims.len()], set: vec![Vec::new(); article.parts.len()] };
    for &index in &article.notes {
        sheet.cut(index, &notes[index], &mut marks);
    }
    // The exact ones first: they stand where they must.
    let mut order = article.notes.clone();
    order.sort_by_key(|&index| (Reverse(is_exact(&notes[index])), index));
    for index in order {
        let (raw, set) = sheet.wanted(&notes[index]);
        if notes[index].removed.is_empty()
            && let Some((claim, want)) = raw
        {
            place(&mut marks.raw[claim], &seed.text, &claims[claim].span, want, index);
        }
        if let Some((part, want)) = set {
            let text = &sheet.texts[part];
            place(&mut marks.set[part], text, &(0..text.len()), want, index);
        }
    }
    marks
}

impl<'a> Sheet<'a> {
    fn new(seed: &'a Seed, article: &'a Article, claims: &'a [Claim]) -> Self {
        let mut places = Vec::new();
        for (index, part) in article.parts.iter().enumerate().filter(|(_, p)| !p.copy) {
            let mut at = 0;
            for piece in &part.pieces {
                match piece {
                    Piece::Text(span) => {
                        places.push((span.clone(), index, at));
                        at += span.len();
                    }
                    Piece::Scaffold(words) => at += words.len(),
                }
            }
        }
        places.sort_by_key(|(span, ..)| span.start);
        let texts = article.parts.iter().map(|p| p.text(seed)).collect();
        Self { seed, article, claims, texts, places }
    }

    /// Marks what a note leaves out, where it stood.
    fn cut(&self, index: usize, note: &Note, marks: &mut Marks) {
        let mut first = true;
        for removed in &note.removed {
            let from = self.claims.partition_point(|c| c.span.end <= removed.start);
            let inside = self.claims.iter().enumerate().skip(from);
            for (claim, c) in inside.take_while(|(_, c)| c.span.start < removed.end) {
                let span = removed.start.max(c.span.start)..removed.end.min(c.span.end);
                marks.raw[claim].push(Mark { span, note: index, cut: true, first });
                first = false;
            }
        }
        for claim in &mut marks.raw {
            claim.sort_by_key(|m| m.span.start);
        }
    }

    /// Where a note wants its marks: in the claims, in the parts.
    fn wanted(&self, note: &Note) -> (Option<Spot>, Option<Spot>) {
        let set = self.wanted_in_part(note);
        let raw = match note.kind {
            Some(Kind::HeadlineDerived) => self.first_span(set.as_ref().map(|s| s.0)),
            Some(Kind::HeadMoved) => note.anchor.and_then(|a| self.span_at(a)),
            Some(Kind::Restored) => {
                set.as_ref().and_then(|(part, at)| self.source(*part, at.start))
            }
            _ => note.anchor.map(|anchor| anchor..anchor),
        };
        let raw = raw.or(note.anchor.map(|a| a..a)).and_then(|want| {
            let behind = self.claims.partition_point(|c| c.span.end <= want.start);
            let claim = behind.min(self.claims.len().checked_sub(1)?);
            Some((claim, widened(note, &self.seed.text, &self.claims[claim].span, want)))
        });
        (raw, set)
    }

    fn wanted_in_part(&self, note: &Note) -> Option<Spot> {
        let named = self.article.parts.iter().position(|p| p.name == note.record.part);
        let whole = |part: usize| (part, 0..self.texts[part].len());
        let title = || self.article.parts.iter().position(|p| p.name == "title");
        let (part, at) = match note.kind {
            Some(Kind::HeadlineDerived | Kind::HeadlineMissing) => return title().map(whole),
            Some(Kind::HeadMoved) => return self.at(note.anchor?).map(|(part, _)| whole(part)),
            Some(Kind::Restored) => return named.map(|part| (part, self.regained(note, part))),
            Some(Kind::Gap) => {
                let (part, at) = self.at(note.anchor?)?;
                let text = &self.texts[part];
                let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
                let mark = crate::text::GAP;
                let length = if text[end..].starts_with(mark) { mark.len() } else { 0 };
                return Some((part, end..end + length));
            }
            _ => match (note.removed.first(), note.anchor) {
                (Some(gone), _) => return self.beside(gone, named),
                (None, Some(anchor)) => self.at(anchor).or(named.map(|part| (part, 0)))?,
                (None, None) => (named?, 0),
            },
        };
        let text = &self.texts[part];
        let want = match note.kind {
            // On both sides of the seam.
            Some(Kind::Joined) => text.floor_char_boundary(at.saturating_sub(1))..at,
            _ => at..at,
        };
        Some((part, widened(note, text, &(0..text.len()), want)))
    }

    /// The words that came back from another copy: those that the text before did
    /// not have.
    fn regained(&self, note: &Note, part: usize) -> Range<usize> {
        let (was, now) = (&note.record.before, &self.texts[part]);
        let same = |(a, b): &(char, char)| a == b;
        let head: usize =
            now.chars().zip(was.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let (rest, was) = (&now[head..], &was[head.min(was.len())..]);
        let tail = rest.chars().rev().zip(was.chars().rev()).take_while(same);
        let tail: usize = tail.map(|(c, _)| c.len_utf8()).sum();
        head..now.len() - tail
    }

    /// What stands next to words that were left out: what stayed.
    fn beside(&self, gone: &Range<usize>, named: Option<usize>) -> Option<Spot> {
        let line = |at: usize| self.seed.line(at);
        let after = self.places.partition_point(|(span, ..)| span.start < gone.end);
        let before = after.checked_sub(1).map(|at| &self.places[at]);
        let before =
            before.filter(|(s, ..)| s.end <= gone.start && line(s.end) == line(gone.start));
        let next = self.places.get(after);
        let next = next.filter(|(s, ..)| line(s.start) == line(gone.end.saturating_sub(1)));
        let length = gone.len().min(12);
        Some(match (before, next, named) {
            (Some((span, part, at)), ..) => {
                let end = at + span.len();
                let start = self.texts[*part].floor_char_boundary(end.saturating_sub(length));
                (*part, start.max(*at)..end)
            }
            (None, Some((_, part, at)), _) => (*part, *at..self.after(*part, *at, 2)),
            // A copy stood elsewhere: the mark is where the one that stayed begins.
            (None, None, named) => {
                let part = named.or((!self.texts.is_empty()).then_some(0))?;
                (part, 0..self.after(part, 0, 2))
            }
        })
    }

    /// The place so many characters behind `at`.
    fn after(&self, part: usize, at: usize, count: usize) -> usize {
        let text = &self.texts[part];
        text[at..].char_indices().nth(count).map_or(text.len(), |(more, _)| at + more)
    }

    /// The part that holds the seed's byte `offset`, and where; or what follows in
    /// the seed, or else what is last.
    fn at(&self, offset: usize) -> Option<(usize, usize)> {
        let found = self.places.partition_point(|(span, ..)| span.end <= offset);
        match self.places.get(found) {
            Some((span, part, at)) => Some((*part, at + offset.saturating_sub(span.start))),
            None => self.places.last().map(|(span, part, at)| (*part, at + span.len())),
        }
    }

    fn span_at(&self, offset: usize) -> Option<Range<usize>> {
        let found = self.places.partition_point(|(span, ..)| span.end <= offset);
        self.places.get(found).map(|(span, ..)| span.clone())
    }

    fn first_span(&self, part: Option<usize>) -> Option<Range<usize>> {
        let Part { pieces, .. } = &self.article.parts[part?];
        pieces.iter().find_map(|piece| match piece {
            Piece::Text(span) => Some(span.clone()),
            Piece::Scaffold(_) => None,
        })
    }

    /// Where the byte `at` of a part's text stands in the seed, as a place.
    fn source(&self, part: usize, at: usize) -> Option<Range<usize>> {
        let mine = self.places.iter().filter(|(_, p, _)| *p == part);
        let mut mine = mine.filter(|(span, _, from)| (*from..from + span.len()).contains(&at));
        mine.next().map(|(span, _, from)| span.start + at - from..span.start + at - from)
    }
}

/// Whether a note names its words, and not only a place.
fn is_exact(note: &Note) -> bool {
    let exact = [Kind::HeadMoved, Kind::HeadlineDerived, Kind::Gap, Kind::Restored];
    !note.removed.is_empty() || note.kind.is_some_and(|k| exact.contains(&k))
}

/// A place made wide enough to be seen: a join's two sides, or words up to the
/// next mark of punctuation.
fn widened(note: &Note, text: &str, bounds: &Range<usize>, want: Range<usize>) -> Range<usize> {
    if !want.is_empty() && note.kind != Some(Kind::Joined) {
        return want;
    }
    let most = match note.kind {
        Some(Kind::Joined) => 1,
        Some(Kind::Gap) => 2,
        _ => LONGEST,
    };
    let from = want.end.clamp(bounds.start, bounds.end);
    let word = |c: &char| c.is_alphanumeric();
    let mut chars = text[from..bounds.end].chars().peekable();
    let mut end = from;
    // What a place begins with belongs to it, a quotation mark too.
    while let Some(c) = chars.next_if(|c| !c.is_alphanumeric()) {
        end += c.len_utf8();
    }
    let mut count = 0;
    while let Some(c) = chars.next_if(|c| count < most && (count < SHORTEST || word(c))) {
        end += c.len_utf8();
        count += 1;
    }
    want.start.clamp(bounds.start, bounds.end)..end
}

/// Puts a mark where it wants to be, or as near behind it as there is room.
fn place(
    marks: &mut Vec<Mark>,
    text: &str,
    bounds: &Range<usize>,
    want: Range<usize>,
    note: usize,
) {
    let mut start = text.floor_char_boundary(want.start.clamp(bounds.start, bounds.end));
    let mut index = marks.partition_point(|m| m.span.end <= start && m.span.start < start);
    while let Some(mark) = marks.get(index).filter(|m| m.span.start <= start) {
        start = start.max(mark.span.end);
        index += 1;
    }
    let next = marks.get(index).map_or(bounds.end, |m| m.span.start);
    let least = start + text[start..next].chars().next().map_or(0, char::len_utf8);
    // One that had to move keeps its length.
    let end = want.end.max(start + want.len());
    let end = text.floor_char_boundary(end.clamp(least, next));
    marks.insert(index, Mark { span: start..end, note, cut: false, first: true });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_never_overlap_and_none_is_lost() {
        let text = "河水涨了又落";
        let mut marks = Vec::new();
        for (note, want) in [(0, 3..6), (1, 3..6), (2, 0..18), (3, 12..18), (4, 15..18), (5, 0..3)]
        {
            place(&mut marks, text, &(0..18), want, note);
        }
        assert_eq!(marks.len(), 6);
        assert!(marks.windows(2).all(|m| m[0].span.end <= m[1].span.start), "{marks:?}");
        assert!(marks.iter().all(|m| text.get(m.span.clone()).is_some()));
    }
}
