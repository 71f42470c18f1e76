//! A site as it is written: each file goes to the disk as soon as it is made.

use std::sync::{
    Mutex, OnceLock, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use bytes::Bytes;
use indicatif::ProgressBar;

use super::{
    Console,
    notes::Notes,
    record::{Entry, Files, Record, Why},
    timings::{Phase, Stopwatch},
};
use crate::{
    diag::Diagnostic,
    disk::Stage,
    route::Address,
    site::{Keep, Key, Made, Moved, Note, Output, Sink, Step, Stopped},
};

/// Writes what it takes into a tree beside the old one.
pub(super) struct Printer<'t> {
    console: Console,
    stage: &'t Stage<'t>,
    watch: &'t Stopwatch,
    bar: ProgressBar,
    /// Where what was written is wanted in memory too.
    keep: Option<Keep>,
    /// What the last build made, and what builds took notes of.
    last: &'t Record,
    /// The key of what is read beside articles.
    beside: Option<Key>,
    /// Of that, and of all that any page may show of articles.
    seen: OnceLock<Key>,
    notes: Option<&'t Notes<'t>>,
    /// What this build makes.
    made: Mutex<Files>,
    /// A file of which somebody wants to know why it was made, and why it was.
    asked: Option<Asked>,
    files: AtomicUsize,
    pages: AtomicUsize,
    /// Why it takes no more.
    refused: OnceLock<Diagnostic>,
}

/// What somebody wants to know.
struct Asked {
    address: Address,
    why: OnceLock<Why>,
}

/// What was written.
pub(super) struct Written {
    /// How many files, and how many of them are pages.
    pub(super) files: usize,
    pub(super) pages: usize,
    /// They themselves, if they were to be kept.
    pub(super) output: Option<Output>,
    /// Of what each file was made.
    pub(super) made: Files,
    /// Of all that any page may show of articles, and of what is read beside these.
    pub(super) seen: Option<Key>,
    /// Why the file was made that was asked for; `None` if there is none.
    pub(super) why: Option<Why>,
}

impl<'t> Printer<'t> {
    pub(super) fn new(
        console: Console,
        stage: &'t Stage<'t>,
        watch: &'t Stopwatch,
        keep: bool,
        last: &'t Record,
        notes: Option<&'t Notes<'t>>,
    ) -> Self {
        Self {
            console,
            stage,
            watch,
            bar: console.progress(0, &Phase::Read.name()),
            keep: keep.then(Keep::default),
            last,
            beside: None,
            seen: OnceLock::new(),
            notes,
            // Most likely as many as last time.
            made: Mutex::new(Files::with_capacity_and_hasher(last.files.len(), <_>::default())),
            asked: None,
            files: AtomicUsize::new(0),
            pages: AtomicUsize::new(0),
            refused: OnceLock::new(),
        }
    }

    /// Finds out why the file at `address` is made.
    pub(super) fn asked(self, address: Option<Address>) -> Self {
        Self { asked: address.map(|address| Asked { address, why: OnceLock::new() }), ..self }
    }

    /// Takes over what the last build made of what is read `beside` articles with this key, where
    /// nothing else that it shows is new.
    pub(super) fn beside(self, beside: Option<Key>) -> Self {
        Self { beside, ..self }
    }

    /// What it has taken so far, if that is kept.
    pub(super) fn kept(&self) -> Output {
        self.keep.as_ref().map(Keep::output).unwrap_or_default()
    }

    /// Archives follow: they are made of what was taken.
    pub(super) fn begin_archives(&self) {
        self.begin_phase(Phase::Archives, 0);
    }

    fn begin_phase(&self, phase: Phase, files: usize) {
        self.watch.begin(phase);
        self.bar.set_message(phase.name().text(self.console.tongue()).to_owned());
        self.bar.set_length(files as u64);
        self.bar.reset();
    }

    /// Takes a file over from the last build, if that has made it of the same and nobody has
    /// touched it since.
    fn take(&self, address: &Address, made: Made) -> bool {
        let mut why = self.last.why(address, &made);
        if why == Why::Same
            && let Some(entry) = self.last.files.get(address.as_str())
        {
            match self.stage.take(address.as_str(), &entry.stamp) {
                // What is its own may be another, and be set as it was.
                Ok(true) => self.count(address, Entry { made, ..*entry }, 0),
                // What refuses the one refuses the other, and then it is told.
                Ok(false) | Err(_) => why = Why::Touched,
            }
        }
        if let Some(asked) = self.asked.as_ref().filter(|asked| asked.address == *address) {
            let _ = asked.why.set(why);
        }
        why == Why::Same
    }

    /// A file stands; so many bytes were written for it.
    fn count(&self, address: &Address, entry: Entry, bytes: usize) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.insert(address.as_str().to_owned(), entry);
        drop(made);
        self.watch.count(bytes);
        self.bar.inc(1);
        self.files.fetch_add(1, Ordering::Relaxed);
        self.pages.fetch_add(usize::from(address.is_page()), Ordering::Relaxed);
    }

    /// Ends the display of progress.
    ///
    /// # Errors
    /// A file could not be written.
    pub(super) fn finish(self, moved: Moved) -> Result<Written, Diagnostic> {
        self.bar.finish_and_clear();
        if let Some(problem) = self.refused.into_inner() {
            return Err(problem);
        }
        Ok(Written {
            files: self.files.into_inner(),
            pages: self.pages.into_inner(),
            output: self.keep.map(|keep| keep.into_output(moved)),
            made: self.made.into_inner().unwrap_or_else(PoisonError::into_inner),
            seen: self.seen.into_inner(),
            why: self.asked.and_then(|asked| asked.why.into_inner()),
        })
    }
}

impl Sink for Printer<'_> {
    fn begin(&self, step: Step, files: usize) {
        self.begin_phase(Phase::Step(step), files);
        // All would wait while it grows.
        self.made.lock().unwrap_or_else(PoisonError::into_inner).reserve(files);
    }

    fn has(&self, address: &Address, made: Made) -> bool {
        // What is wanted in memory is not in the last build.
        self.keep.is_none() && self.take(address, made)
    }

    fn put(&self, address: &Address, made: Made, bytes: Bytes) -> Result<(), Stopped> {
        // Else it was asked before.
        if self.keep.is_none() || !self.take(address, made) {
            match self.stage.write(address.as_str(), &bytes) {
                Ok(stamp) => self.count(address, Entry { made, stamp }, bytes.len()),
                Err(error) => {
                    // The first one is told.
                    let _ = self.refused.set(error.into());
                    return Err(Stopped);
                }
            }
        }
        self.keep.as_ref().map_or(Ok(()), |keep| keep.put(address, made, bytes))
    }

    fn seen(&self, key: Key) {
        if let Some(beside) = self.beside {
            let _ = self.seen.set(Key::of(&(beside, key)));
        }
    }

    fn keeps(&self, address: &Address, own: Key) -> bool {
        let Record { seen, files, .. } = self.last;
        let is_seen = self.seen.get().is_some_and(|key| *seen == Some(*key));
        let made = || match files.get(address.as_str())?.made {
            Made::Page(keys) if keys.own == Some(own) => Some(Made::Page(keys)),
            _ => None,
        };
        is_seen && made().is_some_and(|made| self.has(address, made))
    }

    fn takes_notes(&self) -> bool {
        // What is wanted in memory is made anew.
        self.keep.is_none() && self.notes.is_some()
    }

    fn note(&self, note: Note) -> Option<Vec<u8>> {
        let has_built = self.takes_notes() && !self.last.files.is_empty();
        self.notes.filter(|_| has_built)?.read(note)
    }

    fn take_note(&self, note: Note, bytes: &[u8]) {
        if let Some(notes) = self.notes {
            notes.take(note, bytes);
        }
    }

    fn last(&self, address: &Address) -> Option<Bytes> {
        let entry = self.last.files.get(address.as_str())?;
        Some(self.stage.last(address.as_str(), &entry.stamp)?.into())
    }
}
