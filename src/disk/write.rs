//! Writing into a site: a file is replaced whole, a set of files as one.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hasher as _},
    io::{self, Write as _},
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
};

use cap_std::fs::{Dir, File, Metadata, MetadataExt as _, OpenOptions};

use super::{
    error::{Error, Problem},
    exchange::look,
    lock::Lock,
    path::below,
    root::{Root, not_regular},
};

impl Lock<'_> {
    /// Writes one file, with the folders it needs. See [`Lock::write_all`].
    ///
    /// # Errors
    /// As [`Lock::write_all`].
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.write_all(&[(path, bytes)])
    }

    /// Writes a set of files as one. All of them are first written and brought
    /// to the disk under other names, then each takes its place: a disk that is
    /// full, or a path that is refused, leaves all files as they were. A file is
    /// at every moment the old one or the new one; the set is only if the
    /// program is not killed between two renames, so callers must be able to
    /// run again.
    ///
    /// # Errors
    /// If a path is not below the site, lies behind a link, is in the set twice,
    /// or is something else than a regular file; or if the system refuses.
    pub fn write_all<P: AsRef<str>, B: AsRef<[u8]>>(&self, files: &[(P, B)]) -> Result<(), Error> {
        let mut set = Set::default();
        let done = self.root.stage_set(files, &mut set).and_then(|()| self.root.place_set(&set));
        if done.is_err() {
            self.root.undo(&set);
        }
        done
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
        let fail = |source| Error::io(path, "remove the file", source);
        self.root.dir.remove_file(name).map_err(fail)?;
        self.root.sync_parent(name)
    }
}

/// A set of files on its way: what has to be renamed or taken back.
#[derive(Default)]
struct Set {
    /// Temporary name and final name of each file.
    staged: Vec<(PathBuf, PathBuf)>,
    /// Folders made for it, outermost first.
    folders: Vec<PathBuf>,
}

impl Root {
    fn stage_set<P: AsRef<str>, B: AsRef<[u8]>>(
        &self,
        files: &[(P, B)],
        set: &mut Set,
    ) -> Result<(), Error> {
        let mut seen = BTreeSet::new();
        let mut devices = BTreeMap::new();
        for (path, bytes) in files {
            let (path, name) = (path.as_ref(), below(path.as_ref())?);
            if !seen.insert(name) {
                return Err(Error::new(path, Problem::Twice));
            }
            self.make_parents(name, &mut set.folders)?;
            let stood = self.check_target(name)?;
            let temporary = temporary(name);
            let fail = |source| Error::io(path, "write the file", source);
            set.staged.push((temporary.clone(), name.to_owned()));
            let file = self.write_temporary(&temporary, bytes.as_ref()).map_err(fail)?;
            if let Some(stood) = stood {
                // An office that shares its folders by group keeps sharing them.
                file.set_permissions(stood.permissions()).map_err(fail)?;
            }
            devices.entry(file.metadata().map_err(fail)?.dev()).or_insert((path, file));
        }
        for (path, file) in devices.values() {
            let synced = if files.len() == 1 { file.sync_all() } else { sync_device(file) };
            synced.map_err(|source| Error::io(path, "write the file to the disk", source))?;
        }
        Ok(())
    }

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

    fn place_set(&self, set: &Set) -> Result<(), Error> {
        for (temporary, name) in &set.staged {
            let renamed = self.dir.rename(temporary, &self.dir, name);
            renamed.map_err(|source| {
                Error::io(&name.to_string_lossy(), "put the file in its place", source)
            })?;
        }
        let mut parents = BTreeSet::new();
        let first = |name: &&PathBuf| parents.insert(name.parent().map(Path::to_owned));
        set.staged
            .iter()
            .map(|(_, name)| name)
            .filter(first)
            .try_for_each(|name| self.sync_parent(name))
    }

    /// Takes back what can be: failing here must not hide the first error.
    fn undo(&self, set: &Set) {
        for (temporary, _) in &set.staged {
            let _ = self.dir.remove_file(temporary);
        }
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
            let fail = |source| Error::io(&shown, "make the folder", source);
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
                .map_err(|source| Error::io(&shown, "look at the file", source))
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
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let fail =
            |source| Error::io(&parent.to_string_lossy(), "bring the folder to the disk", source);
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
