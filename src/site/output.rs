//! What a build makes: files, handed to a [`Sink`] one by one. Somebody else writes
//! them, or keeps them as an [`Output`].

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use bytes::Bytes;

use super::key::{Key, Keys, Made};
use crate::route::Address;

/// A step of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// What each file says, and the theme.
    Articles,
    /// How the articles belong together.
    Library,
    /// The index of a search.
    Search,
    /// Which pages there are.
    Plan,
    /// The pages, and the files they load.
    Pages,
    /// Feeds, sitemap, headers.
    Machines,
}

/// What builds take notes of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// What some articles say.
    Articles(usize),
    /// What the index of a search has.
    Search,
    /// Which articles are like which.
    Related,
}

/// Takes the files of a site as they are made.
pub trait Sink: Sync {
    /// A step begins, of which so many files are to come; 0 where that is not known.
    fn begin(&self, step: Step, files: usize);

    /// Whether it has the file at `address` already as it would be made. Then it is not made,
    /// and not put: from any thread, in any order, each address once.
    fn has(&self, _address: &Address, _made: Made) -> bool {
        false
    }

    /// Takes a file that it has not: from any thread, in any order, each address once.
    ///
    /// # Errors
    /// It takes no more, and knows itself why. What was begun comes to an end, and
    /// the site is not printed.
    fn put(&self, address: &Address, made: Made, bytes: Bytes) -> Result<(), Stopped>;

    /// Takes a file that was made, unless it has it.
    ///
    /// # Errors
    /// As for [`Sink::put`].
    fn print(&self, address: &Address, bytes: Bytes) -> Result<(), Stopped> {
        let made = Made::file(&bytes);
        if self.has(address, made) { Ok(()) } else { self.put(address, made, bytes) }
    }

    /// Takes the key of all that any page may show of articles, but for what is each page's
    /// [own](Keys::own), before the first of them.
    fn seen(&self, _key: Key) {}

    /// Takes over the file at `address` of the last build, if nothing is new of what any page may
    /// show, nor of what is its `own`. Else it is asked of or put as any other.
    fn keeps(&self, _address: &Address, _own: Key) -> bool {
        false
    }

    /// Whether it takes notes for builds to come.
    fn takes_notes(&self) -> bool {
        false
    }

    /// What an earlier build of the same program and settings took a note of. The bytes may be
    /// damaged.
    fn note(&self, _note: Note) -> Option<Vec<u8>> {
        None
    }

    /// Takes one, if it [takes any](Self::takes_notes).
    fn take_note(&self, _note: Note, _bytes: &[u8]) {}

    /// The file at `address` as the last build made it.
    fn last(&self, _address: &Address) -> Option<Bytes> {
        None
    }
}

/// A sink takes no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// A sink that is asked no more once it has stopped.
pub(super) struct Outlet<'s, S> {
    sink: &'s S,
    stopped: AtomicBool,
}

impl<'s, S: Sink> Outlet<'s, S> {
    pub(super) fn new(sink: &'s S) -> Self {
        Self { sink, stopped: AtomicBool::new(false) }
    }

    pub(super) fn begin(&self, step: Step, files: usize) {
        self.sink.begin(step, files);
    }

    /// What it hands its files to.
    pub(super) fn sink(&self) -> &'s S {
        self.sink
    }

    pub(super) fn put(&self, address: &Address, bytes: impl Into<Bytes>) {
        let bytes = bytes.into();
        self.put_made(address, Made::file(&bytes), bytes);
    }

    /// Puts a file of which it is known what it is made of, unless the sink has it.
    pub(super) fn put_made(&self, address: &Address, made: Made, bytes: Bytes) {
        if !self.has(address, made) {
            self.hand_over(address, made, bytes);
        }
    }

    /// Whether the sink has the file at `address` as it would be made.
    pub(super) fn has(&self, address: &Address, made: Made) -> bool {
        !self.has_stopped() && self.sink.has(address, made)
    }

    /// Whether the sink takes over the file at `address`, of which it is known what it shows of
    /// its `own`.
    pub(super) fn keeps(&self, address: &Address, own: Option<Key>) -> bool {
        !self.has_stopped() && own.is_some_and(|own| self.sink.keeps(address, own))
    }

    /// Puts a page, which `set` sets, unless the sink has it.
    pub(super) fn put_page<E>(
        &self,
        address: &Address,
        keys: Keys,
        set: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<(), E> {
        let made = Made::Page(keys);
        if !self.has_stopped() && !self.sink.has(address, made) {
            self.hand_over(address, made, set()?.into());
        }
        Ok(())
    }

    /// Puts a file that shows nothing but what any page may show of articles, unless the sink
    /// has it.
    pub(super) fn put_common(&self, address: &Address, text: impl FnOnce() -> String) {
        let own = Some(Key::of(&()));
        if !self.keeps(address, own) {
            let text = text();
            let keys = Keys { theme: Key::of(&()), view: Key::of(&*text), own };
            self.put_made(address, Made::Page(keys), text.into());
        }
    }

    /// Hands over a file that the sink has not.
    pub(super) fn hand_over(&self, address: &Address, made: Made, bytes: Bytes) {
        if !self.has_stopped() && self.sink.put(address, made, bytes).is_err() {
            self.stopped.store(true, Ordering::Relaxed);
        }
    }

    pub(super) fn has_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

/// Where the files of a site can be had.
pub trait Files: Sync {
    /// The file at `address`, if there is one.
    fn file(&self, address: &Address) -> Option<Bytes>;
}

impl Files for Output {
    fn file(&self, address: &Address) -> Option<Bytes> {
        self.files.get(address).cloned()
    }
}

/// Where pages lead that stand for some that have moved.
pub type Moved = BTreeMap<Address, Address>;

/// Keeps all files in memory.
#[derive(Default)]
pub struct Keep {
    output: Mutex<Output>,
}

impl Keep {
    /// The files so far.
    pub fn output(&self) -> Output {
        self.kept().clone()
    }

    /// The files, some of which are pages that lead on.
    pub fn into_output(self, moved: Moved) -> Output {
        let output = self.output.into_inner().unwrap_or_else(PoisonError::into_inner);
        Output { moved, ..output }
    }

    fn kept(&self) -> MutexGuard<'_, Output> {
        self.output.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Keep {
    fn begin(&self, _: Step, _: usize) {}

    fn put(&self, address: &Address, _: Made, bytes: Bytes) -> Result<(), Stopped> {
        self.kept().insert(address.clone(), bytes);
        Ok(())
    }
}

/// The files of a site, by their address. Two outputs of the same input are
/// equal, byte for byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    files: BTreeMap<Address, Bytes>,
    moved: Moved,
}

impl Output {
    /// The file at `address`.
    pub fn get(&self, address: &Address) -> Option<&[u8]> {
        self.files.get(address).map(|bytes| &**bytes)
    }

    /// The file at `path`, as it stands in a link from the root.
    pub fn get_path(&self, path: &str) -> Option<&[u8]> {
        self.get(&Address::file(path))
    }

    /// All files, sorted by their address.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&Address, &[u8])> {
        self.files.iter().map(|(address, bytes)| (address, &**bytes))
    }

    /// The HTML pages, sorted by their address.
    pub fn pages(&self) -> impl Iterator<Item = (&Address, &str)> {
        let html = self.files().filter(|(address, _)| address.is_page());
        // Pages are made of text; nothing else is ever put under such a name.
        html.map(|(address, bytes)| (address, std::str::from_utf8(bytes).unwrap_or_default()))
    }

    /// Where the page at `address` leads, if it stands there for one that has moved:
    /// no list of pages has it.
    pub fn moved_to(&self, address: &Address) -> Option<&Address> {
        self.moved.get(address)
    }

    /// The files, to be handed on without a copy.
    pub fn into_files(self) -> BTreeMap<Address, Bytes> {
        self.files
    }

    /// Puts a file at `address`. Bytes that somebody else holds too, such as those of a
    /// picture, are not copied.
    pub fn insert(&mut self, address: Address, bytes: impl Into<Bytes>) {
        self.files.insert(address, bytes.into());
    }
}
