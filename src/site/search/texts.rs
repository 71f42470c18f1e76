//! What the articles say: a hit is shown with its sentence, and a longer query is
//! held against the text itself.

use rayon::prelude::*;
use serde::{Serialize, de::IgnoredAny};

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

/// All that is searched of an article, text by text: no match goes across two.
pub(super) fn passages(entry: &Entry) -> impl Iterator<Item = &str> {
    let body = entry.facts.said().passages.iter().map(|(_, text)| text.as_str());
    head_texts(entry).chain(body).chain(corrections(entry))
}

/// How long that is, in bytes.
pub(super) fn length(entry: &Entry) -> usize {
    let around = head_texts(entry).chain(corrections(entry)).map(str::len);
    around.sum::<usize>() + entry.facts.inside.searched
}

/// Headline, deck, byline; the authors where no byline was printed.
fn head_texts(entry: &Entry) -> impl Iterator<Item = &str> {
    let Article { title, subtitle, byline, authors, .. } = &entry.facts.article;
    let named = if byline.is_empty() { authors } else { byline };
    [title].into_iter().chain(subtitle).chain(named).map(String::as_str)
}

/// What was put right in it.
fn corrections(entry: &Entry) -> impl Iterator<Item = &str> {
    entry.corrections().iter().map(|correction| &*correction.text)
}

/// An article as its file has it, but for its text.
#[derive(Hash)]
struct Head<'a> {
    href: String,
    day: &'a str,
    city: &'a str,
    has_deck: bool,
    texts: Vec<&'a str>,
    corrections: Vec<&'a str>,
}

/// An article as it is read from its file: nothing but its texts is.
type Read = (IgnoredAny, IgnoredAny, IgnoredAny, IgnoredAny, Vec<String>, Vec<(usize, String)>);

/// What the file of each leaf is made of, `leaf` articles each.
pub(super) fn keys(library: &Library, words: &Words, leaf: usize) -> Vec<Key> {
    let entries: Vec<&Entry> = oldest_first(library).collect();
    let days = days(library, words);
    let key = |entries: &[&Entry]| {
        let articles =
            entries.iter().map(|entry| (head(library, entry, &days), entry.facts.inside.passages));
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
    let days = days(library, words);
    let leaves = entries.par_chunks(leaf).zip(keys).enumerate();
    leaves
        .map(|(number, (entries, &texts))| {
            let known = known.get(number).filter(|known| known.texts == texts);
            let file = known.map_or_else(
                || File::new(file(number, entries, library, &days), number.to_string()),
                |known| File::kept(number.to_string(), known.file),
            );
            let leaf = Leaf { texts, file: file.key };
            (file, leaf)
        })
        .unzip()
}

/// The file of leaf `number`, which has the articles `entries`.
fn file(number: usize, entries: &[&Entry], library: &Library, days: &[String]) -> Vec<u8> {
    let articles = entries.iter().map(|entry| printed(library, entry, days));
    let articles = super::json(&articles.collect::<Vec<_>>());
    script(&format!("{}{articles}{END}", begin(number)))
}

/// What stands in the file of a leaf before its articles, and after them.
fn begin(number: usize) -> String {
    format!("kanyinShard(\"texts/{number}\",")
}
const END: &str = ");\n";

/// What the articles of leaf `number` say, text by text, as its file has it; `None` if that is
/// no such file.
pub(super) fn read(bytes: &[u8], number: usize) -> Option<Vec<Vec<String>>> {
    let text = text_of(bytes)?;
    let articles = text.strip_prefix(&begin(number))?.strip_suffix(END)?;
    let articles: Vec<Read> = serde_json::from_str(articles).ok()?;
    let texts = |(.., head, body): Read| {
        head.into_iter().chain(body.into_iter().map(|(_, text)| text)).collect()
    };
    Some(articles.into_iter().map(texts).collect())
}

/// What each issue is called.
fn days(library: &Library, words: &Words) -> Vec<String> {
    library.issues.iter().map(|issue| plan::issue_title(issue, words)).collect()
}

fn head<'a>(library: &'a Library, entry: &'a Entry, days: &'a [String]) -> Head<'a> {
    let issue = &library.issues[entry.issue];
    let article = &entry.facts.article;
    Head {
        href: Address::article(&issue.slug, &article.slug).as_str().to_owned(),
        day: &days[entry.issue],
        city: entry.facts.city.map_or("", |place| place.name),
        has_deck: article.subtitle.is_some(),
        texts: head_texts(entry).collect(),
        corrections: corrections(entry).collect(),
    }
}

/// The article: its address, day, place; then its texts, each of the body with the number of
/// its block.
fn printed<'a>(
    library: &'a Library,
    entry: &'a Entry,
    days: &'a [String],
) -> impl Serialize + use<'a> {
    let Head { href, day, city, has_deck, texts, corrections } = head(library, entry, days);
    let corrections = corrections.into_iter().map(|text| (0, text));
    let passages = entry.facts.said().passages.iter();
    let passages = passages.map(|(number, text)| (*number, text.as_str()));
    let body: Vec<(usize, &str)> = passages.chain(corrections).collect();
    (href, day, city, has_deck, texts, body)
}
