//! Two copies of one text made into one: each letter once, and what one copy has
//! lost comes back from the other.
//!
//! The copies are aligned letter by letter ([`crate::text::align`]). Where both
//! have a letter, the copy that is kept gives it; of two that are taken for each
//! other the one that makes a word. What only one has is taken where it reads on.
//! A paragraph ends where both copies end one: a break that only one of them has
//! is a cut.
//!
//! Every letter of both copies comes out once, in the text or among what is left
//! out: nothing can be lost here.

use std::ops::Range;

use super::{
    blocks::is_blank,
    decode::Seed,
    passage::{Passage, Piece},
};
use crate::text::{
    align::{Stretch, align},
    fold::fold,
    is_han, words,
};

/// Letters by which both copies may differ at one place for it to be a variant
/// reading; more than these are text of their own.
const VARIANT: usize = 3;
/// Shortest run of letters that only the other copy has that is no slip of it.
const LEAST_LOST: usize = 2;
/// How many letters around a change are shown in the ledger.
const SHOWN: usize = 12;

/// A letter of a copy: a character that is no white space, with the white space
/// behind it.
#[derive(Clone, Debug)]
pub struct Letter {
    /// As it is compared.
    folded: char,
    /// Where it stands in the seed.
    span: Range<usize>,
    /// Whether a block starts with it.
    opens: bool,
    /// Whether an empty line or an indent stands before that block.
    set_off: bool,
    /// The block in whose place it stands.
    pub slot: usize,
}

/// The letters of the passages that stand at `slot`.
pub fn letters<'a>(
    seed: &'a Seed,
    slot: usize,
    passages: &'a [Passage],
) -> impl Iterator<Item = Letter> + 'a {
    passages.iter().flat_map(move |passage| {
        let mut opens = true;
        passage
            .spans()
            .flat_map(move |span| {
                let text = seed.slice(span);
                let starts = text.char_indices().filter(|(_, c)| !is_blank(*c));
                let mut starts = starts.peekable();
                let mut first = true;
                let start = span.start;
                let end = span.end;
                std::iter::from_fn(move || {
                    let (at, c) = starts.next()?;
                    let from = if std::mem::take(&mut first) { start } else { start + at };
                    let to = starts.peek().map_or(end, |(next, _)| start + next);
                    Some((c, from..to))
                })
            })
            .map(move |(c, span)| Letter {
                folded: fold(c),
                span,
                opens: std::mem::take(&mut opens),
                set_off: passage.set_off,
                slot,
            })
    })
}

/// What two copies make together.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// The paragraphs, each with the slot it stands in.
    pub passages: Vec<(usize, Passage)>,
    /// What is left out: the second printing.
    pub removed: Vec<Range<usize>>,
    /// What came back or was chosen from the other copy.
    pub changes: Vec<Change>,
    /// For blocks of the copy that goes the slot their text stands in now.
    pub went: Vec<(usize, usize)>,
}

/// A place where the copy that is kept got something from the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What was done.
    pub what: Choice,
    /// Where it shows in the seed.
    pub anchor: usize,
    /// The words of the copy that is kept.
    pub before: String,
    /// The words as they are now.
    pub after: String,
}

/// What the other copy was needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Words that the kept copy had lost.
    Lost,
    /// Of two readings the one that makes a word.
    Reading,
    /// A break that the other copy does not have.
    Whole,
}

/// Makes one text of the copy to keep and the other.
pub fn merge(seed: &Seed, keep: &[Letter], drop: &[Letter]) -> Merged {
    let folded = |copy: &[Letter]| copy.iter().map(|l| l.folded).collect::<Vec<char>>();
    let shared = align(&folded(keep), &folded(drop));
    let mut work = Work {
        seed,
        keep,
        drop,
        out: Vec::with_capacity(keep.len()),
        later: Vec::new(),
        merged: Merged::default(),
    };
    let (mut k, mut d) = (0, 0);
    let end = Stretch { a: keep.len(), b: drop.len(), length: 0 };
    for stretch in shared.into_iter().chain([end]) {
        work.apart(k..stretch.a, d..stretch.b);
        for at in 0..stretch.length {
            work.both(stretch.a + at, stretch.b + at);
        }
        (k, d) = (stretch.a + stretch.length, stretch.b + stretch.length);
    }
    work.finish()
}

/// Which copies have a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Both,
    Kept,
    Other,
}

/// A letter of the merged text.
#[derive(Clone, Debug)]
struct Set {
    letter: Letter,
    of: Of,
}

struct Work<'a> {
    seed: &'a Seed,
    keep: &'a [Letter],
    drop: &'a [Letter],
    out: Vec<Set>,
    /// Whole blocks that one copy has in the middle of a paragraph of the other:
    /// they come behind it.
    later: Vec<Set>,
    merged: Merged,
}

impl Work<'_> {
    /// A letter that both copies have.
    fn both(&mut self, k: usize, d: usize) {
        let (mine, other) = (&self.keep[k], &self.drop[d]);
        if other.opens {
            self.merged.went.push((other.slot, mine.slot));
        }
        let opens = match self.out.last().map(|l| l.of) {
            None => true,
            Some(Of::Both) => mine.opens && other.opens,
            Some(Of::Kept) => mine.opens,
            Some(Of::Other) => other.opens,
        };
        if mine.opens && !opens {
            self.change(Choice::Whole, mine.span.start, "|", "");
        }
        let better = self.is_better_reading(k, d);
        let (taken, left) = if better { (other, mine) } else { (mine, other) };
        if better {
            let (gone, stands) =
                (&self.seed.text[mine.span.clone()], &self.seed.text[other.span.clone()]);
            self.change(Choice::Reading, other.span.start, gone.trim_end(), stands.trim_end());
        }
        self.merged.removed.push(left.span.clone());
        let letter = Letter { span: taken.span.clone(), opens, ..mine.clone() };
        self.set(Set { letter, of: Of::Both });
    }

    /// Letters at one place that only one of the copies has.
    fn apart(&mut self, mine: Range<usize>, other: Range<usize>) {
        let (keep, drop) = (&self.keep[mine.clone()], &self.drop[other.clone()]);
        let opens = |l: Option<&Letter>| l.is_some_and(|l| l.opens);
        let (mine_goes_on, other_goes_on) =
            (!opens(self.keep.get(mine.end)), !opens(self.drop.get(other.end)));
        let mine_whole = opens(keep.first()) && !(mine_goes_on && mine.end < self.keep.len());
        let other_whole = opens(drop.first()) && !(other_goes_on && other.end < self.drop.len());
        if !keep.is_empty() && !drop.is_empty() && !mine_whole && !other_whole {
            let least = keep.len().min(drop.len());
            if keep.len() == drop.len() && least <= VARIANT {
                for (k, d) in mine.zip(other) {
                    self.both(k, d);
                }
                return;
            }
            if least <= VARIANT {
                let (stands, goes) =
                    if keep.len() < drop.len() { (other, mine) } else { (mine, other) };
                let longer = keep.len() < drop.len();
                let gone = if longer { &self.keep[goes] } else { &self.drop[goes] };
                self.merged.removed.extend(gone.iter().map(|l| l.span.clone()));
                if longer {
                    self.only_other(stands, false)
                } else {
                    self.only_mine(stands, false)
                }
                return;
            }
        }
        // The copy that was not cut here goes on in the paragraph: its words
        // come first.
        if opens(drop.first()) && !(mine_whole && !other_whole) {
            self.only_mine(
                mine.clone(),
                mine_whole && other_goes_on && other.end < self.drop.len(),
            );
            self.only_other(other, other_whole && mine_goes_on && mine.end < self.keep.len());
        } else {
            let deferred = mine_whole && other_goes_on && other.end < self.drop.len();
            self.only_other(other, other_whole && mine_goes_on && mine.end < self.keep.len());
            self.only_mine(mine, deferred);
        }
    }

    fn only_mine(&mut self, range: Range<usize>, deferred: bool) {
        let letters = &self.keep[range.clone()];
        if is_doubled(self.keep, &range) {
            self.merged.removed.extend(letters.iter().map(|l| l.span.clone()));
            return;
        }
        self.set_all(letters, Of::Kept, deferred);
    }

    fn only_other(&mut self, range: Range<usize>, deferred: bool) {
        let letters = &self.drop[range.clone()];
        let opens = letters.iter().any(|l| l.opens);
        let slip = (letters.len() < LEAST_LOST && !opens)
            || !letters.iter().any(|l| l.folded.is_alphanumeric())
            || is_doubled(self.drop, &range);
        let (Some(first), Some(last)) = (letters.first(), letters.last()) else { return };
        if slip {
            self.merged.removed.extend(letters.iter().map(|l| l.span.clone()));
            return;
        }
        let words = self.seed.text[first.span.start..last.span.end].trim_end().to_owned();
        self.change(Choice::Lost, first.span.start, "", &words);
        let before = self.out.last().map(|set| &set.letter);
        let slot = before.or(self.keep.first()).map_or(first.slot, |l| l.slot);
        let moved: Vec<Letter> = letters.iter().map(|l| Letter { slot, ..l.clone() }).collect();
        for letter in letters.iter().filter(|l| l.opens) {
            self.merged.went.push((letter.slot, slot));
        }
        self.set_all(&moved, Of::Other, deferred);
    }

    fn set_all(&mut self, letters: &[Letter], of: Of, deferred: bool) {
        for letter in letters {
            let set = Set { letter: letter.clone(), of };
            if deferred { self.later.push(set) } else { self.set(set) }
        }
    }

    fn set(&mut self, mut set: Set) {
        if set.letter.opens {
            self.out.append(&mut self.later);
        }
        set.letter.opens |= self.out.is_empty();
        self.out.push(set);
    }

    /// Notes a change at the end of what is set so far.
    fn change(&mut self, what: Choice, anchor: usize, before: &str, after: &str) {
        let shown = self.out.len().saturating_sub(SHOWN);
        let context: String = self.out[shown..]
            .iter()
            .map(|set| self.seed.text[set.letter.span.clone()].trim_end())
            .collect();
        self.merged.changes.push(Change {
            what,
            anchor,
            before: format!("{context}{before}"),
            after: format!("{context}{after}"),
        });
    }

    /// Whether two letters are readings of one, and the other copy's makes a word
    /// where this one's makes none.
    fn is_better_reading(&self, k: usize, d: usize) -> bool {
        let raw = |l: &Letter| self.seed.text[l.span.clone()].chars().next().unwrap_or_default();
        let (mine, other) = (raw(&self.keep[k]), raw(&self.drop[d]));
        if mine == other || !is_han(mine) || !is_han(other) {
            return false;
        }
        let around = |copy: &[Letter], at: usize| {
            let from = at.saturating_sub(LONGEST_WORD - 1);
            let to = (at + LONGEST_WORD).min(copy.len());
            let text: Vec<char> = copy[from..to].iter().map(raw).collect();
            longest_word(&text, at - from)
        };
        around(self.drop, d) > around(self.keep, k)
    }

    fn finish(mut self) -> Merged {
        self.out.append(&mut self.later);
        for set in self.out {
            let Letter { span, opens, set_off, slot, .. } = set.letter;
            match self.merged.passages.last_mut() {
                Some((_, passage)) if !opens => match passage.pieces.last_mut() {
                    Some(Piece::Text(last)) if last.end == span.start => last.end = span.end,
                    _ => passage.pieces.push(Piece::Text(span)),
                },
                _ => self.merged.passages.push((slot, Passage::new(span, set_off))),
            }
        }
        self.merged
    }
}

/// Longest word that is looked for around a reading, in characters.
const LONGEST_WORD: usize = 4;

/// Length of the longest word of the dictionary that holds the character at
/// `at`; 1 if none does.
fn longest_word(text: &[char], at: usize) -> usize {
    let word = |from: usize, to: usize| {
        let word: String = text[from..to].iter().collect();
        words::is_word(&word)
    };
    let from_to = (0..=at).flat_map(|from| (at + 1..=text.len()).map(move |to| (from, to)));
    let found = from_to.filter(|&(from, to)| to - from > 1 && word(from, to));
    found.map(|(from, to)| to - from).max().unwrap_or(1)
}

/// Longest word that is printed twice by mistake, in characters.
const LONGEST_DOUBLED: usize = 8;

/// Whether these letters of a copy say the same as those directly before or
/// behind them.
fn is_doubled(copy: &[Letter], range: &Range<usize>) -> bool {
    let length = range.len();
    if !(2..=LONGEST_DOUBLED).contains(&length) || copy[range.clone()].iter().any(|l| l.opens) {
        return false;
    }
    let same = |from: usize| {
        copy.get(from..from + length).is_some_and(|near| {
            near.iter().zip(&copy[range.clone()]).all(|(a, b)| a.folded == b.folded)
        })
    };
    range.start.checked_sub(length).is_some_and(same) || same(range.end)
}
