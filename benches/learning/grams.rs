//! Which characters stand behind which: an n-gram model as Kneser and Ney (1995) interpolate it,
//! pruned.

use std::collections::{BTreeMap, BTreeSet};

use kanyin::text::model::{
    self, Entry, Key,
    grams::{ORDER, START, STEP},
};

/// Of each count so much is given to what was never seen.
const DISCOUNT: f64 = 0.75;
/// So many characters there are, seen or not.
const CHARACTERS: f64 = 8000.0;

/// Some characters, the last first.
type Gram = Vec<char>;

/// How often grams of each length were seen.
#[derive(Clone, Debug)]
pub(crate) struct Counts(Vec<BTreeMap<Gram, u32>>);

impl Counts {
    pub(crate) fn new() -> Self {
        Self(vec![BTreeMap::new(); ORDER])
    }

    /// Counts the characters of a paragraph behind up to `ORDER - 1` others.
    pub(crate) fn add(&mut self, paragraph: &str) {
        let start = std::iter::once(START);
        let text: Vec<char> = start.chain(model::symbols(paragraph.chars())).collect();
        for end in 1..text.len() {
            for length in 1..=ORDER.min(end + 1) {
                let gram: Gram = text[end + 1 - length..=end].iter().rev().copied().collect();
                *self.0[length - 1].entry(gram).or_default() += 1;
            }
        }
    }
}

/// How likely characters are behind others. Of fewer than `ORDER` it counts behind how many
/// different ones they stand.
#[derive(Clone, Debug)]
pub(crate) struct Grams {
    counts: Vec<BTreeMap<Gram, f64>>,
    /// Of what stands before the last character: the sum of these, and of how many.
    before: BTreeMap<Gram, (f64, f64)>,
}

impl Grams {
    pub(crate) fn of(seen: &Counts) -> Self {
        let mut counts = vec![BTreeMap::<Gram, f64>::new(); ORDER];
        for (length, seen) in seen.0.iter().enumerate() {
            for (gram, &count) in seen {
                // Before the first character of a paragraph nothing stands that could differ.
                if length + 1 == ORDER || gram.last() == Some(&START) {
                    counts[length].insert(gram.clone(), f64::from(count));
                }
                if length > 0 {
                    *counts[length - 1].entry(gram[..length].to_vec()).or_default() += 1.0;
                }
            }
        }
        let mut before = BTreeMap::<Gram, (f64, f64)>::new();
        for (gram, &count) in counts.iter().flatten() {
            let (sum, kinds) = before.entry(gram[1..].to_vec()).or_default();
            *sum += count;
            *kinds += 1.0;
        }
        Self { counts, before }
    }

    /// How likely the first character is behind the others.
    fn likely(&self, gram: &[char]) -> f64 {
        let Some((_, fewer)) = gram.split_last() else { return 1.0 / CHARACTERS };
        let less = self.likely(fewer);
        let Some(&(sum, kinds)) = self.before.get(&gram[1..]) else { return less };
        let count = self.counts[gram.len() - 1].get(gram).copied().unwrap_or_default();
        (count - DISCOUNT).max(0.0) / sum + DISCOUNT * kinds / sum * less
    }

    /// What the table is to say: that of which it would be wrong by so many nats over the whole
    /// text without it.
    pub(crate) fn entries(&self, seen: &Counts, gain: f64) -> Vec<(Key, u32)> {
        let mut entries = Vec::new();
        // Of what stands before: how much of what is likely behind it is told, and how much of
        // that is behind fewer.
        let mut told = BTreeMap::<&[char], (f64, f64)>::new();
        for (gram, &count) in seen.0.iter().flatten() {
            let likely = self.likely(gram);
            let less = self.likely(&gram[..gram.len() - 1]);
            let (sum, kinds) = self.before.get(&gram[1..]).copied().unwrap_or((1.0, 1.0));
            let otherwise = DISCOUNT * kinds / sum * less;
            let alone = gram.len() == 1;
            if alone || count > 1 && f64::from(count) * (likely / otherwise).ln() >= gain {
                entries.push((key(Entry::Likely, gram), figure(likely)));
                let (all, fewer) = told.entry(&gram[1..]).or_default();
                *all += likely;
                *fewer += less;
            }
        }
        // Of all that stands behind what is told of it is known what is left.
        let mut wanted: BTreeSet<&[char]> = BTreeSet::new();
        for before in told.keys() {
            wanted.extend((1..=before.len()).map(|length| &before[..length]));
        }
        for before in wanted {
            let (all, fewer) = told.get(before).copied().unwrap_or_default();
            let left = ((1.0 - all) / (1.0 - fewer)).clamp(1e-6, 1.0);
            entries.push((key(Entry::Left, before), figure(left)));
        }
        entries
    }
}

fn figure(likely: f64) -> u32 {
    (likely.ln() / f64::from(STEP)).round().max(0.0) as u32
}

fn key(entry: Entry, gram: &[char]) -> Key {
    gram.iter().fold(Key::of(entry), |key, &c| key.and(c))
}
