//! What a perfect restoration of a page would give, read off the page itself.

use std::collections::BTreeSet;

use super::{Document, Id, Kind, NONE};

/// A place where words are lost on every copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    /// The last character before the loss in its paragraph.
    pub(crate) before: Option<Id>,
    /// The first character behind it in its paragraph.
    pub(crate) after: Option<Id>,
    /// Whether nothing shows it: it begins and ends with a sentence. A mark there is
    /// neither asked for nor wrong.
    pub(crate) optional: bool,
}

/// The truth of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Truth {
    /// How often each character stands on the page, white space left out.
    pub(crate) stands: Vec<u32>,
    /// Losses.
    pub(crate) gaps: Vec<Gap>,
    /// Breaks inside a paragraph: the characters on both sides.
    pub(crate) cuts: Vec<(Id, Id)>,
    /// The same where the page wraps its lines.
    pub(crate) wraps: Vec<(Id, Id)>,
    /// Characters that are lost in one copy and stand in another.
    pub(crate) healed: Vec<Id>,
    /// Characters that look different in one copy and right in another.
    pub(crate) variants: Vec<Id>,
}

/// Whether a sentence ends with these characters.
fn ends_sentence(text: &[char]) -> bool {
    let closing = |c: &&char| "”’」』）)》】〕\"'".contains(**c) || c.is_whitespace();
    let last = text.iter().rev().find(|c| !closing(c));
    last.is_none_or(|c| "。！？…!?；：".contains(*c))
}

impl Truth {
    /// Reads the truth off a page.
    pub(crate) fn of(document: &Document) -> Self {
        let total = document.units.last().map_or(0, |u| u.ids().end) as usize;
        let mut truth = Self { stands: vec![0; total], ..Self::default() };
        for glyph in document.lines.iter().flat_map(|l| &l.glyphs) {
            if glyph.id != NONE && !glyph.c.is_whitespace() {
                truth.stands[glyph.id as usize] += 1;
            }
        }
        truth.find_breaks(document);
        for unit in &document.units {
            if matches!(unit.kind, Kind::Paragraph | Kind::Caption) {
                truth.find_gaps(unit.first, &unit.text);
            }
        }
        let stands = |id: &Id| truth.stands[*id as usize] > 0;
        let unique: BTreeSet<Id> = document.dropped.iter().copied().collect();
        truth.healed = unique.into_iter().filter(stands).collect();
        let unique: BTreeSet<Id> = document.variants.iter().copied().collect();
        let glyphs = document.lines.iter().flat_map(|l| &l.glyphs);
        let right: BTreeSet<Id> = glyphs
            .filter(|g| unique.contains(&g.id) && g.c == document.clean(g.id))
            .map(|g| g.id)
            .collect();
        truth.variants = right.into_iter().filter(|id| truth.stands[*id as usize] > 1).collect();
        truth
    }

    /// Finds the lines that end inside a paragraph where the next character begins
    /// another line. Where a sentence ends as well nothing is asked.
    fn find_breaks(&mut self, document: &Document) {
        let mut starts = vec![None; self.stands.len()];
        for line in &document.lines {
            if let Some(first) = line.glyphs.iter().find(|g| g.id != NONE && !g.c.is_whitespace()) {
                let wrapped: &mut Option<bool> = &mut starts[first.id as usize];
                *wrapped = Some(wrapped.unwrap_or(true) && line.wrapped);
            }
        }
        let (mut cuts, mut wraps) = (BTreeSet::new(), BTreeSet::new());
        for line in &document.lines {
            let unit = &document.units[line.unit];
            let last = line.glyphs.iter().rev().find(|g| g.id != NONE && !g.c.is_whitespace());
            let Some(last) = last.filter(|_| matches!(unit.kind, Kind::Paragraph | Kind::Caption))
            else {
                continue;
            };
            let mut behind = (last.id + 1..unit.ids().end)
                .skip_while(|id| unit.text[(*id - unit.first) as usize].is_whitespace());
            let Some(next) = behind.next() else { continue };
            if ends_sentence(&unit.text[..(next - unit.first) as usize]) {
                continue;
            }
            match starts[next as usize] {
                Some(true) => drop(wraps.insert((last.id, next))),
                Some(false) => drop(cuts.insert((last.id, next))),
                None => {}
            }
        }
        self.cuts = cuts.into_iter().collect();
        self.wraps = wraps.into_iter().collect();
    }

    /// Finds the runs of characters of a paragraph that stand nowhere.
    fn find_gaps(&mut self, first: Id, text: &[char]) {
        let stands = |at: usize| self.stands[first as usize + at] > 0;
        let words: Vec<usize> = (0..text.len()).filter(|&at| !text[at].is_whitespace()).collect();
        if !words.iter().any(|&at| stands(at)) {
            return;
        }
        let mut gaps = Vec::new();
        let mut before = None;
        let mut lost = false;
        for &at in &words {
            if !stands(at) {
                lost = true;
                continue;
            }
            if std::mem::take(&mut lost) {
                gaps.push((before, Some(at)));
            }
            before = Some(at);
        }
        if lost {
            gaps.push((before, None));
        }
        let id = |at: usize| first + at as Id;
        self.gaps.extend(gaps.into_iter().map(|(before, after)| {
            let whole_before = before.is_none_or(|at| ends_sentence(&text[..=at]));
            let whole_after = after.is_none_or(|at| ends_sentence(&text[..at]));
            Gap {
                before: before.map(id),
                after: after.map(id),
                optional: whole_before && whole_after,
            }
        }));
    }
}
