//! What the words on both sides of a break say: what they are to each other, and
//! whether they stand together elsewhere.

use super::{
    decode::Seed,
    evidence::{Evidence, Signal, Weight, join as sign},
};
use crate::text::{
    hash::FastSet,
    is_han,
    words::{self, Class, Edge},
};

/// Characters that stand next to each other in the seed.
pub struct Neighbours {
    /// For each character of the [`COMMON`] the number it has in this seed, from 1.
    numbers: Vec<u16>,
    /// How many have one.
    count: usize,
    /// A bit for each pair of them, row by row.
    pairs: Vec<u64>,
    /// Pairs with a character that is none of them.
    rare: FastSet<(char, char)>,
    /// A bit for each three, in a table of fixed size.
    threes: Vec<u64>,
}

/// The Chinese characters that nearly all text is made of.
const COMMON: std::ops::Range<u32> = 0x3000..0xa000;

impl Neighbours {
    /// Bits of the table, as a power of two.
    const BITS: u32 = 22;

    /// Looks through a seed.
    pub fn of(seed: &Seed) -> Self {
        let mut found = Self {
            numbers: vec![0; COMMON.len()],
            count: 0,
            pairs: Vec::new(),
            rare: FastSet::default(),
            threes: vec![0; 1 << (Self::BITS - 6)],
        };
        found.number(seed);
        let mut chars = seed.text.chars();
        let (Some(mut a), Some(mut b)) = (chars.next(), chars.next()) else { return found };
        // Of each character it is asked once whether it is Chinese, and which it is.
        let (mut pairs, mut threes) = (found.pairs, found.threes);
        let (mut rare, count) = (FastSet::default(), found.count);
        let number = |c: char| number_of(&found.numbers, c).filter(|_| is_han(c));
        let (mut one, mut other) = (number(a), number(b));
        for c in chars.chain(['\n']) {
            if let (Some(one), Some(other)) = (one, other) {
                let bit = one * count + other;
                pairs[bit / 64] |= 1 << (bit % 64);
            } else if is_han(a) && is_han(b) {
                rare.insert((a, b));
            }
            let (word, bit) = Self::place([a, b, c]);
            threes[word] |= bit;
            (a, b) = (b, c);
            (one, other) = (other, number(c));
        }
        Self { pairs, rare, threes, ..found }
    }

    /// Gives each common character of a seed its number, and makes room for their pairs:
    /// a paper has some thousands, and their pairs a megabyte of bits.
    fn number(&mut self, seed: &Seed) {
        for c in seed.text.chars() {
            if let Some(number) =
                self.numbers.get_mut((c as usize).wrapping_sub(COMMON.start as usize))
                && *number == 0
            {
                self.count += 1;
                *number = self.count as u16;
            }
        }
        self.pairs = vec![0; (self.count * self.count).div_ceil(64)];
    }

    /// Where the bit of two characters stands; `None` if one of them is not common, or not
    /// in the seed.
    fn pair(&self, a: char, b: char) -> Option<(usize, u64)> {
        let (a, b) = (number_of(&self.numbers, a)?, number_of(&self.numbers, b)?);
        let bit = a * self.count + b;
        Some((bit / 64, 1 << (bit % 64)))
    }

    /// Whether two characters stand together in the seed, or make a word.
    pub fn has(&self, a: char, b: char) -> bool {
        let together = match self.pair(a, b) {
            Some((word, bit)) => self.pairs[word] & bit != 0,
            None => self.rare.contains(&(a, b)),
        };
        together || words::is_word(&format!("{a}{b}"))
    }

    /// Whether three characters stand together in the seed.
    pub fn has_three(&self, three: &[char]) -> bool {
        let &[a, b, c] = three else { return false };
        let (word, bit) = Self::place([a, b, c]);
        three.iter().all(|c| is_han(*c)) && self.threes[word] & bit != 0
    }

    /// Where the bit of three characters stands (multiplicative hashing, Knuth 1973).
    fn place([a, b, c]: [char; 3]) -> (usize, u64) {
        let key = (u64::from(a as u32) << 42) | (u64::from(b as u32) << 21) | u64::from(c as u32);
        let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - Self::BITS);
        ((hash >> 6) as usize, 1 << (hash & 63))
    }
}

/// The number of a common character that is in the seed, from nought.
fn number_of(numbers: &[u16], c: char) -> Option<usize> {
    let number = *numbers.get((c as usize).wrapping_sub(COMMON.start as usize))?;
    usize::from(number).checked_sub(1)
}

fn by_class(class: Class) -> Weight {
    match class {
        Class::Leaning => sign::NEXT_LEANING,
        Class::Adverb => sign::NEXT_ADVERB,
        Class::Preposition => sign::NEXT_PREPOSITION,
        Class::Conjunction => sign::NEXT_CONJUNCTION,
        Class::Pronoun => sign::NEXT_PRONOUN,
        Class::Numeral => sign::NEXT_NUMERAL,
        Class::Verb => sign::NEXT_VERB,
        Class::Quality => sign::NEXT_QUALITY,
        Class::Noun => sign::NEXT_NOUN,
        Class::Name => sign::NEXT_NAME,
        Class::Time => sign::NEXT_TIME,
        Class::Mark => sign::NEXT_MARK,
    }
}

/// Adds what the words at the edges of the break are.
pub fn weigh_edges(last: Option<Edge>, first: Option<Edge>, across: bool, e: &mut Evidence) {
    if let Some(edge) = first {
        e.add(by_class(edge.class));
        if edge.lone && !across {
            e.add(sign::BROKEN_BEHIND);
        }
    }
    if !across && last.is_some_and(|edge| edge.class == Class::Conjunction) {
        e.add(sign::ENDS_IN_CONJUNCTION);
    }
    if !across && last.is_some_and(|edge| edge.lone) {
        e.add(sign::BROKEN_BEFORE);
    }
    e.signals.extend(last.zip(first).and_then(|(last, first)| follow(last.class, first.class)));
}

/// What two words on both sides of a break are to each other.
fn follow(last: Class, first: Class) -> Option<Signal> {
    use Class::{
        Adverb, Conjunction, Leaning, Name, Noun, Numeral, Preposition, Pronoun, Quality, Verb,
    };
    let weight = match (last, first) {
        (Verb | Preposition, Noun | Name | Pronoun | Numeral) => sign::OBJECT,
        (Leaning, Noun | Name | Quality) => sign::QUALIFIED,
        (Noun | Name | Pronoun, Verb | Adverb) => sign::PREDICATE,
        (Adverb, Verb | Quality | Preposition | Adverb) => sign::MODIFIED,
        (Preposition | Conjunction | Adverb, Leaning | Conjunction) => sign::CLASH,
        _ => return None,
    };
    Some(Signal { weight, seen: None })
}
