//! The texts of all articles as numbers of their pairs.
//!
//! To look up the number of a pair at each character is most of the work. So the
//! articles are taken in parts side by side, and what each has found is put into one order.

use rayon::prelude::*;

use super::{
    chosen::Chosen,
    fold,
    pairs::{END, Pair, Successor},
};
use crate::text::hash::FastMap;

/// A character of Chinese texts has more bytes than this on average.
const LEAST_BYTES: usize = 2;

/// Texts as numbers of pairs.
pub(super) struct Numbered {
    /// The pairs, sorted: each at its number.
    pub(super) pairs: Vec<Pair>,
    /// The articles in their order.
    pub(super) parts: Vec<Part>,
    /// Bytes of the text.
    pub(super) bytes: usize,
}

/// Some consecutive articles.
#[derive(Default)]
pub(super) struct Part {
    /// The number of the first.
    first: u32,
    text: Vec<u32>,
    /// What comes after each pair of `text`.
    after: Vec<Successor>,
    /// Where each article ends in `text`.
    ends: Vec<usize>,
}

/// Collects a part.
#[derive(Default)]
struct Collector {
    numbers: FastMap<u64, u32>,
    bytes: usize,
    /// In the order of their numbers.
    pairs: Vec<Pair>,
    part: Part,
}

impl Numbered {
    /// The numbers of some articles, `size` of them a part, so that a leaf is in one part;
    /// `texts` gives what an article says, text by text. Only pairs that begin with one of
    /// the `chosen` characters are taken.
    pub(super) fn new<'t, A: Sync, T: Iterator<Item = &'t str>>(
        articles: &'t [A],
        size: usize,
        texts: impl Fn(&'t A) -> T + Sync,
        chosen: &Chosen,
    ) -> Self {
        let collect = |(number, articles): (usize, &'t [A])| {
            let mut collector = Collector::default();
            // Articles are counted in 32 bits: each is a file that is in memory.
            collector.part.first = (number * size) as u32;
            // With room for all: to grow would take as much memory again. What is not written
            // to is not taken.
            let bytes: usize = articles.iter().flat_map(&texts).map(str::len).sum();
            collector.part.text.reserve(bytes / LEAST_BYTES);
            collector.part.after.reserve(bytes / LEAST_BYTES);
            for article in articles {
                collector.article(texts(article), chosen);
            }
            collector
        };
        let collected: Vec<Collector> =
            articles.par_chunks(size).enumerate().map(collect).collect();
        let bytes = collected.iter().map(|collector| collector.bytes).sum();
        let mut pairs: Vec<Pair> =
            collected.iter().flat_map(|collector| &collector.pairs).copied().collect();
        pairs.par_sort_unstable();
        pairs.dedup();
        let parts = collected.into_par_iter().map(|c| c.renumbered(&pairs)).collect();
        Self { pairs, parts, bytes }
    }

    /// How many articles there are.
    pub(super) fn articles(&self) -> usize {
        self.parts.iter().map(|part| part.ends.len()).sum()
    }
}

impl Part {
    /// The articles, each with its number, as the numbers of its pairs and what comes after
    /// each.
    pub(super) fn articles(&self) -> impl Iterator<Item = (u32, &[u32], &[Successor])> {
        let mut start = 0;
        let texts = self.ends.iter().map(move |&end| {
            let range = std::mem::replace(&mut start, end)..end;
            (&self.text[range.clone()], &self.after[range])
        });
        (self.first..).zip(texts).map(|(number, (text, after))| (number, text, after))
    }
}

impl Collector {
    /// Takes the next article, text by text.
    fn article<'t>(&mut self, texts: impl Iterator<Item = &'t str>, chosen: &Chosen) {
        for text in texts {
            self.bytes += text.len();
            fold::runs(text, |run| {
                pairs_of(run, |pair, after| {
                    if chosen.has(pair.0) {
                        self.pair(pair, after);
                    }
                });
            });
        }
        self.part.ends.push(self.part.text.len());
    }

    fn pair(&mut self, pair: Pair, after: Successor) {
        let key = u64::from(pair.0 as u32) << 32 | u64::from(pair.1 as u32);
        // There are fewer than `u32::MAX` pairs: each takes a place of a text that
        // is in memory.
        let number = *self.numbers.entry(key).or_insert_with(|| {
            self.pairs.push(pair);
            (self.pairs.len() - 1) as u32
        });
        self.part.text.push(number);
        self.part.after.push(after);
    }

    /// The part with numbers in the order of all pairs in place of that of their first use.
    fn renumbered(self, all: &[Pair]) -> Part {
        let Self { pairs, mut part, .. } = self;
        // Each is among all.
        let rank = |pair: &Pair| all.binary_search(pair).unwrap_or_else(|at| at) as u32;
        let ranks: Vec<u32> = pairs.par_iter().map(rank).collect();
        for number in &mut part.text {
            *number = ranks[*number as usize];
        }
        part
    }
}

/// The pairs of a run, each with what comes after it.
pub(super) fn pairs_of(run: &[char], mut each: impl FnMut(Pair, Successor)) {
    for (at, &first) in run.iter().enumerate() {
        let second = run.get(at + 1).copied().unwrap_or(END);
        each((first, second), Successor::of(run.get(at + 2).copied()));
    }
}
