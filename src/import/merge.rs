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

use std::{cmp::Ordering, ops::Range};

use super::{
    blocks::is_blank,
    decode::Seed,
    passage::{Passage, Piece},
};
use crate::text::{
    align::{Stretch, align},
    ends_sentence,
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

/// Adds the letters of the passages that stand at `slot`.
pub fn add_letters(seed: &Seed, slot: usize, passages: &[Passage], letters: &mut Vec<Letter>) {
    for passage in passages {
        let mut opens = true;
        for span in passage.spans() {
            let first = letters.len();
            for (at, c) in seed.slice(span).char_indices().filter(|(_, c)| !is_blank(*c)) {
                let mut from = span.start;
                // White space before the first is part of it.
                if letters.len() > first {
                    from += at;
                    letters.last_mut().into_iter().for_each(|before| before.span.end = from);
                }
                let opens = std::mem::take(&mut opens);
                let (folded, span, set_off) = (fold(c), from..span.end, passage.set_off);
                letters.push(Letter { folded, span, opens, set_off, slot });
            }
        }
    }
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

impl Merged {
    /// Leaves words out; those that follow each other are one range.
    fn leave_out(&mut self, span: &Range<usize>) {
        match self.removed.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => self.removed.push(span.clone()),
        }
    }
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
        if mine.opens && !opens && self.out.last().is_none_or(|l| l.of != Of::Other) {
            self.change(Choice::Whole, mine.span.start, "|", "");
        }
        let better = self.is_better_reading(k, d);
        let (taken, left) = if better { (other, mine) } else { (mine, other) };
        if better {
            let (gone, stands) =
                (&self.seed.text[mine.span.clone()], &self.seed.text[other.span.clone()]);
            self.change(Choice::Reading, other.span.start, gone.trim_end(), stands.trim_end());
        }
        self.merged.leave_out(&left.span);
        let letter = Letter { span: taken.span.clone(), opens, ..mine.clone() };
        self.set(Set { letter, of: Of::Both });
    }

    /// Letters at one place that only one of the copies has.
    fn apart(&mut self, mine: Range<usize>, other: Range<usize>) {
        let (keep, drop) = (&self.keep[mine.clone()], &self.drop[other.clone()]);
        let cut = |copy: &[Letter], at: usize| copy.get(at).is_none_or(|l| l.opens);
        let opens = |letters: &[Letter]| letters.first().is_some_and(|l| l.opens);
        let mine_whole = opens(keep) && cut(self.keep, mine.end);
        let other_whole = opens(drop) && cut(self.drop, other.end);
        let least = keep.len().min(drop.len());
        if (1..=VARIANT).contains(&least) && !mine_whole && !other_whole {
            self.variant(mine, other);
            return;
        }
        // Blocks that stand where the other copy goes on in its paragraph have
        // slid into it.
        let mine_slid = mine_whole && !cut(self.drop, other.end);
        let other_slid = other_whole && !cut(self.keep, mine.end);
        // The copy that goes on in its paragraph here has its words first, and an
        // end comes last.
        let ends = |letters: &[Letter]| letters.last().is_some_and(|l| ends_sentence(self.raw(l)));
        let mine_first = if opens(keep) || opens(drop) {
            opens(drop) && (other_whole || !mine_whole)
        } else {
            ends(drop) && !ends(keep)
        };
        if mine_first {
            self.only_mine(mine, mine_slid);
            self.only_other(other, other_slid);
        } else {
            self.only_other(other, other_slid);
            self.only_mine(mine, mine_slid);
        }
    }

    /// Different readings of a few letters: letter by letter, or the longer.
    fn variant(&mut self, mine: Range<usize>, other: Range<usize>) {
        match mine.len().cmp(&other.len()) {
            Ordering::Equal => {
                for (k, d) in mine.zip(other) {
                    self.both(k, d);
                }
            }
            Ordering::Less => {
                self.leave_out(&self.keep[mine]);
                self.only_other(other, false);
            }
            Ordering::Greater => {
                self.leave_out(&self.drop[other]);
                self.only_mine(mine, false);
            }
        }
    }

    fn leave_out(&mut self, letters: &[Letter]) {
        for letter in letters {
            self.merged.leave_out(&letter.span);
        }
    }

    fn only_mine(&mut self, range: Range<usize>, deferred: bool) {
        let letters = &self.keep[range.clone()];
        if is_doubled(self.keep, &range) {
            self.leave_out(letters);
        } else {
            self.set_all(letters, Of::Kept, deferred);
        }
    }

    fn only_other(&mut self, range: Range<usize>, deferred: bool) {
        let letters = &self.drop[range.clone()];
        let opens = letters.iter().any(|l| l.opens);
        let slip = (letters.len() < LEAST_LOST && !opens)
            || !letters.iter().any(|l| l.folded.is_alphanumeric())
            || is_doubled(self.drop, &range);
        let Some(first) = letters.first() else { return };
        if slip {
            self.leave_out(letters);
            return;
        }
        let words: String = letters.iter().map(|l| &self.seed.text[l.span.clone()]).collect();
        self.change(Choice::Lost, first.span.start, "", words.trim_end());
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
        let (mine, other) = (self.raw(&self.keep[k]), self.raw(&self.drop[d]));
        if mine == other || !is_han(mine) || !is_han(other) {
            return false;
        }
        let around = |copy: &[Letter], at: usize| {
            let from = at.saturating_sub(LONGEST_WORD - 1);
            let to = (at + LONGEST_WORD).min(copy.len());
            let text: String = copy[from..to].iter().map(|l| self.raw(l)).collect();
            longest_word(&text, at - from)
        };
        around(self.drop, d) > around(self.keep, k)
    }

    /// A letter as printed.
    fn raw(&self, letter: &Letter) -> char {
        self.seed.text[letter.span.clone()].chars().next().unwrap_or_default()
    }

    /// Takes out what only the other copy has where the same stands directly beside it and
    /// only in the copy that is kept: a head that slid to another place in one of them.
    fn take_out_twins(&mut self) {
        let alone = |part: &[Set], of: Of| part.iter().all(|set| set.of == of);
        let same = |a: &[Set], b: &[Set]| {
            let folded =
                |part: &[Set]| part.iter().map(|set| set.letter.folded).collect::<Vec<_>>();
            folded(a) == folded(b)
        };
        let out = std::mem::take(&mut self.out);
        let parts: Vec<&[Set]> = out.chunk_by(|_, set| !set.letter.opens).collect();
        for (at, part) in parts.iter().enumerate() {
            let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
            let mut beside = beside.filter_map(|near| parts.get(near));
            let twin = alone(part, Of::Other)
                && beside.any(|near| alone(near, Of::Kept) && same(part, near));
            if !twin {
                self.out.extend_from_slice(part);
                continue;
            }
            for set in *part {
                self.merged.leave_out(&set.letter.span);
            }
            let first = part[0].letter.span.start;
            self.merged.changes.retain(|c| c.what != Choice::Lost || c.anchor != first);
        }
    }

    fn finish(mut self) -> Merged {
        self.out.append(&mut self.later);
        self.take_out_twins();
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
fn longest_word(text: &str, at: usize) -> usize {
    let ends: Vec<usize> = text.char_indices().map(|(end, _)| end).chain([text.len()]).collect();
    let last = ends.len() - 1;
    let from_to = (0..=at).flat_map(|from| (at + 1..=last).map(move |to| (from, to)));
    let word = |&(from, to): &(usize, usize)| words::is_word(&text[ends[from]..ends[to]]);
    let found = from_to.filter(|(from, to)| to - from > 1).filter(word);
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

#[cfg(test)]
mod tests {
    use super::{
        super::{blocks::split, sample},
        *,
    };

    const WHOLE: &str = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走，看水，也看人。";

    /// The paragraphs of two copies, a line each paragraph, and what was done.
    fn merged(keep: &str, drop: &str) -> (String, Vec<Choice>) {
        let text = format!("{keep}\n{drop}");
        let seed = sample::seed(&text);
        let copies =
            split(&seed).into_iter().enumerate().partition(|(_, b)| b.span.end <= keep.len());
        let copy = |blocks: Vec<(usize, super::super::blocks::Block)>| -> Vec<Letter> {
            let mut letters = Vec::new();
            for (at, block) in blocks {
                add_letters(&seed, at, &[Passage::new(block.span, true)], &mut letters);
            }
            letters
        };
        let (first, second): (Vec<_>, Vec<_>) = copies;
        let (first, second) = (copy(first), copy(second));
        let merged = merge(&seed, &first, &second);
        let lines: Vec<String> = merged.passages.iter().map(|(_, p)| p.text(&seed)).collect();
        let mut all: Vec<usize> = merged
            .passages
            .iter()
            .flat_map(|(_, p)| p.spans().cloned())
            .chain(merged.removed)
            .flatten()
            .collect();
        all.sort_unstable();
        let of_seed: Vec<usize> = split(&seed).into_iter().flat_map(|block| block.span).collect();
        assert_eq!(all, of_seed, "each byte once");
        (lines.join("\n"), merged.changes.into_iter().map(|c| c.what).collect())
    }

    #[test]
    fn what_either_copy_lost_comes_back() {
        let (a, b) = WHOLE.split_at(WHOLE.find("春天").unwrap_or_default());
        let (c, d) = b.split_at(b.find("堤上").unwrap_or_default());
        for (keep, drop) in [
            (format!("{a}{c}"), WHOLE.to_owned()),
            (b.to_owned(), WHOLE.to_owned()),
            (format!("{a}{d}"), WHOLE.to_owned()),
            (format!("{a}\n{d}"), WHOLE.to_owned()),
            (format!("{a}{c}"), b.to_owned()),
            (format!("{a}{d}"), format!("{a}{c}")),
        ] {
            assert_eq!(
                merged(&keep, &drop),
                (WHOLE.to_owned(), vec![Choice::Lost]),
                "{keep}|{drop}"
            );
            let (text, _) = merged(&drop, &keep);
            assert_eq!(text, WHOLE, "{drop}|{keep}");
        }
    }

    #[test]
    fn a_break_that_one_copy_does_not_have_is_a_cut() {
        let (a, b) = WHOLE.split_at(WHOLE.find("堤上").unwrap_or_default());
        let cut = format!("{a}\n{b}\n{WHOLE}");
        let whole = format!("{WHOLE}\n{WHOLE}");
        assert_eq!(merged(&cut, &whole), (whole.clone(), vec![Choice::Whole]));
        assert_eq!(merged(&whole, &cut), (whole, vec![]));
    }

    #[test]
    fn blocks_that_slid_into_a_paragraph_come_behind_it() {
        let (a, b) = WHOLE.split_at(WHOLE.find("堤上").unwrap_or_default());
        let photo = "孙立 摄\n图为龙舟赛现场。";
        let slid = format!("{a}\n{photo}\n{b}");
        let expected = format!("{WHOLE}\n{photo}");
        assert_eq!(merged(&slid, WHOLE).0, expected);
        assert_eq!(merged(WHOLE, &slid).0, expected);
    }

    #[test]
    fn a_head_that_slid_away_in_one_copy_stands_once() {
        let (a, b) = WHOLE.split_at(WHOLE.find("春天").unwrap_or_default());
        let slid = format!("{a}\n水边的日子\n{b}");
        let whole = format!("{WHOLE}\n水边的日子");
        assert_eq!(merged(&slid, &whole), (whole.clone(), vec![Choice::Whole]));
        assert_eq!(merged(&whole, &slid), (whole.clone(), vec![]));
        // What only one of them says stays.
        let other = format!("{WHOLE}\n水边的夜晚");
        assert!(merged(&slid, &other).0.contains("水边的夜晚"));
    }

    #[test]
    fn of_two_readings_the_one_that_makes_a_word_is_taken() {
        let wrong = WHOLE.replace("满城", "满成").replace("都到", "都刭");
        let worse = "乡亲们对末来充满信心，自己动手。";
        let good = "乡亲们对未来充满信心，自已动手。";
        assert_eq!(merged(WHOLE, &wrong), (WHOLE.to_owned(), vec![]));
        let expected = "乡亲们对未来充满信心，自己动手。".to_owned();
        assert_eq!(merged(worse, good), (expected, vec![Choice::Reading]));
    }

    #[test]
    fn a_word_that_one_copy_prints_twice_stands_once() {
        let doubled = WHOLE.replace("柳树", "柳树柳树");
        assert_eq!(merged(&doubled, WHOLE), (WHOLE.to_owned(), vec![]));
        assert_eq!(merged(WHOLE, &doubled), (WHOLE.to_owned(), vec![]));
    }
}
