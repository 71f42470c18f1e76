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

use super::fold;
use crate::text::hash::FastMap;

/// Stands for the end of a run. No text has it: see [`fold::is_break`].
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
#[derive(Clone, Copy, Default)]
struct Successor(u16);

impl Successor {
    const FIRST: u16 = 1 << 15;
    /// Nothing comes after it. A hash has fewer bits than this.
    const NONE: u16 = 1 << 14;
}

/// Bits of a hash that are kept.
pub(super) const HASH_BITS: u32 = 13;

/// A character as few bits. `client.js` has the same.
pub(super) fn hash(c: char) -> u32 {
    (c as u32).wrapping_mul(0x9e37_79b1) >> (u32::BITS - HASH_BITS)
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
    /// What an index may know, the most first.
    pub(super) const ALL: [Self; 5] = [
        Self { leaf: 2, frequent: 128, left: 5 },
        Self { leaf: 2, frequent: 256, left: 6 },
        Self { leaf: 2, frequent: 512, left: 7 },
        Self { leaf: 4, frequent: 512, left: 7 },
        Self { leaf: 8, frequent: 512, left: 7 },
    ];

    /// How many bits of each successor a pair of `leaves` leaves has; 0 if none is known.
    pub(super) fn bits(self, leaves: usize) -> u32 {
        if leaves < self.frequent { 0 } else { (leaves.ilog2() - self.left).min(HASH_BITS) }
    }
}

/// The articles' text as the numbers of their pairs, one after the other.
#[derive(Default)]
pub(super) struct Collector {
    numbers: FastMap<u64, u32>,
    /// Bytes of the text.
    bytes: usize,
    pairs: Vec<Pair>,
    text: Vec<u32>,
    /// Where each article ends in `text`.
    ends: Vec<usize>,
}

impl Collector {
    /// Takes the next article, text by text.
    pub(super) fn article<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        for text in texts {
            self.bytes += text.len();
            fold::runs(text, |run| {
                for (at, &first) in run.iter().enumerate() {
                    self.pair((first, run.get(at + 1).copied().unwrap_or(END)));
                }
            });
        }
        self.ends.push(self.text.len());
    }

    fn pair(&mut self, pair: Pair) {
        let key = u64::from(pair.0 as u32) << 32 | u64::from(pair.1 as u32);
        // There are fewer than `u32::MAX` pairs: each takes a place of a text that
        // is in memory.
        let number = *self.numbers.entry(key).or_insert_with(|| {
            self.pairs.push(pair);
            (self.pairs.len() - 1) as u32
        });
        self.text.push(number);
    }

    /// The pairs with the most detail that keeps the lists below three tenths of the text:
    /// the filters and what an estimate misses are little beside that, and all of it is to
    /// be a third at most.
    pub(super) fn finish(self) -> Pairs {
        let most = self.bytes / 10 * 3;
        let text = self.numbered();
        let [first, others @ ..] = Detail::ALL;
        let mut pairs = text.pairs(first);
        for detail in others {
            if pairs.estimate() <= most {
                break;
            }
            if detail.leaf != pairs.detail.leaf {
                pairs = text.pairs(detail);
            }
            pairs.detail = detail;
        }
        pairs
    }

    /// What was taken, with numbers in the order of the pairs in place of that of their first use.
    pub(super) fn numbered(self) -> Numbered {
        let Self { pairs, mut text, ends, .. } = self;
        let mut order: Vec<u32> = (0..pairs.len() as u32).collect();
        order.sort_unstable_by_key(|&number| pairs[number as usize]);
        let mut ranks = vec![0; pairs.len()];
        for (rank, &number) in order.iter().enumerate() {
            ranks[number as usize] = rank as u32;
        }
        for number in &mut text {
            *number = ranks[*number as usize];
        }
        Numbered { pairs: order.iter().map(|&number| pairs[number as usize]).collect(), text, ends }
    }
}

/// Texts as numbers of pairs.
pub(super) struct Numbered {
    /// The pairs, sorted: each at its number.
    pairs: Vec<Pair>,
    text: Vec<u32>,
    /// Where each article ends in `text`.
    ends: Vec<usize>,
}

/// Where an occurrence of a pair stands.
struct Occurrence {
    leaf: u32,
    first_on_leaf: bool,
    first_in_article: bool,
}

impl Numbered {
    /// For each pair its leaves and successors.
    pub(super) fn pairs(&self, detail: Detail) -> Pairs {
        let pairs = &self.pairs;
        let mut articles = vec![0; pairs.len()];
        let mut counts = vec![0; pairs.len()];
        let mut occurrences = vec![0; pairs.len()];
        self.walk(detail.leaf, |pair, place, _| {
            articles[pair] += u32::from(place.first_in_article);
            counts[pair] += usize::from(place.first_on_leaf);
            occurrences[pair] += 1;
        });
        let frequent = |pair: usize| counts[pair] >= detail.frequent;
        for (pair, occurrences) in occurrences.iter_mut().enumerate() {
            *occurrences *= usize::from(frequent(pair));
        }
        let starts = sums(&counts);
        let next_starts = sums(&occurrences);
        let mut leaves = vec![0; starts.last().copied().unwrap_or_default()];
        let mut successors =
            vec![Successor::default(); next_starts.last().copied().unwrap_or_default()];
        let (mut at, mut next_at) = (starts.clone(), next_starts.clone());
        self.walk(detail.leaf, |pair, place, next| {
            if place.first_on_leaf {
                leaves[at[pair]] = place.leaf;
                at[pair] += 1;
            }
            if frequent(pair) {
                let next =
                    next.map(|next| pairs[next].1).filter(|&c| c != END && pairs[pair].1 != END);
                // A hash fits: see `HASH_BITS`.
                let hash = next.map_or(Successor::NONE, |c| hash(c) as u16);
                let flag = if place.first_on_leaf { Successor::FIRST } else { 0 };
                successors[next_at[pair]] = Successor(hash | flag);
                next_at[pair] += 1;
            }
        });
        Pairs {
            detail,
            all: self.ends.len().div_ceil(detail.leaf),
            sorted: pairs.clone(),
            articles,
            starts,
            leaves,
            characters: self.characters(),
            next_starts,
            successors,
        }
    }

    /// In how many articles each character stands that begins a pair: each does.
    fn characters(&self) -> FastMap<char, u32> {
        let mut number = 0;
        let numbers: Vec<u32> = self
            .pairs
            .chunk_by(|a, b| a.0 == b.0)
            .flat_map(|group| {
                number += 1;
                std::iter::repeat_n(number - 1, group.len())
            })
            .collect();
        let mut articles = vec![0; number as usize];
        // Before the first article, so that none was seen in it.
        let mut last = vec![u32::MAX; number as usize];
        for (article, text) in self.articles().enumerate() {
            for &pair in text {
                let character = numbers[pair as usize] as usize;
                let before = std::mem::replace(&mut last[character], article as u32);
                articles[character] += u32::from(before != article as u32);
            }
        }
        let firsts = self.pairs.chunk_by(|a, b| a.0 == b.0).map(|group| group[0].0);
        firsts.zip(articles).collect()
    }

    /// The articles, each as the numbers of its pairs.
    fn articles(&self) -> impl Iterator<Item = &[u32]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| &self.text[std::mem::replace(&mut start, end)..end])
    }

    /// Calls `each` for all pairs of the text: with the pair, its place, and the pair
    /// that begins a character later.
    fn walk(&self, leaf: usize, mut each: impl FnMut(usize, Occurrence, Option<usize>)) {
        let mut last = vec![u32::MAX; self.pairs.len()];
        // Articles are counted in 32 bits: each is a file that is in memory.
        let leaf_of = |article: u32| article / leaf as u32;
        for (article, text) in (0_u32..).zip(self.articles()) {
            for (at, &pair) in text.iter().enumerate() {
                let pair = pair as usize;
                let before = std::mem::replace(&mut last[pair], article);
                let place = Occurrence {
                    leaf: leaf_of(article),
                    // `u32::MAX` is on no leaf that has an article.
                    first_on_leaf: leaf_of(before) != leaf_of(article),
                    first_in_article: before != article,
                };
                each(pair, place, text.get(at + 1).map(|&next| next as usize));
            }
        }
    }
}

/// Where each of some stretches begins that lie one after the other, and where the
/// last one ends.
fn sums(lengths: &[usize]) -> Vec<usize> {
    let mut sums = Vec::with_capacity(lengths.len() + 1);
    let mut sum = 0;
    sums.push(0);
    for length in lengths {
        sum += length;
        sums.push(sum);
    }
    sums
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

    /// About how many bytes the lists take.
    fn estimate(&self) -> usize {
        let leaves = self.all;
        let bits = (0..self.sorted.len()).map(|pair| {
            let count = self.leaves(pair).len();
            // A gap costs its logarithm and half a bit more, a pair's own numbers twenty bits.
            let gap = (leaves / count.min(leaves - count).max(1)).max(1).ilog2() as usize + 2;
            let list = 20 + count.min(leaves - count) * gap;
            let known = self.next_starts[pair + 1] - self.next_starts[pair];
            let after = match self.detail.bits(count) as usize {
                0 => 0,
                // Few successors are frequent: a place among them is shorter than a hash.
                width => known * (3 * width + 6) / 4,
            };
            list + after
        });
        bits.sum::<usize>() * 2 / 15
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
            if next & Successor::FIRST != 0 && at > 0 {
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
