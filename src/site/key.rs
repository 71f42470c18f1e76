//! What tells that a page would be set as it was before.

use std::{
    hash::{Hash, Hasher},
    ops::Deref,
    sync::Arc,
};

use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// A digest of all that a page depends on: its View, its templates, and what is the same on
/// all pages. Pages of one key are the same, byte for byte, if the same program sets them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key(pub [u8; Key::BYTES]);

/// The parts of a key, for who wants to know which of them is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
    /// Of the templates, the site's words and the theme's options.
    pub theme: Key,
    /// Of what the page shows.
    pub view: Key,
}

impl Key {
    /// How long a key is: enough that no two are ever the same by chance.
    pub const BYTES: usize = 16;

    /// The key of a value. Unlike that of a table in memory, it is the same in each run.
    pub fn of(value: &(impl Hash + ?Sized)) -> Self {
        let mut digester = Digester::default();
        value.hash(&mut digester);
        digester.key()
    }
}

/// What a template sees.
pub(super) trait Seen {
    fn context(&self) -> tera::TeraResult<tera::Context>;
    fn key(&self) -> Key;
}

impl<T: Hash + Serialize> Seen for T {
    fn context(&self) -> tera::TeraResult<tera::Context> {
        tera::Context::from_serialize(self)
    }

    fn key(&self) -> Key {
        Key::of(self)
    }
}

/// A part of many Views. Its own key stands for it in theirs, so that it is gone over
/// but once.
#[derive(Debug)]
pub struct Shared<T>(Arc<(T, Key)>);

impl<T: Hash> Shared<T> {
    /// `value`, to be shared.
    pub fn new(value: T) -> Self {
        let key = Key::of(&value);
        Self(Arc::new((value, key)))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.0
    }
}

impl<T> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.1.hash(state);
    }
}

/// A template sees the value alone.
impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.0.serialize(serializer)
    }
}

#[derive(Default)]
struct Digester(Sha256);

impl Digester {
    fn key(self) -> Key {
        let mut key = [0; Key::BYTES];
        key.copy_from_slice(&self.0.finalize()[..Key::BYTES]);
        Key(key)
    }
}

impl Hasher for Digester {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// A short form, which nobody asks for.
    fn finish(&self) -> u64 {
        self.0.clone().finalize().iter().take(8).fold(0, |sum, &byte| sum << 8 | u64::from(byte))
    }
}
