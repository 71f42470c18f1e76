//! Maps for many small keys: characters, pairs of them, numbers.
//!
//! The standard hasher holds out against keys that were chosen to collide, and
//! takes most of the time of such maps. This one is seeded anew in each process, which is enough for text.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

/// A map of small keys.
pub type FastMap<K, V> = HashMap<K, V, RandomState>;

/// A set of small keys.
pub type FastSet<K> = HashSet<K, RandomState>;
