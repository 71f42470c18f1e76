//! Articles as items of lists, each made once and shared by all lists.

use rayon::prelude::*;

use super::{dates, ways::Ways};
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

/// The teasers of all articles, in their order.
pub(super) fn teasers(library: &Library, ways: &Ways, words: &Words) -> Vec<Shared<TeaserView>> {
    let issues = library.issues.par_iter();
    let of_issue = |issue: &Issue| {
        let day = Day::of(issue, words);
        issue.entries.clone().map(move |number| of_day(library, ways, words, number, &day))
    };
    issues.flat_map_iter(of_issue).collect()
}

/// The teaser of an article.
pub(super) fn teaser(
    library: &Library,
    ways: &Ways,
    words: &Words,
    number: usize,
) -> Shared<TeaserView> {
    let issue = &library.issues[library.entries[number].issue];
    of_day(library, ways, words, number, &Day::of(issue, words))
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
