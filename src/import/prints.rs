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
pub(super) type Print = (u64, u32);

/// The first places of each fingerprint that there is more than once: the
/// character and its block.
pub(super) struct Seen(FastMap<u64, [(u32, u32); POSTINGS]>);

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

    /// None of these, of which most are repeated more often than twice.
    pub(super) fn with_room_for(prints: &[Print]) -> Self {
        let mut seen = FastMap::default();
        seen.reserve(prints.len() / 4);
        Self(seen)
    }

    /// Where the fingerprints of a block stand in blocks before it, at most so many places
    /// of each; the block is remembered.
    pub(super) fn places(&mut self, prints: &[Print], block: u32, most: usize) -> Vec<Same> {
        let mut found = Vec::with_capacity(prints.len() * most);
        for &(hash, own) in prints {
            let earlier = self.0.entry(hash).or_insert([Self::FREE; POSTINGS]);
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

/// Sampled hashes of `GRAM` characters and where each starts.
pub(super) fn fingerprints(chars: &[char]) -> Vec<Print> {
    const BASE: u64 = 0x0100_0000_01b3;
    if chars.len() < GRAM {
        return Vec::new();
    }
    let power = (1..GRAM).fold(1_u64, |p, _| p.wrapping_mul(BASE));
    let mut rolling = 0_u64;
    let mut window = Least::<WINDOW>::new();
    let mut last = None;
    let mut kept: Vec<Print> = Vec::with_capacity(chars.len() / (WINDOW / 2));
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

/// Leaves out the prints that there is only one of: they have no partner, and most
/// of a text is said once. One bit for each of many hashes tells them without the
/// hashes themselves; a few that share a bit with others stay.
pub(super) fn keep_repeated(prints: &mut Vec<Print>) {
    let bits = (prints.len() * 16).next_power_of_two().max(64);
    // Seen once and seen again, side by side: one look into memory for both.
    let mut seen = vec![[0_u64; 2]; bits / 64];
    let place = |hash: u64| {
        let bit = hash as usize & (bits - 1);
        (bit / 64, 1_u64 << (bit % 64))
    };
    for &(hash, _) in prints.iter() {
        let (word, bit) = place(hash);
        let [once, again] = &mut seen[word];
        *again |= *once & bit;
        *once |= bit;
    }
    prints.retain(|&(hash, _)| {
        let (word, bit) = place(hash);
        seen[word][1] & bit != 0
    });
    prints.shrink_to_fit();
}

/// Spreads the bits of a rolling hash (the finaliser of SplitMix64).
fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
