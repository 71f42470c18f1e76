//! Whose a text is that stands below a head in a cut: the rest of what was cut above
//! the head, or what the head stands for.

use super::{
    between,
    decode::Seed,
    evidence::{Evidence, join as sign},
    heads::opens_like_lead,
    left::Left,
    passage::{Passage, Role},
};
use crate::text::{hash::FastSet, pairs};

/// How much of a text says what it speaks of, in bytes.
const NEAR: usize = 360;

/// The words of heads that were passed on the way to a continuation.
#[derive(Clone, Default)]
pub(super) struct Heads(FastSet<(char, char)>);

impl Heads {
    /// Passes one more line.
    pub(super) fn pass(&mut self, seed: &Seed, line: &Passage) {
        if matches!(between::role(seed, line), Role::Head | Role::Deck) {
            self.0.extend(pairs(&line.words(seed)));
        }
    }

    /// How many pairs of characters a text shares with the heads.
    fn shared(&self, text: &str) -> usize {
        let near = &text[..text.floor_char_boundary(NEAR)];
        let found: FastSet<(char, char)> = pairs(near).filter(|p| self.0.contains(p)).collect();
        found.len()
    }

    /// Adds what tells whether `next`, which stands below the heads, goes on from `left`
    /// above them, or is what they stand for. `after` stands below it.
    pub(super) fn weigh(
        &self,
        seed: &Seed,
        left: &Left,
        next: &str,
        after: Option<&Passage>,
        e: &mut Evidence,
    ) {
        if self.0.is_empty() {
            return;
        }
        let after = after.filter(|p| p.role == Role::Body).map(|p| p.words(seed));
        let (here, behind) =
            (self.shared(next), after.as_ref().map_or(0, |text| self.shared(text)));
        if opens_like_lead(next) {
            e.add(sign::LEAD_BELOW_HEAD);
        } else if after.as_ref().is_some_and(|text| opens_like_lead(text)) {
            e.add(sign::LEAD_BEHIND_IT);
        }
        match here {
            0 if behind > 0 => e.add(sign::HEAD_SPEAKS_OF_NEXT),
            0 => {}
            1 => e.add(sign::HEAD_MAY_SPEAK_OF_IT),
            _ => e.add(sign::HEAD_SPEAKS_OF_IT),
        }
        let near = &next[..next.floor_char_boundary(NEAR)];
        if pairs(near).any(|pair| left.pairs().contains(&pair)) {
            e.add(sign::SHARES_WORDS);
        }
        if after.is_none() {
            e.add(sign::ALONE_BELOW_HEAD);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    const HEAD: &str = "柳树沿堤种";
    const OF_IT: &str = "柳树沿堤种了四十里，一棵挨着一棵。";
    const REST: &str = "方米，一分钱也没有多花。";

    fn seen(below: &str, after: Option<&str>) -> Vec<&'static str> {
        let lines: Vec<&str> = [HEAD, below].into_iter().chain(after).collect();
        let (seed, passages) = sample::page(&lines);
        let mut heads = Heads::default();
        heads.pass(&seed, &passages[0]);
        let left = Left::of("修堤的石料来自县里，一共用了三万立");
        let mut evidence = Evidence::default();
        heads.weigh(&seed, &left, below, passages.get(2), &mut evidence);
        evidence.names()
    }

    #[test]
    fn a_head_says_which_of_the_texts_below_it_is_its_own() {
        assert_eq!(seen(REST, Some(OF_IT)), [sign::HEAD_SPEAKS_OF_NEXT.name]);
        assert_eq!(seen(OF_IT, Some(REST)), [sign::HEAD_SPEAKS_OF_IT.name]);
        assert_eq!(seen(REST, None), [sign::ALONE_BELOW_HEAD.name]);
        assert_eq!(
            seen("堤上的柳树谁栽谁管，石料也是。", Some(REST)),
            [sign::HEAD_MAY_SPEAK_OF_IT.name, sign::SHARES_WORDS.name]
        );
        let lead = "近日，清河县的集市搬进了新棚，卖菜的不用再淋雨。";
        assert_eq!(seen(REST, Some(lead)), [sign::LEAD_BEHIND_IT.name]);
        assert_eq!(seen(lead, Some(REST)), [sign::LEAD_BELOW_HEAD.name]);
    }

    #[test]
    fn where_no_head_was_passed_nothing_is_said() {
        let (seed, passages) = sample::page(&[OF_IT, REST]);
        let mut heads = Heads::default();
        heads.pass(&seed, &passages[0]);
        let mut evidence = Evidence::default();
        heads.weigh(&seed, &Left::of(OF_IT), REST, None, &mut evidence);
        assert!(evidence.signals.is_empty());
    }
}
