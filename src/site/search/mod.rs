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
//! Where few texts are others than those of the last index, [`known`] says which lists have to
//! be made.
//!
//! `client.js` reads them; `FORMAT.md` beside it describes the format. Articles have numbers
//! here from the oldest to the newest, so that a new issue changes no number.

mod chosen;
mod edited;
mod filters;
mod fold;
mod known;
mod numbers;
mod pairs;
mod shards;
#[cfg(test)]
mod tests;
mod texts;
mod units;

use bytes::Bytes;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use self::{
    chosen::Chosen,
    known::{Changes, Known},
    numbers::Numbered,
    pairs::Detail,
};
use super::{
    kept,
    key::Key,
    library::{Entry, Library},
};
use crate::{config::Config, route::Address, topics::Vocabulary, words::Words};

/// The script that searches, as the file of a theme: a theme may have its own.
pub(super) const SCRIPT: (&str, &[u8]) = ("assets/search.js", include_bytes!("client.js"));

/// Version of the format.
const FORMAT: u32 = 3;

/// The folder that the files stand in.
pub(super) const FOLDER: &str = "search/";

/// What makes a site searchable.
pub(super) struct Search {
    /// The files, by their names below [`FOLDER`].
    pub(super) files: Vec<File>,
    /// What the page needs to know of them.
    pub(super) index: Index,
    /// What is to be known of it when the next one is made; nothing if that is made anew.
    pub(super) note: Vec<u8>,
}

/// A file of the index.
pub(super) struct File {
    name: String,
    pub(super) key: Key,
    /// `None` if it is as it was.
    pub(super) bytes: Option<Vec<u8>>,
}

impl File {
    fn new(bytes: Vec<u8>, name: String) -> Self {
        Self { name, key: Key::of(&*bytes), bytes: Some(bytes) }
    }

    fn kept(name: String, key: Key) -> Self {
        Self { name, key, bytes: None }
    }

    /// The same in a folder.
    fn within(self, folder: &str) -> Self {
        Self { name: format!("{folder}/{}", self.name), ..self }
    }

    /// Where it stands.
    pub(super) fn address(&self) -> Address {
        Address::file(format!("{FOLDER}{}.js", self.name))
    }
}

/// The index that there was.
pub(super) struct Last<'a> {
    /// What was noted of it.
    pub(super) note: &'a [u8],
    /// Its files.
    pub(super) file: &'a (dyn Fn(&Address) -> Option<Bytes> + Sync),
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

/// Makes the index of all articles, of the last one what has not changed.
pub(super) fn build(
    library: &Library,
    vocabulary: &Vocabulary,
    words: &Words,
    last: Option<&Last<'_>>,
) -> Search {
    let known = last.and_then(|last| kept::opened::<Known>(last.note));
    let leaf = known.as_ref().and_then(Known::detail).unwrap_or(Detail::ALL[0]).leaf;
    let mut keys = texts::keys(library, words, leaf);
    let last = last.zip(known.as_ref());
    let renewed = last.and_then(|(last, known)| renew(library, last, known, &keys));
    let shards =
        renewed.unwrap_or_else(|| shards::write(&numbered(library, &Chosen::All).fitting()));
    let mut known = known.map(|known| known.leaves).unwrap_or_default();
    if shards.detail.leaf != leaf {
        keys = texts::keys(library, words, shards.detail.leaf);
        known.clear();
    }
    let (texts, leaves) = texts::write(library, words, shards.detail.leaf, &keys, &known);
    let filters = filters::write(library, vocabulary);
    let articles = library.entries.len();
    let manifest = manifest(articles, &shards, &filters.kinds);
    let shards::Shards { files, listed, shared, detail } = shards;
    let mut files: Vec<File> = files.into_iter().map(|file| file.within("pairs")).collect();
    let lists = filters.files.into_iter().map(|(name, bytes)| File::new(bytes, name));
    files.extend(lists.map(|file| file.within("filters")));
    files.extend(texts.into_iter().map(|file| file.within("texts")));
    files.push(File::new(manifest, "index".to_owned()));
    let version = version(&mut files);
    let kinds = filters.kinds.iter().filter(|kind| !kind.entries.is_empty());
    let index = Index { version, filters: kinds.map(|kind| kind.name).collect() };
    let known = detail.place().map(|detail| Known { detail, articles, listed, shared, leaves });
    // What cannot be noted is made anew.
    let note = known.and_then(|known| kept::sealed(&known)).unwrap_or_default();
    Search { files, index, note }
}

/// Makes of the lists those that have changed; `keys` says what the texts of each leaf are. `None`
/// if that are too many, or what was known does not hold.
fn renew(
    library: &Library,
    last: &Last<'_>,
    known: &Known,
    keys: &[Key],
) -> Option<shards::Shards> {
    let detail = known.detail()?;
    let others = known.others(keys).filter(|_| known.articles == library.entries.len())?;
    let entries: Vec<&Entry> = oldest_first(library).collect();
    let mut changes = Changes::default();
    for number in others {
        let leaf = &known.leaves[number];
        let name = File::kept(number.to_string(), leaf.file).within("texts");
        let bytes = (last.file)(&name.address())?;
        let old = (Key::of(&*bytes) == leaf.file).then(|| texts::read(&bytes, number))??;
        let new = entries.chunks(detail.leaf).nth(number)?;
        if old.len() != new.len() {
            return None;
        }
        let new = new.iter().map(|entry| texts::passages(entry).collect());
        let old = old.iter().map(|texts| texts.iter().map(String::as_str).collect());
        changes.leaf(number, old.zip(new), known);
    }
    let chosen = changes.chosen(known);
    let groups = edited::groups(&changes, known, last.file).unwrap_or_else(|| {
        shards::groups(&numbered(library, &chosen).weighed(|place, _| place == known.detail))
    });
    let length = library.entries.iter().map(texts::length).sum();
    shards::renew(&groups, known, (&changes, &chosen), pairs::most(length))
}

/// The texts of all articles as numbers of the pairs of some characters.
fn numbered(library: &Library, chosen: &Chosen) -> Numbered {
    let entries: Vec<&Entry> = oldest_first(library).collect();
    let size = entries.len().div_ceil(rayon::current_num_threads()).next_multiple_of(Detail::PART);
    Numbered::new(&entries, size, |entry| texts::passages(entry), chosen)
}

/// How long the texts of an article are, as it is told and as they are.
#[cfg(test)]
pub(super) fn lengths(entry: &Entry) -> (usize, usize) {
    (texts::length(entry), texts::passages(entry).map(str::len).sum())
}

/// The articles in the order of their numbers.
fn oldest_first(library: &Library) -> impl Iterator<Item = &Entry> {
    library.entries.iter().rev()
}

/// What a page needs to know before the first query.
fn manifest(all: usize, shards: &shards::Shards, filters: &[filters::Kind]) -> Vec<u8> {
    let own: String =
        shards.own().filter(|(_, parts)| *parts == 1).map(|(first, _)| first).collect();
    let split = shards.own().filter(|(_, parts)| *parts > 1);
    let split: serde_json::Map<String, serde_json::Value> =
        split.map(|(first, parts)| (first.to_string(), parts.into())).collect();
    let filters: serde_json::Map<String, serde_json::Value> =
        filters.iter().map(|kind| (kind.name.to_owned(), kind.entries.clone().into())).collect();
    let manifest = serde_json::json!({
        "format": FORMAT,
        "articles": all,
        "shared": shards.shared.len(),
        "own": own,
        "split": split,
        "leaf": shards.detail.leaf,
        "after": [shards.detail.frequent, shards.detail.left],
        "filters": filters,
    });
    units::script(&format!("kanyinShard(\"index\",{});\n", json(&manifest)))
}

/// A digest of the keys of all files, which it sorts by their names.
fn version(files: &mut [File]) -> String {
    files.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    let mut all = Sha256::new();
    for File { name, key, .. } in files {
        all.update(&**name);
        all.update(key.0);
    }
    all.finalize().iter().take(6).fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// A value as a script has it. Whatever an article says, no file of the site has
/// markup of it, not even one that no browser takes for a page.
fn json(value: &impl Serialize) -> String {
    // It has texts and numbers, which can be written.
    let json = serde_json::to_string(value).unwrap_or_default();
    if json.contains('<') { json.replace('<', "\\u003c") } else { json }
}
