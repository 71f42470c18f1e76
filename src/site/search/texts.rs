//! What the articles say: a hit is shown with its sentence, and a longer query is
//! held against the text itself.

use rayon::prelude::*;
use serde_json::{Value, json};

use super::{oldest_first, units::script};
use crate::{
    article::Article,
    route::Address,
    site::{
        library::{Entry, Library},
        plan,
    },
    words::Words,
};

/// Where a passage stands on the page of its article.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// In the head: headline, deck, byline.
    Head,
    /// In the block of this number; 0 for the notes below the text, and for corrections.
    Block(usize),
}

/// All that is searched of an article, text by text: no match goes across two.
pub(super) fn passages(entry: &Entry) -> impl Iterator<Item = (Spot, &str)> {
    let Article { title, subtitle, byline, authors, corrections, .. } = &entry.facts.parsed.article;
    let named = if byline.is_empty() { authors } else { byline };
    let head = [title].into_iter().chain(subtitle).chain(named);
    let body = entry.facts.passages.iter();
    let head = head.map(|text| (Spot::Head, text.as_str()));
    let corrections = corrections.iter().map(|correction| (Spot::Block(0), &*correction.text));
    head.chain(body.map(|(number, text)| (Spot::Block(*number), text.as_str()))).chain(corrections)
}

/// The texts of all articles, `leaf` of them a file, by the names of the files.
pub(super) fn write(library: &Library, words: &Words, leaf: usize) -> Vec<(String, Vec<u8>)> {
    let entries: Vec<&Entry> = oldest_first(library).collect();
    let files = entries.par_chunks(leaf).enumerate();
    files
        .map(|(number, entries)| {
            let articles: Vec<Value> =
                entries.iter().map(|entry| article(library, entry, words)).collect();
            let articles = super::json(&articles.into());
            let text = format!("kanyinShard(\"texts/{number}\",{articles});\n");
            (number.to_string(), script(&text))
        })
        .collect()
}

/// Address, day, place; then the texts: those of the head as they are, of the body
/// with the numbers of their blocks.
fn article(library: &Library, entry: &Entry, words: &Words) -> Value {
    let issue = &library.issues[entry.issue];
    let article = &entry.facts.parsed.article;
    let href = Address::article(&issue.slug, &article.slug);
    let day = plan::issue_title(issue, words);
    let city = entry.facts.city.map_or("", |place| place.name);
    let has_deck = article.subtitle.is_some();
    let (mut head, mut body) = (Vec::new(), Vec::new());
    for (spot, text) in passages(entry) {
        match spot {
            Spot::Head => head.push(text),
            Spot::Block(number) => body.push(json!([number, text])),
        }
    }
    json!([href.as_str(), day, city, has_deck, head, body])
}
