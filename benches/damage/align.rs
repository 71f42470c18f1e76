//! The characters of restored articles find their numbers again.
//!
//! Only the written text is looked at, never what the program says about it. A line
//! that is a whole clean line is recognised first; else runs of eight characters that
//! stand in a clean line are anchors, which grow in both directions over look-alike
//! characters and single errors; what is left between is matched in smaller and
//! smaller runs with what its article has not given yet.

use std::collections::HashMap;

use super::{Document, Id, NONE, copies::look_alike};

/// Characters of a run that makes an anchor anywhere.
const ANCHOR: usize = 8;
/// Characters of the runs that are looked for in what is left of the articles.
const SMALLER: [usize; 3] = [5, 3, 2];
/// How many places of one run are tried.
const MOST: usize = 24;

/// `c` as it is compared: half width, straight quotes, the first of those that look
/// alike.
pub(crate) fn fold(c: char) -> char {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    };
    match c {
        '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '\'' => '"',
        '—' | '–' | '―' | '─' => '-',
        _ => look_alike(c).and_then(|set| set.chars().next()).unwrap_or(c),
    }
}

/// The characters of a text without white space, folded.
pub(crate) fn folded(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace()).map(fold).collect()
}

/// A number for a run of characters. That two runs share one costs a look, no more: what
/// grows from an anchor are characters that are the same.
fn digest(run: &[char]) -> u64 {
    run.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &c| {
        let hash = (hash ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^ (hash >> 29)
    })
}

/// The clean text of a page, indexed.
pub(crate) struct Reference<'a> {
    document: &'a Document,
    /// Folded characters, units one after the other, white space left out.
    chars: Vec<char>,
    /// Their numbers.
    ids: Vec<Id>,
    /// Where each unit starts in `chars`; one more at the end.
    starts: Vec<usize>,
    /// Where runs of each length start: [`ANCHOR`] and the smaller ones.
    runs: HashMap<usize, HashMap<u64, Vec<usize>>>,
    /// Units by their whole text.
    whole: HashMap<Vec<char>, Vec<usize>>,
}

/// A text of an article that is to be aligned, and what it is found to be.
pub(crate) struct Aligned {
    /// Characters without white space, as written.
    pub(crate) chars: Vec<char>,
    /// The number of each.
    pub(crate) ids: Vec<Id>,
}

impl<'a> Reference<'a> {
    /// Indexes the clean text of a page.
    pub(crate) fn new(document: &'a Document) -> Self {
        let (mut chars, mut ids, mut starts) = (Vec::new(), Vec::new(), Vec::new());
        let mut whole: HashMap<Vec<char>, Vec<usize>> = HashMap::new();
        for (index, unit) in document.units.iter().enumerate() {
            starts.push(chars.len());
            let words = || unit.ids().zip(&unit.text).filter(|(_, c)| !c.is_whitespace());
            chars.extend(words().map(|(_, c)| fold(*c)));
            ids.extend(words().map(|(id, _)| id));
            whole.entry(chars[starts[index]..].to_vec()).or_default().push(index);
        }
        starts.push(chars.len());
        let mut runs: HashMap<usize, HashMap<u64, Vec<usize>>> = HashMap::new();
        for length in [ANCHOR].into_iter().chain(SMALLER) {
            let found = runs.entry(length).or_default();
            for pair in starts.windows(2) {
                for at in pair[0]..(pair[1] + 1).saturating_sub(length).max(pair[0]) {
                    found.entry(digest(&chars[at..at + length])).or_default().push(at);
                }
            }
        }
        Self { document, chars, ids, starts, runs, whole }
    }

    /// Whether a folded text is a whole clean line.
    pub(crate) fn is_line(&self, text: &[char]) -> bool {
        self.whole.contains_key(text)
    }

    /// The unit at a place of `chars`.
    fn unit_at(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at) - 1
    }

    /// Aligns the texts of one article, the first one first; `used` tells what has been
    /// found before, in this article and in others.
    pub(crate) fn align(&self, texts: &[String], used: &mut [u32]) -> Vec<Aligned> {
        let mut all: Vec<Aligned> = texts
            .iter()
            .map(|text| {
                let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
                let ids = vec![NONE; chars.len()];
                Aligned { chars, ids }
            })
            .collect();
        let folds: Vec<Vec<char>> =
            all.iter().map(|a| a.chars.iter().copied().map(fold).collect()).collect();
        for (aligned, text) in all.iter_mut().zip(&folds) {
            if text.len() >= ANCHOR {
                self.anchor(text, aligned, used);
            }
        }
        let article = self.main_article(&all);
        for (aligned, text) in all.iter_mut().zip(&folds) {
            self.take_whole(text, aligned, article, used);
        }
        for length in SMALLER {
            for (aligned, text) in all.iter_mut().zip(&folds) {
                self.fill(text, aligned, length, article, used);
            }
        }
        for (aligned, text) in all.iter_mut().zip(&folds) {
            self.fill_singles(text, aligned, used);
        }
        all
    }

    /// The article that most characters are of.
    fn main_article(&self, all: &[Aligned]) -> Option<usize> {
        let mut votes: HashMap<usize, usize> = HashMap::new();
        for id in all.iter().flat_map(|a| &a.ids).filter(|id| **id != NONE) {
            *votes.entry(self.document.units[self.document.unit_of(*id)].article).or_default() += 1;
        }
        votes
            .into_iter()
            .max_by_key(|&(article, count)| (count, usize::MAX - article))
            .map(|(article, _)| article)
    }

    /// A line that is a clean line, of this article rather than of another, unused
    /// rather than used.
    fn take_whole(
        &self,
        text: &[char],
        aligned: &mut Aligned,
        article: Option<usize>,
        used: &mut [u32],
    ) {
        let empty = aligned.ids.iter().all(|id| *id == NONE);
        let Some(units) = self.whole.get(text).filter(|_| empty && !text.is_empty()) else {
            return;
        };
        let rank = |unit: &&usize| {
            let first = self.ids[self.starts[**unit]];
            (used[first as usize] > 0, Some(self.document.units[**unit].article) != article, **unit)
        };
        let Some(&unit) = units.iter().min_by_key(rank) else { return };
        for (offset, id) in aligned.ids.iter_mut().enumerate() {
            *id = self.ids[self.starts[unit] + offset];
            used[*id as usize] += 1;
        }
    }

    /// How far a text goes on like the clean unit at `place`, single errors let pass.
    fn extend(&self, text: &[char], from: usize, place: usize) -> usize {
        let end = self.starts[self.unit_at(place) + 1];
        let room = (text.len() - from).min(end - place);
        let same = |offset: usize| text[from + offset] == self.chars[place + offset];
        let mut length = 0;
        while length < room {
            let error = length > 0 && length + 3 < room && (1..=3).all(|more| same(length + more));
            if !(same(length) || error) {
                break;
            }
            length += 1;
        }
        length
    }

    /// Finds runs of [`ANCHOR`] characters and lets them grow.
    fn anchor(&self, text: &[char], aligned: &mut Aligned, used: &mut [u32]) {
        let mut at = 0;
        let mut expected = None;
        while at + ANCHOR <= text.len() {
            let Some(places) = self.runs[&ANCHOR].get(&digest(&text[at..at + ANCHOR])) else {
                at += 1;
                continue;
            };
            let rank = |place: &usize| {
                let fresh = used[self.ids[*place] as usize] == 0;
                (self.extend(text, at, *place), expected == Some(*place), fresh, usize::MAX - place)
            };
            let Some(place) = places.iter().copied().take(MOST).max_by_key(rank) else { break };
            let length = self.extend(text, at, place);
            let start = self.starts[self.unit_at(place)];
            let mut back = 0;
            while back < at.min(place - start)
                && aligned.ids[at - back - 1] == NONE
                && text[at - back - 1] == self.chars[place - back - 1]
            {
                back += 1;
            }
            for offset in 0..back + length {
                self.set(aligned, at - back + offset, place - back + offset, used);
            }
            at += length.max(1);
            expected = Some(place + length);
        }
    }

    fn set(&self, aligned: &mut Aligned, at: usize, place: usize, used: &mut [u32]) {
        let id = self.ids[place];
        aligned.ids[at] = id;
        used[id as usize] += 1;
    }

    /// Finds runs of `length` characters in what is left: in the article, and the longer
    /// ones in others, of what nothing has been found for.
    fn fill(
        &self,
        text: &[char],
        aligned: &mut Aligned,
        length: usize,
        article: Option<usize>,
        used: &mut [u32],
    ) {
        let mut at = 0;
        while at + length <= text.len() {
            if aligned.ids[at..at + length].iter().any(|id| *id != NONE) {
                at += 1;
                continue;
            }
            let places = self.runs[&length].get(&digest(&text[at..at + length]));
            let near = at.checked_sub(1).map(|before| aligned.ids[before]).filter(|id| *id != NONE);
            let unused =
                |place: &usize| (0..length).all(|o| used[self.ids[place + o] as usize] == 0);
            let own =
                |place: &usize| Some(self.document.units[self.unit_at(*place)].article) == article;
            let rank = |place: &usize| {
                let distance = near.map_or(0, |near| near.abs_diff(self.ids[*place]));
                (!own(place), distance, *place)
            };
            let fits = |place: &usize| unused(place) && (own(place) || length > 4);
            let found = places.into_iter().flatten().copied().filter(fits).min_by_key(rank);
            let Some(place) = found else {
                at += 1;
                continue;
            };
            let mut run = 0;
            let end = self.starts[self.unit_at(place) + 1];
            while at + run < text.len()
                && place + run < end
                && aligned.ids[at + run] == NONE
                && used[self.ids[place + run] as usize] == 0
                && text[at + run] == self.chars[place + run]
            {
                self.set(aligned, at + run, place + run, used);
                run += 1;
            }
            at += run.max(1);
        }
    }

    /// Single characters between two that are found, or at an edge, where the clean
    /// text has the same.
    fn fill_singles(&self, text: &[char], aligned: &mut Aligned, used: &mut [u32]) {
        let place_of = |id: Id| self.ids.partition_point(|known| *known < id);
        for (at, &c) in text.iter().enumerate() {
            let before = at.checked_sub(1).map(|b| aligned.ids[b]).filter(|id| *id != NONE);
            let after = aligned.ids.get(at + 1).copied().filter(|id| *id != NONE);
            if aligned.ids[at] != NONE {
                continue;
            }
            let next = before.map(|id| place_of(id) + 1);
            let previous = after.and_then(|id| place_of(id).checked_sub(1));
            let fits = |place: &usize| {
                *place < self.chars.len()
                    && self.chars[*place] == c
                    && used[self.ids[*place] as usize] == 0
            };
            let found = [next, previous].into_iter().flatten().find(fits);
            if let Some(place) = found {
                self.set(aligned, at, place, used);
            }
        }
    }
}
