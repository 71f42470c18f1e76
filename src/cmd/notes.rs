//! What builds take notes of, to be spared work by.
//!
//! Each is a file in `.kanyin/notes`: a line with the version, the program that took it, and the
//! key of the settings; then the note. Those of another program or of other settings are none.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use crate::{
    disk::{Batch, Error, Lock, Opened, Root, Stamp},
    site::{Key, Note},
};

const VERSION: &str = "kanyin note 1";

/// The notes of a site.
pub(super) struct Notes<'l> {
    root: &'l Root,
    /// What stands above each.
    line: String,
    /// Those that were read of; `None` for one that is not there or not ours.
    open: Mutex<HashMap<Note, Option<Arc<Opened>>>>,
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
        Self { root, line, open: Mutex::default(), taken, refused: OnceLock::new() }
    }

    /// A part of one; shorter where it ends.
    pub(super) fn read(&self, note: Note, part: Range<usize>) -> Option<Vec<u8>> {
        let opened = {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            open.entry(note).or_insert_with(|| self.open(note)).clone()?
        };
        let line = self.line.len();
        opened.read(line.saturating_add(part.start)..line.saturating_add(part.end))
    }

    fn open(&self, note: Note) -> Option<Arc<Opened>> {
        let opened = self.root.opened(&path(note))?;
        let ours = opened.read(0..self.line.len())? == self.line.as_bytes();
        ours.then(|| Arc::new(opened))
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
