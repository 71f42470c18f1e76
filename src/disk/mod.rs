//! The file system, and the only module that touches it.
//!
//! What a publication's people rely on is decided here, once:
//! - *Confinement.* A site is a directory handle ([`Root`]); every path is
//!   resolved below it by the kernel. A link that leads out is refused by name.
//! - *Bounded reads of regular files.* A pipe or a device named `x.md` is a
//!   problem with a name, not a program that hangs.
//! - *One writer.* Only who holds the site's [`Lock`] can write; the type says
//!   so. A file is replaced whole or not at all.
//! - *The output is the old site or the new one* ([`Tree`], [`Stage`]): written
//!   beside it, then exchanged in one step.
//! - *What is published is one whole release* ([`Releases`]): a link says which.
//! - *What is kept is added to* ([`Shelf`]): nothing beside the files written is
//!   touched.
//!
//! Paths are texts with `/` between their parts, below the site's directory:
//! the same names that [`crate::diag::Place`] shows.
#![allow(clippy::disallowed_methods, reason = "this module is the sole user of std::fs")]

mod error;
mod exchange;
mod folders;
mod lock;
mod path;
mod releases;
mod root;
mod shelf;
mod stamp;
mod tree;
mod walk;
mod write;

pub use error::{Error, Problem};
pub use lock::{Lock, Turn};
pub use releases::{Held, Release, Releases};
pub use root::{Folder, Limit, Root};
pub use shelf::Shelf;
pub use stamp::{Stamp, Witness};
pub use tree::{MARKER, Stage, Tree};
pub use walk::Entry;
pub use write::Batch;
