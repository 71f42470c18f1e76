//! What builds take notes of, to be spared work by.
//!
//! Each is a file in `.kanyin/notes`: a line with the version, the program that took it, and the
//! key of the settings; then the note. Those of another program or of other settings are none.

use std::sync::OnceLock;

use crate::{
    disk::{Batch, Error, Limit, Lock, Root, Stamp},
    site::{Key, Note},
};

const VERSION: &str = "kanyin note 2";
/// Largest note that is read: that of which articles are like which, of some twenty million.
const LIMIT: Limit = Limit { bytes: 2 << 30, key: "" };

/// The notes of a site.
pub(super) struct Notes<'l> {
    root: &'l Root,
    /// What stands above each.
    line: String,
    /// Those that are taken.
    taken: Batch<'l>,
    /// Why one could not be taken. Then none is.
    refused: OnceLock<Error>,
}

impl<'l> Notes<'l> {
    /// Those that the `program` takes of a site with these `settings`.
    pub(super) fn of(root: &'l Root, lock: &'l Lock<'l>, program: Stamp, settings: Key) -> Self {
        let line = format!("{VERSION} {program} {}\n", hex(settings));
        let taken = lock.batch();
        Self { root, line, taken, refused: OnceLock::new() }
    }

    /// One of them; `None` if it is not there, or not ours.
    pub(super) fn read(&self, note: Note) -> Option<Vec<u8>> {
        let mut bytes = self.root.read(&path(note), LIMIT).ok()?;
        if !bytes.starts_with(self.line.as_bytes()) {
            return None;
        }
        bytes.drain(..self.line.len());
        Some(bytes)
    }

    /// Takes one, to be kept.
    pub(super) fn take(&self, note: Note, bytes: &[u8]) {
        if self.refused.get().is_some() {
            return;
        }
        if let Err(error) = self.taken.put(&path(note), &[self.line.as_bytes(), bytes].concat()) {
            // The disk may be full: what is written after the notes is to have their room.
            self.taken.withdraw();
            let _ = self.refused.set(error);
        }
    }

    /// Keeps those that were taken.
    ///
    /// # Errors
    /// The system refuses, or has refused to take one.
    pub(super) fn keep(self) -> Result<(), Error> {
        self.refused.into_inner().map_or(Ok(()), Err)?;
        self.taken.commit(&|| ())
    }
}

fn path(note: Note) -> String {
    match note {
        Note::Articles(number) => format!(".kanyin/notes/articles-{number}"),
        Note::Related => ".kanyin/notes/related".to_owned(),
        Note::Search => ".kanyin/notes/search".to_owned(),
    }
}

fn hex(Key(bytes): Key) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
