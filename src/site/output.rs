//! What a build makes: files in memory. Somebody else writes them.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::theme::has_ending;
use crate::route::Address;

/// The files of a site, by their address. Two outputs of the same input are
/// equal, byte for byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    files: BTreeMap<Address, Bytes>,
    moved: BTreeMap<Address, Address>,
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
        let html = self.files().filter(|(address, _)| has_ending(address.as_str(), "html"));
        // Pages are made of text; nothing else is ever put under such a name.
        html.map(|(address, bytes)| (address, std::str::from_utf8(bytes).unwrap_or_default()))
    }

    /// Where the page at `address` leads, if it stands there for one that has moved:
    /// no list of pages has it.
    pub fn moved_to(&self, address: &Address) -> Option<&Address> {
        self.moved.get(address)
    }

    /// Says of some pages where they lead.
    pub(super) fn mark_moved(&mut self, moved: BTreeMap<Address, Address>) {
        self.moved = moved;
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
