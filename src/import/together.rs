//! Whether lines that slid to the end of a page speak of one text.
//!
//! A headline and its deck share few words with each other, and many with the same
//! paragraphs. Two headlines that stand one below the other do so with others.

use super::{
    decode::Seed,
    evidence::head as sign,
    passage::Passage,
    profile::{keys, rarity},
};
use crate::text::hash::FastMap;

/// Whether a line speaks of the text that the line above it speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Together {
    /// The page does not tell.
    #[default]
    Unknown,
    /// Both say most of the same paragraphs.
    Same,
    /// Both say some of the same.
    Likely,
    /// Each says most of others.
    Other,
}

/// From this share on of the most that each says of any paragraphs both speak of one text …
const SAME: f32 = 0.7;
/// … and from this one on they may.
const LIKELY: f32 = 0.4;
/// What says less than this is no word of a text: two rare pairs of characters.
const LEAST: f32 = 2.0 * sign::RARE.log_odds;
/// Paragraphs with a pair of characters beyond which it is not looked at.
const MOST_SHARED: usize = 64;

/// For each of these lines whether it speaks of the text of the one above it.
pub(super) fn of<'p>(
    seed: &Seed,
    texts: impl Iterator<Item = &'p Passage>,
    lines: &[&str],
) -> Vec<Together> {
    let mut places: FastMap<(char, char), Vec<usize>> = FastMap::default();
    for key in lines.iter().flat_map(|line| keys(line)) {
        places.entry(key).or_default();
    }
    let mut all = 0;
    for (at, text) in texts.enumerate() {
        all = at + 1;
        for key in keys(&text.words(seed)) {
            if let Some(found) = places.get_mut(&key)
                && found.len() <= MOST_SHARED
                && found.last() != Some(&at)
            {
                found.push(at);
            }
        }
    }
    let said: Vec<Said> = lines.iter().map(|line| Said::of(line, &places, all)).collect();
    let with_above = |at: usize| at.checked_sub(1).map(|above| said[above].with(&said[at]));
    (0..lines.len()).map(|at| with_above(at).unwrap_or_default()).collect()
}

/// How much a line says of the paragraphs around each paragraph of the page.
struct Said {
    around: FastMap<usize, f32>,
    most: f32,
}

impl Said {
    fn of(line: &str, places: &FastMap<(char, char), Vec<usize>>, all: usize) -> Self {
        let mut around: FastMap<usize, f32> = FastMap::default();
        for key in keys(line) {
            let found = places.get(&key).map(Vec::as_slice).unwrap_or_default();
            let says = rarity(key, found.len(), all).map_or(0.0, |weight| weight.log_odds);
            if says > 0.0 {
                for &at in found {
                    for near in at.saturating_sub(1)..=at + 1 {
                        *around.entry(near).or_default() += says;
                    }
                }
            }
        }
        let most = around.values().copied().fold(0.0, f32::max);
        Self { around, most }
    }

    fn with(&self, other: &Self) -> Together {
        if self.most < LEAST || other.most < LEAST {
            return Together::Unknown;
        }
        let both = self.around.iter().filter_map(|(at, says)| {
            let others = other.around.get(at)? / other.most;
            Some((says / self.most).min(others))
        });
        match both.fold(0.0, f32::max) {
            share if share >= SAME => Together::Same,
            share if share >= LIKELY => Together::Likely,
            _ => Together::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    #[test]
    fn lines_are_together_that_say_what_the_same_paragraphs_say() {
        let texts = [
            "清河上的首座人行桥昨天建成开放，两岸步行的时间由二十分钟缩短到七分钟。",
            "护栏是村民自己焊的，灯由供电所装好。",
            "夜里下了一场大雪，供电所的人踩着雪把线路查了两遍。",
            "油坊重新开张那天，镇上的人排队来看老木榨出油。",
            "县里的古树挂上了身份牌，护林员每天巡查一遍，枯枝随时修剪。",
        ];
        let (seed, passages) = sample::page(&texts);
        let head = "清河首座人行桥建成开放";
        for (line, expected) in [
            ("两岸步行时间缩短到七分钟", Together::Same),
            ("古树挂上身份牌有人巡查", Together::Other),
            ("今年的打算", Together::Unknown),
        ] {
            let found = of(&seed, passages.iter(), &[head, line]);
            assert_eq!(found, [Together::Unknown, expected], "{line}");
        }
    }
}
