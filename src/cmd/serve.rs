//! `kanyin serve`: the site on this machine, reloaded at every change.

use std::path::Path;

use super::{Console, Outcome};

/// Runs the verb.
pub(super) fn run(_console: &Console, _dir: &Path, _port: u16) -> Outcome {
    Ok(Vec::new())
}
