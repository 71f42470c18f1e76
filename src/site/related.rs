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
        let telling = text::is_han(c) && !COMMON.contains(&c);
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
    // Who has which pair, each a list from the newest to the oldest.
    let mut owners: Vec<(u32, u32)> = rare
        .iter()
        .enumerate()
        .flat_map(|(number, rare)| rare.iter().map(move |pair| (*pair, number as u32)))
        .collect();
    owners.par_sort_unstable();
    let library = &*library;
    (0..library.entries.len())
        .into_par_iter()
        .map(|number| of(library, &owners, &rare[number], number))
        .collect()
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

fn of(library: &Library, owners: &[(u32, u32)], rare: &[u32], number: usize) -> Vec<usize> {
    let all = library.entries.len();
    let entry = &library.entries[number];
    let city = entry.city.and_then(|place| library.city(place)).map(|c| &library.cities[c].entries);
    let topics = entry.topics.iter().map(|(topic, _)| &library.topics[*topic]);
    // The other article, the weight of what is shared, whether a name says so.
    let mut found: Vec<(usize, u32, bool)> = Vec::new();
    for list in city.into_iter().chain(topics) {
        let weight = 2 * rarity(all, list.len());
        let at = list.partition_point(|&other| other < number);
        found.extend(around(list, at, WINDOW).iter().map(|&other| (other, weight, true)));
    }
    for &pair in rare {
        let from = owners.partition_point(|&(other, _)| other < pair);
        let length = owners[from..].partition_point(|&(other, _)| other == pair);
        let list = &owners[from..from + length];
        let at = list.partition_point(|&(_, other)| (other as usize) < number);
        let weight = rarity(all, length);
        let near = around(list, at, NARROW).iter();
        found.extend(near.map(|&(_, other)| (other as usize, weight, false)));
    }
    found.sort_unstable();
    let mut scores: Vec<(usize, Shared)> = Vec::new();
    for (other, weight, named) in found.into_iter().filter(|(other, ..)| *other != number) {
        if scores.last().is_none_or(|(last, _)| *last != other) {
            scores.push((other, Shared::default()));
        }
        if let Some((_, shared)) = scores.last_mut() {
            shared.weight += weight;
            shared.pairs += u32::from(!named);
            shared.named |= named;
        }
    }
    scores.retain(|(_, shared)| shared.named || shared.pairs >= LEAST_SHARED);
    scores.sort_by_key(|(other, shared)| {
        (std::cmp::Reverse(shared.weight), other.abs_diff(number), *other)
    });
    scores.into_iter().take(RELATED).map(|(other, _)| other).collect()
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
