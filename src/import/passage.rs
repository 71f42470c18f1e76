//! Passages: what the steps after the duplicates work on.
//!
//! A passage is a list of ranges of the seed, and the gap mark. It holds no text
//! of its own: what import writes cannot but stand in the seed.

use std::{borrow::Cow, ops::Range};

use super::decode::Seed;
use crate::text::{self, GAP, fold::fold};

/// A part of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A range of the seed's text, in bytes.
    Text(Range<usize>),
    /// The mark for text that is lost.
    Gap,
    /// A space between two lines that were set as one.
    Space,
}

/// A paragraph, a head, a byline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its parts, in reading order.
    pub pieces: Vec<Piece>,
    /// What it is.
    pub role: Role,
    /// Whether an empty line or an indent stands before it in the seed.
    pub set_off: bool,
    /// Of a short line without an end, what speaks for its being a fragment of running
    /// text, as log-odds rounded down.
    pub fragment: Option<i8>,
}

/// What a passage is on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A short line without an end: headline, column or subhead.
    Head,
    /// A deck (副题), set off by dashes.
    Deck,
    /// A byline (署名).
    Byline,
    /// The credit of a photo (图片署名).
    Credit,
    /// The caption of a photo (图片说明).
    Caption,
    /// Running text.
    Body,
    /// The office that signs a notice, or the day below it (落款): text that needs no end.
    SignOff,
}

impl Piece {
    /// The words of a part that stands in no seed; none for a range of one.
    pub fn scaffold(&self) -> &'static str {
        match self {
            Self::Text(_) => "",
            Self::Gap => GAP,
            Self::Space => " ",
        }
    }

    /// How many bytes its words have.
    fn len(&self) -> usize {
        match self {
            Self::Text(span) => span.len(),
            other => other.scaffold().len(),
        }
    }
}

impl Passage {
    /// A passage of one range.
    pub fn new(span: Range<usize>, set_off: bool) -> Self {
        Self { pieces: vec![Piece::Text(span)], role: Role::Body, set_off, fragment: None }
    }

    /// Its words.
    pub fn text(&self, seed: &Seed) -> String {
        let mut text = String::with_capacity(self.pieces.iter().map(Piece::len).sum());
        for piece in &self.pieces {
            text.push_str(match piece {
                Piece::Text(span) => seed.slice(span),
                other => other.scaffold(),
            });
        }
        text
    }

    /// Its words, as they stand in the seed where they stand there in one piece.
    pub fn words<'s>(&self, seed: &'s Seed) -> Cow<'s, str> {
        match self.pieces.as_slice() {
            [Piece::Text(span)] => Cow::Borrowed(seed.slice(span)),
            _ => Cow::Owned(self.text(seed)),
        }
    }

    /// Its ranges of the seed, in reading order.
    pub fn spans(&self) -> impl DoubleEndedIterator<Item = &Range<usize>> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(span) => Some(span),
            Piece::Gap | Piece::Space => None,
        })
    }

    /// Where it starts in the seed.
    pub fn start(&self) -> usize {
        self.spans().next().map_or(0, |s| s.start)
    }

    /// Where its last range ends in the seed.
    pub fn end(&self) -> usize {
        self.spans().next_back().map_or(0, |s| s.end)
    }

    /// Takes the bytes `cut` of its own text out and gives the ranges of the
    /// seed they stood in. Marks are not text and stay.
    pub fn remove(&mut self, cut: Range<usize>) -> Vec<Range<usize>> {
        self.remove_all(&[cut]).pop().unwrap_or_default()
    }

    /// The same for several `cuts`, in order and apart from each other.
    pub fn remove_all(&mut self, cuts: &[Range<usize>]) -> Vec<Vec<Range<usize>>> {
        let mut removed = vec![Vec::new(); cuts.len()];
        let mut kept = Vec::new();
        let mut at = 0;
        let mut next = 0;
        for piece in self.pieces.drain(..) {
            let Piece::Text(span) = piece else {
                at += piece.scaffold().len();
                kept.push(piece);
                continue;
            };
            let end = at + span.len();
            let source = |offset: usize| span.start + offset.clamp(at, end) - at;
            while cuts.get(next).is_some_and(|cut| cut.end <= at) {
                next += 1;
            }
            let mut from = span.start;
            for (cut, removed) in cuts[next..].iter().zip(&mut removed[next..]) {
                if cut.start >= end {
                    break;
                }
                let gone = source(cut.start)..source(cut.end);
                if !gone.is_empty() {
                    kept.push(Piece::Text(from..gone.start));
                    from = gone.end;
                    removed.push(gone);
                }
            }
            kept.push(Piece::Text(from..span.end));
            at = end;
        }
        kept.retain(|piece| !matches!(piece, Piece::Text(span) if span.is_empty()));
        self.pieces = kept;
        removed
    }

    /// Where the byte `offset` of its own text stands in the seed.
    pub fn source(&self, offset: usize) -> usize {
        self.offsets().source(offset)
    }

    /// Where each byte of its own text stands in the seed, for many questions.
    pub fn offsets(&self) -> Offsets {
        let mut at = 0;
        let mut spans = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Gap | Piece::Space => at += piece.scaffold().len(),
                Piece::Text(span) => {
                    spans.push((at, span.clone()));
                    at += span.len();
                }
            }
        }
        Offsets { spans, end: self.end() }
    }

    /// Several lines set as one, with a space between them.
    pub fn in_one_line(lines: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut lines = lines.into_iter();
        let mut first = lines.next()?;
        for line in lines {
            first.pieces.push(Piece::Space);
            first.pieces.extend(line.pieces);
        }
        Some(first)
    }

    /// Whether its last part is a gap.
    pub fn ends_in_gap(&self) -> bool {
        self.pieces.last() == Some(&Piece::Gap)
    }
}

/// Where the text of a passage stands in the seed.
#[derive(Clone, Debug)]
pub struct Offsets {
    /// Where each range begins in the passage's text, and the range.
    spans: Vec<(usize, Range<usize>)>,
    end: usize,
}

impl Offsets {
    /// Where the byte `offset` of the passage's text stands in the seed; for a
    /// mark, where the text behind it does.
    pub fn source(&self, offset: usize) -> usize {
        let found = self.spans.partition_point(|(at, span)| at + span.len() <= offset);
        let span = self.spans.get(found);
        span.map_or(self.end, |(at, span)| span.start + offset.saturating_sub(*at))
    }
}

/// Whether a paragraph ends as one does: with 。！？…… and what closes there, or
/// with a colon or semicolon before a list; or with the full stop of a Latin text.
pub fn ends_properly(text: &str) -> bool {
    let rest = text.trim_end_matches(|c| text::is_closer(c) || c == '"' || c == '\'');
    let closed = rest.len() < text.len();
    let stop = |c| text::ends_sentence(c) || matches!(c, '：' | '；' | ':' | ';');
    (rest.ends_with(stop) && !ends_in_number(rest))
        || text.ends_with(GAP)
        || ends_in_latin(rest)
        || (closed && text.ends_with(['）', ')']) && signature(text))
}

/// Whether a text ends with the point of a number: 同比增长9．
fn ends_in_number(text: &str) -> bool {
    let number = text.strip_suffix('．');
    number.is_some_and(|number| number.ends_with(|c: char| fold(c).is_ascii_digit()))
}

/// Whether a text ends in words of Latin letters and a full stop: in Chinese text
/// the same mark stands in numbers and names.
fn ends_in_latin(text: &str) -> bool {
    const NEAR: usize = 16;
    let Some(words) = text.strip_suffix('.') else { return false };
    let near: Vec<char> = words.chars().rev().take(NEAR).collect();
    let latin = |c: &char| c.is_alphabetic() && !text::is_han(*c);
    near.len() == NEAR
        && near.contains(&' ')
        && near.iter().any(latin)
        && !near.iter().any(|c| text::is_han(*c))
}

/// Whether a text ends in a signature in brackets: …的路。（刘娟）, …的路。”（刘娟）
fn signature(text: &str) -> bool {
    let open = text.rfind(['（', '(']);
    open.is_some_and(|at| {
        let before = text[..at].trim_end().trim_end_matches(text::is_closer);
        before.ends_with(text::ends_sentence) && text[at..].chars().count() <= 24
    })
}

#[cfg(test)]
mod tests {
    use super::{super::decode::decode, *};

    #[test]
    fn removing_gives_back_the_ranges_and_keeps_the_rest() {
        let seed = decode("a", "河水。涨了又落".as_bytes()).unwrap_or_else(|_| unreachable!());
        let mut passage = Passage::new(0..9, true);
        passage.pieces.push(Piece::Gap);
        passage.pieces.push(Piece::Text(9..21));
        let gap = GAP.len();
        let removed = passage.remove(6..9 + gap + 3);
        assert_eq!(removed, [6..9, 9..12]);
        assert_eq!(passage.text(&seed), format!("河水{GAP}了又落"));
        assert_eq!(passage.source(6 + gap + 3), 15);
    }

    #[test]
    fn several_cuts_are_made_at_once() {
        let seed = decode("a", "河水。涨了又落".as_bytes()).unwrap_or_else(|_| unreachable!());
        let mut passage = Passage::new(0..9, true);
        passage.pieces.push(Piece::Text(9..21));
        let removed = passage.remove_all(&[0..3, 6..12, 18..21]);
        assert_eq!(removed.concat(), [0..3, 6..9, 9..12, 18..21]);
        assert_eq!(removed.len(), 3);
        assert_eq!(passage.text(&seed), "水了又");
    }

    #[test]
    fn ends_are_told_from_breaks() {
        for text in [
            "水退了。",
            "“水退了。”",
            "水退了……",
            "名单如下：",
            "水退了。（刘娟）",
            "他说：“水退了。”（刘娟）",
            "（水退了。）",
            "The river rose again.",
            "\"The river rose again.\"",
        ] {
            assert!(ends_properly(text), "{text}");
        }
        for text in [
            "水退",
            "在“老街",
            "乡镇（街",
            "叫做“连心卡”",
            "水退，",
            "老街（南段）",
            "12.",
            "同比增长9．",
            "第3.",
            "见 A. B. Smith 的书.",
            "The river rose",
        ] {
            assert!(!ends_properly(text), "{text}");
        }
    }
}
