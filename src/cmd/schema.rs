//! `kanyin schema`: what may be written in each kind of file.

use super::Console;
use crate::schema::{self, Kind};

/// Prints the schema of `kind`, or the reference of all keys.
pub(super) fn run(console: Console, kind: Option<Kind>) {
    match kind {
        Some(kind) => console.print(kind.schema().trim_end()),
        None => console.print(schema::reference().trim_end()),
    }
}
