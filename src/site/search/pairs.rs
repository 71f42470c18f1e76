//! Which pairs of characters stand in which articles.
//!
//! Articles are taken two by two, or more where their texts say ever new things: a *leaf*,
//! which is what a reader loads to see a hit. A list of leaves of two is a fifth shorter than
//! one of articles and moves no byte more, as every article is held against its text
//! before it is shown.
//!
//! A *pair* is two characters that stand side by side, as they are folded. The
//! last character of a run makes one with [`END`], so that every character begins
//! a pair wherever it stands: the leaves with a character are those of its pairs.
//!
//! A pair that stands on many leaves also knows, leaf by leaf, what comes after it: a
//! few bits of a hash of each character that does. With them a longer query leaves
//! few leaves to be looked through.

use std::{
    ops::Range,
    sync::atomic::{AtomicU16, AtomicU32, Ordering::Relaxed},
};

use rayon::prelude::*;

use super::numbers::{Numbered, Part};
use crate::text::hash::FastMap;

/// Stands for the end of a run. No text has it: see [`super::fold::is_break`].
pub(super) const END: char = '\0';

/// A pair of characters.
pub(super) type Pair = (char, char);

/// The pairs of some articles, sorted.
pub(super) struct Pairs {
    detail: Detail,
    /// How many leaves there are.
    all: usize,
    sorted: Vec<Pair>,
    /// In how many articles each of them stands.
    articles: Vec<u32>,
    /// For each where its leaves begin in `leaves`; one more for the end.
    starts: Vec<usize>,
    leaves: Vec<u32>,
    /// In how many articles each character stands.
    characters: FastMap<char, u32>,
    /// For each where its successors begin in `successors`; one more for the end.
    next_starts: Vec<usize>,
    /// What comes after each occurrence of a frequent pair, in the order of the text.
    successors: Vec<Successor>,
}

/// What comes after an occurrence of a pair: the upper bits of a hash, and whether it
/// is the first occurrence on its leaf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Successor(u16);

impl Successor {
    const FIRST: u16 = 1 << 15;
    /// Nothing comes after it. A hash has fewer bits than this.
    const NONE: u16 = 1 << 14;

    /// That a character comes after it, or none.
    pub(super) fn of(next: Option<char>) -> Self {
        // A hash fits: see `HASH_BITS`.
        Self(next.map_or(Self::NONE, |c| hash(c) as u16))
    }

    /// That one with this hash comes after it, of which `width` bits are known.
    pub(super) fn known(hash: u32, width: u32) -> Self {
        // A hash fits: see `HASH_BITS`.
        Self((hash << (HASH_BITS - width)) as u16)
    }

    /// What comes after a pair on one leaf, as far as an index tells it in so many bits: each
    /// hash once, or as many as say that there are more.
    pub(super) fn told(all: impl Iterator<Item = Self>, width: u32) -> Vec<Self> {
        let rest = HASH_BITS - width;
        let known = all.filter(|next| next.0 & Self::NONE == 0);
        let mut told: Vec<Self> = known.map(|next| Self(next.0 >> rest << rest)).collect();
        told.sort_unstable();
        told.dedup();
        if told.len() >= MOST_SUCCESSORS {
            told = Self::many();
        }
        if told.is_empty() {
            told.push(Self(Self::NONE));
        }
        told[0] = told[0].on(true);
        told
    }

    /// So many that no more is said of them: as different in their upper bits as can be.
    pub(super) fn many() -> Vec<Self> {
        // There are eight.
        (0..MOST_SUCCESSORS as u16).map(|n| Self(n << (HASH_BITS - 3)).on(n == 0)).collect()
    }

    /// The same as the first on its leaf.
    pub(super) fn first(self) -> Self {
        self.on(true)
    }

    /// Whether it is the first on its leaf.
    pub(super) fn is_first(self) -> bool {
        self.0 & Self::FIRST != 0
    }

    fn on(self, first_on_leaf: bool) -> Self {
        Self(if first_on_leaf { self.0 | Self::FIRST } else { self.0 })
    }
}

/// Bits of a hash that are kept.
pub(super) const HASH_BITS: u32 = 13;

/// A pair with as many characters after it on one leaf has them all.
pub(super) const MOST_SUCCESSORS: usize = 8;

/// A character as few bits. `client.js` has the same.
pub(super) fn hash(c: char) -> u32 {
    (c as u32).wrapping_mul(0x9e37_79b1) >> (u32::BITS - HASH_BITS)
}

/// About how many bits lists take with each detail that was tried, by its place.
pub(super) type Estimates = [u64; Detail::ALL.len()];

/// Pairs, and how long their lists are.
pub(super) struct Weighed {
    pub(super) pairs: Pairs,
    /// For each character that pairs begin with, in its order.
    pub(super) bits: Vec<Estimates>,
    /// For each size of leaves that was tried before, the smallest first: on how many of these
    /// each pair stands.
    pub(super) finer: Vec<Vec<u32>>,
    /// How often each pair stands in the texts that is frequent with the smallest leaves; 0 for
    /// the others.
    pub(super) occurrences: Vec<u32>,
}

/// How exactly an index knows where a pair stands, and what comes after it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Detail {
    /// How many articles a leaf has.
    pub(super) leaf: usize,
    /// On how many leaves a pair stands of which something is known.
    pub(super) frequent: usize,
    /// Of the leaves that have the pair and not what is asked for after it, about
    /// `2^left` are left, however frequent it is. `frequent` is more than that.
    pub(super) left: u32,
}

impl Detail {
    /// A part of so many articles, or a multiple of it, has whole leaves.
    pub(super) const PART: usize = 8;

    /// What an index may know, the most first.
    pub(super) const ALL: [Self; 5] = [
        Self { leaf: 2, frequent: 128, left: 5 },
        Self { leaf: 2, frequent: 256, left: 6 },
        Self { leaf: 2, frequent: 512, left: 7 },
        Self { leaf: 4, frequent: 512, left: 7 },
        Self { leaf: 8, frequent: 512, left: 7 },
    ];

    /// The sizes of leaves that are tried before, the smallest first.
    pub(super) fn finer(self) -> Vec<usize> {
        let smaller = Self::ALL.iter().map(|detail| detail.leaf).filter(|&leaf| leaf < self.leaf);
        let mut sizes: Vec<usize> = smaller.collect();
        sizes.dedup();
        sizes
    }

    /// Its place among them.
    pub(super) fn place(self) -> Option<usize> {
        Self::ALL.iter().position(|detail| *detail == self)
    }

    /// About how many bits the list of a pair takes that stands on `count` of `leaves` leaves,
    /// in all so often.
    pub(super) fn estimate(self, leaves: usize, count: usize, occurrences: usize) -> u64 {
        // A gap costs its logarithm and half a bit more, a pair's own numbers twenty bits.
        let gap = (leaves / count.min(leaves - count).max(1)).max(1).ilog2() as usize + 2;
        let list = 20 + count.min(leaves - count) * gap;
        let after = match self.bits(count) as usize {
            0 => 0,
            // Few successors are frequent: a place among them is shorter than a hash.
            width => occurrences * (3 * width + 6) / 4,
        };
        (list + after) as u64
    }

    /// How many bits of each successor a pair of `leaves` leaves has; 0 if none is known.
    pub(super) fn bits(self, leaves: usize) -> u32 {
        if leaves < self.frequent { 0 } else { (leaves.ilog2() - self.left).min(HASH_BITS) }
    }
}

/// What an index has of a pair.
#[derive(Default)]
pub(super) struct Listing {
    /// In how many articles it stands.
    pub(super) articles: u32,
    pub(super) leaves: Vec<u32>,
    /// What comes after it on each of the leaves, as [`Successor::told`] has it; nothing if
    /// that is not known.
    pub(super) after: Vec<Successor>,
}

/// How often the pairs stand in some articles: for each pair a number.
struct Tally {
    /// Articles.
    articles: Vec<u32>,
    /// Leaves.
    leaves: Vec<u32>,
    /// All occurrences.
    occurrences: Vec<u32>,
    /// Articles with the character that a pair begins with, for each such character.
    characters: Vec<u32>,
}

/// A list for each pair, one behind the other, that all parts fill side by side: each at places
/// of its own, which only atomics can tell the compiler. So nothing is put together afterwards,
/// which would take as much memory again.
struct Lists<A> {
    /// Where each begins; one more for the end.
    starts: Vec<usize>,
    all: Vec<A>,
}

/// Where a part writes next, for each pair.
type Pens = Vec<usize>;

/// Where an occurrence of a pair stands.
struct Occurrence {
    leaf: u32,
    first_on_leaf: bool,
    first_in_article: bool,
}

impl Numbered {
    /// The pairs with the most detail that keeps the lists below what they may be.
    pub(super) fn fitting(&self) -> Weighed {
        let most = self.most();
        self.weighed(|_, length| length <= most)
    }

    /// The pairs with the first detail that is `enough`, by its place among all and by about how
    /// many bytes the lists take with it; or else the last.
    pub(super) fn weighed(&self, enough: impl Fn(usize, usize) -> bool) -> Weighed {
        let (mut bits, mut finer) = (Vec::new(), Vec::new());
        let mut pairs = self.pairs(Detail::ALL[0]);
        // Texts are in memory: fewer than can be counted in 32 bits.
        let occurrences = (0..self.pairs.len()).map(|pair| pairs.occurrences(pair) as u32);
        let occurrences = occurrences.collect();
        for (place, detail) in Detail::ALL.into_iter().enumerate() {
            pairs = if detail.leaf == pairs.detail.leaf {
                Pairs { detail, ..pairs }
            } else {
                let count = |pair: usize| pairs.leaves(pair).len() as u32;
                finer.push((0..self.pairs.len()).map(count).collect());
                self.pairs(detail)
            };
            bits.resize(pairs.groups().len(), Estimates::default());
            for (bits, group) in bits.iter_mut().zip(pairs.groups()) {
                bits[place] = pairs.bits(group);
            }
            let all: u64 = bits.iter().map(|bits| bits[place]).sum();
            if enough(place, length(all)) {
                break;
            }
        }
        Weighed { pairs, bits, finer, occurrences }
    }

    /// How many bytes the lists may be.
    pub(super) fn most(&self) -> usize {
        most(self.bytes)
    }

    /// For each pair its leaves and successors. The parts are gone over side by side: once
    /// to count, as only then it is known which pairs are frequent.
    pub(super) fn pairs(&self, detail: Detail) -> Pairs {
        let groups = self.groups();
        let mut tallies: Vec<Tally> =
            self.parts.par_iter().map(|part| self.tally(part, detail.leaf, &groups)).collect();
        let counts = sum(&tallies, |tally| &tally.leaves);
        let is_frequent = |pair: usize| counts[pair] as usize >= detail.frequent;
        for tally in &mut tallies {
            for (_, count) in
                (0..).zip(&mut tally.occurrences).filter(|(pair, _)| !is_frequent(*pair))
            {
                *count = 0;
            }
        }
        let leaves = Lists::with_room(&counts);
        let occurrences = sum(&tallies, |tally| &tally.occurrences);
        let successors = Lists::with_room(&occurrences);
        let pens = leaves.pens(tallies.iter().map(|tally| &*tally.leaves));
        let next_pens = successors.pens(tallies.iter().map(|tally| &*tally.occurrences));
        self.parts.par_iter().zip(pens.into_par_iter().zip(next_pens)).for_each(|(part, pens)| {
            self.fill(part, detail.leaf, is_frequent, (&leaves, &successors), pens);
        });
        let characters = sum(&tallies, |tally| &tally.characters);
        let firsts = self.pairs.chunk_by(|a, b| a.0 == b.0).map(|group| group[0].0);
        Pairs {
            detail,
            all: self.articles().div_ceil(detail.leaf),
            sorted: self.pairs.clone(),
            articles: sum(&tallies, |tally| &tally.articles),
            starts: leaves.starts,
            leaves: leaves.all.into_iter().map(AtomicU32::into_inner).collect(),
            characters: firsts.zip(characters).collect(),
            next_starts: successors.starts,
            successors: successors.all.into_iter().map(|a| Successor(a.into_inner())).collect(),
        }
    }

    /// For each pair a number for the character that it begins with. Every character begins
    /// one wherever it stands.
    fn groups(&self) -> Vec<u32> {
        let groups = self.pairs.chunk_by(|a, b| a.0 == b.0);
        (0..)
            .zip(groups)
            .flat_map(|(number, group)| std::iter::repeat_n(number, group.len()))
            .collect()
    }

    fn tally(&self, part: &Part, leaf: usize, groups: &[u32]) -> Tally {
        let all = self.pairs.len();
        let characters = groups.last().map_or(0, |&last| last as usize + 1);
        let mut tally = Tally {
            articles: vec![0; all],
            leaves: vec![0; all],
            occurrences: vec![0; all],
            characters: vec![0; characters],
        };
        // None was seen in an article of this number.
        let mut last = vec![u32::MAX; characters];
        self.walk(part, leaf, |pair, place, article, _| {
            tally.articles[pair] += u32::from(place.first_in_article);
            tally.leaves[pair] += u32::from(place.first_on_leaf);
            tally.occurrences[pair] += 1;
            if place.first_in_article {
                let character = groups[pair] as usize;
                let before = std::mem::replace(&mut last[character], article);
                tally.characters[character] += u32::from(before != article);
            }
        });
        tally
    }

    /// Writes the leaves of a part for each pair, and what comes after those that are frequent.
    fn fill(
        &self,
        part: &Part,
        leaf: usize,
        is_frequent: impl Fn(usize) -> bool,
        (leaves, successors): (&Lists<AtomicU32>, &Lists<AtomicU16>),
        (mut pens, mut next_pens): (Pens, Pens),
    ) {
        self.walk(part, leaf, |pair, place, _, after| {
            if place.first_on_leaf {
                leaves.all[pens[pair]].store(place.leaf, Relaxed);
                pens[pair] += 1;
            }
            if is_frequent(pair) {
                successors.all[next_pens[pair]].store(after.on(place.first_on_leaf).0, Relaxed);
                next_pens[pair] += 1;
            }
        });
    }

    /// Calls `each` for all pairs of a part: with the pair, its place, the number of the
    /// article, and what comes after it.
    fn walk(
        &self,
        part: &Part,
        leaf: usize,
        mut each: impl FnMut(usize, Occurrence, u32, Successor),
    ) {
        let mut last = vec![u32::MAX; self.pairs.len()];
        // Articles are counted in 32 bits: each is a file that is in memory.
        let leaf_of = |article: u32| article / leaf as u32;
        for (article, text, after) in part.articles() {
            for (&pair, &after) in text.iter().zip(after) {
                let pair = pair as usize;
                let before = std::mem::replace(&mut last[pair], article);
                let place = Occurrence {
                    leaf: leaf_of(article),
                    // `u32::MAX` is on no leaf that has an article, and no leaf is in two parts.
                    first_on_leaf: leaf_of(before) != leaf_of(article),
                    first_in_article: before != article,
                };
                each(pair, place, article, after);
            }
        }
    }
}

/// How many bytes the lists of a text of this length may be: three tenths of it. The filters
/// and what an estimate misses are little beside that, and all of it is to be a third at most.
pub(super) fn most(text: usize) -> usize {
    text / 10 * 3
}

/// How many bytes so many bits of lists take.
pub(super) fn length(bits: u64) -> usize {
    bits as usize * 2 / 15
}

/// For each pair, or character, the sum of what the parts have.
fn sum(tallies: &[Tally], of: fn(&Tally) -> &[u32]) -> Vec<u32> {
    let mut all = vec![0; tallies.first().map_or(0, |tally| of(tally).len())];
    for tally in tallies {
        for (all, one) in all.iter_mut().zip(of(tally)) {
            *all += one;
        }
    }
    all
}

impl<A: Default + Send> Lists<A> {
    /// Lists of these lengths, to be filled.
    fn with_room(lengths: &[u32]) -> Self {
        let mut starts = vec![0];
        let mut sum = 0;
        starts.extend(lengths.iter().map(|&length| {
            sum += length as usize;
            sum
        }));
        // The system clears memory for whoever touches it first: for all side by side.
        Self { starts, all: (0..sum).into_par_iter().map(|_| A::default()).collect() }
    }

    /// The places at which each part begins whose own lists are so long.
    fn pens<'p>(&self, lengths: impl Iterator<Item = &'p [u32]>) -> Vec<Pens> {
        let mut next = self.starts.clone();
        let own = lengths.map(|lengths| {
            let own = next.clone();
            for (next, &length) in next.iter_mut().zip(lengths) {
                *next += length as usize;
            }
            own
        });
        own.collect()
    }
}

impl Pairs {
    /// How much is known.
    pub(super) fn detail(&self) -> Detail {
        self.detail
    }

    /// How many leaves there are.
    pub(super) fn all(&self) -> usize {
        self.all
    }

    /// The pairs, sorted.
    pub(super) fn pairs(&self) -> &[Pair] {
        &self.sorted
    }

    /// In how many articles a pair stands.
    pub(super) fn articles(&self, pair: usize) -> u32 {
        self.articles[pair]
    }

    /// In how many articles a character stands.
    pub(super) fn articles_of(&self, character: char) -> u32 {
        self.characters.get(&character).copied().unwrap_or_default()
    }

    /// The pairs that begin with one character, for each.
    pub(super) fn groups(&self) -> Vec<Range<usize>> {
        let mut start = 0;
        let groups = self.sorted.chunk_by(|a, b| a.0 == b.0).map(|group| {
            start += group.len();
            start - group.len()..start
        });
        groups.collect()
    }

    /// About how many bits the lists of some pairs take; see [`length`].
    fn bits(&self, pairs: Range<usize>) -> u64 {
        let bits = pairs.map(|pair| {
            self.detail.estimate(self.all, self.leaves(pair).len(), self.occurrences(pair))
        });
        bits.sum()
    }

    /// How often a frequent pair stands in the texts; 0 for the others.
    pub(super) fn occurrences(&self, pair: usize) -> usize {
        self.next_starts[pair + 1] - self.next_starts[pair]
    }

    /// The pairs that begin with `first`, which stands in so many articles; there are `all`
    /// leaves. For each its second character, sorted.
    pub(super) fn of(
        (first, articles): (char, u32),
        pairs: &[(char, Listing)],
        all: usize,
        detail: Detail,
    ) -> Self {
        let mut one = Self {
            detail,
            all,
            sorted: pairs.iter().map(|(second, _)| (first, *second)).collect(),
            articles: pairs.iter().map(|(_, listing)| listing.articles).collect(),
            starts: vec![0],
            leaves: Vec::new(),
            characters: [(first, articles)].into_iter().collect(),
            next_starts: vec![0],
            successors: Vec::new(),
        };
        for (_, listing) in pairs {
            one.leaves.extend_from_slice(&listing.leaves);
            one.starts.push(one.leaves.len());
            one.successors.extend_from_slice(&listing.after);
            one.next_starts.push(one.successors.len());
        }
        one
    }

    /// The leaves on which a pair stands.
    pub(super) fn leaves(&self, pair: usize) -> &[u32] {
        &self.leaves[self.starts[pair]..self.starts[pair + 1]]
    }

    /// For each of its leaves the hashes of what comes after a frequent pair,
    /// shortened to `bits`, sorted, each once.
    pub(super) fn successors(&self, pair: usize, bits: u32, mut each: impl FnMut(&[u32])) {
        let all = &self.successors[self.next_starts[pair]..self.next_starts[pair + 1]];
        let mut hashes: Vec<u32> = Vec::new();
        for (at, Successor(next)) in all.iter().enumerate() {
            if Successor(*next).is_first() && at > 0 {
                hashes.sort_unstable();
                each(&hashes);
                hashes.clear();
            }
            if next & Successor::NONE == 0 {
                let hash = u32::from(next & !Successor::FIRST) >> (HASH_BITS - bits);
                if !hashes.contains(&hash) {
                    hashes.push(hash);
                }
            }
        }
        hashes.sort_unstable();
        each(&hashes);
    }
}
