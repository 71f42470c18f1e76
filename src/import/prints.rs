//! Fingerprints: sampled hashes by which two places that say the same are found (winnowing,
//! Schleimer and others 2003).

use crate::text::hash::FastMap;

/// Earlier places of a fingerprint that are remembered.
pub(super) const POSTINGS: usize = 4;
/// Length of a fingerprint in characters.
const GRAM: usize = 10;
/// One fingerprint of each so many neighbours is kept: every common passage of
/// `GRAM + WINDOW − 1` characters is found.
const WINDOW: usize = 8;

/// The hash of [`GRAM`] characters and where they start.
type Sample = (u64, u32);

/// A fingerprint that stands elsewhere too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Print {
    /// Which of all that are different, in the order in which they were first seen: what
    /// is copied at length has numbers that follow each other.
    number: u32,
    /// Where its characters start.
    pub(super) at: u32,
}

/// The first places of each fingerprint, by its number: the character and its block.
pub(super) struct Seen(Vec<[(u32, u32); POSTINGS]>);

/// Two places with one fingerprint.
pub(super) struct Same {
    /// The earlier.
    pub(super) other: u32,
    /// The block of that.
    pub(super) partner: u32,
    /// The later.
    pub(super) own: u32,
}

impl Seen {
    /// No place yet.
    const FREE: (u32, u32) = (u32::MAX, u32::MAX);

    /// No place of any yet.
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    /// Where the fingerprints of a block stand in blocks before it, at most so many places
    /// of each; the block is remembered.
    pub(super) fn places(&mut self, prints: &[Print], block: u32, most: usize) -> Vec<Same> {
        let mut found = Vec::with_capacity(prints.len() * most);
        for &Print { number, at: own } in prints {
            let number = number as usize;
            if number == self.0.len() {
                self.0.push([Self::FREE; POSTINGS]);
            }
            let earlier = &mut self.0[number];
            let known = earlier.iter().take(most).take_while(|&&place| place != Self::FREE);
            let others = known.filter(|(_, partner)| *partner != block);
            found.extend(others.map(|&(other, partner)| Same { other, partner, own }));
            if let Some(free) = earlier.iter_mut().find(|place| **place == Self::FREE) {
                *free = (own, block);
            }
        }
        found
    }
}

/// The fingerprints of a text that stand in it more than once.
pub(super) fn fingerprints(chars: &[char]) -> Vec<Print> {
    numbered(&repeated(samples(chars)))
}

/// Sampled hashes of `GRAM` characters and where each starts.
fn samples(chars: &[char]) -> Vec<Sample> {
    const BASE: u64 = 0x0100_0000_01b3;
    if chars.len() < GRAM {
        return Vec::new();
    }
    let power = (1..GRAM).fold(1_u64, |p, _| p.wrapping_mul(BASE));
    let mut rolling = 0_u64;
    let mut window = Least::<WINDOW>::new();
    let mut last = None;
    let mut kept: Vec<Sample> = Vec::with_capacity(chars.len() / (WINDOW / 2));
    for (end, &c) in chars.iter().enumerate() {
        rolling = rolling.wrapping_mul(BASE).wrapping_add(u64::from(c as u32) + 1);
        if end + 1 < GRAM {
            continue;
        }
        let start = end + 1 - GRAM;
        let hash = mix(rolling);
        let first = u64::from(chars[start] as u32) + 1;
        rolling = rolling.wrapping_sub(first.wrapping_mul(power));
        let (hash, at) = window.push(hash, start);
        if start + 1 >= WINDOW
            && last.replace(at) != Some(at)
            && let Ok(at) = u32::try_from(at)
        {
            kept.push((hash, at));
        }
    }
    kept
}

/// The least of the last so many hashes, of equal ones the last: it is looked for anew
/// only when it falls out of the window.
pub(super) struct Least<const WINDOW: usize> {
    recent: [u64; WINDOW],
    least: (u64, usize),
}

impl<const WINDOW: usize> Least<WINDOW> {
    pub(super) fn new() -> Self {
        Self { recent: [u64::MAX; WINDOW], least: (u64::MAX, 0) }
    }

    /// Takes the hash at a place in, which is that behind the last, and gives the least
    /// with its place.
    #[inline]
    pub(super) fn push(&mut self, hash: u64, at: usize) -> (u64, usize) {
        self.recent[at % WINDOW] = hash;
        if hash <= self.least.0 {
            self.least = (hash, at);
        } else if self.least.1 + WINDOW <= at {
            self.least = (hash, at);
            for before in (at + 1 - WINDOW..at).rev() {
                let hash = self.recent[before % WINDOW];
                if hash < self.least.0 {
                    self.least = (hash, before);
                }
            }
        }
        self.least
    }
}

/// Leaves out the samples that there is only one of: they have no partner, and most
/// of a text is said once. One bit for each of many hashes tells them without the
/// hashes themselves; a few that share a bit with others stay.
fn repeated(mut samples: Vec<Sample>) -> Vec<Sample> {
    let bits = (samples.len() * 16).next_power_of_two().max(64);
    // Seen once and seen again, side by side: one look into memory for both.
    let mut seen = vec![[0_u64; 2]; bits / 64];
    let place = |hash: u64| {
        let bit = hash as usize & (bits - 1);
        (bit / 64, 1_u64 << (bit % 64))
    };
    for &(hash, _) in &samples {
        let (word, bit) = place(hash);
        let [once, again] = &mut seen[word];
        *again |= *once & bit;
        *once |= bit;
    }
    samples.retain(|&(hash, _)| {
        let (word, bit) = place(hash);
        seen[word][1] & bit != 0
    });
    samples
}

/// Gives each hash a number.
fn numbered(samples: &[Sample]) -> Vec<Print> {
    let mut numbers: FastMap<u64, u32> = FastMap::default();
    // Most stand there more often than twice.
    numbers.reserve(samples.len() / 4);
    let mut prints = Vec::with_capacity(samples.len());
    for &(hash, at) in samples {
        let next = numbers.len() as u32;
        prints.push(Print { number: *numbers.entry(hash).or_insert(next), at });
    }
    prints
}

/// Spreads the bits of a rolling hash (the finaliser of SplitMix64).
fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_has_the_numbers_of_the_first_and_what_is_not_has_none() {
        let text = |from: u32, length: u32| {
            (from..from + length).filter_map(|n| char::from_u32(0x4e00 + n * n % 9973))
        };
        let chars: Vec<char> = text(0, 60).chain(text(200, 60)).chain(text(0, 60)).collect();
        let prints = fingerprints(&chars);
        let (first, copy): (Vec<Print>, Vec<Print>) = prints.iter().partition(|p| p.at < 90);
        assert!(first.len() > 4);
        // Those across the edges are in one of them only.
        assert!(prints.iter().all(|p| p.at < 60 || p.at + 10 > 120));
        let numbers = |prints: &[Print]| prints.iter().map(|p| p.number).collect::<Vec<_>>();
        assert_eq!(numbers(&first), (0..first.len() as u32).collect::<Vec<_>>());
        assert_eq!(numbers(&copy), numbers(&first));
    }
}
