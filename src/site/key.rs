//! What tells that a page would be set as it was before.

use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use twox_hash::xxhash3_128;

/// A digest of all that a page depends on: its View, its templates, and what is the same on
/// all pages. Pages of one key are the same, byte for byte, if the same program sets them.
///
/// It is XXH3 of 128 bits: no two are the same by chance, and nobody gains by making two
/// that are, since whoever writes the site's files has the last word on its pages anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key(pub [u8; Key::BYTES]);

/// The parts of a key, for who wants to know which of them is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// Of the templates, the site's words and the theme's options.
    pub theme: Key,
    /// Of what the page shows.
    pub view: Key,
    /// Of what it shows beside what all pages may show of articles, which is known before its
    /// View is made; `None` if that cannot be said.
    pub own: Option<Key>,
}

impl Keys {
    /// Whether it would be set as it was.
    pub fn set_as(&self, before: &Self) -> bool {
        (self.theme, self.view) == (before.theme, before.view)
    }
}

/// What a file of the site is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Made {
    /// A page, or a feed.
    Page(Keys),
    /// Another file, by its own bytes.
    File(Key),
}

impl Made {
    /// A file that has these bytes.
    pub fn file(bytes: &[u8]) -> Self {
        Self::File(Key::of(bytes))
    }
}

impl Key {
    /// How long a key is: enough that no two are ever the same by chance.
    pub const BYTES: usize = 16;

    /// The key of a value. Unlike that of a table in memory, it is the same in each run.
    pub fn of(value: &(impl Hash + ?Sized)) -> Self {
        let mut digester = Digester(xxhash3_128::Hasher::new());
        value.hash(&mut digester);
        digester.key()
    }

    /// The key of bytes that lie in one piece: another one than as a value, and sooner made.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(xxhash3_128::Hasher::oneshot(bytes).to_be_bytes())
    }
}

/// As bytes, not byte by byte: a record has tens of thousands.
impl Serialize for Key {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = <&[u8]>::deserialize(deserializer)?;
        let bytes = bytes.try_into().map_err(|_| de::Error::invalid_length(bytes.len(), &"16"))?;
        Ok(Self(bytes))
    }
}

struct Digester(xxhash3_128::Hasher);

impl Digester {
    fn key(self) -> Key {
        Key(self.0.finish_128().to_be_bytes())
    }
}

impl Hasher for Digester {
    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    /// A short form, which nobody asks for.
    fn finish(&self) -> u64 {
        self.0.finish_128() as u64
    }
}
