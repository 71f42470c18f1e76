//! Directories: names in parts, by their initials, on pages of a bounded length.

use std::ops::Range;

use super::{
    Head, Planner,
    paging::{Stretch, pages_of_groups, pagination},
};
use crate::{
    route::{Address, Section},
    site::{
        readings::Bearer,
        view::{DirectoryView, InitialView, JumpView, LinkView, NameView, ShelfView},
    },
};

/// A page of a directory has so many names for each item that a page of articles has.
const NAMES_PER_ITEM: usize = 6;
/// A part with no more names needs no letters.
const WITHOUT_LETTERS: usize = 30;

/// A part of a directory.
pub(super) struct Part {
    /// Its id on the page.
    pub(super) id: &'static str,
    pub(super) title: String,
    /// In order.
    pub(super) names: Vec<NameView>,
}

/// What a directory is of.
pub(super) struct Directory {
    pub(super) section: Section,
    /// Key of the section in the navigation, kind of the page, and key of its name.
    pub(super) key: &'static str,
    /// Key of what is said of the page.
    pub(super) summary: &'static str,
    /// Who bears the names.
    pub(super) bearer: Bearer,
    /// How many things have a name.
    pub(super) count: fn(&Planner<'_>) -> usize,
    pub(super) parts: fn(&Planner<'_>) -> Vec<Part>,
}

/// The names of a directory, and what of them stands on which page.
pub(super) struct Sorted {
    /// None of them is empty.
    parts: Vec<Part>,
    /// Of each part the letter of each name.
    letters: Vec<Vec<Option<char>>>,
    pages: Vec<Vec<Stretch>>,
    jumps: Vec<JumpView>,
}

impl Sorted {
    /// How many pages they take.
    pub(super) fn pages(&self) -> usize {
        if self.parts.is_empty() { 0 } else { self.pages.len() }
    }
}

impl Planner<'_> {
    /// How many names a page of a directory has.
    pub(super) fn names_a_page(&self) -> usize {
        self.config.page_size * NAMES_PER_ITEM
    }

    /// A page of a directory.
    pub(super) fn directory(
        &self,
        address: &Address,
        of: &Directory,
        number: usize,
    ) -> DirectoryView {
        let &Directory { section, key, summary, count, .. } = of;
        let sorted = self.sorted(of);
        let count = count(self);
        let description = self.words.fill(summary, &[("n", &count)]);
        let head = Head { title: self.words.get(key), description, kind: key, section: key };
        let stretches = sorted.pages[number - 1].iter();
        DirectoryView {
            page: self.page(address, head),
            count,
            shelves: stretches
                .map(|(part, range)| {
                    shelf(&sorted.parts[*part], &sorted.letters[*part], range.clone())
                })
                .collect(),
            jumps: sorted.jumps.clone(),
            pagination: pagination(number, sorted.pages(), |n| Address::list(section, n)),
        }
    }

    /// The names of a directory on its pages. Parts without names are left out.
    pub(super) fn sorted(&self, of: &Directory) -> &Sorted {
        self.stock.heads.directories[of.key].get_or_init(|| {
            let mut parts = (of.parts)(self);
            parts.retain(|part| !part.names.is_empty());
            let letters: Vec<Vec<Option<char>>> =
                parts.iter().map(|part| self.letters(&part.names, of.bearer)).collect();
            let sizes: Vec<usize> = parts.iter().map(|part| part.names.len()).collect();
            let pages = pages_of_groups(&sizes, self.names_a_page());
            let lettered = letters.iter().flatten().any(Option::is_some);
            let mut jumps: Vec<JumpView> = Vec::new();
            for (number, stretches) in (1..).zip(&pages).filter(|_| lettered || pages.len() > 1) {
                let page = Address::list(of.section, number);
                for (part, range) in stretches {
                    jump(&mut jumps, &parts[*part], &letters[*part], range.clone(), &page);
                }
            }
            Sorted { parts, letters, pages, jumps }
        })
    }

    /// The letter of each name, where there are many names.
    fn letters(&self, names: &[NameView], bearer: Bearer) -> Vec<Option<char>> {
        let many = names.len() > WITHOUT_LETTERS;
        let letter = |name: &NameView| self.names.initial(&name.title, bearer).filter(|_| many);
        names.iter().map(letter).collect()
    }
}

/// Where to jump to on a `page` that has these names of a part.
fn jump(
    jumps: &mut Vec<JumpView>,
    part: &Part,
    letters: &[Option<char>],
    range: Range<usize>,
    page: &Address,
) {
    let here = |id: &str| format!("{page}#{id}");
    if range.start == 0 {
        let (title, href) = (part.title.clone(), here(part.id));
        jumps.push(JumpView { title, href, letters: Vec::new() });
    }
    for item in range {
        let first = item == 0 || letters[item] != letters[item - 1];
        if let (true, Some(letter), Some(jump)) = (first, letters[item], jumps.last_mut()) {
            let href = here(&letter_id(part.id, letter));
            jump.letters.push(LinkView { title: letter_title(letter), href });
        }
    }
}

/// What of a part stands on a page.
fn shelf(part: &Part, letters: &[Option<char>], range: Range<usize>) -> ShelfView {
    let mut initials: Vec<InitialView> = Vec::new();
    let mut current = None;
    for item in range {
        if current != Some(letters[item]) {
            current = Some(letters[item]);
            initials.push(InitialView {
                id: letters[item].map(|letter| letter_id(part.id, letter)),
                letter: letters[item].map(letter_title),
                entries: Vec::new(),
            });
        }
        if let Some(initial) = initials.last_mut() {
            initial.entries.push(part.names[item].clone());
        }
    }
    ShelfView { id: part.id, title: part.title.clone(), initials }
}

fn letter_title(letter: char) -> String {
    if letter == '0' { "0–9".to_owned() } else { letter.to_string() }
}

/// An id that is plain ASCII.
fn letter_id(part: &str, letter: char) -> String {
    if letter == '#' { format!("{part}-signs") } else { format!("{part}-{letter}") }
}
