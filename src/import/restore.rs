//! Step 6: of two copies, one; and of each paragraph the whole one.

use std::ops::Range;

use super::{
    decode::Seed,
    duplicates::{self, Run},
    evidence::{Evidence, join as sign},
    home,
    merge::{self, Choice, Letter, Merged},
    passage::Passage,
    repair::{Kind, Repair},
};
use crate::text::hash::FastMap;

/// How often what is left is looked through again.
const AGAIN: usize = 2;
/// How far from a run, in blocks, it is looked.
const NEAR: usize = 8;

/// Takes each passage once. Where the copy that is kept has lost words that the
/// other has, they come back.
///
/// What stands there once may show what was hidden: a paragraph that was whole in the other
/// copy holds a part of it that slid away. So what is left is looked through again.
pub fn restore(seed: &Seed, passages: Vec<Passage>, runs: &[Run]) -> (Vec<Passage>, Vec<Repair>) {
    let (mut passages, mut near, mut repairs) = once(seed, passages, runs);
    for _ in 0..AGAIN {
        let runs = find_again(seed, &passages, &near);
        if runs.is_empty() {
            break;
        }
        let more;
        (passages, near, more) = once(seed, passages, &runs);
        repairs.extend(more);
    }
    (passages, repairs)
}

/// Finds what stands there twice among the passages that are `near` to what was taken
/// once: the others have been looked through.
fn find_again(seed: &Seed, passages: &[Passage], near: &[bool]) -> Vec<Run> {
    let (mut some, mut places) = (Vec::new(), Vec::new());
    for (at, passage) in passages.iter().enumerate().filter(|(at, _)| near[*at]) {
        // Passages that do not follow each other shall not seem to.
        if places.last().is_some_and(|last| last + 1 < at) {
            let nothing = Passage { pieces: Vec::new(), ..Passage::new(0..0, true) };
            some.extend(std::iter::repeat_n(nothing, home::APART + 1));
            places.extend([at; home::APART + 1]);
        }
        some.push(passage.clone());
        places.push(at);
    }
    let mut runs = if some.is_empty() { Vec::new() } else { duplicates::find(seed, &some) };
    for pair in runs.iter_mut().flat_map(|run| &mut run.pairs) {
        *pair = (places[pair.0], places[pair.1]);
    }
    runs
}

/// Takes each passage once as these runs say; also gives which passages are near to
/// theirs.
fn once(
    seed: &Seed,
    passages: Vec<Passage>,
    runs: &[Run],
) -> (Vec<Passage>, Vec<bool>, Vec<Repair>) {
    let near = near(passages.len(), runs);
    let mut work = Work {
        seed,
        went: (0..passages.len()).collect(),
        suits: vec![None; passages.len()],
        kept: passages.into_iter().map(|passage| vec![passage]).collect(),
        repairs: Vec::new(),
    };
    for run in runs {
        work.take_once(run);
    }
    let kept = work.kept.into_iter().zip(near);
    let (passages, near) =
        kept.flat_map(|(slot, near)| slot.into_iter().map(move |p| (p, near))).unzip();
    (passages, near, work.repairs)
}

/// Which blocks are in a run or near to one.
fn near(count: usize, runs: &[Run]) -> Vec<bool> {
    let mut changes = vec![0_isize; count + 1];
    for range in runs.iter().flat_map(|run| [run.earlier(), run.later()]) {
        changes[range.start.saturating_sub(NEAR)] += 1;
        changes[(range.end + NEAR).min(count)] -= 1;
    }
    let mut open = 0;
    let inside = changes[..count].iter().map(|change| {
        open += change;
        open > 0
    });
    inside.collect()
}

struct Work<'a> {
    seed: &'a Seed,
    /// What stands at each block; nothing where a copy was left out.
    kept: Vec<Vec<Passage>>,
    /// For each block that was left out the block where its text stands now.
    went: Vec<usize>,
    /// How well the place of each block suits a text that was kept there.
    suits: Vec<Option<f32>>,
    repairs: Vec<Repair>,
}

impl Work<'_> {
    fn take_once(&mut self, run: &Run) {
        let mut rest = run.pairs.as_slice();
        while !rest.is_empty() {
            let (part, behind) = rest.split_at(self.once(rest));
            self.take(&Run { pairs: part.to_vec(), ..*run });
            rest = behind;
        }
    }

    /// How many of these pairs are copies of different texts: two blocks of one copy may
    /// have turned out to be one text by now, and what says the same and is held against
    /// both would stand there twice.
    fn once(&mut self, pairs: &[(usize, usize)]) -> usize {
        let mut held: FastMap<usize, (usize, usize)> = FastMap::default();
        for (count, &(one, other)) in pairs.iter().enumerate() {
            let before = held.insert(self.place(one), (one, other));
            if before.is_some_and(|(o, d)| o != one && d != other && self.same(d, other)) {
                return count;
            }
        }
        pairs.len()
    }

    fn take(&mut self, run: &Run) {
        let (Some(earlier), Some(later)) =
            (self.standing(run.earlier()), self.standing(run.later()))
        else {
            return;
        };
        // A text that went elsewhere by now is where it suits better.
        let suits = |at: &Range<usize>, own: Range<usize>, suits: f32| {
            if *at == own { suits } else { self.suits[at.start].unwrap_or(suits) }
        };
        let there = suits(&earlier, run.earlier(), run.suits.0);
        let here = suits(&later, run.later(), run.suits.1);
        let (keep, drop, suits) = if home::is_later(there, here) {
            (later, earlier, here)
        } else {
            (earlier, later, there)
        };
        if keep.start < drop.end && drop.start < keep.end {
            return;
        }
        let (kept, other) = (self.letters(&keep), self.letters(&drop));
        if kept.is_empty() || other.is_empty() {
            return;
        }
        let merged = merge::merge(self.seed, &kept, &other);
        for slot in keep.clone().chain(drop) {
            self.kept[slot].clear();
        }
        for slot in keep {
            self.suits[slot] = Some(suits);
        }
        self.note(&merged);
        for (slot, passage) in merged.passages {
            self.kept[slot].push(passage);
        }
        for (from, to) in merged.went {
            self.went[from] = to;
        }
    }

    /// The blocks where the text of these stands now: a copy of a copy is one of
    /// the first. `None` if it was scattered.
    fn standing(&mut self, blocks: Range<usize>) -> Option<Range<usize>> {
        if blocks.clone().any(|b| !self.kept[b].is_empty()) {
            return Some(blocks);
        }
        let most = 2 * blocks.len() + 2;
        let mut places = Vec::with_capacity(blocks.len());
        for block in blocks {
            places.push(self.place(block));
        }
        let (first, last) = (*places.iter().min()?, *places.iter().max()?);
        (last - first < most).then_some(first..last + 1)
    }

    /// Whether the same words stand at two blocks.
    fn same(&self, a: usize, b: usize) -> bool {
        let words = |block: usize| -> Vec<String> {
            self.kept[block].iter().map(|passage| passage.text(self.seed)).collect()
        };
        words(a) == words(b)
    }

    /// The block where the text of this one stands now.
    fn place(&mut self, block: usize) -> usize {
        let mut at = block;
        while self.kept[at].is_empty() && self.went[at] != at {
            // The way is halved each time, or a thousandth copy walks past all.
            self.went[at] = self.went[self.went[at]];
            at = self.went[at];
        }
        at
    }

    fn letters(&self, blocks: &Range<usize>) -> Vec<Letter> {
        let mut letters = Vec::new();
        for slot in blocks.clone() {
            merge::add_letters(self.seed, slot, &self.kept[slot], &mut letters);
        }
        letters
    }

    /// Writes down what was left out and what came back.
    fn note(&mut self, merged: &Merged) {
        let mut removed: Vec<Range<usize>> = Vec::new();
        let mut spans = merged.removed.clone();
        spans.sort_unstable_by_key(|span| span.start);
        for span in spans {
            match removed.last_mut() {
                Some(last) if last.end == span.start => last.end = span.end,
                _ => removed.push(span),
            }
        }
        let anchor = merged.passages.first().map_or(0, |(_, p)| p.start());
        if let Some(shown) = removed.first() {
            let before = self.seed.slice(shown).to_owned();
            self.repairs
                .push(Repair::applied(Kind::Duplicate, anchor).removing(removed).words(before, ""));
        }
        for change in &merged.changes {
            let kind = match change.what {
                Choice::Lost => Kind::Restored,
                Choice::Reading => Kind::Reading,
                Choice::Whole => Kind::Joined,
            };
            let mut evidence = Evidence::default();
            if change.what == Choice::Whole {
                evidence.add(sign::WHOLE_IN_COPY);
            }
            self.repairs.push(
                Repair::applied(kind, change.anchor)
                    .words(change.before.clone(), change.after.clone())
                    .because(evidence),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{blocks::split, duplicates, sample},
        *,
    };

    const A: &str = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走，看水，也看人。";
    const B: &str = "堤是前年修的，花了三百万元，修堤的时候，沿河的住户让出了六十亩菜地。";

    fn restored(lines: &[&str]) -> (Vec<String>, Vec<Kind>) {
        let seed = sample::seed(&lines.join("\n\n"));
        let blocks = split(&seed);
        let lines = blocks.iter().map(|b| Passage::new(b.span.clone(), b.after_blank));
        let lines: Vec<Passage> = lines.collect();
        let runs = duplicates::find(&seed, &lines);
        let (passages, repairs) = restore(&seed, lines, &runs);
        let used: usize =
            passages.iter().flat_map(Passage::spans).map(ExactSizeIterator::len).sum();
        let removed: usize =
            repairs.iter().flat_map(|r| &r.removed).map(ExactSizeIterator::len).sum();
        let words: usize = blocks.iter().map(|b| b.span.len()).sum();
        assert_eq!(used + removed, words, "nothing is lost");
        (passages.iter().map(|p| p.text(&seed)).collect(), repairs.iter().map(|r| r.kind).collect())
    }

    #[test]
    fn the_second_copy_goes() {
        assert_eq!(restored(&[A, B, A, B]), (vec![A.into(), B.into()], vec![Kind::Duplicate]));
        assert_eq!(restored(&[A, B, A, B, A, B]).0, [A, B]);
    }

    #[test]
    fn a_lost_tail_or_head_comes_back_from_the_other_copy() {
        let cut = B.find("住户").unwrap_or_default();
        for lines in [[A, &B[..cut], A, B], [A, B, A, &B[..cut]]] {
            assert_eq!(restored(&lines).0, [A, B]);
        }
        let head = B.find("年修").unwrap_or_default();
        let cut = B.find("十亩").unwrap_or_default();
        assert_eq!(restored(&[A, &B[head..], A, B]).0, [A, B]);
        // Each copy has what the other lost.
        assert_eq!(restored(&[A, &B[head..], A, &B[..cut]]).0, [A, B]);
    }

    #[test]
    fn where_both_copies_are_cut_each_has_words_once() {
        let cut = B.find("的住户").unwrap_or_default();
        let further = B.find("六十亩").unwrap_or_default();
        // The second copy ends within what stands below the cut in the first.
        assert_eq!(restored(&[A, &B[..cut], &B[cut..], A, &B[..further]]).0, [A, B]);
        assert_eq!(restored(&[A, &B[..further], A, &B[..cut], &B[cut..]]).0, [A, B]);
    }

    #[test]
    fn a_whole_paragraph_wins_over_one_cut_in_two() {
        let (left, right) = B.split_at(B.find("的住户").unwrap_or_default());
        assert_eq!(restored(&[A, left, right, A, B]).0, [A, B]);
        assert_eq!(restored(&[A, B, A, left, right]).0, [A, B]);
        // Also where the rest is too short to be found by itself.
        let (left, right) = B.split_at(B.find("菜地").unwrap_or_default());
        assert_eq!(restored(&[A, left, right, A, B]).0, [A, B]);
        assert_eq!(restored(&[A, B, A, left, right]).0, [A, B]);
        let (left, right) = B.split_at(B.find("前年").unwrap_or_default());
        assert_eq!(restored(&[left, right, A, B, A]).0, [B, A]);
    }

    #[test]
    fn one_sentence_over_and_over_stands_once() {
        for count in [2, 3, 7, 50, 400] {
            assert_eq!(restored(&vec![B; count]).0, [B], "{count} times");
            let two = [A, B].repeat(count);
            assert_eq!(restored(&two).0, [A, B], "{count} times");
            let head = B.find("修堤").unwrap_or_default();
            let cut = [A, &B[..head], &B[head..], A, B].repeat(count.min(7));
            let mut once = restored(&cut).0;
            once.sort_unstable_by_key(|words| words != A);
            assert_eq!(once, [A, B], "{count} times");
        }
    }

    #[test]
    fn a_copy_that_broke_off_above_the_whole_one_goes() {
        let cut = &B[..B.find("三百").unwrap_or_default()];
        assert_eq!(restored(&[A, cut, B]).0, [A, B]);
        assert_eq!(restored(&[A, B, cut]).0, [A, B]);
    }

    #[test]
    fn a_tail_that_slid_away_goes_when_the_other_copy_is_whole() {
        let whole = format!("{B}{F}");
        let (left, right) = whole.split_at(whole.find("六十亩").unwrap_or_default());
        let lines = [A, left, "水边的日子", right, G, H, A, &whole, "水边的日子", G];
        assert_eq!(restored(&lines).0, [A, &whole, "水边的日子", G, H]);
    }

    const F: &str = "河口镇的集市逢五逢十开张，卖菜的天不亮就来占位置。";
    const G: &str = "渡口的老船去年上了岸，船工改行养蜂，一年收三百斤蜜。";
    const H: &str = "山上的学校只剩九个学生，老师每天划船去接他们。";
    const F2: &str = "夜里下了一场大雪，供电所的人踩着雪把线路查了两遍。";
    const G2: &str = "油坊重新开张那天，镇上的人排队来看老木榨出油。";
    const H2: &str = "书屋的钥匙挂在门口，谁来得早谁就开门。";

    #[test]
    fn of_three_copies_that_lost_different_ends_no_character_is_lost() {
        let head = B.find("年修").unwrap_or_default();
        let [early, late] = ["住户", "十亩"].map(|word| B.find(word).unwrap_or_default());
        let copies = [&B[head..], &B[..early], &B[..late], B];
        for first in copies {
            for second in copies {
                for third in copies {
                    // The helper counts every character.
                    restored(&[A, first, A, second, A, third]);
                    restored(&[A, first, F, G, H, A, second, H2, G2, F2, A, third]);
                }
            }
        }
        assert_eq!(restored(&[A, &B[head..], A, &B[..late], A, B]).0, [A, B]);
        assert_eq!(restored(&[A, &B[..early], A, &B[..late], A, B]).0, [A, B]);
    }
}
