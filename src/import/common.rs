//! What two blocks have in common, and whether that makes them copies of one text.
//!
//! A damaged copy lacks words; it has none that the text does not have. Two articles of
//! a law that say nearly the same have: each puts words of its own between those that
//! both share. Made into one, they would say what neither does.

use std::ops::Range;

/// Share of the shorter block that must stand in the longer.
pub const SHARE: f32 = 0.8;
/// The same where the shorter block has words of its own between those that both have:
/// the longer has lost a few inside, or it is another text.
const SHARE_WITH_OWN: f32 = 0.95;
/// Letters that only one has at one place for them to be words: one is a slip.
const LEAST_OWN: usize = 2;

/// Characters in a row that a block has in common with one before it.
#[derive(Clone, Debug)]
pub struct Match {
    /// The earlier block.
    pub partner: usize,
    /// Where they stand in the later one.
    pub own: Range<usize>,
    /// How far before that they stand in the earlier one.
    pub apart: usize,
    /// Whether they start where one of the two blocks starts and end where one of them
    /// ends: two copies that have lost different ends.
    pub dovetails: bool,
}

impl Match {
    fn other(&self) -> Range<usize> {
        self.own.start - self.apart..self.own.end - self.apart
    }
}

/// What two blocks have in common.
#[derive(Clone, Copy, Debug, Default)]
pub struct Common {
    /// Characters in matches.
    pub length: usize,
    /// Whether one of the matches dovetails.
    pub dovetails: bool,
    /// Whether the shorter block has words of its own between two matches.
    pub own_inside: bool,
}

impl Common {
    /// Adds up the matches of two blocks, in the order of the later, of which either that
    /// is the shorter or the earlier.
    pub fn of(matches: &[Match], later_is_shorter: bool) -> Self {
        let own_inside = matches.windows(2).any(|pair| {
            let between = |place: fn(&Match) -> Range<usize>| {
                let (before, behind) = (place(&pair[0]), place(&pair[1]));
                // Matches that overlap show a word that one of the two has twice.
                behind.start.checked_sub(before.end)
            };
            let (later, earlier) = (between(|m| m.own.clone()), between(Match::other));
            let (Some(later), Some(earlier)) = (later, earlier) else { return false };
            let (shorter, longer) =
                if later_is_shorter { (later, earlier) } else { (earlier, later) };
            shorter >= longer + LEAST_OWN
        });
        Self {
            length: matches.iter().map(|m| m.own.len()).sum(),
            dovetails: matches.iter().any(|m| m.dovetails),
            own_inside,
        }
    }

    /// Whether two blocks, of which the shorter has so many characters, are copies of one
    /// text or parts of it: most of the shorter stands in the longer.
    pub fn makes_twins(self, shorter: usize) -> bool {
        let share = if self.own_inside { SHARE_WITH_OWN } else { SHARE };
        self.dovetails || self.length as f32 >= share * shorter as f32
    }
}
