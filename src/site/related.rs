//! More of the same: articles that share a place, topics, or words that few have.
//!
//! The words are pairs of characters. Each article keeps those of its headline and
//! a sample of those in its text, the same for each article, so that what two
//! texts share is in both samples or in neither. Of these only the rarest count.
//! All lists that are looked at are cut around the article, so that the cost of
//! one does not grow with the archive.

use std::{collections::HashMap, sync::Arc};

use rayon::prelude::*;

use super::{
    found::Found,
    kept,
    library::{Entry, Library},
    output::{Note, Sink},
};
use crate::{markdown::Block, text};

/// How many articles are named.
const RELATED: usize = 4;
/// Of a place or topic, only so many articles on either side of the article.
const WINDOW: usize = 24;
/// Of a pair of characters.
const NARROW: usize = 12;
/// Pairs of a text that are kept: of a long text, those with the least ranks.
const SAMPLE: usize = 256;
/// The rarest pairs of an article: what it is looked up by.
const RAREST: usize = 16;
/// Articles with neither place nor topic in common share so many pairs at least.
const LEAST_SHARED: u32 = 3;
/// A pair that more than one in so many articles has says nothing.
const COMMONEST: usize = 8;
/// Pairs are counted in slots by their first bits, of so many.
const SLOT_BITS: u32 = 22;
const SLOTS: usize = 1 << SLOT_BITS;
/// So many are counted at a time: few enough to be near at hand for the processor.
const PART: usize = SLOTS / 8;
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

/// The pairs of characters that an article is told by, as sorted numbers.
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
            if rank(pair) <= bound {
                sample.push(pair);
            }
        });
    }
    sample.sort_unstable();
    sample.dedup();
    if sample.len() > SAMPLE {
        let mut ranks: Vec<u32> = sample.iter().copied().map(rank).collect();
        let (_, last, _) = ranks.select_nth_unstable(SAMPLE - 1);
        sample.retain(|pair| rank(*pair) <= *last);
    }
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

/// Which articles are most like which.
pub(super) enum Related {
    /// Those of each article, found once: what they were found by is gone.
    Listed(Vec<Vec<usize>>),
    /// Found when somebody asks, while articles change.
    Sought(Relations),
}

impl Default for Related {
    fn default() -> Self {
        Self::Listed(Vec::new())
    }
}

impl Related {
    /// Those of all articles of `library`, where nothing is new as `sink` took a note of them.
    /// Takes their terms: they are of no further use.
    pub(super) fn list(library: &mut Library, sink: &impl Sink) -> Self {
        let take = |entry: &mut Entry| match Arc::get_mut(&mut entry.facts) {
            Some(facts) => std::mem::take(&mut facts.inside.terms),
            None => entry.facts.inside.terms.clone(),
        };
        let terms: Vec<Box<[u32]>> = library.entries.iter_mut().map(take).collect();
        let relations = Relations::new(&terms.iter().map(|terms| &**terms).collect::<Vec<_>>());
        drop(terms);
        let last = sink.note(Note::Related);
        let last: Option<Found> = last.and_then(|note| kept::opened(&note));
        let (found, to_note) = Found::of(library, &relations, last.as_ref());
        if to_note && sink.takes_notes() {
            sink.take_note(Note::Related, &kept::sealed(&found).unwrap_or_default());
        }
        Self::Listed(found.into_lists())
    }

    /// Those of an article, if they need not be sought.
    pub(super) fn listed(&self, number: usize) -> Option<&[usize]> {
        match self {
            Self::Listed(all) => Some(all.get(number).map_or(&[], Vec::as_slice)),
            Self::Sought(_) => None,
        }
    }

    /// Those of any article of `library`, to be found later.
    pub(super) fn seek(library: &Library) -> Self {
        let terms: Vec<&[u32]> =
            library.entries.iter().map(|entry| &*entry.facts.inside.terms).collect();
        Self::Sought(Relations { holders: Holders::new(&terms), ..Relations::new(&terms) })
    }

    /// Takes note that the article `number` of `library` had the terms `old`.
    pub(super) fn renew(&mut self, library: &Library, number: usize, old: &[u32]) {
        match self {
            // They are not to be changed.
            Self::Listed(_) => {}
            Self::Sought(relations) => {
                let terms = |number: usize| &*library.entries[number].facts.inside.terms;
                relations.renew(terms, number, old);
            }
        }
    }

    /// Those that share most with an article; of equals the nearer in time, then the newer.
    pub(super) fn to(&self, library: &Library, number: usize) -> Vec<usize> {
        match self {
            Self::Listed(all) => all.get(number).cloned().unwrap_or_default(),
            Self::Sought(relations) => relations.to(library, number),
        }
    }
}

/// What related articles are found by.
pub(super) struct Relations {
    /// How many articles have a pair, by its slot; none where no two can share one.
    counts: Vec<u32>,
    /// A pair that more have says nothing.
    most: u32,
    /// For each article its rarest pairs that another article has too.
    rare: Vec<Vec<u32>>,
    owners: Owners,
    /// Who has to be looked at again when there are more of a pair, or fewer.
    holders: Holders,
}

impl Relations {
    /// Of articles by their terms.
    pub(super) fn new(terms: &[&[u32]]) -> Self {
        let mut counts = Vec::new();
        if terms.len() > 1 {
            // The system clears it for whoever touches it first: below, side by side.
            counts = vec![0_u32; SLOTS];
            counts.par_chunks_mut(PART).enumerate().for_each(|(part, counts)| {
                let slots = part * PART..(part + 1) * PART;
                for terms in terms {
                    // They are sorted: those of a part stand together.
                    let start = terms.partition_point(|pair| slot(*pair) < slots.start);
                    for &pair in &terms[start..] {
                        let Some(count) = counts.get_mut(slot(pair) - slots.start) else { break };
                        *count += 1;
                    }
                }
            });
        }
        let most = (terms.len() / COMMONEST).max(3) as u32;
        let (rare, owners, holders) = (Vec::new(), Owners::default(), Holders::default());
        let mut relations = Self { counts, most, rare, owners, holders };
        relations.rare = terms.par_iter().map(|terms| relations.rarest(terms)).collect();
        relations.owners = Owners::new(&relations.rare);
        relations
    }

    /// The rarest pairs among the terms of an article that another article has too.
    fn rarest(&self, terms: &[u32]) -> Vec<u32> {
        if self.counts.is_empty() {
            return Vec::new();
        }
        let count = |pair: u32| self.counts[slot(pair)];
        let shared = terms.iter().filter(|pair| (2..=self.most).contains(&count(**pair)));
        let mut by_count: Vec<(u32, u32)> = shared.map(|p| (count(*p), *p)).collect();
        if by_count.len() > RAREST {
            by_count.select_nth_unstable(RAREST);
            by_count.truncate(RAREST);
        }
        by_count.into_iter().map(|(_, pair)| pair).collect()
    }

    /// Takes note that the article `number` had the terms `old`. What is rare may be others
    /// for each article that has a pair of which there are now more, or fewer.
    fn renew<'t>(&mut self, terms: impl Fn(usize) -> &'t [u32] + Sync, number: usize, old: &[u32]) {
        let new = terms(number);
        if self.counts.is_empty() || old == new {
            return;
        }
        let mut affected = vec![number as u32];
        let mut touch = |pair: u32, more: bool| {
            let slot = slot(pair);
            let count = self.counts[slot];
            self.counts[slot] = if more { count + 1 } else { count - 1 };
            // Of what more have than say anything it is the same whether there is one more.
            let low = count.min(self.counts[slot]);
            if low <= self.most {
                let (counts, rare) = (&self.counts, &self.rare);
                let others = self.holders.of(slot);
                affected.extend(
                    others.filter(|&other| !is_settled(counts, &rare[other as usize], low)),
                );
            }
            if more {
                self.holders.add(slot, number as u32);
            }
        };
        for &pair in old.iter().filter(|pair| new.binary_search(pair).is_err()) {
            touch(pair, false);
        }
        for &pair in new.iter().filter(|pair| old.binary_search(pair).is_err()) {
            touch(pair, true);
        }
        affected.sort_unstable();
        affected.dedup();
        let rare = affected.into_par_iter().map(|other| {
            let other = other as usize;
            (other, self.rarest(terms(other)))
        });
        let rare: Vec<(usize, Vec<u32>)> = rare.collect();
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for (other, rare) in rare {
            let before = std::mem::replace(&mut self.rare[other], rare);
            gone.extend(before.into_iter().map(|pair| (pair, other as u32)));
            come.extend(self.rare[other].iter().map(|&pair| (pair, other as u32)));
        }
        self.owners.exchange(gone, come);
    }

    /// The rarest pairs of an article, which it is looked up by.
    pub(super) fn rare(&self, number: usize) -> &[u32] {
        &self.rare[number]
    }

    /// Those that share most with the article `number`.
    pub(super) fn to(&self, library: &Library, number: usize) -> Vec<usize> {
        of(library, &self.owners, &self.rare[number], number)
    }
}

/// Whether an article keeps its rarest pairs, `rare`, although there is one more of another of
/// its pairs or one fewer, now or before only `low`: it has enough that are rarer still.
fn is_settled(counts: &[u32], rare: &[u32], low: u32) -> bool {
    rare.len() == RAREST && rare.iter().all(|pair| counts[slot(*pair)] < low)
}

/// Which articles have, or once had, a pair of a slot.
#[derive(Default)]
struct Holders {
    /// The articles of all slots, slot by slot.
    all: Vec<u32>,
    /// Where those of each slot begin, and one more for the end.
    starts: Vec<u32>,
    /// Those who came later, by slot.
    later: HashMap<usize, Vec<u32>>,
}

impl Holders {
    fn new(terms: &[&[u32]]) -> Self {
        let mut starts = vec![0_u32; SLOTS + 1];
        for &pair in terms.iter().copied().flatten() {
            starts[slot(pair) + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut all = vec![0; starts.last().map_or(0, |end| *end as usize)];
        for (number, terms) in terms.iter().enumerate() {
            for &pair in *terms {
                let at = &mut next[slot(pair)];
                all[*at as usize] = number as u32;
                *at += 1;
            }
        }
        Self { all, starts, later: HashMap::new() }
    }

    fn of(&self, slot: usize) -> impl Iterator<Item = u32> {
        let range = self.starts[slot] as usize..self.starts[slot + 1] as usize;
        let later = self.later.get(&slot).into_iter().flatten();
        self.all[range].iter().chain(later).copied()
    }

    fn add(&mut self, slot: usize, number: u32) {
        self.later.entry(slot).or_default().push(number);
    }
}

/// Of a long text the pairs of the least ranks are kept. They are all alike in their first bits,
/// and so must not be in those by which they are counted.
fn rank(pair: u32) -> u32 {
    pair.rotate_left(SLOT_BITS)
}

/// Where a pair is counted.
fn slot(pair: u32) -> usize {
    (pair >> (u32::BITS - SLOT_BITS)) as usize
}

/// Who has which pair.
#[derive(Default)]
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
        Self { starts: Self::starts(&all), all }
    }

    fn starts(all: &[(u32, u32)]) -> Vec<usize> {
        let mut starts = vec![0; (1 << Self::BITS) + 1];
        for (pair, _) in all {
            starts[(pair >> (u32::BITS - Self::BITS)) as usize + 1] += 1;
        }
        for bits in 1..starts.len() {
            starts[bits] += starts[bits - 1];
        }
        starts
    }

    /// Takes out what is `gone`, which is there, and puts in what has `come`.
    fn exchange(&mut self, mut gone: Vec<(u32, u32)>, mut come: Vec<(u32, u32)>) {
        gone.sort_unstable();
        come.sort_unstable();
        if gone == come {
            return;
        }
        let mut gone = gone.into_iter().peekable();
        self.all.retain(|pair| gone.next_if_eq(pair).is_none());
        self.all.extend(come);
        #[expect(clippy::stable_sort_primitive, reason = "two sorted runs, which it merges")]
        self.all.sort();
        self.starts = Self::starts(&self.all);
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
    let city = entry.city.map(|c| &library.cities[c].entries);
    let topics = entry.facts.body.topics.iter().map(|(topic, _)| &library.topics[*topic]);
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
    use proptest::{collection::btree_set, prelude::*};

    use super::*;

    /// Terms of an article, from so few that most are shared; some are counted as one.
    fn few_terms() -> impl Strategy<Value = Vec<u32>> {
        let term =
            (0_u32..300).prop_map(|n| if n > 290 { (n - 10) << 8 | SLOTS as u32 } else { n << 8 });
        btree_set(term, 10..40).prop_map(|terms| terms.into_iter().collect())
    }

    proptest! {
        // Each makes tables of all slots, several times.
        #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

        #[test]
        fn what_is_renewed_is_what_is_made_anew(
            articles in prop::collection::vec(few_terms(), 1..80),
            edits in prop::collection::vec((any::<prop::sample::Index>(), few_terms()), 1..8),
        ) {
            let mut articles = articles;
            let of = |articles: &[Vec<u32>]| {
                let terms: Vec<&[u32]> = articles.iter().map(Vec::as_slice).collect();
                Relations { holders: Holders::new(&terms), ..Relations::new(&terms) }
            };
            let mut kept = of(&articles);
            for (which, terms) in edits {
                let number = which.index(articles.len());
                let old = std::mem::replace(&mut articles[number], terms);
                kept.renew(|number| &*articles[number], number, &old);
                let anew = of(&articles);
                prop_assert_eq!(&kept.counts, &anew.counts);
                let sorted = |relations: &Relations| {
                    let mut rare = relations.rare.clone();
                    for pairs in &mut rare {
                        pairs.sort_unstable();
                    }
                    rare
                };
                prop_assert_eq!(sorted(&kept), sorted(&anew));
                prop_assert_eq!(&kept.owners.all, &anew.owners.all);
                prop_assert_eq!(&kept.owners.starts, &anew.owners.starts);
            }
        }
    }

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
