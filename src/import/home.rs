//! Which of two copies stands where the text belongs.
//!
//! At home a text speaks of what its neighbours speak of, goes on with their numbers, and
//! is set as they are; a masthead may stand directly above it. A copy that was set among
//! lines of another article parts what belongs together.
//!
//! Runs that follow each other in both places are one text that was found in parts,
//! and are settled together: half of it here and half of it there serves nobody.

use std::{cell::LazyCell, ops::Range};

use super::{decode::Seed, duplicates::span_of, passage::Passage, roles, starts};
use crate::{
    article::byline,
    text::{ends_sentence, pairs},
};

/// How many blocks may lie between two runs that are parts of one.
pub(super) const APART: usize = 3;
/// Groups that a run may go on: those that ended last.
const OPEN: usize = 8;
/// Characters of a neighbourhood.
const CONTEXT: usize = 320;
/// Blocks that are looked at for a neighbourhood.
const BLOCKS: usize = 8;
/// Bytes of a text up to which a part of it is looked for beside it.
const LONGEST: usize = 6000;
/// By how much the later place must suit a text better: between equals the earlier
/// stays. The unit is a pair of characters that stands nowhere else on the page.
const CLEARLY: f32 = 1.0;
/// What it counts that the lines which a text parts speak of the same: at home they
/// often do as well.
const PARTED: f32 = 0.5;
/// What it is worth that numbers go on.
const NUMBER: f32 = 4.0;
/// What it costs if a text is set otherwise than its neighbours in one way.
const DRESS: f32 = 3.0;
/// What a masthead directly above is worth.
const MASTHEAD: f32 = 3.0;

/// Whether the later of two places suits a text better than the earlier.
pub(super) fn is_later(earlier: f32, later: f32) -> bool {
    later > earlier + CLEARLY
}

/// For each run how well its earlier and its later place suit the text.
pub(super) fn suits(
    seed: &Seed,
    passages: &[Passage],
    runs: &[Vec<(usize, usize)>],
) -> Vec<(f32, f32)> {
    let mut suits = vec![(0.0, 0.0); runs.len()];
    if runs.is_empty() {
        return suits;
    }
    let texts = texts(passages.len(), runs);
    let once = || Words::of(seed, passages.iter().enumerate().filter(|(at, _)| texts[*at] == *at));
    let page = Page { seed, passages, texts: &texts, words: LazyCell::new(once) };
    for group in groups(runs) {
        let both = page.both(&group);
        for run in group.runs {
            suits[run] = both;
        }
    }
    suits
}

/// Runs that are parts of one.
struct Group {
    earlier: Range<usize>,
    later: Range<usize>,
    runs: Vec<usize>,
}

fn groups(runs: &[Vec<(usize, usize)>]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, pairs) in runs.iter().enumerate() {
        let (earlier, later) =
            (span_of(pairs.iter().map(|p| p.0)), span_of(pairs.iter().map(|p| p.1)));
        let follows = |before: &Range<usize>, behind: &Range<usize>| {
            behind.start + 1 >= before.end && behind.start <= before.end + APART
        };
        let first = groups.len().saturating_sub(OPEN);
        let found = groups[first..].iter_mut().rev().find(|group| {
            follows(&group.earlier, &earlier)
                && follows(&group.later, &later)
                && earlier.end <= group.later.start
        });
        if let Some(group) = found {
            group.earlier.end = group.earlier.end.max(earlier.end);
            group.later.end = group.later.end.max(later.end);
            group.runs.push(index);
        } else {
            groups.push(Group { earlier, later, runs: vec![index] });
        }
    }
    groups
}

/// For each block a number that it shares with its copies.
fn texts(count: usize, runs: &[Vec<(usize, usize)>]) -> Vec<usize> {
    fn root(texts: &mut [usize], mut at: usize) -> usize {
        while texts[at] != at {
            texts[at] = texts[texts[at]];
            at = texts[at];
        }
        at
    }
    let mut texts: Vec<usize> = (0..count).collect();
    for &(i, j) in runs.iter().flatten() {
        let (i, j) = (root(&mut texts, i), root(&mut texts, j));
        texts[i.max(j)] = i.min(j);
    }
    (0..count).map(|at| root(&mut texts, at)).collect()
}

struct Page<'a, F> {
    seed: &'a Seed,
    passages: &'a [Passage],
    /// For each block a number that it shares with its copies.
    texts: &'a [usize],
    words: LazyCell<Words, F>,
}

impl<F: FnOnce() -> Words> Page<'_, F> {
    /// How well both places suit the text of a group.
    fn both(&self, group: &Group) -> (f32, f32) {
        let own = group.earlier.clone().chain(group.later.clone());
        let mut seen: Vec<usize> = own.map(|block| self.texts[block]).collect();
        seen.sort_unstable();
        seen.dedup();
        let longer = self.longer(group);
        let mut words = String::new();
        for block in longer.clone() {
            if words.len() > LONGEST {
                break;
            }
            words.push_str(&self.passages[block].words(self.seed));
        }
        let around = |range: &Range<usize>| {
            let before = (range.start.saturating_sub(BLOCKS)..range.start).rev();
            let before = self.near(before, &seen, &words);
            let behind = range.end..(range.end + BLOCKS).min(self.passages.len());
            let mut behind = self.near(behind, &seen, &words);
            self.end_at_masthead(&mut behind);
            behind.retain(|b| before.iter().all(|a| self.texts[*a] != self.texts[*b]));
            (before, behind)
        };
        let (there, here) = (around(&group.earlier), around(&group.later));
        let same = |a: &[usize], b: &[usize]| {
            a.iter().map(|b| self.texts[*b]).eq(b.iter().map(|b| self.texts[*b]))
        };
        if same(&there.0, &here.0) && same(&there.1, &here.1) {
            let headed = |range| if self.is_headed(range) { MASTHEAD } else { 0.0 };
            return (headed(&group.earlier), headed(&group.later));
        }
        let ends = (self.pairs(longer.clone(), false), self.pairs(longer.clone().rev(), true));
        let suits = |range: &Range<usize>, around: &(Vec<usize>, Vec<usize>)| {
            let headed = if self.is_headed(range) { MASTHEAD } else { 0.0 };
            let beside = around.0.iter().chain(&around.1).copied();
            let other = self.dress(range.clone()).differs(self.dress(beside));
            headed + self.suits((&longer, &ends), around) - DRESS * other
        };
        (suits(&group.earlier, &there), suits(&group.later, &here))
    }

    /// How blocks are set.
    fn dress(&self, blocks: impl Iterator<Item = usize>) -> Dress {
        let mut dress = Dress::default();
        for span in blocks.flat_map(|block| self.passages[block].spans()) {
            for c in self.seed.slice(span).chars() {
                dress.see(c);
            }
            if dress.is_seen() {
                break;
            }
        }
        dress
    }

    /// The copy that has more to say of itself.
    fn longer(&self, group: &Group) -> Range<usize> {
        let length = |range: &Range<usize>| -> usize {
            range.clone().flat_map(|block| self.passages[block].spans()).map(Range::len).sum()
        };
        let later = length(&group.later) > length(&group.earlier);
        if later { group.later.clone() } else { group.earlier.clone() }
    }

    /// Whether the line directly before a text is of a masthead.
    fn is_headed(&self, text: &Range<usize>) -> bool {
        let before = text.start.checked_sub(1);
        before.is_some_and(|before| is_masthead_line(&self.passages[before].words(self.seed)))
    }

    /// Takes away what stands below the next masthead, and that: it is another article's, and
    /// where it speaks of the text it says only that the text strayed there.
    fn end_at_masthead(&self, behind: &mut Vec<usize>) {
        let words = |block: usize| self.passages[block].words(self.seed);
        let Some(mut end) = behind.iter().position(|&block| is_masthead_line(&words(block))) else {
            return;
        };
        while end > 0 && roles::looks_like_head(&words(behind[end - 1])) {
            end -= 1;
        }
        behind.truncate(end);
    }

    /// The blocks nearest to a text that say something else than it, whole or in part.
    fn near(&self, blocks: impl Iterator<Item = usize>, seen: &[usize], words: &str) -> Vec<usize> {
        let mut room = CONTEXT;
        let mut near = Vec::new();
        for block in blocks.filter(|&block| seen.binary_search(&self.texts[block]).is_err()) {
            if room == 0 {
                break;
            }
            if words.len() <= LONGEST && is_part(&self.passages[block].words(self.seed), words) {
                continue;
            }
            let length: usize = self.passages[block].spans().map(|span| span.len() / 3).sum();
            room = room.saturating_sub(length);
            near.push(block);
        }
        near
    }

    /// How well a text suits the place between these blocks.
    fn suits(
        &self,
        (text, (head, tail)): (&Range<usize>, &(Vec<Occurrence>, Vec<Occurrence>)),
        (before, behind): &(Vec<usize>, Vec<usize>),
    ) -> f32 {
        let left = self.pairs(before.iter().copied(), true);
        let right = self.pairs(behind.iter().copied(), false);
        let bond = |a: &[Occurrence], b: &[Occurrence]| self.words.bond(a, b);
        bond(&left, head) + bond(tail, &right) - PARTED * bond(&left, &right)
            + NUMBER * self.numbers(text, before, behind)
    }

    /// The pairs of the nearest words of blocks: the end of those before, the start of
    /// those behind.
    fn pairs(&self, blocks: impl Iterator<Item = usize>, ends: bool) -> Vec<Occurrence> {
        let mut all = Vec::with_capacity(CONTEXT);
        let mut room = CONTEXT;
        for block in blocks {
            let text = self.passages[block].words(self.seed);
            let near = if ends {
                let from = text.char_indices().rev().nth(room - 1).map_or(0, |(at, _)| at);
                &text[from..]
            } else {
                let end = text.char_indices().nth(room).map_or(text.len(), |(at, _)| at);
                &text[..end]
            };
            all.extend(pairs(near).map(key));
            room = room.saturating_sub(text.chars().count());
            if room == 0 {
                break;
            }
        }
        occurrences(all)
    }

    /// On how many sides the numbers of paragraphs go on, less those where they do not.
    fn numbers(&self, text: &Range<usize>, before: &[usize], behind: &[usize]) -> f32 {
        let number = |block: usize| starts::number(&self.passages[block].words(self.seed));
        let first = text.clone().take(BLOCKS).find_map(number);
        let last = text.clone().rev().take(BLOCKS).find_map(number);
        let of = |wanted: Option<(char, u32)>, blocks: &[usize]| {
            let (kind, _) = wanted?;
            blocks.iter().filter_map(|&b| number(b)).find(|(k, _)| *k == kind)
        };
        let goes_on = |left: Option<(char, u32)>, right: Option<(char, u32)>| {
            left.zip(right).map_or(0.0, |((_, left), (_, right))| {
                if left + 1 == right {
                    1.0
                } else if left < right {
                    0.0
                } else {
                    -1.0
                }
            })
        };
        goes_on(of(first, before), first) + goes_on(last, of(last, behind))
    }
}

/// How a text is set: which quotation marks, digits, and commas it has.
#[derive(Clone, Copy, Debug, Default)]
struct Dress {
    quotes: Option<char>,
    digits: Option<bool>,
    commas: Option<bool>,
}

impl Dress {
    fn see(&mut self, c: char) {
        match c {
            '“' | '「' | '『' | '"' | '‘' => drop(self.quotes.get_or_insert(c)),
            '0'..='9' => drop(self.digits.get_or_insert(false)),
            '０'..='９' => drop(self.digits.get_or_insert(true)),
            ',' => drop(self.commas.get_or_insert(false)),
            '，' => drop(self.commas.get_or_insert(true)),
            _ => {}
        }
    }

    /// Whether there is nothing more to see.
    fn is_seen(self) -> bool {
        self.quotes.is_some() && self.digits.is_some() && self.commas.is_some()
    }

    /// In how many ways two texts that have both are set otherwise.
    fn differs(self, other: Self) -> f32 {
        let quotes = self.quotes.zip(other.quotes).is_some_and(|(a, b)| a != b);
        let digits = self.digits.zip(other.digits).is_some_and(|(a, b)| a != b);
        let commas = self.commas.zip(other.commas).is_some_and(|(a, b)| a != b);
        [quotes, digits, commas].into_iter().map(|differs| f32::from(u8::from(differs))).sum()
    }
}

/// Places of the table of pairs, a power of two.
const PLACES: usize = 1 << 16;

/// How often each pair of characters stands on a page, what stands there twice counted
/// once: [`super::cohesion`] counts all of a seed, and would find that the words of a copy
/// are common.
struct Words {
    counts: Vec<u16>,
}

impl Words {
    fn of<'a>(seed: &Seed, passages: impl Iterator<Item = (usize, &'a Passage)>) -> Self {
        let mut counts = vec![0_u16; PLACES];
        for span in passages.flat_map(|(_, passage)| passage.spans()) {
            for pair in pairs(seed.slice(span)) {
                let count = &mut counts[place(key(pair))];
                *count = count.saturating_add(1);
            }
        }
        Self { counts }
    }

    /// How many pairs two texts share; each counts the less the more often it stands in
    /// neither.
    fn bond(&self, left: &[Occurrence], right: &[Occurrence]) -> f32 {
        let mut sum = 0.0;
        let (mut left, mut right) = (left, right);
        while let ([(one, here), ones @ ..], [(other, there), others @ ..]) = (left, right) {
            if one == other {
                let outside = self.counts[place(*one)].saturating_sub(here + there);
                sum += 1.0 / f32::from(1 + outside);
            }
            if one <= other {
                left = ones;
            }
            if other <= one {
                right = others;
            }
        }
        sum
    }
}

/// A pair of characters, and how often it stands in a text.
type Occurrence = (u64, u16);

/// Pairs in order, with how often each is among them.
fn occurrences(mut all: Vec<u64>) -> Vec<Occurrence> {
    all.sort_unstable();
    all.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u16)).collect()
}

/// A pair as one number: numbers are sorted faster.
fn key((a, b): (char, char)) -> u64 {
    (u64::from(a as u32) << 21) | u64::from(b as u32)
}

/// The place of a pair in the table (multiplicative hashing, Knuth 1973).
fn place(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as usize
}

/// Whether a text stands in another. A few characters are looked for faster than many,
/// and most texts are told by their first.
fn is_part(text: &str, whole: &str) -> bool {
    const FIRST: usize = 30;
    whole.contains(&text[..text.floor_char_boundary(FIRST)]) && whole.contains(text)
}

/// Whether a line directly before a passage says that the passage starts there.
fn is_masthead_line(line: &str) -> bool {
    let signed = !byline::parse(line).is_empty() && !byline::is_photo_credit(line);
    let short = line.chars().count() <= 40 && !line.ends_with(|c| ends_sentence(c) || c == '，');
    signed || (short && (line.starts_with("——") || line.starts_with('—')))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{blocks::split, duplicates, sample},
        *,
    };

    const A: &str =
        "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走，看清河的水，也看柳树。";
    const B: &str = "清河的堤是前年修的，花了三百万元，修堤的时候，沿河的住户让出了六十亩菜地。";
    const C: &str = "柳树是住户自己种的，沿河的菜地没有了，清河的水却清了，堤上的人也多了起来。";
    const F: &str = "河口镇的集市逢五逢十开张，卖菜的天不亮就来占位置，新棚有水有电有摊位。";
    const G: &str = "集市的新棚是镇里盖的，摊位抽签来分，卖菜的都说河口镇的集市比从前亮堂。";

    fn kept(lines: &[&str]) -> Vec<bool> {
        let seed = sample::seed(&lines.join("\n\n"));
        let lines = split(&seed).into_iter().map(|b| Passage::new(b.span, b.after_blank));
        let runs = duplicates::find(&seed, &lines.collect::<Vec<_>>());
        runs.iter().map(|run| is_later(run.suits.0, run.suits.1)).collect()
    }

    #[test]
    fn a_text_is_kept_among_lines_that_speak_of_the_same() {
        assert_eq!(kept(&[F, B, G, A, B, C]), [true]);
        assert_eq!(kept(&[A, B, C, F, B, G]), [false]);
        // A part of it stands beside it where the copy was cut.
        let (head, tail) = B.split_at(B.find("让出").unwrap_or_default());
        assert_eq!(kept(&[F, head, G, tail, A, B, C]), [true]);
    }

    #[test]
    fn a_copy_above_the_masthead_of_its_own_article_strayed_there() {
        assert_eq!(kept(&[F, B, "柳堤新绿", "记者 刘娟", A, C, B]), [true]);
        assert_eq!(kept(&[F, B, A, C, B]), [false]);
    }

    #[test]
    fn between_equals_the_earlier_stays() {
        assert_eq!(kept(&[A, B, B, C]), [false]);
        assert_eq!(kept(&[A, B, A, B]), [false]);
        assert_eq!(kept(&[B, F, B]), [false]);
    }

    #[test]
    fn numbers_go_on_at_home() {
        let fifth = "第五条　灯塔由航标站看守，夜里每两小时记一次海况，雾天另记能见度。";
        let lines = [
            "第九条　渔船进港须报关。",
            fifth,
            "第十条　旅客凭票上船。",
            "第四条　堤上不得堆放杂物。",
            fifth,
            "第六条　水闸每月检修。",
        ];
        assert_eq!(kept(&lines), [true]);
    }

    #[test]
    fn a_copy_set_otherwise_than_its_neighbours_is_not_at_home() {
        let speech = "“让出去的地，换回来的是安心。”住在河边的老人说，他在这里住了七十年。";
        let other = speech.replace('“', "「").replace('”', "」");
        let (before, behind) = ("“桥断了。”船工说。", "“要等到秋天。”船工又说。");
        assert_eq!(
            kept(&[before, &other, behind, "“会修的。”镇长说。", speech, "“等吧。”"]),
            [true]
        );
        assert_eq!(
            kept(&[before, speech, behind, "“会修的。”镇长说。", &other, "“等吧。”"]),
            [false]
        );
    }
}
