//! Cohesion: how much two texts speak of the same.
//!
//! Two stretches of one article share words that stand nowhere else on the page;
//! what two articles share stands in the others as well (Hearst 1997 measures the
//! same on windows of words). Words are pairs of characters: Chinese needs no
//! division for that. The counts are kept in a table of fixed size, so that a
//! gigabyte costs what a page does.

use super::{decode::Seed, heads::pairs};

/// Places of the table, a power of two.
const PLACES: usize = 1 << 18;

/// How often each pair of characters stands in a seed.
#[derive(Clone, Debug)]
pub struct Cohesion {
    counts: Vec<u16>,
}

impl Cohesion {
    /// Counts the pairs of a seed.
    pub fn of(seed: &Seed) -> Self {
        let mut counts = vec![0_u16; PLACES];
        for pair in pairs(&seed.text) {
            let count = &mut counts[place(key(pair))];
            *count = count.saturating_add(1);
        }
        Self { counts }
    }

    /// How much of the smaller of two texts stands in the other: 0 nothing, 1
    /// all. A pair counts the less the more often it stands in neither.
    pub fn share(&self, left: &str, right: &str) -> f32 {
        let (left, right) = (occurrences(left), occurrences(right));
        let smaller = left.len().min(right.len());
        if smaller == 0 {
            return 0.0;
        }
        // Both are in order: they are walked through side by side.
        let mut sum = 0.0;
        let mut others = right.into_iter().peekable();
        for (pair, here) in left {
            while others.next_if(|(other, _)| *other < pair).is_some() {}
            if let Some((_, there)) = others.next_if(|(other, _)| *other == pair) {
                let outside = self.counts[place(pair)].saturating_sub(here + there);
                sum += 1.0 / f32::from(1 + outside);
            }
        }
        sum / smaller as f32
    }
}

/// The pairs of a text, in order, with how often each stands there.
fn occurrences(text: &str) -> Vec<(u64, u16)> {
    let mut all: Vec<u64> = pairs(text).map(key).collect();
    all.sort_unstable();
    let mut found: Vec<(u64, u16)> = Vec::with_capacity(all.len());
    for pair in all {
        match found.last_mut() {
            Some((last, count)) if *last == pair => *count = count.saturating_add(1),
            _ => found.push((pair, 1)),
        }
    }
    found
}

/// A pair as one number: numbers are sorted faster.
fn key((a, b): (char, char)) -> u64 {
    (u64::from(a as u32) << 21) | u64::from(b as u32)
}

/// The place of a pair in the table (multiplicative hashing, Knuth 1973).
fn place(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 46) as usize
}

#[cfg(test)]
mod tests {
    use super::{super::decode::decode, *};

    const RIVER: &str = "清河两岸种满了柳树，堤是前年修的，沿河的住户让出了菜地。";
    const BANK: &str = "护堤的住户说，柳树活了九成，清河的水也清了。";
    const FAIR: &str = "集市逢五逢十开张，卖菜的天不亮就来占位置，新棚有水有电。";

    #[test]
    fn texts_of_one_matter_share_more() {
        let page = [RIVER, BANK, FAIR].concat();
        let seed = decode("a.txt", page.as_bytes()).unwrap_or_else(|d| panic!("{}", d.draw(false)));
        let cohesion = Cohesion::of(&seed);
        assert!(cohesion.share(RIVER, BANK) > 3.0 * cohesion.share(RIVER, FAIR));
        assert!(cohesion.share(RIVER, "") < f32::EPSILON);
        assert!((cohesion.share(RIVER, RIVER) - 1.0).abs() < 0.1);
    }
}
