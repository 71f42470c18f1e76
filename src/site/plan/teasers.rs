//! Articles as items of lists, each made once and shared by all lists.

use rayon::prelude::*;

use super::{dates, place_link};
use crate::{
    article::Kind,
    route::{Address, Section},
    site::{
        library::{Entry, Issue, Library},
        seen::Shared,
        view::{LinkView, TeaserView},
    },
    words::Words,
};

/// The teasers of all articles, in their order.
pub(super) fn teasers(library: &Library, words: &Words) -> Vec<Shared<TeaserView>> {
    let issues = library.issues.par_iter();
    let of_issue = |issue: &Issue| {
        let day = Day::of(issue, words);
        issue.entries.clone().map(move |number| of_day(library, words, number, &day))
    };
    issues.flat_map_iter(of_issue).collect()
}

/// The teaser of an article.
pub(super) fn teaser(library: &Library, words: &Words, number: usize) -> Shared<TeaserView> {
    let issue = &library.issues[library.entries[number].issue];
    of_day(library, words, number, &Day::of(issue, words))
}

/// What the articles of an issue have in common.
struct Day {
    issue: LinkView,
    date: Option<String>,
    date_text: Option<String>,
}

impl Day {
    fn of(issue: &Issue, words: &Words) -> Self {
        Self {
            issue: dates::issue_link(issue, words),
            date: issue.date.map(dates::iso),
            date_text: issue.date.map(|date| dates::day(date, words)),
        }
    }
}

/// The teaser of an article of the issue of `day`.
fn of_day(library: &Library, words: &Words, number: usize, day: &Day) -> Shared<TeaserView> {
    let entry = &library.entries[number];
    let article = &entry.facts.article;
    let Day { issue, date, date_text } = day;
    Shared::new(TeaserView {
        title: article.title.clone(),
        href: address(library, entry).to_string(),
        deck: article.subtitle.clone(),
        column: column_link(library, entry),
        byline: byline(entry),
        city: entry.facts.city.map(place_link),
        issue: issue.clone(),
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

pub(super) fn column_link(library: &Library, entry: &Entry) -> Option<LinkView> {
    let column = &library.columns[entry.column?];
    let href = Address::entry(Section::Column, &column.slug, 1).to_string();
    Some(LinkView { title: column.name.clone(), href })
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
