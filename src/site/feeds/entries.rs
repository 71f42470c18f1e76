//! What stands in feeds, each article set once for all that it stands in.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::civil::Date;
use rayon::prelude::*;

use super::{absolute::absolute, atom, changed, json};
use crate::{
    config::Config,
    markdown::escape,
    route::{Address, FeedFormat, Section},
    site::{
        credits,
        key::Key,
        library::{self, Library},
        plan::{canonical, correction_id, date_words},
        said::Html,
    },
    words::Words,
};

/// What stands in a feed.
pub(super) struct Entry<'a> {
    parts: Parts<'a>,
    /// Of all that it is set from.
    pub(super) key: Key,
    atom: Mutex<Shared>,
    json: Mutex<Shared>,
}

/// An entry as it stands in the feeds of a format: from when the first of them is set until the
/// last one is, since articles take much room.
struct Shared {
    /// How many are still to be set.
    feeds: usize,
    item: Option<Arc<str>>,
}

/// An entry before it is set.
#[derive(Hash)]
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
    text: Text<'a>,
}

/// The text of an entry.
#[derive(Hash)]
struct Text<'a> {
    /// The paragraphs above the body.
    above: Vec<String>,
    /// The body as it stands on `page`, below `base`.
    body: Html,
    page: Address,
    base: &'a str,
}

impl<'a> Entry<'a> {
    /// One that stands in so many `feeds` of each format.
    fn new(parts: Parts<'a>, feeds: usize) -> Self {
        let shared = || Mutex::new(Shared { feeds, item: None });
        Self { key: Key::of(&parts), parts, atom: shared(), json: shared() }
    }

    /// As it stands in any feed of the `format`: asked once for each.
    pub(super) fn item(&self, format: FeedFormat) -> Arc<str> {
        let html = || self.parts.text.html();
        match format {
            FeedFormat::Atom => share(&self.atom, || atom::entry(&self.parts, &html())),
            FeedFormat::Json => share(&self.json, || json::item(&self.parts, &html())),
        }
    }
}

/// What is shared, for one more feed. Who wants it meanwhile waits until it is set.
fn share(shared: &Mutex<Shared>, set: impl FnOnce() -> String) -> Arc<str> {
    let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
    let item = shared.item.take().unwrap_or_else(|| set().into());
    shared.feeds = shared.feeds.saturating_sub(1);
    shared.item = (shared.feeds > 0).then(|| Arc::clone(&item));
    item
}

impl Text<'_> {
    /// As HTML, with addresses in full.
    fn html(&self) -> String {
        let Self { above, body, page, base } = self;
        let mut html = String::with_capacity(body.len() * 9 / 8);
        for (number, text) in above.iter().enumerate() {
            html.push_str(if number == 0 { "<p>" } else { "\n<p>" });
            escape::push_text(&mut html, text);
            html.push_str("</p>");
        }
        if !above.is_empty() && !body.is_empty() {
            html.push('\n');
        }
        html + &absolute(body, page, base)
    }
}

/// The articles that stand in feeds, by their numbers: those that are `wanted`, each by so many
/// feeds of a format.
pub(super) fn articles<'a>(
    library: &'a Library,
    config: &Config,
    words: &Words,
    base: &'a str,
    wanted: &BTreeMap<usize, usize>,
) -> BTreeMap<usize, Entry<'a>> {
    let entry = |(&number, &feeds): (&usize, &usize)| {
        Some((number, Entry::new(article(library, config, words, base, number)?, feeds)))
    };
    let entries: Vec<Option<(usize, Entry<'_>)>> = wanted.par_iter().map(entry).collect();
    entries.into_iter().flatten().collect()
}

fn article<'a>(
    library: &'a Library,
    config: &Config,
    words: &Words,
    base: &'a str,
    number: usize,
) -> Option<Parts<'a>> {
    let entry = &library.entries[number];
    let article = &entry.facts.article;
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
        summary: Some(entry.facts.body.summary.as_str()).filter(|s| !s.is_empty()),
        image,
        text: Text {
            above: above(entry, words),
            body: credits::linked(library, number),
            page,
            base,
        },
    })
}

/// What was printed above the text, deck and byline; before it what was put right since.
fn above(entry: &library::Entry, words: &Words) -> Vec<String> {
    let article = &entry.facts.article;
    let corrections = article.corrections.iter().map(|correction| {
        let date = date_words(correction.date, words);
        format!("{} {date}　{}", words.get("corrections"), correction.text)
    });
    let deck = article.subtitle.iter().map(|deck| format!("——{deck}"));
    corrections.chain(deck).chain(article.byline.iter().cloned()).collect()
}

/// Corrections, given by the numbers of an article and of a correction in it.
pub(super) fn corrections<'a>(
    library: &'a Library,
    words: &Words,
    base: &'a str,
    numbers: &[(usize, usize)],
) -> Vec<Entry<'a>> {
    let one = |&(entry, number): &(usize, usize)| {
        let entry = &library.entries[entry];
        let article = &entry.facts.article;
        let page = Address::article(&library.issues[entry.issue].slug, &article.slug);
        let id = correction_id(entry.corrections(), number);
        let correction = &entry.corrections()[number];
        let parts = Parts {
            url: format!("{}#{id}", canonical(base, &page)),
            title: words.fill("corrected", &[("title", &article.title)]),
            published: Some(correction.date),
            updated: correction.date,
            authors: Vec::new(),
            tags: &[],
            summary: None,
            image: None,
            text: Text {
                above: vec![correction.text.clone()],
                body: Html::from(String::new()),
                page,
                base,
            },
        };
        Entry::new(parts, 1)
    };
    numbers.iter().map(one).collect()
}
