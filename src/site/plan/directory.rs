//! Directories: names in parts, by their initials, on pages of a bounded length.

use std::ops::Range;

use super::{
    Head, Planner, View, directory_claim,
    paging::{pages_of_groups, pagination},
};
use crate::{
    route::{Address, Section},
    site::{
        readings::Bearer,
        view::{
            DirectoryView, InitialView, JumpView, LinkView, NameView, PaginationView, ShelfView,
        },
    },
    tongue::Said,
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
    pub(super) count: usize,
    pub(super) parts: Vec<Part>,
    /// The kind of page.
    pub(super) view: fn(DirectoryView) -> View,
    /// What it is of, for a person to read.
    pub(super) what: Said,
}

/// A page of a directory.
struct DirectoryPage {
    address: Address,
    shelves: Vec<ShelfView>,
    jumps: Vec<JumpView>,
    pagination: Option<PaginationView>,
}

impl Planner<'_> {
    /// How many names a page of a directory has.
    pub(super) fn names_a_page(&self) -> usize {
        self.config.page_size * NAMES_PER_ITEM
    }

    /// Puts the pages of a directory into the plan.
    pub(super) fn directory(&mut self, directory: Directory) {
        let Directory { section, key, summary, bearer, count, parts, view, what } = directory;
        for page in self.directory_pages(parts, bearer, |n| Address::list(section, n)) {
            let description = self.words.fill(summary, &[("n", &count)]);
            let head = Head { title: self.words.get(key), description, kind: key, section: key };
            let set = DirectoryView {
                page: self.page(&page.address, head),
                count,
                shelves: page.shelves,
                jumps: page.jumps,
                pagination: page.pagination,
            };
            self.push(page.address, view(set), directory_claim(&what));
        }
    }

    /// The pages of a directory at `at`. Parts without names are left out.
    fn directory_pages(
        &self,
        mut parts: Vec<Part>,
        bearer: Bearer,
        at: impl Fn(usize) -> Address,
    ) -> Vec<DirectoryPage> {
        parts.retain(|part| !part.names.is_empty());
        let letters: Vec<Vec<Option<char>>> =
            parts.iter().map(|part| self.letters(&part.names, bearer)).collect();
        let sizes: Vec<usize> = parts.iter().map(|part| part.names.len()).collect();
        let pages = pages_of_groups(&sizes, self.names_a_page());
        let total = pages.len();
        let lettered = letters.iter().flatten().any(Option::is_some);
        let mut jumps: Vec<JumpView> = Vec::new();
        for (number, stretches) in (1..).zip(&pages).filter(|_| lettered || total > 1) {
            for (part, range) in stretches {
                let (part, letters) = (&parts[*part], &letters[*part]);
                let here = |id: &str| format!("{}#{id}", at(number));
                if range.start == 0 {
                    let href = here(part.id);
                    jumps.push(JumpView { title: part.title.clone(), href, letters: Vec::new() });
                }
                for item in range.clone() {
                    let first = item == 0 || letters[item] != letters[item - 1];
                    if let (true, Some(letter), Some(jump)) =
                        (first, letters[item], jumps.last_mut())
                    {
                        let href = here(&letter_id(part.id, letter));
                        jump.letters.push(LinkView { title: letter_title(letter), href });
                    }
                }
            }
        }
        let page = |(number, stretches): (usize, Vec<(usize, Range<usize>)>)| DirectoryPage {
            address: at(number),
            shelves: stretches
                .into_iter()
                .map(|(part, range)| shelf(&parts[part], &letters[part], range))
                .collect(),
            jumps: jumps.clone(),
            pagination: pagination(number, total, &at),
        };
        (1..).zip(pages).map(page).collect()
    }

    /// The letter of each name, where there are many names.
    fn letters(&self, names: &[NameView], bearer: Bearer) -> Vec<Option<char>> {
        let many = names.len() > WITHOUT_LETTERS;
        let letter = |name: &NameView| self.names.initial(&name.title, bearer).filter(|_| many);
        names.iter().map(letter).collect()
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
