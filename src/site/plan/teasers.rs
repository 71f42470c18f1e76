//! Articles as items of lists, each made once and shared by all lists.

use std::sync::OnceLock;

use super::{Planner, dates, stock::unmade, ways::Ways};
use crate::{
    article::Kind,
    route::Address,
    site::{
        library::{Entry, Issue, Library},
        seen::Shared,
        view::TeaserView,
    },
    words::Words,
};

/// The teasers of articles, each made when it is asked for first.
pub(super) struct Teasers {
    /// Of each issue.
    days: Vec<Day>,
    /// Of each article.
    made: Vec<OnceLock<Shared<TeaserView>>>,
}

impl Teasers {
    /// Those of a library.
    pub(super) fn of(library: &Library, words: &Words) -> Self {
        let days = library.issues.iter().map(|issue| Day::of(issue, words));
        Self { days: days.collect(), made: unmade(library.entries.len()) }
    }

    /// Takes note that the article `number` says something else.
    pub(super) fn renew(&mut self, number: usize) {
        self.made[number] = OnceLock::new();
    }
}

impl Planner<'_> {
    /// The teaser of an article.
    pub(super) fn teaser(&self, number: usize) -> &Shared<TeaserView> {
        let Teasers { days, made } = &self.stock.teasers;
        made[number].get_or_init(|| {
            let day = &days[self.library.entries[number].issue];
            of_day(self.library, &self.stock.ways, self.words, number, day)
        })
    }
}

/// What the articles of an issue have in common.
struct Day {
    date: Option<String>,
    date_text: Option<String>,
}

impl Day {
    fn of(issue: &Issue, words: &Words) -> Self {
        Self {
            date: issue.date.map(dates::iso),
            date_text: issue.date.map(|date| dates::day(date, words)),
        }
    }
}

/// The teaser of an article of the issue of `day`.
fn of_day(
    library: &Library,
    ways: &Ways,
    words: &Words,
    number: usize,
    day: &Day,
) -> Shared<TeaserView> {
    let entry = &library.entries[number];
    let article = &entry.facts.article;
    let Day { date, date_text } = day;
    Shared::new(TeaserView {
        title: article.title.clone(),
        href: address(library, entry).to_string(),
        deck: article.subtitle.clone(),
        column: entry.column.map(|column| Shared::clone(&ways.columns[column])),
        byline: byline(entry),
        city: entry.facts.city.and_then(|place| ways.place(library, place)),
        issue: Shared::clone(&ways.issues[entry.issue]),
        date: date.clone(),
        date_text: date_text.clone(),
        summary: entry.facts.body.summary.clone(),
        photo: article.kind == Kind::Photo,
        draft: article.draft,
        waits: entry.facts.waits.map(|date| dates::day(date, words)),
        image: entry.facts.pictures.first().cloned(),
    })
}

/// Where the page of an article stands.
pub(in crate::site) fn address(library: &Library, entry: &Entry) -> Address {
    Address::article(&library.issues[entry.issue].slug, &entry.facts.article.slug)
}

/// The byline on one line: as printed, or the authors where none was printed.
fn byline(entry: &Entry) -> Option<String> {
    let article = &entry.facts.article;
    let line = if article.byline.is_empty() {
        article.authors.join(" ")
    } else {
        article.byline.join("　")
    };
    (!line.is_empty()).then_some(line)
}
