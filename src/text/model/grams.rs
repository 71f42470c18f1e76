//! How likely characters are behind others.
//!
//! An n-gram model (Kneser and Ney 1995), of which only that is kept without which it would say
//! something else (Stolcke 1998).

use super::{Entry, Key, look, symbols};

/// So many characters are looked at together.
pub const ORDER: usize = 4;
/// What stands before the first character of a paragraph.
pub const START: char = '\n';
/// A logarithm is kept in steps of so much.
pub const STEP: f32 = -0.25;
/// The logarithm of how likely a character is that the table lacks.
const UNKNOWN: f32 = -12.0;

/// The first characters of a text, or the last ones, the last first.
type Near = [char; ORDER - 1];

/// How a text begins.
#[derive(Clone, Copy, Debug)]
pub struct Beginning {
    first: Near,
    /// The logarithm of how likely it is behind anything.
    anywhere: f32,
}

impl Beginning {
    /// Looks at a text. Of fewer characters than are looked at nothing is known.
    pub fn of(text: &str) -> Option<Self> {
        let first = near(text.chars())?;
        Some(Self { first, anywhere: behind(&first, &[]) })
    }

    /// How much likelier it is behind a text than anywhere, as a natural logarithm.
    pub fn follows(&self, end: &End) -> f32 {
        behind(&self.first, &end.0) - self.anywhere
    }
}

/// How a text ends.
#[derive(Clone, Copy, Debug)]
pub struct End(Near);

impl End {
    /// Looks at a text. Of fewer characters than are looked at nothing is known.
    pub fn of(text: &str) -> Option<Self> {
        near(text.chars().rev()).map(Self)
    }
}

fn near(text: impl Iterator<Item = char>) -> Option<Near> {
    let mut symbols = symbols(text);
    let mut near = [START; ORDER - 1];
    for place in &mut near {
        *place = symbols.next()?;
    }
    Some(near)
}

/// The logarithm of how likely characters are behind others, of which the last stands first.
fn behind(next: &Near, before: &[char]) -> f32 {
    let mut sum = 0.0;
    for (at, &c) in next.iter().enumerate() {
        sum += likely(c, next[..at].iter().rev().chain(before).copied());
    }
    sum
}

/// The same of one character.
fn likely(next: char, before: impl Iterator<Item = char>) -> f32 {
    let (mut likely, mut left) = (Key::of(Entry::Likely).and(next), Key::of(Entry::Left));
    let log = |key: Key| look(key).map(|steps| steps as f32 * STEP);
    let mut sum = log(likely).unwrap_or(UNKNOWN);
    for c in before.take(ORDER - 1) {
        (likely, left) = (likely.and(c), left.and(c));
        // What is left to fewer characters is known of all of which anything is.
        let Some(less) = log(left) else { break };
        sum = log(likely).unwrap_or(sum + less);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_on_is_likelier_than_what_begins_anew() {
        for (left, right, other) in [
            ("去年，全县完成地区生", "产总值三百亿元。", "记者从县里了解到。"),
            ("要进一步加", "强河道的管理。", "柳树种满了河堤。"),
            ("沿河的住户都", "说，水比从前清了。", "近日，县水利局。"),
        ] {
            let follows = |text| Some(Beginning::of(text)?.follows(&End::of(left)?));
            assert!(follows(right) > follows(other).map(|other| other + 1.0), "{left}|{right}");
        }
    }

    #[test]
    fn of_a_few_characters_nothing_is_known() {
        assert!(End::of("河堤").is_none() && Beginning::of(" 1 2 ").is_none());
    }
}
