//! What the articles say: a hit is shown with its sentence, and a longer query is
//! held against the text itself.

use std::borrow::Cow;

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    File,
    known::Leaf,
    oldest_first,
    units::{script, text_of},
};
use crate::{
    article::Article,
    route::Address,
    site::{
        key::Key,
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
    let body = entry.facts.body.passages.iter();
    let head = head.map(|text| (Spot::Head, text.as_str()));
    let corrections = corrections.iter().map(|correction| (Spot::Block(0), &*correction.text));
    head.chain(body.map(|(number, text)| (Spot::Block(*number), text.as_str()))).chain(corrections)
}

/// An article as its file has it.
#[derive(Hash)]
struct Printed<'a> {
    href: Cow<'a, str>,
    day: Cow<'a, str>,
    city: &'a str,
    has_deck: bool,
    head: Vec<&'a str>,
    /// Each text with the number of its block.
    body: Vec<(usize, &'a str)>,
}

/// An article as it is read from its file.
#[derive(Deserialize)]
struct Read(String, String, String, bool, Vec<String>, Vec<(usize, String)>);

/// What the file of each leaf is made of, `leaf` articles each.
pub(super) fn keys(library: &Library, words: &Words, leaf: usize) -> Vec<Key> {
    let entries: Vec<&Entry> = oldest_first(library).collect();
    let key = |entries: &[&Entry]| {
        let articles = entries.iter().map(|entry| printed(library, entry, words));
        Key::of(&articles.collect::<Vec<_>>())
    };
    entries.par_chunks(leaf).map(key).collect()
}

/// The texts of all articles, a leaf a file: `keys` has what each is made of, `leaf` how many
/// articles it has. Those that are `known` with the same key are as they were.
pub(super) fn write(
    library: &Library,
    words: &Words,
    leaf: usize,
    keys: &[Key],
    known: &[Leaf],
) -> (Vec<File>, Vec<Leaf>) {
    let entries: Vec<&Entry> = oldest_first(library).collect();
    let leaves = entries.par_chunks(leaf).zip(keys).enumerate();
    leaves
        .map(|(number, (entries, &texts))| {
            let known = known.get(number).filter(|known| known.texts == texts);
            let file = known.map_or_else(
                || File::new(file(number, entries, library, words), number.to_string()),
                |known| File::kept(number.to_string(), known.file),
            );
            let leaf = Leaf { texts, file: file.key };
            (file, leaf)
        })
        .unzip()
}

/// The file of leaf `number`, which has the articles `entries`.
fn file(number: usize, entries: &[&Entry], library: &Library, words: &Words) -> Vec<u8> {
    let articles = entries.iter().map(|entry| printed(library, entry, words).json());
    let articles = super::json(&articles.collect::<Vec<Value>>().into());
    script(&format!("{}{articles}{END}", begin(number)))
}

/// What stands in the file of a leaf before its articles, and after them.
fn begin(number: usize) -> String {
    format!("kanyinShard(\"texts/{number}\",")
}
const END: &str = ");\n";

/// What the articles of leaf `number` say, text by text, as its file has it; `None` if that is
/// no file of this key.
pub(super) fn read(bytes: &[u8], number: usize, key: Key) -> Option<Vec<Vec<String>>> {
    let text = text_of(bytes)?;
    let articles = text.strip_prefix(&begin(number))?.strip_suffix(END)?;
    let articles: Vec<Read> = serde_json::from_str(articles).ok()?;
    let printed: Vec<Printed<'_>> = articles.iter().map(Read::printed).collect();
    (Key::of(&printed) == key).then(|| articles.into_iter().map(Read::into_texts).collect())
}

/// The article: its address, day, place; then its texts.
fn printed<'a>(library: &'a Library, entry: &'a Entry, words: &Words) -> Printed<'a> {
    let issue = &library.issues[entry.issue];
    let article = &entry.facts.parsed.article;
    let (mut head, mut body) = (Vec::new(), Vec::new());
    for (spot, text) in passages(entry) {
        match spot {
            Spot::Head => head.push(text),
            Spot::Block(number) => body.push((number, text)),
        }
    }
    Printed {
        href: Address::article(&issue.slug, &article.slug).as_str().to_owned().into(),
        day: plan::issue_title(issue, words).into(),
        city: entry.facts.city.map_or("", |place| place.name),
        has_deck: article.subtitle.is_some(),
        head,
        body,
    }
}

impl Printed<'_> {
    fn json(&self) -> Value {
        let Self { href, day, city, has_deck, head, body } = self;
        json!([href, day, city, has_deck, head, body])
    }
}

impl Read {
    fn printed(&self) -> Printed<'_> {
        let Self(href, day, city, has_deck, head, body) = self;
        Printed {
            href: href.into(),
            day: day.into(),
            city,
            has_deck: *has_deck,
            head: head.iter().map(String::as_str).collect(),
            body: body.iter().map(|(number, text)| (*number, text.as_str())).collect(),
        }
    }

    fn into_texts(self) -> Vec<String> {
        let Self(.., head, body) = self;
        head.into_iter().chain(body.into_iter().map(|(_, text)| text)).collect()
    }
}
