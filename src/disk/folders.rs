//! The folders of a tree that is written beside another one, each opened once for many files.

use std::{
    collections::{HashMap, HashSet},
    ffi::{OsStr, OsString},
    io,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use cap_std::fs::Dir;
use rayon::prelude::*;
use rustix::fs::{Mode, OFlags};

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
    /// What lies in the first from before.
    left: Arc<Left>,
}

impl Folder {
    /// Whether something lies at `name` from before. From now on it is the caller's.
    pub(super) fn claim(&self, name: &Path) -> bool {
        self.left.names().remove(name.as_os_str())
    }

    /// Removes what lies at `name` from before, if anything does.
    pub(super) fn make_room(&self, name: &Path) -> io::Result<()> {
        if self.claim(name) { remove(&self.new, name.as_os_str()) } else { Ok(()) }
    }

    /// Makes the folder `name` in it, if it is not there.
    fn make(&self, name: &OsStr) -> io::Result<()> {
        // Held until it is there: another thread is to find a folder and nothing else.
        let mut left = self.left.names();
        if left.remove(name) {
            if self.new.symlink_metadata(name)?.is_dir() {
                return Ok(());
            }
            self.new.remove_file(name)?;
        }
        match self.new.create_dir(name) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        }
    }
}

/// The names in a folder of what lies there from before and was not asked for yet.
#[derive(Debug, Default)]
struct Left(Mutex<Names>);

type Names = HashSet<OsString, foldhash::fast::RandomState>;

impl Left {
    fn of(folder: &Dir) -> io::Result<Self> {
        // There may be as many as a site has files: nothing is asked of each but its name.
        let mut names = Names::default();
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let listed = rustix::fs::openat(folder, ".", flags, Mode::empty())?;
        for entry in rustix::fs::Dir::new(listed)? {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if !matches!(name, b"." | b"..") {
                names.insert(OsStr::from_bytes(name).to_owned());
            }
        }
        Ok(Self(Mutex::new(names)))
    }

    fn names(&self) -> MutexGuard<'_, Names> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The folders of both trees. With a folder's handle the system looks up a file by its name
/// alone, in one call; with a path it is asked for each folder on the way again and again.
#[derive(Debug)]
pub(super) struct Folders {
    root: Arc<Folder>,
    open: Mutex<HashMap<PathBuf, Arc<Folder>>>,
    /// Of each folder that was opened, if anything lies in the tree from before.
    left: Option<Mutex<HashMap<PathBuf, Arc<Left>>>>,
}

impl Folders {
    /// Those below `new`, which is empty, and `old`.
    pub(super) fn of(new: Dir, old: Option<Dir>) -> Self {
        let root = Arc::new(Folder { new, old, left: Arc::default() });
        Self { root, open: Mutex::default(), left: None }
    }

    /// Those below `new`, in which files lie from before, and `old`.
    ///
    /// # Errors
    /// It cannot be listed.
    pub(super) fn over(new: Dir, old: Option<Dir>) -> io::Result<Self> {
        let left = Arc::new(Left::of(&new)?);
        let known = HashMap::from([(PathBuf::new(), Arc::clone(&left))]);
        let root = Arc::new(Folder { new, old, left });
        Ok(Self { root, open: Mutex::default(), left: Some(Mutex::new(known)) })
    }

    /// The folder `path`, which is made if need be. Two threads may both make one; both
    /// succeed.
    pub(super) fn open(&self, path: &Path) -> io::Result<Arc<Folder>> {
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return Ok(Arc::clone(&self.root));
        };
        let known = || self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = known().get(path) {
            return Ok(Arc::clone(folder));
        }
        let parent = self.open(parent)?;
        parent.make(name)?;
        let new = parent.new.open_dir(name)?;
        let old = parent.old.as_ref().and_then(|old| old.open_dir(name).ok());
        let left = self.left_in(path, &new)?;
        let folder = Arc::new(Folder { new, old, left });
        let mut open = known();
        if open.len() >= OPEN {
            // Whoever still works in one of them holds it.
            open.clear();
        }
        open.insert(path.to_owned(), Arc::clone(&folder));
        Ok(folder)
    }

    /// What lies in a folder from before: as it is listed when it is opened first.
    fn left_in(&self, path: &Path, folder: &Dir) -> io::Result<Arc<Left>> {
        let Some(left) = &self.left else { return Ok(Arc::default()) };
        let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = left.get(path) {
            return Ok(Arc::clone(known));
        }
        let listed = Arc::new(Left::of(folder)?);
        left.insert(path.to_owned(), Arc::clone(&listed));
        Ok(listed)
    }

    /// Removes what lies in the tree from before and nobody has asked for.
    ///
    /// # Errors
    /// The system refuses.
    pub(super) fn sweep(&self) -> io::Result<()> {
        let Some(left) = &self.left else { return Ok(()) };
        let left = std::mem::take(&mut *left.lock().unwrap_or_else(PoisonError::into_inner));
        left.par_iter().try_for_each(|(path, left)| {
            let names = std::mem::take(&mut *left.names());
            if names.is_empty() {
                return Ok(());
            }
            let folder = self.open(path)?;
            names.iter().try_for_each(|name| remove(&folder.new, name))
        })
    }
}

/// Removes what lies at `name`: a file, or a folder with all that is in it.
pub(super) fn remove(dir: &Dir, name: &OsStr) -> io::Result<()> {
    if !dir.symlink_metadata(name)?.is_dir() {
        return dir.remove_file(name);
    }
    // A link that somebody puts in its place now is not followed.
    let flags = OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let folder = rustix::fs::openat(dir, name, flags, Mode::empty())?;
    empty(&Dir::from_std_file(folder.into()), None)?;
    dir.remove_dir(name)
}

/// Removes all that lies in a directory but for `marker`, some of it at a time: most of it is the
/// work of the system, which goes on in several folders at once.
pub(super) fn empty(dir: &Dir, marker: Option<&str>) -> io::Result<()> {
    // All names first: some file systems skip entries when others go.
    let entries = dir.entries()?.collect::<io::Result<Vec<_>>>()?;
    entries.par_iter().try_for_each(|entry| {
        let name = entry.file_name();
        if marker.is_some_and(|marker| name == marker) {
            Ok(())
        } else if entry.file_type()?.is_dir() {
            remove(dir, &name)
        } else {
            dir.remove_file(&name)
        }
    })
}
