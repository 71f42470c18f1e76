//! Search without a server: which characters stand in which articles, cut into
//! scripts so small that a page loads only what a query needs.
//!
//! 1. [`fold`]: what is held for the same.
//! 2. [`numbers`]: all texts as numbers of pairs of characters.
//! 3. [`pairs`]: where each pair stands, and what comes after it.
//! 4. [`shards`]: these lists, written as [`units`].
//! 5. [`filters`]: lists by city, topic, column, year.
//! 6. [`texts`]: what the articles say, some a file.
//!
//! `client.js` reads them; `FORMAT.md` beside it describes the format. Articles have numbers
//! here from the oldest to the newest, so that a new issue changes no number.

mod filters;
mod fold;
mod numbers;
mod pairs;
mod shards;
#[cfg(test)]
mod tests;
mod texts;
mod units;

use sha2::{Digest as _, Sha256};

use self::{numbers::Numbered, pairs::Detail};
use super::library::{Entry, Library};
use crate::{config::Config, route::Address, topics::Vocabulary, words::Words};

/// The script that searches, as the file of a theme: a theme may have its own.
pub(super) const SCRIPT: (&str, &[u8]) = ("assets/search.js", include_bytes!("client.js"));

/// Version of the format.
const FORMAT: u32 = 3;

/// The folder that the files stand in.
pub(super) const FOLDER: &str = "search/";

/// What makes a site searchable.
pub(super) struct Search {
    /// The files.
    pub(super) files: Vec<(Address, Vec<u8>)>,
    /// What the page needs to know of them.
    pub(super) index: Index,
}

/// What the page to search on needs to know of the index.
#[derive(Clone, Default)]
pub(super) struct Index {
    /// Another one for every other content: a browser asks for the files of one
    /// version only.
    pub(super) version: String,
    /// Kinds of filters that have something to choose from: `city`, `topic`, `column`, `year`.
    pub(super) filters: Vec<&'static str>,
}

/// Whether a site can be searched: it says so, and there is something to be found.
pub(super) fn is_wanted(library: &Library, config: &Config) -> bool {
    config.search && !library.entries.is_empty()
}

/// Makes the index of all articles.
pub(super) fn build(library: &Library, vocabulary: &Vocabulary, words: &Words) -> Search {
    let all = library.entries.len();
    let entries: Vec<&Entry> = oldest_first(library).collect();
    let size = entries.len().div_ceil(rayon::current_num_threads()).next_multiple_of(Detail::PART);
    let numbered =
        |size| Numbered::new(&entries, size, |entry| texts::passages(entry).map(|(_, text)| text));
    // The numbers are gone before the lists are written.
    let pairs = numbered(size).fitting();
    let shards = shards::write(&pairs);
    let filters = filters::write(library, vocabulary);
    let manifest = manifest(all, &shards, &filters.kinds);
    let named = |folder: &'static str| {
        move |(name, bytes)| (Address::file(format!("{FOLDER}{folder}/{name}.js")), bytes)
    };
    let mut files: Vec<(Address, Vec<u8>)> = shards.files.into_iter().map(named("pairs")).collect();
    files.extend(filters.files.into_iter().map(named("filters")));
    files.extend(texts::write(library, words, shards.detail.leaf).into_iter().map(named("texts")));
    files.push((Address::file(format!("{FOLDER}index.js")), manifest));
    let version = version(&files);
    let kinds = filters.kinds.iter().filter(|kind| !kind.entries.is_empty());
    let index = Index { version, filters: kinds.map(|kind| kind.name).collect() };
    Search { files, index }
}

/// The articles in the order of their numbers.
fn oldest_first(library: &Library) -> impl Iterator<Item = &Entry> {
    library.entries.iter().rev()
}

/// What a page needs to know before the first query.
fn manifest(all: usize, shards: &shards::Shards, filters: &[filters::Kind]) -> Vec<u8> {
    let own: String =
        shards.own.iter().filter(|(_, parts)| *parts == 1).map(|(first, _)| first).collect();
    let split = shards.own.iter().filter(|(_, parts)| *parts > 1);
    let split: serde_json::Map<String, serde_json::Value> =
        split.map(|(first, parts)| (first.to_string(), (*parts).into())).collect();
    let filters: serde_json::Map<String, serde_json::Value> =
        filters.iter().map(|kind| (kind.name.to_owned(), kind.entries.clone().into())).collect();
    let manifest = serde_json::json!({
        "format": FORMAT,
        "articles": all,
        "shared": shards.shared,
        "own": own,
        "split": split,
        "leaf": shards.detail.leaf,
        "after": [shards.detail.frequent, shards.detail.left],
        "filters": filters,
    });
    units::script(&format!("kanyinShard(\"index\",{});\n", json(&manifest)))
}

/// A digest of the digests of all files.
fn version(files: &[(Address, Vec<u8>)]) -> String {
    use rayon::prelude::*;
    let digests: Vec<[u8; 32]> =
        files.par_iter().map(|(_, bytes)| Sha256::digest(bytes).into()).collect();
    let mut all = Sha256::new();
    for ((address, _), digest) in files.iter().zip(digests) {
        all.update(address.as_str());
        all.update(digest);
    }
    all.finalize().iter().take(6).fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// A value as a script has it. Whatever an article says, no file of the site has
/// markup of it, not even one that no browser takes for a page.
fn json(value: &serde_json::Value) -> String {
    value.to_string().replace('<', "\\u003c")
}
