//! Cohesion: how much two texts speak of the same.
//!
//! Two stretches of one article share words that stand nowhere else on the page;
//! what two articles share stands in the others as well (Hearst 1997 measures the
//! same on windows of words). Words are pairs of characters: Chinese needs no
//! division for that. The counts are kept in a table of fixed size, so that a
//! gigabyte costs what a page does.

use super::decode::Seed;
use crate::text::pairs;

/// Places of the table, a power of two.
const PLACES: usize = 1 << 18;

/// How often each pair of characters stands in a seed; by default in an empty one, of
/// which nothing can be asked.
#[derive(Clone, Debug, Default)]
pub struct Cohesion {
    counts: Vec<u16>,
}

impl Cohesion {
    /// Counts the pairs of a seed.
    pub fn of(seed: &Seed) -> Self {
        let mut counts = vec![0_u16; PLACES];
        for pair in pairs(&seed.text) {
            let count = &mut counts[place(key(pair))];
            *count = count.saturating_add(1);
        }
        Self { counts }
    }

    /// How much of the smaller of two texts stands in the other: 0 nothing, 1
    /// all. A pair counts the less the more often it stands in neither.
    pub fn share(&self, left: &str, right: &str) -> f32 {
        self.shares(&Both::of(left, right)).all
    }

    /// The same for the two texts at a break, and for the paragraphs on both sides of it.
    pub fn shares(&self, both: &Both) -> Shares {
        let common = both.common();
        let share = |one: &[usize], other: &[usize]| {
            let smaller = both.distinct(one).min(both.distinct(other));
            if smaller == 0 {
                return 0.0;
            }
            let mut sum = 0.0;
            for &(pair, counts) in &common {
                let (here, there) = (times(counts, one), times(counts, other));
                if here > 0 && there > 0 {
                    sum += rarity(self.counts[place(pair)], here.saturating_add(there));
                }
            }
            sum / smaller as f32
        };
        Shares {
            all: share(BEFORE, BEHIND),
            last: (share(&[LAST], &[REST_BEFORE]), share(&[LAST], BEHIND)),
            first: (share(&[FIRST], &[REST_BEHIND]), share(&[FIRST], BEFORE)),
        }
    }
}

/// How much the texts on both sides of a break share.
#[derive(Clone, Copy, Debug)]
pub struct Shares {
    /// One with the other.
    pub all: f32,
    /// The last paragraph before the break with the rest of its own text, and with the other.
    pub last: (f32, f32),
    /// The first behind it.
    pub first: (f32, f32),
}

/// The parts of the texts at a break: what stands before its last paragraph, that, the first
/// paragraph behind the break, what stands behind that.
const PARTS: usize = 4;
const REST_BEFORE: usize = 0;
const LAST: usize = 1;
const FIRST: usize = 2;
const REST_BEHIND: usize = 3;
/// The text before the break.
pub const BEFORE: &[usize] = &[REST_BEFORE, LAST];
/// The text behind it.
pub const BEHIND: &[usize] = &[FIRST, REST_BEHIND];

/// How often a pair stands in each part.
type Counts = [u16; PARTS];

/// A bit for each of some parts.
fn bits(parts: &[usize]) -> usize {
    parts.iter().fold(0, |bits, part| bits | 1 << part)
}

/// How often a pair stands in some parts.
fn times(counts: Counts, parts: &[usize]) -> u16 {
    parts.iter().fold(0, |sum, &part| sum.saturating_add(counts[part]))
}

/// How often each pair stands in the two texts at a break and in their parts, all of them
/// read once: a table with a place for each pair, the next free one where another stands
/// in its own.
#[derive(Clone, Debug, Default)]
pub struct Both {
    /// Each pair with its counts. Nought is no pair: a place is free.
    places: Vec<(u64, Counts)>,
    /// How many pairs stand in just these parts, a bit for each.
    distinct: [usize; 1 << PARTS],
    /// Where those stand that more than one part has.
    common: Vec<usize>,
}

impl Both {
    /// Counts the pairs of a text and of that behind it.
    pub fn of(before: &str, behind: &str) -> Self {
        let (rest_before, last) = before.rsplit_once('\n').unwrap_or(("", before));
        let (first, rest_behind) = behind.split_once('\n').unwrap_or((behind, ""));
        // A pair has three bytes of its own, with few exceptions.
        let mut both = Self::with_room_for((before.len() + behind.len()) / 3);
        for (part, text) in [rest_before, last, first, rest_behind].into_iter().enumerate() {
            for pair in pairs(text) {
                both.count(key(pair), part);
            }
        }
        both
    }

    /// How many different pairs some parts have: those [`BEFORE`] the break, those [`BEHIND`].
    pub fn distinct(&self, parts: &[usize]) -> usize {
        let wanted = bits(parts);
        let all = self.distinct.iter().enumerate();
        all.filter(|(bits, _)| bits & wanted != 0).map(|(_, count)| count).sum()
    }

    /// Whether some parts have a pair.
    pub fn has(&self, pair: (char, char), parts: &[usize]) -> bool {
        if self.places.is_empty() {
            return false;
        }
        let (_, counts) = self.places[self.place(key(pair))];
        times(counts, parts) > 0
    }

    /// The place of a pair, or the free one where it would stand.
    fn place(&self, pair: u64) -> usize {
        let mask = self.places.len() - 1;
        let mut at = hash(pair) as usize & mask;
        while self.places[at].0 != pair && self.places[at].0 != 0 {
            at = (at + 1) & mask;
        }
        at
    }

    fn with_room_for(pairs: usize) -> Self {
        let places = (pairs + pairs / 8 + 1).next_power_of_two().max(64);
        let places = vec![(0, [0; PARTS]); places];
        Self { places, distinct: [0; 1 << PARTS], common: Vec::new() }
    }

    fn count(&mut self, pair: u64, part: usize) {
        let at = self.place(pair);
        let (known, counts) = &mut self.places[at];
        *known = pair;
        if counts[part] == 0 {
            let before = (0..PARTS).fold(0, |bits, p| bits | usize::from(counts[p] > 0) << p);
            if before > 0 {
                self.distinct[before] -= 1;
            }
            if before.is_power_of_two() {
                self.common.push(at);
            }
            self.distinct[before | 1 << part] += 1;
        }
        counts[part] = counts[part].saturating_add(1);
    }

    /// The pairs that more than one part has, in order.
    fn common(&self) -> Vec<(u64, Counts)> {
        let mut common: Vec<(u64, Counts)> =
            self.common.iter().map(|&at| self.places[at]).collect();
        common.sort_unstable();
        common
    }
}

/// What a pair counts that stands so often in the seed, and so often in the two texts
/// that are compared.
fn rarity(all: u16, inside: u16) -> f32 {
    1.0 / f32::from(1 + all.saturating_sub(inside))
}

/// Texts that follow each other, read once for many questions: each pair is known by
/// its rank among the pairs of all of them.
pub struct Stretch {
    /// How often each pair stands in the seed, by rank.
    in_seed: Vec<u16>,
    /// The pairs of all texts, text by text and in order, with how often each stands there.
    pairs: Vec<Occurrence>,
    /// Where those of each text begin, and the end.
    starts: Vec<usize>,
}

/// The rank of a pair, and how often it stands in a text.
type Occurrence = (u32, u16);

impl Stretch {
    /// Bits of the number of a text.
    const TEXTS: u32 = 20;

    /// Reads texts, at most a million.
    pub fn of<'t>(cohesion: &Cohesion, texts: impl Iterator<Item = &'t str>) -> Self {
        // A pair has 42 bits: with the number of its text behind it is still one number, and
        // one sort brings the pairs in order and the texts of each.
        let mut all: Vec<u64> = Vec::new();
        let mut count = 0;
        for text in texts.take(1 << Self::TEXTS) {
            all.reserve(text.len() / 3);
            all.extend(pairs(text).map(|pair| (key(pair) << Self::TEXTS) | count));
            count += 1;
        }
        all.sort_unstable();
        let text = |entry: u64| (entry & ((1 << Self::TEXTS) - 1)) as usize;
        let mut starts = vec![0; count as usize + 1];
        for here in all.chunk_by(|a, b| a == b) {
            starts[text(here[0]) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut free = starts.clone();
        let mut pairs = vec![(0, 0); starts[count as usize]];
        let mut in_seed = Vec::new();
        for same in all.chunk_by(|a, b| a >> Self::TEXTS == b >> Self::TEXTS) {
            let rank = in_seed.len() as u32;
            in_seed.push(cohesion.counts[place(same[0] >> Self::TEXTS)]);
            for here in same.chunk_by(|a, b| a == b) {
                let times = u16::try_from(here.len()).unwrap_or(u16::MAX);
                let free = &mut free[text(here[0])];
                pairs[*free] = (rank, times);
                *free += 1;
            }
        }
        Self { in_seed, pairs, starts }
    }

    /// The pairs of a text.
    fn text(&self, text: usize) -> &[Occurrence] {
        &self.pairs[self.starts[text]..self.starts[text + 1]]
    }

    /// A window over none of the texts.
    pub fn window(&self) -> Window {
        let ranks = self.in_seed.len();
        Window { counts: vec![0; ranks], seen: vec![0; ranks.div_ceil(64)], distinct: 0 }
    }

    /// How much of the smaller of two windows stands in the other, as
    /// [`Cohesion::share`] counts it.
    pub fn share(&self, left: &Window, right: &Window) -> f32 {
        let smaller = left.distinct.min(right.distinct);
        if smaller == 0 {
            return 0.0;
        }
        let mut sum = 0.0;
        for (at, (here, there)) in left.seen.iter().zip(&right.seen).enumerate() {
            let mut both = here & there;
            while both != 0 {
                let rank = at * 64 + both.trailing_zeros() as usize;
                sum += rarity(self.in_seed[rank], left.counts[rank] + right.counts[rank]);
                both &= both - 1;
            }
        }
        sum / smaller as f32
    }

    /// The same for one of the texts and a window.
    pub fn share_of(&self, text: usize, window: &Window) -> f32 {
        let text = self.text(text);
        let there = |rank: u32, _| window.counts[rank as usize];
        self.sum(text, text.len().min(window.distinct), there)
    }

    /// The same for one of the texts of a window and its others.
    pub fn share_of_rest(&self, text: usize, window: &Window) -> f32 {
        let text = self.text(text);
        let there = |rank: u32, here| window.counts[rank as usize] - here;
        let alone = text.iter().filter(|&&(rank, here)| there(rank, here) == 0).count();
        self.sum(text, text.len().min(window.distinct - alone), there)
    }

    fn sum(&self, text: &[Occurrence], smaller: usize, there: impl Fn(u32, u16) -> u16) -> f32 {
        if smaller == 0 {
            return 0.0;
        }
        let mut sum = 0.0;
        for &(rank, here) in text {
            let there = there(rank, here);
            if there > 0 {
                sum += rarity(self.in_seed[rank as usize], here + there);
            }
        }
        sum / smaller as f32
    }
}

/// Some of the texts of a [`Stretch`] as one.
pub struct Window {
    /// How often each pair stands in them, by rank.
    counts: Vec<u16>,
    /// A bit for each pair that does.
    seen: Vec<u64>,
    /// How many pairs do.
    distinct: usize,
}

impl Window {
    /// Takes one more text in.
    pub fn add(&mut self, stretch: &Stretch, text: usize) {
        for &(rank, times) in stretch.text(text) {
            let rank = rank as usize;
            self.distinct += usize::from(self.counts[rank] == 0);
            self.counts[rank] = self.counts[rank].saturating_add(times);
            self.seen[rank / 64] |= 1 << (rank % 64);
        }
    }

    /// Lets one of its texts go.
    pub fn remove(&mut self, stretch: &Stretch, text: usize) {
        for &(rank, times) in stretch.text(text) {
            let rank = rank as usize;
            self.counts[rank] = self.counts[rank].saturating_sub(times);
            if self.counts[rank] == 0 {
                self.distinct -= 1;
                self.seen[rank / 64] &= !(1 << (rank % 64));
            }
        }
    }
}

/// A pair as one number: numbers are sorted faster.
fn key((a, b): (char, char)) -> u64 {
    (u64::from(a as u32) << 21) | u64::from(b as u32)
}

/// The place of a pair in the table (multiplicative hashing, Knuth 1973).
fn place(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 46) as usize
}

/// The hash of a pair: the high bits of a product are spread best.
fn hash(key: u64) -> u64 {
    key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    const RIVER: &str = "清河两岸种满了柳树，堤是前年修的，沿河的住户让出了菜地。";
    const BANK: &str = "护堤的住户说，柳树活了九成，清河的水也清了。";
    const FAIR: &str = "集市逢五逢十开张，卖菜的天不亮就来占位置，新棚有水有电。";

    #[test]
    fn texts_of_one_matter_share_more() {
        let page = [RIVER, BANK, FAIR].concat();
        let seed = sample::seed(&page);
        let cohesion = Cohesion::of(&seed);
        assert!(cohesion.share(RIVER, BANK) > 3.0 * cohesion.share(RIVER, FAIR));
        assert!(cohesion.share(RIVER, "") < f32::EPSILON);
        assert!((cohesion.share(RIVER, RIVER) - 1.0).abs() < 0.1);
    }

    #[test]
    fn the_parts_of_texts_at_a_break_share_what_they_do_by_themselves() {
        let cohesion = Cohesion::of(&sample::seed(&[RIVER, BANK, FAIR, BANK].join("\n")));
        let before = [RIVER, FAIR, BANK].join("\n");
        let behind = [BANK, "河水河水。", RIVER].join("\n");
        let shares = cohesion.shares(&Both::of(&before, &behind));
        let alone = |left: &[&str], right: &[&str]| {
            // In one line each: no part is told from the rest.
            cohesion.share(&left.join("，"), &right.join("，"))
        };
        let expected = [
            (shares.all, alone(&[RIVER, FAIR, BANK], &[BANK, "河水河水。", RIVER])),
            (shares.last.0, alone(&[BANK], &[RIVER, FAIR])),
            (shares.last.1, alone(&[BANK], &[BANK, "河水河水。", RIVER])),
            (shares.first.0, alone(&[BANK], &["河水河水。", RIVER])),
            (shares.first.1, alone(&[BANK], &[RIVER, FAIR, BANK])),
        ];
        assert!(
            expected.iter().all(|(a, b)| *a > 0.0 && a.to_bits() == b.to_bits()),
            "{expected:?}"
        );
    }

    #[test]
    fn windows_that_roll_share_what_their_texts_do() {
        let texts = [RIVER, BANK, FAIR, "", BANK, RIVER, "河水河水河水。"];
        let seed = sample::seed(&texts.concat());
        let cohesion = Cohesion::of(&seed);
        let stretch = Stretch::of(&cohesion, texts.into_iter());
        let (mut before, mut behind) = (stretch.window(), stretch.window());
        for text in 0..texts.len() {
            behind.add(&stretch, text);
        }
        for at in 0..texts.len() {
            let (left, right) = (texts[..at].join("\n"), texts[at..].join("\n"));
            let same = |a: f32, b: f32| a.to_bits() == b.to_bits();
            assert!(same(stretch.share(&before, &behind), cohesion.share(&left, &right)));
            assert!(same(stretch.share_of(at, &before), cohesion.share(texts[at], &left)));
            let rest = texts[at + 1..].join("\n");
            assert!(same(stretch.share_of_rest(at, &behind), cohesion.share(texts[at], &rest)));
            behind.remove(&stretch, at);
            before.add(&stretch, at);
        }
    }
}
