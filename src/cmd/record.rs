//! What the last build made of what: the next one makes only what would be otherwise.
//!
//! `.kanyin/built` begins with its version and the key of all that follows: a head, then an entry
//! for each file of the site, and for each text that it was made of. It is
//! thrown away when in doubt: when it is not whole, of another version or of another program.
//! Of each file it has the [`Stamp`] too, of each text the [`Witness`], so that it holds for
//! a file that nobody has touched since, and for no other.

use std::collections::HashMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::{
    diag::Diagnostic,
    disk::{Error, Limit, Lock, Root, Stamp, Witness},
    route::Address,
    site::{Key, Made},
    text::hash::FastMap,
    tongue::{Said, said},
};

/// Where it is kept.
const PATH: &str = ".kanyin/built";
const VERSION: &[u8] = b"kanyin built 3\n";
/// Largest record that is read: one of some ten million files.
const LIMIT: Limit = Limit { bytes: 2 << 30, key: "" };

/// So many entries of it are written, and read, at once.
const TOGETHER: usize = 1024;

/// The files of a site, by their address.
pub(super) type Files = FastMap<String, Entry>;

/// Texts that were read, by their path: the key of each, and what the system said of its file.
pub(super) type Texts = FastMap<String, (Key, Witness)>;

/// The files of a site, and what they were made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// Of all that was read. `None` if nothing is known.
    pub(super) inputs: Option<Key>,
    /// Of all that any page may show, but for what is its [own](crate::site::Keys::own), if that is known.
    pub(super) seen: Option<Key>,
    /// What there was to say of it.
    pub(super) told: Vec<Diagnostic>,
    pub(super) files: Files,
    /// Of the texts that were read those that can be told without being read again.
    pub(super) texts: Texts,
}

/// What stands before the files and texts of a record.
#[derive(Serialize, Deserialize)]
struct Head {
    program: Stamp,
    inputs: Option<Key>,
    seen: Option<Key>,
    /// As JSON.
    told: String,
    /// How long each block of them is, in bytes.
    files: Vec<usize>,
    texts: Vec<usize>,
}

/// A file of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) made: Made,
    pub(super) stamp: Stamp,
}

/// Why a file was made, or was not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// It is as it was.
    Same,
    /// Nobody knows how it was made before, or whether.
    Unknown,
    /// It was not there.
    New,
    /// It would be as it was, but somebody has touched it.
    Touched,
    /// Templates, words or options of the theme are others.
    Theme,
    /// What it shows is something else.
    Shown,
}

impl Why {
    /// For a person, after the file's name.
    pub(super) fn said(self) -> Said {
        match self {
            Self::Same => said!(
                "was kept: nothing that it is made of has changed",
                "原样保留：它所依据的内容都没有变"
            ),
            Self::Unknown => said!(
                "was made: nothing is known of an earlier build by this program",
                "重新做了：没有本程序上一次的印制记录"
            ),
            Self::New => said!("was made: it was not there before", "重新做了：以前没有"),
            Self::Touched => said!(
                "was made: it is as it would be, but somebody has touched the file since",
                "重新做了：内容没有变，但文件后来被人动过"
            ),
            Self::Theme => said!(
                "was made: the theme's templates, words or options have changed",
                "重新做了：版式的模板、用语或选项变了"
            ),
            Self::Shown => {
                said!("was made: what it shows has changed", "重新做了：它登的内容变了")
            }
        }
    }
}

impl Record {
    /// The record of the last build by `program`; an empty one when in doubt.
    pub(super) fn read(root: &Root, program: Stamp) -> Self {
        let bytes = root.read(PATH, LIMIT).ok();
        bytes.and_then(|bytes| Self::parse(&bytes, program)).unwrap_or_default()
    }

    /// Keeps it for the next build.
    ///
    /// # Errors
    /// The system refuses.
    pub(super) fn keep(&self, lock: &Lock<'_>, program: Stamp) -> Result<(), Error> {
        lock.write(PATH, &self.to_bytes(program))
    }

    /// Why the file at `address` has to be made; [`Why::Same`] if it need not, as far
    /// as is written here.
    pub(super) fn why(&self, address: &Address, made: &Made) -> Why {
        let old = self.files.get(address.as_str()).map(|entry| entry.made);
        match (old, made) {
            (None, _) if self.files.is_empty() => Why::Unknown,
            (None, _) => Why::New,
            (Some(Made::Page(old)), Made::Page(new)) if new.set_as(&old) => Why::Same,
            (Some(Made::File(old)), Made::File(new)) if old == *new => Why::Same,
            (Some(Made::Page(old)), Made::Page(new)) if old.theme != new.theme => Why::Theme,
            _ => Why::Shown,
        }
    }

    /// Whether all files stand as they were written, and none beside them.
    pub(super) fn stands(&self, standing: &HashMap<String, Stamp>) -> bool {
        let as_written =
            |(path, entry): (&String, &Entry)| standing.get(path) == Some(&entry.stamp);
        self.files.len() == standing.len() && self.files.iter().all(as_written)
    }

    fn to_bytes(&self, program: Stamp) -> Vec<u8> {
        let files: Vec<(&String, &Entry)> = self.files.iter().collect();
        let texts: Vec<(&String, &(Key, Witness))> = self.texts.iter().collect();
        let (files, texts) = (blocks(&files), blocks(&texts));
        let head = Head {
            program,
            inputs: self.inputs,
            seen: self.seen,
            told: json!(self.told).to_string(),
            files: files.iter().map(Vec::len).collect(),
            texts: texts.iter().map(Vec::len).collect(),
        };
        let head = postcard::to_allocvec(&head).unwrap_or_default();
        let length = (head.len() as u64).to_le_bytes();
        let before = [VERSION, &[0; Key::BYTES], &length, &head];
        let parts = before.into_iter().chain(files.iter().chain(&texts).map(Vec::as_slice));
        let mut bytes = parts.collect::<Vec<_>>().concat();
        let (_, sealed) = bytes.split_at_mut(VERSION.len());
        if let Some((seal, rest)) = sealed.split_first_chunk_mut() {
            *seal = Key::of_bytes(rest).0;
        }
        bytes
    }

    fn parse(bytes: &[u8], program: Stamp) -> Option<Self> {
        let (seal, sealed) = bytes.strip_prefix(VERSION)?.split_first_chunk()?;
        if Key::of_bytes(sealed).0 != *seal {
            return None;
        }
        let (length, rest) = sealed.split_first_chunk()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (head, mut rest) = rest.split_at_checked(length)?;
        let head: Head = postcard::from_bytes(head).ok()?;
        if head.program != program {
            return None;
        }
        let files = entries(&mut rest, &head.files)?;
        let texts = entries(&mut rest, &head.texts)?;
        let told = serde_json::from_str(&head.told).ok()?;
        Some(Self { inputs: head.inputs, seen: head.seen, told, files, texts })
    }
}

/// Entries as bytes, some at a time.
fn blocks<T: Serialize + Sync>(entries: &[T]) -> Vec<Vec<u8>> {
    // What could not be written could not be read.
    let block = |entries: &[T]| postcard::to_allocvec(entries).unwrap_or_default();
    entries.par_chunks(TOGETHER).map(block).collect()
}

/// Takes the entries of blocks of these lengths off `bytes`; `None` if they are damaged.
fn entries<T: DeserializeOwned + Send>(
    bytes: &mut &[u8],
    lengths: &[usize],
) -> Option<FastMap<String, T>> {
    let blocks: Option<Vec<&[u8]>> =
        lengths.iter().map(|length| bytes.split_off(..*length)).collect();
    let blocks = blocks?.into_par_iter();
    let read = blocks.map(|block| postcard::from_bytes::<Vec<(String, T)>>(block).ok());
    let read: Option<Vec<Vec<(String, T)>>> = read.collect();
    let read = read?;
    let count = read.iter().map(Vec::len).sum();
    let mut all = FastMap::with_capacity_and_hasher(count, <_>::default());
    all.extend(read.into_iter().flatten());
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diag::Place, site::Keys};

    fn stamp(number: u64) -> serde_json::Result<Stamp> {
        serde_json::from_value(json!({ "bytes": 7, "written": [number, 5], "inode": 3 }))
    }

    fn record() -> serde_json::Result<Record> {
        let keys = Keys { theme: Key([1; Key::BYTES]), view: Key([255; Key::BYTES]), own: None };
        let own = |own| Made::Page(Keys { own: Some(Key([own; Key::BYTES])), ..keys });
        let files = [
            ("index.html", Made::Page(keys), 1),
            ("a b/字.css", Made::File(keys.view), 2),
            ("1.html", own(4), 3),
            ("2.html", own(4), 4),
            ("3.html", own(5), 5),
        ];
        let files: serde_json::Result<Files> = files
            .into_iter()
            .map(|(path, made, number)| {
                Ok((path.to_owned(), Entry { made, stamp: stamp(number)? }))
            })
            .collect();
        let told = Diagnostic::warning(said!("a\nb", "甲")).at(Place::file("content/a.md"));
        let witness = json!({ "stamp": stamp(1)?, "changed": [9, 1] });
        let witness = serde_json::from_value(witness)?;
        let texts = [("content/a b/甲.md".to_owned(), (Key([2; Key::BYTES]), witness))];
        Ok(Record {
            inputs: Some(Key([0; Key::BYTES])),
            seen: Some(Key([3; Key::BYTES])),
            told: vec![told],
            files: files?,
            texts: texts.into_iter().collect(),
        })
    }

    #[test]
    fn a_record_is_read_as_it_was_written_and_thrown_away_when_in_doubt() -> serde_json::Result<()>
    {
        let (record, program) = (record()?, stamp(9)?);
        let bytes = record.to_bytes(program);
        assert_eq!(Record::parse(&bytes, program), Some(record.clone()));
        let silent = Record { inputs: None, seen: None, ..record };
        assert_eq!(Record::parse(&silent.to_bytes(program), program), Some(silent));

        assert_eq!(Record::parse(&bytes, stamp(8)?), None, "of another program");
        for end in 0..bytes.len() {
            assert_eq!(Record::parse(&bytes[..end], program), None, "cut after {end} bytes");
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_eq!(Record::parse(&damaged, program), None, "damaged at byte {at}");
        }
        Ok(())
    }

    #[test]
    fn a_record_of_many_files_is_read_whole() -> serde_json::Result<()> {
        let keys = Keys { theme: Key([1; Key::BYTES]), view: Key([255; Key::BYTES]), own: None };
        let entry = |number: usize| {
            let stamp = stamp(number as u64)?;
            Ok((format!("{number}.html"), Entry { made: Made::Page(keys), stamp }))
        };
        let files: Files = (0..=2 * TOGETHER).map(entry).collect::<serde_json::Result<_>>()?;
        let (record, program) = (Record { files, ..record()? }, stamp(9)?);
        assert_eq!(Record::parse(&record.to_bytes(program), program), Some(record));
        Ok(())
    }

    #[test]
    fn a_file_is_made_for_a_reason() -> serde_json::Result<()> {
        let record = record()?;
        let keys = Keys { theme: Key([1; Key::BYTES]), view: Key([255; Key::BYTES]), own: None };
        let other = Key([3; Key::BYTES]);
        let why = |path: &str, made| record.why(&Address::file(path), &made);
        assert_eq!(why("index.html", Made::Page(keys)), Why::Same);
        assert_eq!(why("index.html", Made::Page(Keys { own: Some(other), ..keys })), Why::Same);
        assert_eq!(why("index.html", Made::Page(Keys { theme: other, ..keys })), Why::Theme);
        assert_eq!(why("index.html", Made::Page(Keys { view: other, ..keys })), Why::Shown);
        assert_eq!(why("a b/字.css", Made::File(keys.view)), Why::Same);
        assert_eq!(why("a b/字.css", Made::File(other)), Why::Shown);
        assert_eq!(why("new.html", Made::Page(keys)), Why::New);
        let nothing = Record::default().why(&Address::file("index.html"), &Made::Page(keys));
        assert_eq!(nothing, Why::Unknown);
        Ok(())
    }
}
