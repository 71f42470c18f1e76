//! Publishing: what was built, brought to where readers are.
//!
//! 1. [`Edition`]: the fresh build with the headers that each file goes out with.
//! 2. [`Target::look`]: what stands at the target, as far as its [`Ledger`] and a
//!    look at the files themselves agree.
//! 3. [`Plan`]: the difference of the two, as data, with a reason for each
//!    change; it refuses what looks like an accident.
//! 4. [`carry_out`]: the plan, step by step, in the one order in which a reader
//!    never meets a page without its style, nor an index that names a page that
//!    is not there: and nothing is removed before everything new stands.
//!
//! A target is one of three: a [`directory`] of releases, a bucket (`s3`), a
//! branch (`git`). Whatever the moment at which a run ends, the next one looks
//! again and completes what is left.

mod carry;
pub mod directory;
mod edition;
mod environment;
pub mod git;
mod ledger;
mod plan;
mod precompress;
#[cfg(feature = "s3")]
pub mod s3;
mod why;

use crate::{diag::Diagnostic, route::Address};

pub use self::{
    carry::{Progress, carry_out},
    edition::{Digest, Edition, File, Headers, Rank},
    environment::Environment,
    ledger::{Entry, LEDGER, Ledger},
    plan::{Change, Kind, Plan, Standing, Stood},
    why::Why,
};

/// What is told of each file as soon as it stands at the target: its address and
/// the target's own mark of what is in it.
pub type Stands<'a> = dyn Fn(&Address, String) + Sync + 'a;

/// A place to publish to.
///
/// The calls come in one order: [`look`](Self::look), and if there is something
/// to do [`begin`](Self::begin), then any number of [`put`](Self::put),
/// [`save`](Self::save) and [`remove`](Self::remove), then
/// [`finish`](Self::finish). After a failure the next call is `look`.
pub trait Target {
    /// What stands there. Writes nothing.
    ///
    /// # Errors
    /// If it cannot be seen.
    fn look(&mut self) -> Result<Standing, Failure>;

    /// Takes the right to write, and notes in `ledger` what is going to be
    /// written: a run that ends early leaves nothing that nobody knows of.
    ///
    /// # Errors
    /// [`Failure::Overtaken`] if it is no longer as it was seen; or if the target
    /// refuses.
    fn begin(&mut self, plan: &Plan, ledger: &Ledger) -> Result<(), Failure>;

    /// Puts files, many at once, in no order among each other; `stands` is told
    /// of each.
    ///
    /// # Errors
    /// If one could not be put; others may have been.
    fn put(&mut self, files: &[(&Address, &File)], stands: &Stands<'_>) -> Result<(), Failure>;

    /// Notes how far it is, where the target shows files one by one.
    ///
    /// # Errors
    /// As [`Target::begin`].
    fn save(&mut self, ledger: &Ledger) -> Result<(), Failure>;

    /// Removes files.
    ///
    /// # Errors
    /// If one could not be removed; others may have been.
    fn remove(&mut self, addresses: &[&Address]) -> Result<(), Failure>;

    /// Makes it so, where the target shows all at once; and writes the ledger.
    /// Gives what a person should know.
    ///
    /// # Errors
    /// As [`Target::begin`].
    fn finish(&mut self, ledger: &Ledger) -> Result<Vec<Diagnostic>, Failure>;
}

/// Why a step was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Somebody else wrote there since the look: look again, and plan again.
    Overtaken,
    /// The target, or the way to it, refused.
    Refused(Box<Diagnostic>),
}

impl From<Diagnostic> for Failure {
    fn from(problem: Diagnostic) -> Self {
        Self::Refused(Box::new(problem))
    }
}

impl From<crate::disk::Error> for Failure {
    fn from(error: crate::disk::Error) -> Self {
        Diagnostic::from(error).into()
    }
}
