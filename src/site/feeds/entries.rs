//! What stands in feeds, each article set once for all that it stands in.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::civil::Date;
use rayon::prelude::*;

use super::{absolute::absolute, atom, changed, json};
use crate::{
    config::Config,
    markdown::escape,
    route::{Address, Section},
    site::{
        credits,
        library::{Entry, Library},
        plan::{canonical, correction_id, date_words},
    },
    words::Words,
};

/// An entry, set in both formats.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) atom: Arc<str>,
    pub(super) json: Arc<str>,
}

/// An entry before it is set.
pub(super) struct Parts<'a> {
    /// Where it stands; no other entry ever stands there.
    pub(super) url: String,
    pub(super) title: String,
    /// The day of the issue, where it has one.
    pub(super) published: Option<Date>,
    pub(super) updated: Date,
    /// Who wrote it, each with the address of a page.
    pub(super) authors: Vec<(&'a str, String)>,
    pub(super) tags: &'a [String],
    pub(super) summary: Option<&'a str>,
    pub(super) image: Option<String>,
    /// The whole text as HTML.
    pub(super) html: String,
}

/// The articles that stand in feeds, by their numbers.
pub(super) struct Entries(BTreeMap<usize, Item>);

impl Entries {
    /// Sets those that are `wanted`, in parallel.
    pub(super) fn new(
        library: &Library,
        config: &Config,
        words: &Words,
        base: &str,
        wanted: &BTreeSet<usize>,
    ) -> Self {
        let set =
            |&number: &usize| Some((number, item(&article(library, config, words, base, number)?)));
        let set: Vec<Option<(usize, Item)>> = wanted.par_iter().map(set).collect();
        Self(set.into_iter().flatten().collect())
    }

    /// Those with these numbers.
    pub(super) fn of(&self, numbers: &[usize]) -> Vec<Item> {
        numbers.iter().filter_map(|number| self.0.get(number).cloned()).collect()
    }
}

fn item(parts: &Parts<'_>) -> Item {
    Item { atom: atom::entry(parts).into(), json: json::item(parts).into() }
}

fn article<'a>(
    library: &'a Library,
    config: &Config,
    words: &Words,
    base: &str,
    number: usize,
) -> Option<Parts<'a>> {
    let entry = &library.entries[number];
    let article = &entry.facts.parsed.article;
    let issue = &library.issues[entry.issue];
    let page = Address::article(&issue.slug, &article.slug);
    let authors = entry.authors.iter().map(|&author| {
        let named = &library.authors[author].named;
        let page = Address::entry(Section::Author, &named.slug, 1);
        (named.name.as_str(), canonical(base, &page))
    });
    let image = entry.facts.pictures.first().map(|picture| format!("{base}{}", picture.href));
    Some(Parts {
        url: canonical(base, &page),
        title: article.title.clone(),
        published: issue.date,
        updated: changed(library, config, entry)?,
        authors: authors.collect(),
        tags: &article.topics,
        summary: Some(entry.facts.summary.as_str()).filter(|s| !s.is_empty()),
        image,
        html: html(entry, &credits::linked(library, number), words, &page, base),
    })
}

/// All that was printed: deck, byline, text; before it what was put right since.
fn html(entry: &Entry, body: &str, words: &Words, page: &Address, base: &str) -> String {
    let article = &entry.facts.parsed.article;
    let mut html = String::new();
    let mut paragraph = |text: &str| {
        html.push_str("<p>");
        escape::push_text(&mut html, text);
        html.push_str("</p>\n");
    };
    for correction in &article.corrections {
        let date = date_words(correction.date, words);
        paragraph(&format!("{} {date}　{}", words.get("corrections"), correction.text));
    }
    if let Some(deck) = &article.subtitle {
        paragraph(&format!("——{deck}"));
    }
    for line in &article.byline {
        paragraph(line);
    }
    html + &absolute(body, page, base)
}

/// Corrections, given by the numbers of an article and of a correction in it.
pub(super) fn corrections(
    library: &Library,
    words: &Words,
    base: &str,
    numbers: &[(usize, usize)],
) -> Vec<Item> {
    let one = |&(entry, number): &(usize, usize)| {
        let entry = &library.entries[entry];
        let article = &entry.facts.parsed.article;
        let page = Address::article(&library.issues[entry.issue].slug, &article.slug);
        let id = correction_id(entry.corrections(), number);
        let correction = &entry.corrections()[number];
        item(&Parts {
            url: format!("{}#{id}", canonical(base, &page)),
            title: words.fill("corrected", &[("title", &article.title)]),
            published: Some(correction.date),
            updated: correction.date,
            authors: Vec::new(),
            tags: &[],
            summary: None,
            image: None,
            html: format!("<p>{}</p>", escape::text(&correction.text)),
        })
    };
    numbers.iter().map(one).collect()
}
