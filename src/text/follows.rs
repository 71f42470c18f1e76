//! Which words follow each other, as far as a table of counts tells.
//!
//! The table was counted over the laws of the People's Republic of China, which nobody
//! has rights in, by `cargo bench --bench follows` (see `benches/damage/README.md`). It holds hashes and counts, no text: a few hundred
//! kilobytes of figures that tell 实行|制度 from 实行|小河.

use std::sync::LazyLock;

use super::hash::FastMap;

/// The table: see [`Follows::read`].
static TABLE: &[u8] = include_bytes!("follows.bin");

/// How surely one word follows another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Follow {
    /// Both are frequent, and one was never seen behind the other.
    Never,
    /// Much more often than by chance.
    Often,
    /// Nearly always where the first one stands.
    Surely,
}

/// The counts.
pub struct Follows {
    /// How often each of the frequent words was seen, by its hash.
    words: FastMap<u32, u32>,
    /// Hashes of pairs that are seen more often than by chance, in order.
    pairs: Vec<u32>,
    /// How many words were counted.
    total: f64,
}

/// A pair that is seen so much more often than by chance, as a natural logarithm,
/// stands in the table.
pub const OFTEN: f64 = 1.0;
/// From here on surely.
pub const SURELY: f64 = 3.0;
/// How many times a pair would be seen by chance that is never seen.
const EXPECTED: f64 = 4.0;

impl Follows {
    /// Reads the table: three numbers (words counted, entries of words, entries of
    /// pairs), then the words as hash and count, then the pairs as hashes whose last
    /// bit says whether the second follows surely; all of four bytes, the lowest first.
    fn read(table: &[u8]) -> Self {
        let mut numbers = table
            .chunks_exact(4)
            .map(|four| four.iter().rev().fold(0, |n, b| n << 8 | u32::from(*b)));
        let mut next = || numbers.next().unwrap_or_default();
        let (total, words, pairs) = (f64::from(next()), next(), next());
        let words = (0..words).map(|_| (next(), next())).collect();
        Self { words, total, pairs: (0..pairs).map(|_| next()).collect() }
    }

    /// What the table says of `second` behind `first`.
    pub fn ask(&self, first: &str, second: &str) -> Option<Follow> {
        let pair = hash(&[first, second]) & !1;
        if let Some(found) = self.pairs.get(self.pairs.partition_point(|p| *p < pair))
            && found & !1 == pair
        {
            return Some(if found & 1 == 1 { Follow::Surely } else { Follow::Often });
        }
        let count = |word| self.words.get(&hash(&[word])).copied().map(f64::from);
        let expected = count(first)? * count(second)? / self.total;
        (expected >= EXPECTED).then_some(Follow::Never)
    }
}

/// Hash of words (FNV-1a, 32 bits).
pub fn hash(words: &[&str]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for word in words {
        for byte in word.bytes().chain([0]) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}

/// What a word and the one behind it are to each other.
pub fn ask(first: &str, second: &str) -> Option<Follow> {
    static FOLLOWS: LazyLock<Follows> = LazyLock::new(|| Follows::read(TABLE));
    let han = |word: &str| word.chars().all(super::is_han);
    if han(first) && han(second) { FOLLOWS.ask(first, second) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_knows_what_laws_say() {
        assert_eq!(ask("人民政府", "应当"), Some(Follow::Often));
        for (first, second) in [("应当", "的"), ("可以", "的")] {
            assert_eq!(ask(first, second), Some(Follow::Never), "{first}|{second}");
        }
        assert_eq!(ask("以上", "人民政府"), Some(Follow::Surely));
        assert_eq!(ask("两岸", "🙂"), None);
    }
}
