//! Writing into a site: a file is replaced whole, a set of files as one.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{DefaultHasher, Hasher as _},
    io::{self, Write as _},
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use cap_std::fs::{Dir, File, Metadata, MetadataExt as _, OpenOptions};

use super::{
    error::{Error, Problem},
    exchange::look,
    lock::Lock,
    path::below,
    root::{Limit, Root, not_regular},
};
use crate::tongue::said;

impl Lock<'_> {
    /// Writes one file, with the folders it needs. See [`Lock::write_all`].
    ///
    /// # Errors
    /// As [`Lock::write_all`].
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.write_all(&[(path, bytes)])
    }

    /// Writes a set of files as one: a [`Batch`] of what is in memory already.
    ///
    /// # Errors
    /// As [`Batch::add`] and [`Batch::commit`].
    pub fn write_all<P: AsRef<str>, B: AsRef<[u8]>>(&self, files: &[(P, B)]) -> Result<(), Error> {
        let batch = self.batch();
        files.iter().try_for_each(|(path, bytes)| batch.add(path.as_ref(), bytes.as_ref()))?;
        batch.commit(&|| ())
    }

    /// A set of files that is to be written as one, none of them yet.
    pub fn batch(&self) -> Batch<'_> {
        Batch::new(self.root)
    }

    /// Removes a file. What is not there needs no removing.
    ///
    /// # Errors
    /// If it is no regular file, lies behind a link, or the system refuses.
    pub fn remove(&self, path: &str) -> Result<(), Error> {
        let name = below(path)?;
        if self.root.check_target(name)?.is_none() {
            return Ok(());
        }
        let fail = |source| Error::io(path, said!("remove the file", "删除文件"), source);
        self.root.dir.remove_file(name).map_err(fail)?;
        self.root.sync_parent(name)
    }
}

/// A set of files that is written as one. Each is first written under another
/// name, beside its own; [`Batch::commit`] brings them to the disk and then gives
/// each its name: a disk that is full, or a path that is refused, leaves all files
/// as they were. A file is at every moment the old one or the new one; the set is
/// only if the program is not killed between two renames, so callers must be able
/// to run again. Dropped without [`Batch::commit`], nothing of it is left.
#[derive(Debug)]
pub struct Batch<'lock> {
    root: &'lock Root,
    set: Mutex<Set>,
    done: bool,
}

/// What has to be renamed or taken back.
#[derive(Debug, Default)]
struct Set {
    /// The final name of each file, and which of them came in first.
    names: HashMap<Box<Path>, usize>,
    /// Folders made for it, outermost first.
    folders: Vec<PathBuf>,
    /// A file of it on each device, with its path.
    devices: BTreeMap<u64, (String, File)>,
}

impl<'lock> Batch<'lock> {
    /// An empty set of files below `root`; the caller holds its lock.
    pub(super) fn new(root: &'lock Root) -> Self {
        Self { root, set: Mutex::default(), done: false }
    }

    /// Takes a file in, with the folders it needs. May be called by many threads
    /// at once; files get their names in the order in which they came in.
    ///
    /// # Errors
    /// If the path is not below the site, lies behind a link, is in the set
    /// already, or is something else than a regular file; or if the system
    /// refuses.
    pub fn add(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let name = below(path)?;
        {
            let mut set = self.set();
            let order = set.names.len();
            if set.names.contains_key(name) {
                return Err(Error::new(path, Problem::Twice));
            }
            self.root.make_parents(name, &mut set.folders)?;
            set.names.insert(name.into(), order);
        }
        self.fill(path, name, bytes)
    }

    /// Takes other bytes for a file, whether it is in the set already or not.
    ///
    /// # Errors
    /// As [`Batch::add`].
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let name = below(path)?;
        if !self.set().names.contains_key(name) {
            return self.add(path, bytes);
        }
        self.fill(path, name, bytes)
    }

    /// The bytes that the file would have now: those of the set, or those that
    /// stand there.
    ///
    /// # Errors
    /// As [`Root::read`].
    pub fn read(&self, path: &str, limit: Limit) -> Result<Vec<u8>, Error> {
        let name = below(path)?;
        if !self.set().names.contains_key(name) {
            return self.root.read(path, limit);
        }
        self.root.read(&temporary(name).to_string_lossy(), limit)
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.set().names.is_empty()
    }

    /// How many files it has.
    pub fn len(&self) -> usize {
        self.set().names.len()
    }

    /// Takes back what was added: the set is empty again.
    pub fn withdraw(&self) {
        let set = std::mem::take(&mut *self.set());
        self.root.undo(&set);
    }

    /// Brings all files to the disk and gives each its name. `progress` is told
    /// after each.
    ///
    /// # Errors
    /// If the system refuses. Before the first file has its name, all are then as
    /// they were.
    pub fn commit(mut self, progress: &dyn Fn()) -> Result<(), Error> {
        let set = std::mem::take(&mut *self.set());
        let placed = set.sync().and_then(|()| self.root.place_set(&set, progress));
        *self.set() = set;
        self.done = placed.is_ok();
        placed
    }

    fn set(&self) -> MutexGuard<'_, Set> {
        self.set.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fill(&self, path: &str, name: &Path, bytes: &[u8]) -> Result<(), Error> {
        let fail = |source| Error::io(path, said!("write the file", "写入文件"), source);
        let stood = self.root.check_target(name)?;
        let file = self.root.write_temporary(&temporary(name), bytes).map_err(fail)?;
        if let Some(stood) = stood {
            // An office that shares its folders by group keeps sharing them.
            file.set_permissions(stood.permissions()).map_err(fail)?;
        }
        let device = file.metadata().map_err(fail)?.dev();
        self.set().devices.insert(device, (path.to_owned(), file));
        Ok(())
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.withdraw();
        }
    }
}

impl Set {
    /// Brings what was written to the disk: one call a device, where one a file
    /// would cost minutes.
    fn sync(&self) -> Result<(), Error> {
        for (path, file) in self.devices.values() {
            let synced = if self.names.len() == 1 { file.sync_all() } else { sync_device(file) };
            synced.map_err(|source| {
                Error::io(path, said!("write the file to the disk", "把文件写到磁盘"), source)
            })?;
        }
        Ok(())
    }
}

/// From so many folders on, one call for the whole device is less work than one a
/// folder.
const MANY_FOLDERS: usize = 8;

impl Root {
    /// A name that an interrupted run left is taken over: whoever writes holds
    /// the lock, so nobody else is using it.
    fn write_temporary(&self, path: &Path, bytes: &[u8]) -> io::Result<File> {
        match self.dir.remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = self.dir.open_with(path, OpenOptions::new().write(true).create_new(true))?;
        file.write_all(bytes)?;
        Ok(file)
    }

    fn place_set(&self, set: &Set, progress: &dyn Fn()) -> Result<(), Error> {
        let mut names: Vec<(usize, &Path)> =
            set.names.iter().map(|(name, order)| (*order, &**name)).collect();
        names.sort_unstable();
        for (_, name) in &names {
            let renamed = self.dir.rename(temporary(name), &self.dir, name);
            renamed.map_err(|source| {
                Error::io(
                    &name.to_string_lossy(),
                    said!("put the file in its place", "让文件就位"),
                    source,
                )
            })?;
            progress();
        }
        let folders: BTreeSet<Option<&Path>> =
            names.iter().map(|(_, name)| name.parent()).collect();
        if folders.len() >= MANY_FOLDERS {
            return set.sync();
        }
        folders.into_iter().try_for_each(|folder| self.sync_folder(folder))
    }

    /// Takes back what can be: failing here must not hide the first error.
    fn undo(&self, set: &Set) {
        set.names.keys().for_each(|name| {
            let _ = self.dir.remove_file(temporary(name));
        });
        for folder in set.folders.iter().rev() {
            // Only an empty folder goes.
            let _ = self.dir.remove_dir(folder);
        }
    }

    /// Makes the folders above `path` and notes which were made. None of them
    /// may be a link, not even one that stays inside the site: an edit behind it
    /// would land where nobody looks for it.
    pub(super) fn make_parents(&self, path: &Path, made: &mut Vec<PathBuf>) -> Result<(), Error> {
        let mut folders: Vec<&Path> =
            path.ancestors().skip(1).filter(|p| !p.as_os_str().is_empty()).collect();
        folders.reverse();
        for folder in folders {
            let shown = folder.to_string_lossy();
            let fail = |source| Error::io(&shown, said!("make the folder", "建立文件夹"), source);
            match look(&self.dir, folder.as_os_str()).map_err(fail)? {
                Some(there) if there.is_dir() => {}
                Some(there) if there.is_symlink() => return Err(Error::new(shown, Problem::Link)),
                Some(_) => return Err(fail(io::ErrorKind::NotADirectory.into())),
                None => {
                    self.dir.create_dir(folder).map_err(fail)?;
                    made.push(folder.to_owned());
                }
            }
        }
        Ok(())
    }

    /// The file that stands at `path`, if one does; an error if something stands
    /// there, or above it, that may not be replaced.
    fn check_target(&self, path: &Path) -> Result<Option<Metadata>, Error> {
        let shown = path.to_string_lossy();
        let at = |path: &Path| {
            look(&self.dir, path.as_os_str())
                .map_err(|source| Error::io(&shown, said!("look at the file", "查看文件"), source))
        };
        for folder in path.ancestors().skip(1).filter(|p| !p.as_os_str().is_empty()) {
            if at(folder)?.is_some_and(|there| there.is_symlink()) {
                return Err(Error::new(shown, Problem::Link));
            }
        }
        match at(path)? {
            Some(there) if there.is_symlink() => Err(Error::new(shown, Problem::Link)),
            Some(there) if !there.is_file() => Err(not_regular(&shown, there.file_type())),
            found => Ok(found),
        }
    }

    fn sync_parent(&self, path: &Path) -> Result<(), Error> {
        self.sync_folder(path.parent())
    }

    fn sync_folder(&self, folder: Option<&Path>) -> Result<(), Error> {
        let parent = folder.filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let fail = |source| {
            Error::io(
                &parent.to_string_lossy(),
                said!("bring the folder to the disk", "把文件夹写到磁盘"),
                source,
            )
        };
        sync_directory(&self.dir, parent).map_err(fail)
    }
}

/// Brings the names in the directory `path` to the disk. The handles that
/// cap-std keeps cannot be synced themselves.
pub(super) fn sync_directory(dir: &Dir, path: &Path) -> io::Result<()> {
    match dir.open(path)?.sync_all() {
        // Some network file systems cannot, and say so.
        Err(error)
            if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) =>
        {
            Ok(())
        }
        done => done,
    }
}

/// Brings all that was written to the file system of `file` to the disk: one
/// call for a whole set, where one a file would cost minutes.
#[cfg(target_os = "linux")]
pub(super) fn sync_device(file: &File) -> io::Result<()> {
    Ok(rustix::fs::syncfs(file)?)
}

/// As above, for systems that can only do it for all file systems at once.
#[cfg(not(target_os = "linux"))]
pub(super) fn sync_device(_: &File) -> io::Result<()> {
    rustix::fs::sync();
    Ok(())
}

/// The hidden name beside `path` under which it is written. Always the same for
/// the same file, so that what an interrupted run left is replaced by the next;
/// of bounded length, so that a long name stays possible.
fn temporary(path: &Path) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    hasher.write(path.file_name().unwrap_or_default().as_bytes());
    path.with_file_name(format!(".kanyin-{:016x}.tmp", hasher.finish()))
}

/// Whether a file of this name is one that [`temporary`] named.
pub(super) fn is_temporary(name: &str) -> bool {
    let hash = name.strip_prefix(".kanyin-").and_then(|rest| rest.strip_suffix(".tmp"));
    hash.is_some_and(|hash| hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}
