//! What is known of an index since it was made, so that the index of almost the same texts
//! need not be made anew.
//!
//! The lists of a character depend on nothing but where the character stands and what comes
//! after it there. So where a few texts are others, only the lists of characters are made of
//! which one of these texts says something else; and of characters that share a file with one.

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
    /// The files of its own, if it has some.
    pub(super) files: Vec<Key>,
}

/// What is known of the texts of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Leaf {
    /// What the file is made of.
    pub(super) texts: Key,
    pub(super) file: Key,
}

/// What of an index has to be made.
pub(super) struct Changes {
    /// The characters.
    pub(super) chosen: Chosen,
    /// The numbers of the files that characters share.
    pub(super) shared: BTreeSet<u32>,
}

impl Known {
    /// What was noted; `None` if the note is damaged, or none.
    pub(super) fn read(note: &[u8]) -> Option<Self> {
        let (key, known) = note.split_first_chunk()?;
        if Key::of(known) != Key(*key) {
            return None;
        }
        postcard::from_bytes(known).ok()
    }

    /// As it is noted: before it stands its key.
    pub(super) fn note(&self) -> Option<Vec<u8>> {
        let known = postcard::to_allocvec(self).ok()?;
        Some([&Key::of(&*known).0[..], &known].concat())
    }

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
    /// Nothing has to be made.
    pub(super) fn none() -> Self {
        Self { chosen: Chosen::none(), shared: BTreeSet::new() }
    }

    /// An article said `old`, text by text, and says `new`.
    pub(super) fn article<'t>(
        &mut self,
        old: impl Iterator<Item = &'t str>,
        new: impl Iterator<Item = &'t str>,
        known: &Known,
    ) {
        let (old, new) = (said(old), said(new));
        let (mut old, mut new) = (old.as_slice(), new.as_slice());
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
        self.chosen.add(c);
        // The character may share a file now, or have shared one.
        self.shared.insert(spread(c, known.shared.len() as u32));
    }

    /// Takes the characters that share a file with one of the others.
    pub(super) fn complete(&mut self, known: &Known) {
        let files = known.shared.len() as u32;
        for listed in known.listed.iter().filter(|listed| listed.files.is_empty()) {
            if self.shared.contains(&spread(listed.first, files)) {
                self.chosen.add(listed.first);
            }
        }
    }
}

/// All that lists have of an article.
fn said<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<(Pair, Successor)> {
    let mut said = Vec::new();
    for text in texts {
        fold::runs(text, |run| pairs_of(run, |pair, after| said.push((pair, after))));
    }
    said.sort_unstable();
    said
}
