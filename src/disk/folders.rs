//! The folders of a tree that is written beside another one, each opened once for many files.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use cap_std::fs::Dir;

/// So many folders are held open, twice: a system lets a program hold some hundred files, and
/// files come folder by folder.
const OPEN: usize = 64;

/// A folder.
#[derive(Debug)]
pub(super) struct Folder {
    /// In the tree that is written.
    pub(super) new: Dir,
    /// In the one that stands, if that has it.
    pub(super) old: Option<Dir>,
}

/// The folders of both trees. With a folder's handle the system looks up a file by its name
/// alone, in one call; with a path it is asked for each folder on the way again and again.
#[derive(Debug)]
pub(super) struct Folders {
    root: Arc<Folder>,
    open: Mutex<HashMap<PathBuf, Arc<Folder>>>,
}

impl Folders {
    /// Those below `new`, which is empty, and `old`.
    pub(super) fn of(new: Dir, old: Option<Dir>) -> Self {
        Self { root: Arc::new(Folder { new, old }), open: Mutex::default() }
    }

    /// The folder `path`, which is made if need be. Two threads may both make one; both
    /// succeed.
    pub(super) fn open(&self, path: &Path) -> io::Result<Arc<Folder>> {
        if path.as_os_str().is_empty() {
            return Ok(Arc::clone(&self.root));
        }
        let known = || self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = known().get(path) {
            return Ok(Arc::clone(folder));
        }
        let Folder { new, old } = &*self.root;
        new.create_dir_all(path)?;
        let old = old.as_ref().and_then(|old| old.open_dir(path).ok());
        let folder = Arc::new(Folder { new: new.open_dir(path)?, old });
        let mut open = known();
        if open.len() >= OPEN {
            // Whoever still works in one of them holds it.
            open.clear();
        }
        open.insert(path.to_owned(), Arc::clone(&folder));
        Ok(folder)
    }
}
