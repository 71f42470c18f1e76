//! Who may write: one run at a time.

use std::{
    fs::{File, TryLockError},
    path::Path,
};

use cap_std::fs::OpenOptions;

use super::{
    error::{Error, Problem},
    root::Root,
};

/// The right to write into a site, held until it is dropped. All writing is a
/// method of this type, so that two runs can never write at once.
///
/// It is a lock of the operating system on an open file, never the mere
/// existence of one: a run that is killed leaves no lock behind.
#[derive(Debug)]
pub struct Lock<'site> {
    pub(super) root: &'site Root,
    /// Closing it gives the lock back.
    _file: File,
}

impl Root {
    const LOCK: &'static str = ".kanyin/lock";

    /// Waits until no other run writes into this site, then takes the lock.
    /// Calls `waiting` first if it has to wait, so that a person can be told.
    ///
    /// # Errors
    /// If the lock's file cannot be made, or the file system has no locks.
    pub fn lock(&self, waiting: impl FnOnce()) -> Result<Lock<'_>, Error> {
        let file = self.lock_file()?;
        if !taken(&file)? {
            waiting();
            file.lock().map_err(|source| Error::io(Self::LOCK, "lock the site", source))?;
        }
        Ok(Lock { root: self, _file: file })
    }

    /// Takes the lock, or says that another run has it.
    ///
    /// # Errors
    /// As [`Root::lock`], and [`Problem::Busy`].
    pub fn try_lock(&self) -> Result<Lock<'_>, Error> {
        let file = self.lock_file()?;
        if taken(&file)? {
            Ok(Lock { root: self, _file: file })
        } else {
            Err(Error::new(Self::LOCK, Problem::Busy))
        }
    }

    fn lock_file(&self) -> Result<File, Error> {
        let mut created = Vec::new();
        self.make_parents(Path::new(Self::LOCK), &mut created)?;
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true);
        let file = self.dir.open_with(Self::LOCK, options);
        Ok(file.map_err(|source| Error::io(Self::LOCK, "open the lock", source))?.into_std())
    }
}

/// Whether the lock could be had at once.
fn taken(file: &File) -> Result<bool, Error> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(source)) => Err(Error::io(Root::LOCK, "lock the site", source)),
    }
}
