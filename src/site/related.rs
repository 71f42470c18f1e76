//! More of the same: articles that share a place, topics, or words that few have.
//!
//! The words are pairs of characters. Each article keeps those of its headline and
//! a sample of those in its text, the same for each article, so that what two
//! texts share is in both samples or in neither. Of these only the rarest count.
//! All lists that are looked at are cut around the article, so that the cost of
//! one does not grow with the archive.

use rayon::prelude::*;

use super::library::Library;
use crate::{markdown::Block, text};

/// How many articles are named.
const RELATED: usize = 4;
/// Of a place or topic, only so many articles on either side of the article.
const WINDOW: usize = 24;
/// Of a pair of characters.
const NARROW: usize = 12;
/// Pairs of a text that are kept: of a long text, those with the least hashes.
const SAMPLE: usize = 256;
/// The rarest pairs of an article: what it is looked up by.
const RAREST: usize = 16;
/// Articles with neither place nor topic in common share so many pairs at least.
const LEAST_SHARED: u32 = 3;
/// A pair that more than one in so many articles has says nothing.
const COMMONEST: usize = 8;
/// Slots in which pairs are counted; a power of two.
const SLOTS: usize = 1 << 22;
/// Characters that stand beside anything: no pair with one says what a text is of.
const COMMON: [char; 36] = [
    '的', '了', '是', '在', '和', '有', '不', '我', '这', '个', '们', '中', '为', '以', '到', '上',
    '与', '等', '及', '对', '将', '于', '从', '也', '把', '被', '让', '其', '就', '都', '说', '要',
    '会', '着', '并', '后',
];

/// The first Han character of the block that holds nearly all, and how many it has.
const HAN: (u32, usize) = (0x4e00, 0x5200);

/// A bit for each character of that block: whether it is one of [`COMMON`].
const COMMON_BITS: [u64; HAN.1 / 64] = {
    let mut bits = [0; HAN.1 / 64];
    let mut number = 0;
    while number < COMMON.len() {
        let at = (COMMON[number] as u32 - HAN.0) as usize;
        bits[at / 64] |= 1 << (at % 64);
        number += 1;
    }
    bits
};

/// Whether a pair with `c` says what a text is of.
fn is_telling(c: char) -> bool {
    match (c as u32).checked_sub(HAN.0).map(|at| at as usize) {
        Some(at) if at < HAN.1 => COMMON_BITS[at / 64] >> (at % 64) & 1 == 0,
        _ => text::is_han(c),
    }
}

/// The pairs of characters that an article is told by, as sorted hashes.
pub(super) fn terms(title: &str, blocks: &[Block]) -> Box<[u32]> {
    let length: usize = blocks.iter().map(|block| block.text.len() / 3).sum();
    // Twice as many as are kept, since a text has some of its pairs often.
    let bound = match length / (2 * SAMPLE) {
        0 => u32::MAX,
        times => u32::MAX / times as u32,
    };
    let mut sample = Vec::new();
    for block in blocks {
        pairs(&block.text, |pair| {
            if pair <= bound {
                sample.push(pair);
            }
        });
    }
    sample.sort_unstable();
    sample.dedup();
    sample.truncate(SAMPLE);
    let heads = blocks.iter().filter(|block| block.heading.is_some()).take(SAMPLE / 16);
    for head in std::iter::once(title).chain(heads.map(|block| block.text.as_str())) {
        pairs(head, |pair| sample.push(pair));
    }
    sample.sort_unstable();
    sample.dedup();
    sample.truncate(2 * SAMPLE);
    sample.into_boxed_slice()
}

fn pairs(words: &str, mut see: impl FnMut(u32)) {
    let mut before = None;
    for c in words.chars() {
        let telling = is_telling(c);
        if let Some(first) = before.filter(|_| telling) {
            see(hash(first, c));
        }
        before = telling.then_some(c);
    }
}

/// Spreads pairs evenly over all numbers.
fn hash(first: char, second: char) -> u32 {
    let both = (u64::from(u32::from(first)) << 32) | u64::from(u32::from(second));
    let mixed = (both ^ (both >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((mixed ^ (mixed >> 32)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 32) as u32
}

/// For each article those that share most with it; of equals the nearer in time,
/// then the newer. Takes the terms of all articles: they are of no further use.
pub(super) fn related(library: &mut Library) -> Vec<Vec<usize>> {
    let terms: Vec<Box<[u32]>> =
        library.entries.iter_mut().map(|entry| std::mem::take(&mut entry.facts.terms)).collect();
    let rare = rarest(&terms);
    let owners = Owners::new(&rare);
    let library = &*library;
    (0..library.entries.len())
        .into_par_iter()
        .map(|number| of(library, &owners, &rare[number], number))
        .collect()
}

/// Who has which pair.
struct Owners {
    /// Pairs and articles, sorted: of each pair a list from the newest to the oldest.
    all: Vec<(u32, u32)>,
    /// Where the pairs with these upper bits begin, and one more for the end.
    starts: Vec<usize>,
}

impl Owners {
    /// Upper bits of a pair by which the lists are found: a few lists have the same.
    const BITS: u32 = 16;

    fn new(rare: &[Vec<u32>]) -> Self {
        let pairs = |(number, rare): (usize, &Vec<u32>)| -> Vec<(u32, u32)> {
            rare.iter().map(|pair| (*pair, number as u32)).collect()
        };
        let mut all: Vec<(u32, u32)> = rare.par_iter().enumerate().flat_map_iter(pairs).collect();
        all.par_sort_unstable();
        let mut starts = vec![0; (1 << Self::BITS) + 1];
        for (pair, _) in &all {
            starts[(pair >> (u32::BITS - Self::BITS)) as usize + 1] += 1;
        }
        for bits in 1..starts.len() {
            starts[bits] += starts[bits - 1];
        }
        Self { all, starts }
    }

    /// Those of a pair.
    fn of(&self, pair: u32) -> &[(u32, u32)] {
        let bits = (pair >> (u32::BITS - Self::BITS)) as usize;
        let near = &self.all[self.starts[bits]..self.starts[bits + 1]];
        let from = near.partition_point(|&(other, _)| other < pair);
        let length = near[from..].partition_point(|&(other, _)| other == pair);
        &near[from..from + length]
    }
}

/// For each article its rarest pairs that another article has too.
fn rarest(terms: &[Box<[u32]>]) -> Vec<Vec<u32>> {
    let slot = |pair: u32| pair as usize % SLOTS;
    let mut counts = vec![0_u32; if terms.len() < 2 { 0 } else { SLOTS }];
    if counts.is_empty() {
        return vec![Vec::new(); terms.len()];
    }
    for &pair in terms.iter().flatten() {
        counts[slot(pair)] += 1;
    }
    let most = (terms.len() / COMMONEST).max(3) as u32;
    let rare = |terms: &[u32]| {
        let shared = terms.iter().filter(|pair| (2..=most).contains(&counts[slot(**pair)]));
        let mut by_count: Vec<(u32, u32)> = shared.map(|p| (counts[slot(*p)], *p)).collect();
        if by_count.len() > RAREST {
            by_count.select_nth_unstable(RAREST);
            by_count.truncate(RAREST);
        }
        by_count.into_iter().map(|(_, pair)| pair).collect()
    };
    terms.par_iter().map(|terms| rare(terms)).collect()
}

/// What an article has in common with another.
#[derive(Default)]
struct Shared {
    weight: u32,
    pairs: u32,
    named: bool,
}

/// One thing that an article has in common with another, small and quick to sort: the
/// other's number, then the weight of what is shared, then whether a name says so.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Tie(u64);

impl Tie {
    fn new(other: usize, weight: u32, named: bool) -> Self {
        Self((other as u64) << 32 | u64::from(weight) << 1 | u64::from(named))
    }

    fn parts(self) -> (usize, u32, bool) {
        ((self.0 >> 32) as usize, (self.0 as u32) >> 1, self.0 & 1 == 1)
    }
}

fn of(library: &Library, owners: &Owners, rare: &[u32], number: usize) -> Vec<usize> {
    let all = library.entries.len();
    let entry = &library.entries[number];
    let city = entry.city.and_then(|place| library.city(place)).map(|c| &library.cities[c].entries);
    let topics = entry.topics.iter().map(|(topic, _)| &library.topics[*topic]);
    let mut ties: Vec<Tie> = Vec::new();
    for list in city.into_iter().chain(topics) {
        let weight = 2 * rarity(all, list.len());
        let at = list.partition_point(|&other| other < number);
        let near = around(list, at, WINDOW).iter();
        ties.extend(near.map(|&other| Tie::new(other, weight, true)));
    }
    for list in rare.iter().map(|&pair| owners.of(pair)) {
        let at = list.partition_point(|&(_, other)| (other as usize) < number);
        let weight = rarity(all, list.len());
        let near = around(list, at, NARROW).iter();
        ties.extend(near.map(|&(_, other)| Tie::new(other as usize, weight, false)));
    }
    ties.sort_unstable();
    let mut scores: Vec<(usize, Shared)> = Vec::new();
    for (other, weight, named) in ties.into_iter().map(Tie::parts) {
        if scores.last().is_none_or(|(last, _)| *last != other) {
            scores.push((other, Shared::default()));
        }
        if let Some((_, shared)) = scores.last_mut() {
            shared.weight += weight;
            shared.pairs += u32::from(!named);
            shared.named |= named;
        }
    }
    scores.retain(|(other, shared)| {
        *other != number && (shared.named || shared.pairs >= LEAST_SHARED)
    });
    let rank = |(other, shared): &(usize, Shared)| {
        (std::cmp::Reverse(shared.weight), other.abs_diff(number), *other)
    };
    if scores.len() > RELATED {
        scores.select_nth_unstable_by_key(RELATED, rank);
        scores.truncate(RELATED);
    }
    scores.sort_unstable_by_key(rank);
    // Of its own size: collected from `into_iter` it would keep the room of all scores.
    scores.iter().map(|(other, _)| *other).collect()
}

/// The part of a list around its place `at`.
fn around<T>(list: &[T], at: usize, width: usize) -> &[T] {
    &list[at.saturating_sub(width)..(at + width + 1).min(list.len())]
}

/// How much it says that two of `all` articles are among `few`: four times the
/// binary logarithm of how rare that is.
fn rarity(all: usize, few: usize) -> u32 {
    let times = (all as u128 * 16 / few.max(1) as u128).clamp(16, 1 << 31);
    times.pow(4).ilog2().saturating_sub(16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_is_found_quickly() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_telling(c), text::is_han(c) && !COMMON.contains(&c), "{c:?}");
        }
    }

    #[test]
    fn what_is_rare_says_more() {
        assert_eq!(
            [rarity(1024, 1), rarity(1024, 512), rarity(1024, 1024), rarity(1, 5)],
            [40, 4, 0, 0]
        );
        assert_eq!(rarity(usize::MAX, 1), 108);
    }

    #[test]
    fn a_long_text_keeps_a_sample_and_all_of_its_headline() {
        let (one, other): (Vec<char>, Vec<char>) = ('一'..='鿿')
            .filter(|c| !COMMON.contains(c))
            .partition(|c| (*c as u32).is_multiple_of(2));
        let text: String = one.into_iter().collect();
        let block = |text: &str| Block {
            number: 1,
            text: text.into(),
            heading: None,
            figure: false,
            span: 0..0,
        };
        let title: String = other.iter().take(20).collect();
        let terms = terms(&title, &[block(&text)]);
        assert!((SAMPLE / 2..=SAMPLE + 19).contains(&terms.len()), "{}", terms.len());
        let mut heads = Vec::new();
        pairs(&title, |pair| heads.push(pair));
        assert!(heads.len() == 19 && heads.iter().all(|pair| terms.contains(pair)));
    }
}
