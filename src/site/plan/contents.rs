//! Which pages there are.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{AUTHORS, COLUMNS, Of, Planner, TOPICS, directory::Directory, paging::page_count};
use crate::{
    article::Kind,
    diag::{Checked, Diagnostic, Place},
    route::{Address, Section},
    site::output::Moved,
    tongue::said,
};

/// A page to be set.
#[derive(Clone, Debug)]
pub(in crate::site) struct Page {
    pub(in crate::site) address: Address,
    pub(in crate::site) of: Of,
}

/// All pages of a site.
#[derive(Default)]
pub(in crate::site) struct Contents {
    /// Sorted by their address, of which each has its own.
    pub(in crate::site) pages: Vec<Page>,
    /// Where those lead that stand for others.
    pub(in crate::site) moved: Moved,
}

impl Contents {
    /// The page at `address`.
    pub(in crate::site) fn find(&self, address: &Address) -> Option<&Page> {
        let at = self.pages.binary_search_by(|page| page.address.cmp(address)).ok()?;
        Some(&self.pages[at])
    }
}

impl Planner<'_> {
    /// All pages. Two that claim one address are an error that names both.
    pub(in crate::site) fn contents(&self) -> Checked<Contents> {
        let pages = self.claimed();
        let mut order: Vec<usize> = (0..pages.len()).collect();
        // The first who claims an address is the first of its pages.
        order.par_sort_unstable_by(|&a, &b| (&pages[a].address, a).cmp(&(&pages[b].address, b)));
        let mut twice: Vec<(usize, usize)> = Vec::new();
        order.dedup_by(|later, first| {
            let same = pages[*later].address == pages[*first].address;
            if same {
                twice.push((*later, *first));
            }
            same
        });
        twice.sort_unstable();
        let problems = self.told(&pages, &twice);
        let moved = pages.iter().filter_map(|page| match page.of {
            Of::Moved(former) => {
                let to = self.stock.formers[former].to.href.as_str();
                Some((page.address.clone(), Address::file(to)))
            }
            _ => None,
        });
        let moved = moved.collect();
        let pages = order.into_iter().map(|at| pages[at].clone()).collect();
        Checked::new(Contents { pages, moved }, problems)
    }

    /// All pages in the order in which they claim their addresses.
    fn claimed(&self) -> Vec<Page> {
        let (library, size) = (self.library, self.config.page_size);
        let mut pages = Claimed(vec![Page { address: Address::front(), of: Of::Front }]);
        for (index, issue) in library.issues.iter().enumerate() {
            let count = page_count(issue.entries.len(), size);
            let at = |n| Address::entry(Section::Issue, &issue.slug, n);
            pages.list(count, at, |n| Of::Issue(index, n));
        }
        pages.list(self.years().pages(), |n| Address::list(Section::Issue, n), Of::Issues);
        pages.0.par_extend(library.entries.par_iter().enumerate().map(|(number, entry)| {
            let photo = entry.facts.article.kind == Kind::Photo;
            let of = if photo { Of::Photo(number) } else { Of::Article(number) };
            Page { address: super::teasers::address(library, entry), of }
        }));
        self.claim_places(&mut pages);
        let topics = self.vocabulary.topics();
        for (index, entries) in library.topics.iter().enumerate().filter(|(_, e)| !e.is_empty()) {
            let at = |n| Address::entry(Section::Topic, &topics[index].slug, n);
            pages.list(page_count(entries.len(), size), at, |n| Of::Topic(index, n));
        }
        self.claim_directory(&mut pages, &TOPICS, Of::Topics);
        for (index, column) in library.columns.iter().enumerate() {
            let at = |n| Address::entry(Section::Column, &column.slug, n);
            pages.list(page_count(column.entries.len(), size), at, |n| Of::Column(index, n));
        }
        self.claim_directory(&mut pages, &COLUMNS, Of::Columns);
        for (index, author) in library.authors.iter().enumerate() {
            let at = |n| Address::entry(Section::Author, &author.named.slug, n);
            pages.list(page_count(author.named.entries.len(), size), at, |n| Of::Author(index, n));
        }
        self.claim_directory(&mut pages, &AUTHORS, Of::Authors);
        let corrections = self.stock.corrections.len();
        if corrections > 0 {
            pages.list(page_count(corrections, size), Address::corrections, Of::Corrections);
        }
        if self.stock.site.search.is_some() {
            pages.list(1, |_| Address::search(), |_| Of::Search);
        }
        pages.list(1, |_| Address::not_found(), |_| Of::NotFound);
        for (number, former) in self.stock.formers.iter().enumerate() {
            pages.list(1, |_| former.address.clone(), |_| Of::Moved(number));
        }
        pages.0
    }

    fn claim_places(&self, pages: &mut Claimed) {
        let (library, size) = (self.library, self.config.page_size);
        for (index, city) in library.cities.iter().enumerate() {
            let count = page_count(city.entries.len(), size);
            let at = |n| Address::entry(Section::City, &city.slug, n);
            pages.list(count, at, |n| Of::City(index, n));
        }
        let overview = self.pages_of_provinces().len();
        pages.list(overview, |n| Address::list(Section::City, n), Of::Cities);
        for (index, cells) in self.stock.cells.iter().enumerate() {
            let city = &library.cities[index].slug;
            for (&topic, entries) in cells {
                let slug = &self.vocabulary.topics()[topic].slug;
                let at = |n| Address::city_topic(city, slug, n);
                let of = |n| Of::CityTopic(index, topic, n);
                pages.list(page_count(entries.len(), size), at, of);
            }
        }
        pages.list(self.table().pages(size), Address::city_topics, Of::CityTopics);
    }

    fn claim_directory(&self, pages: &mut Claimed, of: &Directory, page: impl Fn(usize) -> Of) {
        let section = of.section;
        pages.list(self.sorted(of).pages(), |n| Address::list(section, n), page);
    }

    /// What there is to say of pages whose address another has: each with the first that
    /// has it. The further pages of two lists collide as their first ones do.
    fn told(&self, pages: &[Page], twice: &[(usize, usize)]) -> Vec<Diagnostic> {
        let mut told: BTreeSet<(String, String)> = BTreeSet::new();
        let mut problems = Vec::new();
        for (later, first) in twice.iter().map(|&(later, first)| (&pages[later], &pages[first])) {
            let (claim, first) = (self.claim(later.of), self.claim(first.of));
            if !told.insert((first.what.en().to_owned(), claim.what.en().to_owned())) {
                continue;
            }
            let (one, other) = (&first.what, &claim.what);
            let taken = later.address.as_str();
            let mut message = said!(
                "{one} and {other} claim one address, {taken}",
                "{one}和{other}用了同一个网址：{taken}",
                one,
                other
            );
            if let Some(Place { file, line, .. }) = first.place.as_ref().filter(|p| p.line > 0) {
                message = said!(
                    "{message}; the first stands in {file}:{line}",
                    "{message}；前一个在 {file}:{line}",
                    message
                );
            }
            let problem = Diagnostic::error(message);
            let problem = if claim.hint.is_empty() { problem } else { problem.hint(claim.hint) };
            problems.push(match claim.place {
                Some(place) => problem.at(place),
                None => problem,
            });
        }
        problems
    }
}

/// Pages in the order in which they claim their addresses.
struct Claimed(Vec<Page>);

impl Claimed {
    /// The pages of a list.
    fn list(&mut self, count: usize, at: impl Fn(usize) -> Address, of: impl Fn(usize) -> Of) {
        self.0.extend((1..=count).map(|number| Page { address: at(number), of: of(number) }));
    }
}
