//! The output directory: owned by a marker, replaced as a whole.

use std::{
    collections::HashMap,
    ffi::{OsStr, OsString},
    fs::TryLockError,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use cap_std::{
    ambient_authority,
    fs::{Dir, Metadata, OpenOptions},
};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::{
    error::{Error, Problem},
    exchange::{Exchange, Names, exchange, look, recover},
    folders::{Folder, Folders, empty, remove},
    lock::Lock,
    path::below,
    stamp::Stamp,
    write::{sync_device, sync_directory},
};
use crate::{
    diag::{Checked, Diagnostic, Severity},
    tongue::{Said, said},
};

/// The file by which an output directory is known to be kanyin's.
pub const MARKER: &str = ".kanyin-output";

/// What the marker says to a person who finds it.
const MARKER_TEXT: &str = "kanyin writes this directory and replaces it as a whole the next time.\n\
    Whatever else is put here will be gone then.\n";

/// The file by which a directory of proof pages is known: another one, so that
/// neither the site nor the proof ever takes the other's place.
pub(super) const PROOF_MARKER: &str = ".kanyin-proof";

/// Where proof pages may stand among the site's own files.
const PROOF_PLACE: &str = ".kanyin/proof";

/// The file that keeps an empty directory in git. It survives.
const KEEP: &str = ".gitkeep";

/// Where the tree before the last one is kept: most of its files are those of the last one under
/// a second name.
const BEFORE: &str = ".kanyin/before";

/// It is kept where at most one file in so many was written anew, as each of those takes room on
/// the disk twice; and where they are few.
const SHARED: usize = 10;
const FEW: usize = 500;

/// Folders of a site that hold what people or other programs own.
const RESERVED: [&str; 6] = ["content", "seeds", "themes", "templates", ".kanyin", ".git"];

/// The output directory of a site, as long as its lock is held.
#[derive(Debug)]
pub struct Tree<'lock> {
    parent: Dir,
    /// As a person knows it.
    shown: String,
    /// Where the output is.
    place: PathBuf,
    output: OsString,
    new: OsString,
    old: OsString,
    marker: &'static str,
    how: Exchange,
    /// Whether the tree before the last one is kept, to be made into the next one.
    keeps: bool,
    /// Holds an output outside the site against runs of other sites.
    _outside: Option<std::fs::File>,
    lock: &'lock Lock<'lock>,
}

impl<'lock> Tree<'lock> {
    /// Takes `output` as the output directory; a relative path is one below the
    /// site. It need not exist. What a killed run left beside it is put right.
    ///
    /// # Errors
    /// If `output` is not kanyin's to replace: a file, a link, a directory
    /// without the marker in which something lies, the site, a folder of its
    /// sources, or a directory above it; or if the system refuses.
    pub fn open(lock: &'lock Lock<'lock>, output: &Path) -> Result<Self, Error> {
        Self::open_as(lock, output, MARKER)
    }

    /// The same for proof pages: a built site is not theirs to replace, nor are
    /// they a site's.
    ///
    /// # Errors
    /// As for [`Tree::open`].
    pub fn open_proof(lock: &'lock Lock<'lock>, output: &Path) -> Result<Self, Error> {
        Self::open_as(lock, output, PROOF_MARKER)
    }

    fn open_as(
        lock: &'lock Lock<'lock>,
        output: &Path,
        marker: &'static str,
    ) -> Result<Self, Error> {
        let site = lock.root.place();
        let shown = output.to_string_lossy().into_owned();
        let refuse = |why| Error::new(shown.as_str(), Problem::Output { why });
        let fail = |source| {
            Error::io(&shown, said!("open the output directory", "打开输出文件夹"), source)
        };
        let place = locate(&site.join(output)).map_err(fail)?;
        let proof = marker == PROOF_MARKER && place == site.join(PROOF_PLACE);
        if let Some(why) = misplaced(site, &place).filter(|_| !proof) {
            return Err(refuse(why));
        }
        let (Some(folder), Some(name)) = (place.parent(), place.file_name()) else {
            return Err(refuse(said!("it is the root", "它是根目录")));
        };
        std::fs::create_dir_all(folder).map_err(fail)?;
        let parent = Dir::open_ambient_dir(folder, ambient_authority()).map_err(fail)?;
        let outside = if place.starts_with(site) { None } else { Some(hold(&parent, &shown)?) };
        let beside = |suffix: &str| {
            let mut beside = OsString::from(".");
            beside.push(name);
            beside.push(suffix);
            beside
        };
        let (new, old) = (beside(".kanyin-new"), beside(".kanyin-old"));
        let output = name.to_owned();
        let tree = Self {
            parent,
            shown,
            place,
            output,
            new,
            old,
            marker,
            how: Exchange::Atomic,
            keeps: false,
            _outside: outside,
            lock,
        };
        recover(&tree.parent, tree.names())
            .map_err(|source| tree.fail(said!("put the output back", "恢复输出文件夹"), source))?;
        tree.check_output()?;
        tree.clear(&tree.new)?;
        tree.clear(&tree.old)?;
        Ok(tree)
    }

    /// Keeps the tree that is replaced, to make the next one but one from it: what both have in
    /// common has its names there and needs none. For one output of a site, always the same.
    #[must_use]
    pub fn keeping(self) -> Self {
        Self { keeps: true, ..self }
    }

    /// As if the file system could not exchange two directories in one step.
    /// For tests of the other way.
    #[doc(hidden)]
    #[must_use]
    pub fn without_exchange(self) -> Self {
        Self { how: Exchange::TwoRenames, ..self }
    }

    /// A directory beside the output, to be filled: empty to whoever fills it, whatever lies in
    /// it from before.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn stage(&self) -> Result<Stage<'_>, Error> {
        let fail = |source| {
            self.fail(
                said!("make a directory beside the output", "在输出文件夹旁边建立文件夹"),
                source,
            )
        };
        let again = self.keeps && self.bring_back();
        if !again {
            self.parent.create_dir(&self.new).map_err(fail)?;
        }
        let dir = self.parent.open_dir(&self.new).map_err(fail)?;
        let old = look(&self.parent, &self.output).map_err(fail)?;
        let old = old.map(|_| self.parent.open_dir(&self.output)).transpose().map_err(fail)?;
        let new = dir.try_clone().map_err(fail)?;
        let folders = if again { Folders::over(new, old) } else { Ok(Folders::of(new, old)) };
        let folders = folders.map_err(fail)?;
        let (taken, written) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let stage = Stage { tree: self, dir, folders, again, taken, written, done: false };
        if again {
            // It has its marker, and is never without one: whoever finds it knows whose it is.
            stage.folder(self.marker)?.0.claim(Path::new(self.marker));
        } else {
            stage.write(self.marker, MARKER_TEXT.as_bytes())?;
        }
        Ok(stage)
    }

    /// Puts the tree before the last one beside the output; says whether there is one. Of what
    /// lies in it nothing is believed: each file is looked at before it is taken.
    fn bring_back(&self) -> bool {
        let site = &self.lock.root.dir;
        let is = |path: &Path, kind: fn(&Metadata) -> bool| {
            site.symlink_metadata(path).is_ok_and(|there| kind(&there))
        };
        let before = Path::new(BEFORE);
        is(before, Metadata::is_dir)
            && is(&before.join(self.marker), Metadata::is_file)
            && site.rename(before, &self.parent, &self.new).is_ok()
    }

    /// All files that stand in the output, by their path, but for those that are not a site's:
    /// the marker and what keeps the directory. `None` if they cannot be listed, or something
    /// stands there that is no file.
    pub fn standing(&self) -> Option<HashMap<String, Stamp>> {
        let mut found = Vec::new();
        for entry in WalkDir::new(&self.place).follow_root_links(false) {
            let entry = entry.ok()?;
            if entry.file_type().is_dir() {
                continue;
            }
            let path = entry.path().strip_prefix(&self.place).ok()?;
            let path = path.to_str().filter(|_| entry.file_type().is_file())?;
            if path != self.marker && path != KEEP {
                found.push((path.to_owned(), entry));
            }
        }
        let stamped =
            |(path, entry): (String, DirEntry)| Some((path, Stamp::of(&entry.metadata().ok()?)));
        found.into_par_iter().map(stamped).collect()
    }

    /// Whether the file at `path` of the output holds these bytes.
    pub fn holds(&self, path: &str, bytes: &[u8]) -> bool {
        let read = below(path)
            .ok()
            .and_then(|name| self.parent.open_dir(&self.output).ok()?.read(name).ok());
        read.is_some_and(|read| read == bytes)
    }

    fn names(&self) -> Names<'_> {
        Names { output: &self.output, new: &self.new, old: &self.old }
    }

    fn fail(&self, doing: Said, source: io::Error) -> Error {
        Error::io(&self.shown, doing, source)
    }

    fn check_output(&self) -> Result<(), Error> {
        let refuse = |why| Err(Error::new(self.shown.as_str(), Problem::Output { why }));
        let fail =
            |source| self.fail(said!("look at the output directory", "查看输出文件夹"), source);
        match look(&self.parent, &self.output).map_err(fail)? {
            None => Ok(()),
            Some(there) if there.is_symlink() => refuse(said!("it is a link", "它是链接")),
            Some(there) if !there.is_dir() => refuse(said!("it is a file", "它是文件")),
            Some(_) if self.is_owned(&self.output).map_err(fail)? => Ok(()),
            Some(_) => refuse(said!(
                "something lies in it that kanyin did not make",
                "里面有不是 kanyin 做出来的东西"
            )),
        }
    }

    /// Whether the directory `name` has the marker, or nothing to lose.
    fn is_owned(&self, name: &OsStr) -> io::Result<bool> {
        let dir = self.parent.open_dir(name)?;
        if look(&dir, self.marker.as_ref())?.is_some_and(|there| there.is_file()) {
            return Ok(true);
        }
        for entry in dir.entries()? {
            let entry = entry?;
            if entry.file_name() != KEEP || !entry.file_type()?.is_file() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Removes a directory of ours beside the output, if it is there. The marker
    /// goes last: whatever is left when the program is killed is still known to
    /// be ours.
    fn clear(&self, name: &OsStr) -> Result<(), Error> {
        let shown = name.to_string_lossy();
        let fail = |source| {
            Error::io(
                &shown,
                said!("remove what an earlier run left", "清理上次运行留下的文件"),
                source,
            )
        };
        match look(&self.parent, name).map_err(fail)? {
            None => return Ok(()),
            Some(there) if there.is_dir() && self.is_owned(name).map_err(fail)? => {}
            Some(_) => {
                let why = said!(
                    "something stands beside it that kanyin did not make",
                    "它旁边有不是 kanyin 做出来的东西"
                );
                return Err(Error::new(shown, Problem::Output { why }));
            }
        }
        let dir = self.parent.open_dir(name).map_err(fail)?;
        empty(&dir, Some(self.marker)).map_err(fail)?;
        match dir.remove_file(self.marker) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fail(error)),
            _ => {}
        }
        self.parent.remove_dir(name).map_err(fail)
    }
}

/// A tree that is being written. Dropped without [`Stage::commit`], it is gone, or lies again where
/// it lay if nothing was written into it.
#[derive(Debug)]
pub struct Stage<'tree> {
    tree: &'tree Tree<'tree>,
    dir: Dir,
    folders: Folders,
    /// Whether files lie in it from before.
    again: bool,
    /// How many files were taken over from the output, and how many were written.
    taken: AtomicUsize,
    written: AtomicUsize,
    done: bool,
}

impl Stage<'_> {
    /// Writes a new file below the tree, with its folders. May be called by many
    /// threads at once.
    ///
    /// # Errors
    /// If the path was written before, or is none; or if the system refuses.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<Stamp, Error> {
        let (folder, name) = self.folder(path)?;
        let fail = |source| Error::io(path, said!("write the file", "写入文件"), source);
        // What lies there may have a second name in the output: it is not written over.
        folder.make_room(name).map_err(fail)?;
        let opened = folder.new.open_with(name, OpenOptions::new().write(true).create_new(true));
        let mut file = opened.map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => Error::new(path, Problem::Twice),
            _ => fail(source),
        })?;
        let written = file.write_all(bytes).and_then(|()| file.metadata());
        let stamp = Stamp::of_confined(&written.map_err(fail)?);
        self.written.fetch_add(1, Ordering::Relaxed);
        Ok(stamp)
    }

    /// Takes a file over from the output as it stands, without a copy: the file gets a second
    /// name, if it has none here from before. Says whether it did: not if what stands there is another file than the one with
    /// this stamp, nor where the file system has no such names. May be called by many threads
    /// at once.
    ///
    /// # Errors
    /// If the path was written before, or is none; or if the system refuses.
    pub fn take(&self, path: &str, stamp: &Stamp) -> Result<bool, Error> {
        let (folder, name) = self.folder(path)?;
        let Folder { new, old, .. } = &*folder;
        let fail = |source| Error::io(path, said!("keep the file", "保留原文件"), source);
        let is_it = || {
            let there = new.symlink_metadata(name)?;
            io::Result::Ok(there.is_file() && Stamp::of_confined(&there) == *stamp)
        };
        if folder.claim(name) {
            if is_it().map_err(fail)? {
                self.taken.fetch_add(1, Ordering::Relaxed);
                return Ok(true);
            }
            remove(new, name.as_os_str()).map_err(fail)?;
        }
        let Some(old) = old else { return Ok(false) };
        match old.hard_link(name, new, name) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(Error::new(path, Problem::Twice));
            }
            Err(_) => return Ok(false),
        }
        // Looked at under its new name, which nobody else knows.
        if is_it().map_err(fail)? {
            self.taken.fetch_add(1, Ordering::Relaxed);
            return Ok(true);
        }
        new.remove_file(name).map_err(fail)?;
        Ok(false)
    }

    /// The bytes of a file of the output as it stands; `None` if they cannot be read, or it is
    /// another file than the one with this stamp.
    pub fn last(&self, path: &str, stamp: &Stamp) -> Option<Vec<u8>> {
        let (folder, name) = self.folder(path).ok()?;
        let old = folder.old.as_ref()?;
        let there = old.symlink_metadata(name).ok()?;
        let is_it = there.is_file() && Stamp::of_confined(&there) == *stamp;
        is_it.then(|| old.read(name).ok())?
    }

    /// The folder of `path`, which is made if need be, and the file's name in it.
    fn folder<'p>(&self, path: &'p str) -> Result<(Arc<Folder>, &'p Path), Error> {
        let path_below = below(path)?;
        // What is below has a name.
        let name = path_below.file_name().map_or(path_below, Path::new);
        let folder = path_below.parent().unwrap_or(Path::new(""));
        let folder = self.folders.open(folder).map_err(|source| {
            Error::io(path, said!("make its folder", "建立它的文件夹"), source)
        })?;
        Ok((folder, name))
    }

    /// Puts the tree in the place of the output and removes the old one.
    ///
    /// # Errors
    /// If the system refuses; the output is then as it was. What goes wrong after
    /// the exchange, such as removing the old tree, is a warning: the new stands.
    pub fn commit(self) -> Result<Checked<()>, Error> {
        Ok(self.commit_while(|| ())?.1)
    }

    /// The same; does `work` once the new tree stands, while the old one is removed.
    ///
    /// # Errors
    /// As for [`Stage::commit`]; then the work is not done.
    pub fn commit_while<T: Send>(
        mut self,
        work: impl FnOnce() -> T + Send,
    ) -> Result<(T, Checked<()>), Error> {
        let tree = self.tree;
        self.folders.sweep().map_err(|source| {
            tree.fail(said!("remove what an earlier run left", "清理上次运行留下的文件"), source)
        })?;
        self.take_over(KEEP)?;
        // Before the exchange: a power cut after it must not find names without
        // their contents.
        let synced = self.dir.open(tree.marker).and_then(|marker| sync_device(&marker));
        synced.map_err(|source| {
            tree.fail(said!("bring the new tree to the disk", "把新网站写到磁盘"), source)
        })?;
        // Whoever put something of their own there since the start keeps it.
        tree.check_output()?;
        let swapped = exchange(&tree.parent, tree.names(), tree.how);
        let old = swapped.map_err(|source| {
            tree.fail(said!("exchange the output directory", "替换输出文件夹"), source)
        })?;
        self.done = true;
        let synced = sync_directory(&tree.parent, Path::new("."));
        let synced = synced.map_err(|source| {
            tree.fail(said!("bring the exchange to the disk", "把替换结果写到磁盘"), source)
        });
        let old = old.filter(|old| !self.put_by(old));
        let (done, cleared) = rayon::join(work, || old.map_or(Ok(()), |old| tree.clear(old)));
        let warn = |error: Error| Diagnostic { severity: Severity::Warning, ..error.into() };
        let warnings = [synced, cleared].into_iter().filter_map(|done| done.err().map(warn));
        Ok((done, Checked::new((), warnings.collect())))
    }

    /// Keeps the tree `name` for the next one but one, if that is cheap; says whether it did.
    fn put_by(&self, name: &OsStr) -> bool {
        let Tree { keeps, parent, lock, .. } = self.tree;
        let [written, taken] = [&self.written, &self.taken].map(|n| n.load(Ordering::Relaxed));
        let is_cheap = written <= FEW || written.saturating_mul(SHARED) <= taken;
        // Where something else lies, or on another file system, it cannot be kept.
        *keeps && is_cheap && parent.rename(name, &lock.root.dir, BEFORE).is_ok()
    }

    /// Copies a small file of the old tree into the new one.
    fn take_over(&self, name: &str) -> Result<(), Error> {
        let tree = self.tree;
        let fail = |source| Error::io(name, said!("keep the file", "保留原文件"), source);
        if look(&tree.parent, &tree.output).map_err(fail)?.is_none() {
            return Ok(());
        }
        let old = tree.parent.open_dir(&tree.output).map_err(fail)?;
        match look(&old, name.as_ref()).map_err(fail)? {
            Some(there) if there.is_file() => {
                old.copy(name, &self.dir, name).map(|_| ()).map_err(fail)
            }
            _ => Ok(()),
        }
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        if !self.done {
            // What was written may have taken the last room on the disk.
            let is_as_it_was = self.again && self.written.load(Ordering::Relaxed) == 0;
            if !is_as_it_was || !self.put_by(&self.tree.new) {
                // What cannot be removed now is removed at the next start.
                let _ = self.tree.clear(&self.tree.new);
            }
        }
    }
}

/// Where `output` is or would be, without links in the folders above it. What is
/// not there yet is taken as it is written; nothing is made.
pub(super) fn locate(output: &Path) -> io::Result<PathBuf> {
    let Some(name) = output.file_name() else { return std::fs::canonicalize(output) };
    match output.parent() {
        None => Ok(output.to_owned()),
        Some(folder) => match std::fs::canonicalize(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(locate(folder)?.join(name)),
            found => Ok(found?.join(name)),
        },
    }
}

/// Why the directory at `place` cannot be the output of `site`, if so.
pub(super) fn misplaced(site: &Path, place: &Path) -> Option<Said> {
    if site == place {
        return Some(said!("it is the site itself", "它就是本站的文件夹"));
    }
    if site.starts_with(place) {
        return Some(said!("the site lies in it", "本站在它里面"));
    }
    let inside = place.strip_prefix(site).ok()?;
    let reserved = RESERVED.iter().any(|folder| inside.starts_with(folder));
    reserved.then(|| said!("the site's own files lie there", "那里放着本站自己的文件"))
}

/// Takes the lock on the directory `parent` itself: nothing is left behind.
pub(super) fn hold(parent: &Dir, shown: &str) -> Result<std::fs::File, Error> {
    let fail =
        |source| Error::io(shown, said!("lock the output directory", "锁定输出文件夹"), source);
    let handle = parent.open(".").map_err(fail)?.into_std();
    match handle.try_lock() {
        Ok(()) => Ok(handle),
        Err(TryLockError::WouldBlock) => Err(Error::new(shown, Problem::Busy)),
        Err(TryLockError::Error(source)) => Err(fail(source)),
    }
}
