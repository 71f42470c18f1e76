//! Who may write: one run at a time.

use std::{
    fs::{File, TryLockError},
    os::unix::fs::{FileExt as _, MetadataExt as _},
    path::Path,
};

use cap_std::fs::OpenOptions;
use rayon::prelude::*;

use super::{
    error::{Error, Problem},
    root::Root,
    stamp::Witness,
    walk::Entry,
};
use crate::tongue::said;

/// The right to write into a site, held until it is dropped. All writing is a
/// method of this type, so that two runs can never write at once.
///
/// It is a lock of the operating system on an open file, never the mere
/// existence of one: a run that is killed leaves no lock behind.
#[derive(Debug)]
pub struct Lock<'site> {
    pub(super) root: &'site Root,
    /// Closing it gives the lock back.
    file: File,
}

/// The right to publish from a site, held until it is dropped. Whoever has it
/// writes nothing into the site, so that editors need not wait for a slow line.
#[derive(Debug)]
pub struct Turn {
    /// Closing it gives the turn back.
    _file: File,
}

impl Lock<'_> {
    /// What the system says of each of some files of the site, folder by folder; `None` of one
    /// that was changed a moment ago, or that is not there.
    pub fn witnesses(&self, files: &[Entry]) -> Vec<Option<Witness>> {
        // The file system has a clock of its own, and marks by it when something is written.
        let now = self.file.write_at(b"\n", 0).and_then(|_| self.file.metadata());
        let Ok(now) = now.map(|file| file.ctime()) else { return vec![None; files.len()] };
        let folders: Vec<&[Entry]> = files.chunk_by(|a, b| a.folder() == b.folder()).collect();
        let look = |files: &&[Entry]| -> Vec<Option<Witness>> {
            let folder = files.first().and_then(|file| self.root.dir.open_dir(file.folder()).ok());
            let seen = |file: &Entry| folder.as_ref()?.symlink_metadata(file.name()).ok();
            files.iter().map(|file| Witness::of(&seen(file)?, now)).collect()
        };
        folders.par_iter().flat_map_iter(look).collect()
    }
}

impl Root {
    const LOCK: &'static str = ".kanyin/lock";
    const TURN: &'static str = ".kanyin/publish.lock";

    /// Waits until no other run writes into this site, then takes the lock.
    /// Calls `waiting` first if it has to wait, so that a person can be told.
    ///
    /// # Errors
    /// If the lock's file cannot be made, or the file system has no locks.
    pub fn lock(&self, waiting: impl FnOnce()) -> Result<Lock<'_>, Error> {
        Ok(Lock { root: self, file: self.wait(Self::LOCK, waiting)? })
    }

    /// Waits until no other run publishes from this site, then takes the turn.
    /// Calls `waiting` first if it has to wait.
    ///
    /// # Errors
    /// As [`Root::lock`].
    pub fn turn(&self, waiting: impl FnOnce()) -> Result<Turn, Error> {
        Ok(Turn { _file: self.wait(Self::TURN, waiting)? })
    }

    fn wait(&self, name: &'static str, waiting: impl FnOnce()) -> Result<File, Error> {
        let file = self.lock_file(name)?;
        if !taken(&file, name)? {
            waiting();
            file.lock()
                .map_err(|source| Error::io(name, said!("lock the site", "锁定本站"), source))?;
        }
        Ok(file)
    }

    /// Takes the lock, or says that another run has it.
    ///
    /// # Errors
    /// As [`Root::lock`], and [`Problem::Busy`].
    pub fn try_lock(&self) -> Result<Lock<'_>, Error> {
        let file = self.lock_file(Self::LOCK)?;
        if taken(&file, Self::LOCK)? {
            Ok(Lock { root: self, file })
        } else {
            Err(Error::new(Self::LOCK, Problem::Busy))
        }
    }

    fn lock_file(&self, name: &'static str) -> Result<File, Error> {
        let mut created = Vec::new();
        self.make_parents(Path::new(name), &mut created)?;
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true);
        let file = self.dir.open_with(name, options);
        Ok(file
            .map_err(|source| Error::io(name, said!("open the lock", "打开锁文件"), source))?
            .into_std())
    }
}

/// Whether the lock could be had at once.
fn taken(file: &File, name: &'static str) -> Result<bool, Error> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(source)) => {
            Err(Error::io(name, said!("lock the site", "锁定本站"), source))
        }
    }
}
