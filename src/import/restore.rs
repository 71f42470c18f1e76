//! Step 4: of two copies, one; and of each paragraph the whole one.

use std::{collections::BTreeMap, ops::Range};

use super::{
    blocks::Block,
    decode::Seed,
    duplicates::Run,
    passage::{Passage, Piece, ends_properly},
    repair::{Kind, Repair},
};
use crate::text::fold::fold;

/// Takes each passage once. Where the copy that is kept has lost words that the
/// other has, they come back.
pub fn restore(seed: &Seed, blocks: &[Block], runs: &[Run]) -> (Vec<Passage>, Vec<Repair>) {
    let mut work = Work {
        seed,
        blocks,
        kept: blocks
            .iter()
            .map(|b| Some(Passage::new(b.span.clone(), b.after_blank || b.indented)))
            .collect(),
        repairs: Vec::new(),
    };
    for run in runs {
        work.take_once(run);
    }
    let passages = work.kept.into_iter().flatten().collect();
    (passages, work.repairs)
}

struct Work<'a> {
    seed: &'a Seed,
    blocks: &'a [Block],
    /// What stands at each block; `None` where a copy was left out.
    kept: Vec<Option<Passage>>,
    repairs: Vec<Repair>,
}

/// Blocks of the copy to keep and of the one to leave out that are one
/// paragraph.
#[derive(Default)]
struct Group {
    keep: Vec<usize>,
    drop: Vec<usize>,
}

impl Work<'_> {
    fn take_once(&mut self, run: &Run) {
        // A copy of a copy: what is gone already is not left out again.
        let gone = run.pairs.iter().any(|&(i, j)| self.kept[i].is_none() || self.kept[j].is_none());
        let pairs: Vec<(usize, usize)> = run
            .pairs
            .iter()
            .filter(|&&(i, j)| self.kept[i].is_some() && self.kept[j].is_some())
            .map(|&(i, j)| if run.keep_later { (j, i) } else { (i, j) })
            .collect();
        if pairs.is_empty() || (gone && run.keep_later) {
            return;
        }
        let mut dropped: Vec<Range<usize>> = Vec::new();
        let first = pairs[0].0;
        for group in groups(&pairs) {
            if let Some(pieces) = self.better(&group) {
                self.take_over(&group, pieces);
            } else {
                let gone = group.drop.iter().filter_map(|&b| self.kept[b].as_ref());
                dropped.extend(gone.flat_map(Passage::spans).cloned());
            }
            for &block in &group.drop {
                self.kept[block] = None;
            }
        }
        dropped.sort_by_key(|span| span.start);
        if let Some(shown) = dropped.first() {
            let before = self.seed.slice(shown).to_owned();
            let anchor = self.kept[first].as_ref().map_or(shown.start, Passage::start);
            self.repairs
                .push(Repair::applied(Kind::Duplicate, anchor).removing(dropped).words(before, ""));
        }
    }

    /// The pieces of the paragraph, if the copy to leave out has words that the
    /// other has lost.
    fn better(&self, group: &Group) -> Option<Vec<Piece>> {
        let (keep, drop) = (self.words(&group.keep), self.words(&group.drop));
        let (k, d) = (keep.chars().count(), drop.chars().count());
        let same = k.abs_diff(d) <= 1;
        let whole = ends_properly(&drop);
        let lost = !ends_properly(&keep);
        let mut blocks = group.keep.iter().chain(&group.drop);
        if !blocks.all(|&b| self.is_as_printed(b)) {
            // Set from two copies already: a third that has more is taken whole.
            return (!same && d > k && (whole || lost)).then(|| self.pieces(&group.drop));
        }
        if group.keep.len() > group.drop.len() && whole && d + 1 >= k {
            return Some(self.pieces(&group.drop));
        }
        if same || group.keep.len() != 1 || group.drop.len() != 1 {
            return (!same && d > k && whole && lost).then(|| self.pieces(&group.drop));
        }
        let (keep_span, drop_span) =
            (&self.blocks[group.keep[0]].span, &self.blocks[group.drop[0]].span);
        self.splice(keep_span, drop_span)
    }

    /// What stands at these blocks now.
    fn pieces(&self, blocks: &[usize]) -> Vec<Piece> {
        let passages = blocks.iter().filter_map(|&b| self.kept[b].as_ref());
        passages.flat_map(|p| p.pieces.iter().cloned()).collect()
    }

    fn words(&self, blocks: &[usize]) -> String {
        let passages = blocks.iter().filter_map(|&b| self.kept[b].as_ref());
        passages.map(|p| p.text(self.seed)).collect()
    }

    /// Whether what stands at a block is the block itself.
    fn is_as_printed(&self, block: usize) -> bool {
        let span = &self.blocks[block].span;
        self.kept[block].as_ref().is_some_and(|p| p.pieces == [Piece::Text(span.clone())])
    }

    /// The kept copy with the words before and after the common part that only
    /// the other has.
    fn splice(&self, keep: &Range<usize>, drop: &Range<usize>) -> Option<Vec<Piece>> {
        let (k, d) = (self.seed.slice(keep), self.seed.slice(drop));
        let (common_k, common_d) = common_part(k, d)?;
        let extra_head = common_k.start == 0 && common_d.start > 0;
        let extra_tail = common_k.end == k.len() && common_d.end < d.len();
        let tail_wanted = extra_tail && (ends_properly(d) || !ends_properly(k));
        if !extra_head && !tail_wanted {
            return None;
        }
        let mut pieces = Vec::new();
        if extra_head {
            pieces.push(drop.start..drop.start + common_d.start);
        }
        let end = if tail_wanted { common_k.end } else { k.len() };
        pieces.push(keep.start..keep.start + end);
        if tail_wanted {
            pieces.push(drop.start + common_d.end..drop.end);
        }
        Some(pieces.into_iter().map(Piece::Text).collect())
    }

    /// Sets the paragraph of the kept copy from `pieces` and leaves the rest of
    /// both copies out.
    fn take_over(&mut self, group: &Group, pieces: Vec<Piece>) {
        let Some(&first) = group.keep.first() else { return };
        let before = self.kept[first].as_ref().map(|p| p.text(self.seed)).unwrap_or_default();
        let set_off = self.kept[first].as_ref().is_some_and(|p| p.set_off);
        let stood = [self.pieces(&group.keep), self.pieces(&group.drop)].concat();
        for &block in &group.keep[1..] {
            self.kept[block] = None;
        }
        let passage = Passage { pieces, set_off, ..Passage::new(0..0, set_off) };
        let used: Vec<Range<usize>> = passage.spans().cloned().collect();
        let all = Passage { pieces: stood, ..Passage::new(0..0, set_off) };
        let removed = all.spans().flat_map(|span| without(span.clone(), &used)).collect();
        let after = passage.text(self.seed);
        self.repairs.push(
            Repair::applied(Kind::Restored, passage.start()).removing(removed).words(before, after),
        );
        self.kept[first] = Some(passage);
    }
}

/// `span` without the ranges `used`.
fn without(span: Range<usize>, used: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut rest = vec![span];
    for cut in used {
        rest = rest
            .into_iter()
            .flat_map(|r| [r.start..r.end.min(cut.start), r.start.max(cut.end)..r.end])
            .filter(|r| r.start < r.end)
            .collect();
    }
    rest
}

/// Pairs that share a block are one group. Pairs are in order, so that the
/// groups come out in the order of the copy to keep.
fn groups(pairs: &[(usize, usize)]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut of_keep: BTreeMap<usize, usize> = BTreeMap::new();
    let mut of_drop: BTreeMap<usize, usize> = BTreeMap::new();
    for &(keep, drop) in pairs {
        let known = of_keep.get(&keep).or_else(|| of_drop.get(&drop)).copied();
        let index = known.unwrap_or_else(|| {
            groups.push(Group::default());
            groups.len() - 1
        });
        if of_keep.insert(keep, index).is_none() {
            groups[index].keep.push(keep);
        }
        if of_drop.insert(drop, index).is_none() {
            groups[index].drop.push(drop);
        }
    }
    groups
}

/// The longest stretch that both texts share from the start of the one to the
/// end of the other, as a range of each: the common words may be preceded or
/// followed by words of one of them. `None` if they share no such stretch.
fn common_part(a: &str, b: &str) -> Option<(Range<usize>, Range<usize>)> {
    /// Characters that must agree to place one text on the other.
    const SEAM: usize = 8;
    let chars = |text: &str| -> Vec<(usize, char)> {
        text.char_indices()
            .map(|(at, c)| (at, fold(c)))
            .filter(|(_, c)| !c.is_whitespace())
            .collect()
    };
    let (ca, cb) = (chars(a), chars(b));
    if ca.len() < SEAM || cb.len() < SEAM {
        return None;
    }
    let head = |x: &[(usize, char)]| -> Vec<char> { x[..SEAM].iter().map(|p| p.1).collect() };
    let find = |x: &[(usize, char)], seam: &[char]| {
        x.windows(SEAM).position(|w| w.iter().map(|p| p.1).eq(seam.iter().copied()))
    };
    // Either `a` starts inside `b` or `b` inside `a`.
    let (start_a, start_b) = match find(&cb, &head(&ca)) {
        Some(at) => (0, at),
        None => (find(&ca, &head(&cb))?, 0),
    };
    let length = (ca.len() - start_a).min(cb.len() - start_b);
    let agree = (0..length).filter(|&o| ca[start_a + o].1 == cb[start_b + o].1).count();
    if (agree as f32) < 0.9 * length as f32 {
        return None;
    }
    let end = |x: &[(usize, char)], text: &str, at: usize| x.get(at).map_or(text.len(), |p| p.0);
    Some((
        ca[start_a].0..end(&ca, a, start_a + length),
        cb[start_b].0..end(&cb, b, start_b + length),
    ))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{blocks::split, decode::decode, duplicates},
        *,
    };

    const A: &str = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走，看水，也看人。";
    const B: &str = "堤是前年修的，花了三百万元，修堤的时候，沿河的住户让出了六十亩菜地。";

    fn restored(lines: &[&str]) -> (Vec<String>, Vec<Kind>) {
        let text = lines.join("\n\n");
        let seed = decode("a.txt", text.as_bytes()).unwrap_or_else(|d| panic!("{}", d.draw(false)));
        let blocks = split(&seed);
        let runs = duplicates::find(&seed, &blocks);
        let (passages, repairs) = restore(&seed, &blocks, &runs);
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
