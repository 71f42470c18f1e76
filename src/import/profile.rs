//! What a head speaks of: its places, its words, and how much it says that a text has
//! them too.

use std::{collections::BTreeSet, sync::LazyLock};

use super::{
    decode::Seed,
    evidence::{Weight, head as sign},
    heads::places_in_head,
    line::is_document,
    matching::{MOST_PLACES, MOST_SHARED, push_once},
    segment::Masthead,
};
use crate::{
    places::Place,
    text::{hash::FastMap, is_han, pairs},
};

/// Characters that any text has: what two texts have of them says nothing.
const COMMON: &str = "的一是了在有和不为这那他她们我你中上下大小人个年月日时来到说要就也以可对\
                      于而之与从出会着过后前里等把被让还都很多没能得地及其将更最又再已并或如所\
                      二三四五六七八九十百千万两几第零";

/// What stands in a pair for a character that is by itself.
pub(super) const ALONE: char = '\0';

/// What a masthead speaks of.
pub(super) struct Profile {
    pub(super) start: usize,
    pub(super) places: Vec<&'static Place>,
    /// Its pairs of characters; a character by itself is a pair with [`ALONE`].
    pub(super) pairs: BTreeSet<(char, char)>,
    /// Whether it is titled as laws and documents are.
    pub(super) document: bool,
    /// What any passage shares with it.
    pub(super) expected: f32,
    /// For each passage that shares words with it, what that says.
    pub(super) shared: FastMap<usize, f32>,
}

impl Profile {
    pub(super) fn of<'k>(
        seed: &Seed,
        masthead: &Masthead,
        known: impl FnOnce() -> &'k BTreeSet<u32>,
    ) -> Self {
        let all = masthead.all();
        let head: String = all.map(|p| p.text(seed) + "\n").collect();
        let mut places = places_in_head(&head, known);
        places.truncate(MOST_PLACES);
        let lines: Vec<String> = masthead.lines().map(|p| p.text(seed)).collect();
        let pairs = lines.iter().flat_map(|line| keys(line)).collect();
        let document = lines.iter().any(|line| is_document(line));
        Self {
            start: masthead.start(),
            places,
            pairs,
            document,
            expected: 0.0,
            shared: FastMap::default(),
        }
    }
}

/// Whether `c` is one of the [`COMMON`].
fn is_common(c: char) -> bool {
    IN_COMMON.get(c as usize / 64).is_some_and(|bits| bits & (1 << (c as u32 % 64)) != 0)
}

/// A bit for each of the [`COMMON`]: every character of a text is held against them.
static IN_COMMON: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0; 0x1_0000 / 64];
    for c in COMMON.chars() {
        bits[c as usize / 64] |= 1 << (c as u32 % 64);
    }
    bits
});

/// The pairs of characters of a text, and its characters by themselves: 养路 and
/// 路修好了 share no pair.
pub(super) fn keys(text: &str) -> impl Iterator<Item = (char, char)> + '_ {
    let says = |c: char| !is_common(c);
    let alone = text.chars().filter(move |&c| is_han(c) && says(c)).map(|c| (c, ALONE));
    pairs(text).filter(move |&(a, b)| says(a) || says(b)).chain(alone)
}

/// The passages that have a pair of characters which heads have, by the pair.
pub(super) struct Shared {
    /// In order, and of those of a pair that says nothing not all.
    passages: FastMap<(char, char), Vec<usize>>,
    /// For each character by itself that more passages have than count a bit: most texts
    /// have such, and they are told without a look into the map.
    common: Vec<u64>,
    /// A bit for the place of each pair: most pairs of a text are none of a head, and are
    /// told without a look into the map.
    sieve: Vec<u64>,
}

impl Shared {
    /// Bits of the sieve, as a power of two.
    const BITS: u32 = 18;

    /// Those of these pairs, in no passage yet.
    pub(super) fn of(pairs: impl Iterator<Item = (char, char)>) -> Self {
        let mut shared = Self {
            passages: FastMap::default(),
            common: vec![0; 0x1_0000 / 64],
            sieve: vec![0; 1 << (Self::BITS - 6)],
        };
        for pair in pairs {
            let (word, bit) = Self::place(pair);
            shared.sieve[word] |= bit;
            shared.passages.entry(pair).or_default();
        }
        shared
    }

    /// Where the bit of a pair stands (multiplicative hashing, Knuth 1973).
    fn place((a, b): (char, char)) -> (usize, u64) {
        let key = (u64::from(a as u32) << 21) | u64::from(b as u32);
        let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - Self::BITS);
        ((hash >> 6) as usize, 1 << (hash & 63))
    }

    /// Adds the pairs of a passage, which comes behind all that were added.
    pub(super) fn add(&mut self, text: &str, id: usize) {
        let mut before: Option<(char, bool)> = None;
        for c in text.chars() {
            if !is_han(c) {
                before = None;
                continue;
            }
            let says = !is_common(c);
            if let Some((a, other)) = before
                && (says || other)
            {
                self.add_pair((a, c), id);
            }
            let (word, bit) = (c as usize / 64, 1 << (c as u32 % 64));
            if says && self.common.get(word).is_none_or(|bits| bits & bit == 0) {
                let full = self.add_pair((c, ALONE), id);
                self.common.get_mut(word).filter(|_| full).into_iter().for_each(|b| *b |= bit);
            }
            before = Some((c, says));
        }
    }

    /// Adds a passage that has a pair, and says whether more have it than count.
    fn add_pair(&mut self, pair: (char, char), id: usize) -> bool {
        let (word, bit) = Self::place(pair);
        if self.sieve[word] & bit != 0
            && let Some(passages) = self.passages.get_mut(&pair)
        {
            // What more passages have than count says nothing; see `rarity`.
            if passages.len() > MOST_SHARED {
                return true;
            }
            push_once(passages, id);
        }
        false
    }

    /// The passages with a pair; more than [`MOST_SHARED`] if there are.
    pub(super) fn with(&self, pair: (char, char)) -> &[usize] {
        self.passages.get(&pair).map(Vec::as_slice).unwrap_or_default()
    }
}

/// What it says that a head and a paragraph share a pair of characters, or one by
/// itself, that so many of all paragraphs have.
pub(super) fn rarity(pair: (char, char), count: usize, all: usize) -> Option<Weight> {
    match count {
        0 => None,
        1..=3 if pair.1 == ALONE => Some(sign::RARE_ALONE),
        4..=8 if pair.1 == ALONE => Some(sign::UNUSUAL_ALONE),
        _ if pair.1 == ALONE => {
            (count <= MOST_SHARED && count * 6 <= all).then_some(sign::USUAL_ALONE)
        }
        1..=3 => Some(sign::RARE),
        4..=8 => Some(sign::UNUSUAL),
        _ if count <= MOST_SHARED && count * 4 <= all => Some(sign::USUAL),
        _ if count <= MOST_SHARED && count * 2 <= all => Some(sign::COMMON),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_any_text_has_say_nothing() {
        let of = |text: &str| keys(text).collect::<Vec<_>>();
        assert_eq!(of("的是"), []);
        assert_eq!(of("养路"), [('养', '路'), ('养', ALONE), ('路', ALONE)]);
        assert_eq!(of("一路"), [('一', '路'), ('路', ALONE)]);
    }

    #[test]
    fn what_is_rare_says_more() {
        let pair = ('养', '路');
        let says = |pair, count| rarity(pair, count, 100).map_or(0.0, |w| w.log_odds);
        assert!(says(pair, 2) > says(pair, 6) && says(pair, 6) > says(pair, 20));
        assert!(says(pair, 2) > says(('路', ALONE), 2));
        assert!(rarity(pair, 80, 100).is_none() && rarity(pair, 0, 100).is_none());
    }
}
