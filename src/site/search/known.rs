//! What is known of an index since it was made, so that the index of almost the same texts
//! need not be made anew.
//!
//! The lists of a character depend on nothing but where the character stands and what comes
//! after it there. So where a few texts are others, only the lists of characters are others of
//! which one of these texts says something else; and of characters that share a file with one the
//! file is.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    chosen::Chosen,
    fold,
    numbers::pairs_of,
    pairs::{Detail, Estimates, Pair, Successor},
    shards::spread,
};
use crate::site::key::Key;

/// If more than one leaf of so many is another, an index is made anew.
const FEW: usize = 8;

/// What is known of an index.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Known {
    /// Which of [`Detail::ALL`] it has.
    pub(super) detail: usize,
    pub(super) articles: usize,
    /// Sorted.
    pub(super) listed: Vec<Listed>,
    /// The files that characters share.
    pub(super) shared: Vec<Key>,
    pub(super) leaves: Vec<Leaf>,
}

/// What is known of the lists of a character.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listed {
    pub(super) first: char,
    /// How long they are in one part.
    pub(super) units: u32,
    pub(super) bits: Estimates,
    pub(super) counts: Counts,
    /// The files of its own, if it has some.
    pub(super) files: Vec<Key>,
}

/// How often the pairs of a character stand in the texts, beyond what its lists say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counts {
    /// For each pair on how many leaves it would stand, were they smaller: for each smaller size
    /// that there is, the smallest first.
    pub(super) finer: Vec<u32>,
    /// The occurrences of each pair that is frequent with the smallest leaves.
    pub(super) occurrences: Vec<u32>,
}

/// What is known of the texts of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Leaf {
    /// What the file is made of.
    pub(super) texts: Key,
    pub(super) file: Key,
}

/// What texts say otherwise than an index has it.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) leaves: Vec<Edited>,
    /// The characters whose lists are others.
    pub(super) characters: BTreeSet<char>,
    /// The numbers of the files that these share, or have shared, with others.
    pub(super) shared: BTreeSet<u32>,
}

/// A leaf of which articles say something else.
pub(super) struct Edited {
    pub(super) number: u32,
    /// What each of its articles said and says.
    pub(super) articles: Vec<[Occurrences; 2]>,
}

/// All pairs of a text, each with what comes after it; sorted.
pub(super) struct Occurrences(Vec<(Pair, Successor)>);

impl Occurrences {
    fn of(texts: Vec<&str>) -> Self {
        let mut all = Vec::new();
        for text in texts {
            fold::runs(text, |run| pairs_of(run, |pair, after| all.push((pair, after))));
        }
        all.sort_unstable();
        Self(all)
    }

    /// Those that begin with a character.
    pub(super) fn beginning(&self, first: char) -> &[(Pair, Successor)] {
        let from = self.0.partition_point(|((c, _), _)| *c < first);
        let rest = &self.0[from..];
        &rest[..rest.partition_point(|((c, _), _)| *c == first)]
    }
}

impl Known {
    /// How much the index knows.
    pub(super) fn detail(&self) -> Option<Detail> {
        Detail::ALL.get(self.detail).copied()
    }

    /// The leaves whose texts are not those `now`; `None` if there are too many, or more or
    /// fewer in all.
    pub(super) fn others(&self, now: &[Key]) -> Option<Vec<usize>> {
        let leaves = self.leaves.iter().zip(now).enumerate();
        let others: Vec<usize> =
            leaves.filter(|(_, (leaf, now))| leaf.texts != **now).map(|(at, _)| at).collect();
        (self.leaves.len() == now.len() && others.len() <= now.len() / FEW).then_some(others)
    }
}

impl Changes {
    /// The articles on the leaf of this `number` said `old`, text by text, and say `new`.
    pub(super) fn leaf<'t>(
        &mut self,
        number: usize,
        articles: impl Iterator<Item = (Vec<&'t str>, Vec<&'t str>)>,
        known: &Known,
    ) {
        let articles: Vec<[Occurrences; 2]> =
            articles.map(|(old, new)| [Occurrences::of(old), Occurrences::of(new)]).collect();
        for [old, new] in &articles {
            self.compare(&old.0, &new.0, known);
        }
        // Leaves are counted in 32 bits.
        self.leaves.push(Edited { number: number as u32, articles });
    }

    fn compare(
        &mut self,
        mut old: &[(Pair, Successor)],
        mut new: &[(Pair, Successor)],
        known: &Known,
    ) {
        loop {
            match (old, new) {
                ([], []) => return,
                ([a, rest_old @ ..], [b, rest_new @ ..]) if a == b => {
                    (old, new) = (rest_old, rest_new);
                }
                ([a, rest @ ..], [b, ..]) if a < b => {
                    self.add(a.0.0, known);
                    old = rest;
                }
                ([a, rest @ ..], []) => {
                    self.add(a.0.0, known);
                    old = rest;
                }
                (_, [b, rest @ ..]) => {
                    self.add(b.0.0, known);
                    new = rest;
                }
            }
        }
    }

    fn add(&mut self, c: char, known: &Known) {
        self.characters.insert(c);
        // The character may share a file now, or have shared one.
        self.shared.insert(spread(c, known.shared.len() as u32));
    }

    /// The characters whose lists are written: those that are others, and those that share a
    /// file with one.
    pub(super) fn chosen(&self, known: &Known) -> Chosen {
        let mut chosen = Chosen::none();
        let files = known.shared.len() as u32;
        let others = known.listed.iter().filter(|listed| listed.files.is_empty());
        let others = others.map(|listed| listed.first);
        let others = others.filter(|&first| self.shared.contains(&spread(first, files)));
        others.chain(self.characters.iter().copied()).for_each(|first| chosen.add(first));
        chosen
    }
}
