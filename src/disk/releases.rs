//! A directory of releases: each is a whole site, and a link says which is live.
//!
//! ```text
//! releases/000006/…    what was live before
//! releases/000007/…    what is live
//! current -> releases/000007
//! ```
//!
//! A web server that is pointed at `current` serves one whole release at every
//! moment: the next is written beside it under a hidden name, brought to the
//! disk, named, and then the link is switched by one rename.

use std::{
    collections::HashSet,
    fs::TryLockError,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use cap_std::{
    ambient_authority,
    fs::{Dir, OpenOptions},
};
use walkdir::WalkDir;

use super::{
    error::{Error, Problem},
    exchange::look,
    path::below,
    root::Root,
    tree::{locate, misplaced},
    write::{sync_device, sync_directory},
};
use crate::{
    diag::{Checked, Diagnostic, Severity},
    tongue::{Said, said},
};

/// The file by which a directory of releases is known to be kanyin's; runs hold
/// each other off by a lock on it.
const MARKER: &str = ".kanyin-releases";
const MARKER_TEXT: &str = "kanyin publishes into this directory: whole sites below releases/, \
    and `current`, a link to the one that is live.\n";
const FOLDER: &str = "releases";
/// The link that a web server is pointed at.
const CURRENT: &str = "current";
/// A release that is being written.
const STAGE: &str = "releases/.new";
/// A link that is about to take the place of the live one.
const LINK: &str = ".current.new";
/// A release that is being removed; without its number, so that half of one is
/// never taken for a whole.
const OLD: &str = "releases/.old";

/// A directory of releases. Opening it writes nothing.
#[derive(Clone, Debug)]
pub struct Releases {
    place: PathBuf,
    /// As a person knows it.
    shown: String,
}

impl Releases {
    /// The releases in `path`; a relative path is one below the site's directory.
    /// The directory need not exist.
    ///
    /// # Errors
    /// If it is not kanyin's to write into: a file, a directory without the
    /// marker in which something lies, the site or a folder of its sources.
    pub fn open(site: &Root, path: &Path) -> Result<Self, Error> {
        let shown = path.to_string_lossy().into_owned();
        let fail = |source| {
            Error::io(&shown, said!("open the directory of releases", "打开发布文件夹"), source)
        };
        let place = locate(&site.place.join(path)).map_err(fail)?;
        let releases = Self { place, shown };
        if let Some(why) = misplaced(&site.place, &releases.place) {
            return Err(releases.refuse(why));
        }
        if let Some(dir) = releases.dir()? {
            releases.check_owner(&dir)?;
        }
        Ok(releases)
    }

    /// The number of the release that is live, if one is.
    ///
    /// # Errors
    /// If the link cannot be read, or is none, or leads elsewhere.
    pub fn live(&self) -> Result<Option<u64>, Error> {
        let Some(dir) = self.dir()? else { return Ok(None) };
        let fail =
            |source| self.fail(said!("read the link `current`", "读取链接 `current`"), source);
        let Some(there) = look(&dir, CURRENT.as_ref()).map_err(fail)? else { return Ok(None) };
        if !there.is_symlink() {
            return Err(self.refuse(said!("its `current` is no link", "其中的 `current` 不是链接")));
        }
        let target = dir.read_link_contents(CURRENT).map_err(fail)?;
        let number = target.strip_prefix(FOLDER).ok().and_then(|name| number(name.to_str()?));
        number.map(Some).ok_or_else(|| {
            self.refuse(said!(
                "its `current` leads to no release",
                "其中的 `current` 不指向任何一次发布"
            ))
        })
    }

    /// The numbers of all releases, oldest first.
    ///
    /// # Errors
    /// If they cannot be listed.
    pub fn numbers(&self) -> Result<Vec<u64>, Error> {
        let fail = |source| self.fail(said!("list the releases", "列出各次发布"), source);
        let Some(dir) = self.dir()? else { return Ok(Vec::new()) };
        if look(&dir, FOLDER.as_ref()).map_err(fail)?.is_none() {
            return Ok(Vec::new());
        }
        let mut numbers = Vec::new();
        for entry in dir.read_dir(FOLDER).map_err(fail)? {
            numbers.extend(entry.map_err(fail)?.file_name().to_str().and_then(number));
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// The paths of the files of a release, sorted. What is no regular file is
    /// left out: kanyin never put it there.
    ///
    /// # Errors
    /// If they cannot be listed.
    pub fn files(&self, release: u64) -> Result<Vec<String>, Error> {
        let top = self.place.join(folder(release));
        let mut files = Vec::new();
        for entry in WalkDir::new(&top).min_depth(1) {
            let entry = entry.map_err(|error| {
                let source = error.into_io_error();
                let source = source.unwrap_or_else(|| io::Error::other(super::error::CIRCLE));
                self.fail(said!("list a release", "列出一次发布里的文件"), source)
            })?;
            let path = entry.path().strip_prefix(&top).ok().and_then(Path::to_str);
            files.extend(path.filter(|_| entry.file_type().is_file()).map(str::to_owned));
        }
        files.sort_unstable();
        Ok(files)
    }

    /// The bytes of a file of a release.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read(&self, release: u64, path: &str) -> Result<Vec<u8>, Error> {
        let fail =
            |source| Error::io(path, said!("read the published file", "读取已发布的文件"), source);
        let name = Path::new(&folder(release)).join(below(path)?);
        let dir = self.dir()?.ok_or_else(|| fail(io::ErrorKind::NotFound.into()))?;
        let mut bytes = Vec::new();
        dir.open(name).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(fail)?;
        Ok(bytes)
    }

    /// Takes the right to write here, and makes the directory if it is not
    /// there. What a killed run left is removed.
    ///
    /// # Errors
    /// [`Problem::Busy`] if another run has it, or if the system refuses.
    pub fn hold(&self) -> Result<Held, Error> {
        let fail =
            |source| self.fail(said!("make the directory of releases", "建立发布文件夹"), source);
        std::fs::create_dir_all(&self.place).map_err(fail)?;
        let dir = Dir::open_ambient_dir(&self.place, ambient_authority()).map_err(fail)?;
        self.check_owner(&dir)?;
        let mut options = OpenOptions::new();
        let marker = dir.open_with(MARKER, options.read(true).append(true).create(true));
        let mut marker = marker.map_err(fail)?.into_std();
        self.take(&marker)?;
        if marker.metadata().map_err(fail)?.len() == 0 {
            marker.write_all(MARKER_TEXT.as_bytes()).map_err(fail)?;
        }
        dir.create_dir_all(FOLDER).map_err(fail)?;
        let held = Held { releases: self.clone(), dir, _marker: marker };
        for left in [STAGE, OLD] {
            held.clear(left)?;
        }
        Ok(held)
    }

    /// Takes the lock; waits a moment for it, as a process that is just being
    /// started may hold a copy of the handle of a run that has ended.
    fn take(&self, marker: &std::fs::File) -> Result<(), Error> {
        for _ in 0..20 {
            match marker.try_lock() {
                Ok(()) => return Ok(()),
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(50)),
                Err(TryLockError::Error(source)) => {
                    return Err(self
                        .fail(said!("lock the directory of releases", "锁定发布文件夹"), source));
                }
            }
        }
        Err(Error::new(&*self.shown, Problem::Busy))
    }

    fn dir(&self) -> Result<Option<Dir>, Error> {
        match Dir::open_ambient_dir(&self.place, ambient_authority()) {
            Ok(dir) => Ok(Some(dir)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => {
                Err(self.fail(said!("open the directory of releases", "打开发布文件夹"), source))
            }
        }
    }

    fn check_owner(&self, dir: &Dir) -> Result<(), Error> {
        let fail = |source| {
            self.fail(said!("look at the directory of releases", "查看发布文件夹"), source)
        };
        if look(dir, MARKER.as_ref()).map_err(fail)?.is_some_and(|there| there.is_file()) {
            return Ok(());
        }
        match dir.entries().map_err(fail)?.next() {
            None => Ok(()),
            Some(_) => Err(self.refuse(said!(
                "something lies in it that kanyin did not put there",
                "里面有不是 kanyin 放进去的东西"
            ))),
        }
    }

    fn refuse(&self, why: Said) -> Error {
        Error::new(&*self.shown, Problem::Releases { why })
    }

    fn fail(&self, doing: Said, source: io::Error) -> Error {
        Error::io(&self.shown, doing, source)
    }
}

/// The right to write releases, until it is dropped or the program ends.
#[derive(Debug)]
pub struct Held {
    releases: Releases,
    dir: Dir,
    /// Closing it gives the lock back.
    _marker: std::fs::File,
}

impl Held {
    /// A new release that is not named yet.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn stage(self) -> Result<Release, Error> {
        self.clear(STAGE)?;
        let fail = |source| {
            self.releases
                .fail(said!("make a directory for the release", "为这次发布建立文件夹"), source)
        };
        self.dir.create_dir(STAGE).map_err(fail)?;
        let stage = self.dir.open_dir(STAGE).map_err(fail)?;
        Ok(Release { held: self, stage, folders: Mutex::default(), done: false })
    }

    /// Makes `release` the live one, in one step.
    ///
    /// # Errors
    /// If the system refuses; the live release is then as it was.
    pub fn switch(&self, release: u64) -> Result<(), Error> {
        let fail = |source| {
            self.releases.fail(said!("switch the link `current`", "切换链接 `current`"), source)
        };
        match self.dir.remove_file(LINK) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fail(error)),
            _ => {}
        }
        self.dir.symlink(folder(release), LINK).map_err(fail)?;
        self.dir.rename(LINK, &self.dir, CURRENT).map_err(fail)?;
        sync_directory(&self.dir, Path::new(".")).map_err(fail)
    }

    /// Removes all but the newest `keep` releases and the live one; and those
    /// between the live one and `before`, which was live until now: somebody went
    /// back from them, or they never were live. Nobody wants to go back to them.
    ///
    /// # Errors
    /// If the system refuses.
    fn prune(&self, keep: usize, before: Option<u64>) -> Result<(), Error> {
        let live = self.releases.live()?;
        let numbers = self.releases.numbers()?;
        let (passed, mut good): (Vec<u64>, Vec<u64>) =
            numbers.into_iter().partition(|n| *n > before.unwrap_or_default() && Some(*n) < live);
        good.truncate(good.len().saturating_sub(keep.max(1)));
        for release in passed.into_iter().chain(good).filter(|n| Some(*n) != live) {
            let fail =
                |source| self.releases.fail(said!("remove an old release", "删除旧的发布"), source);
            self.dir.rename(folder(release), &self.dir, OLD).map_err(fail)?;
            self.clear(OLD)?;
        }
        Ok(())
    }

    fn clear(&self, name: &str) -> Result<(), Error> {
        match self.dir.remove_dir_all(name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(self
                .releases
                .fail(said!("remove what an earlier run left", "清理上次运行留下的文件"), error)),
            _ => Ok(()),
        }
    }
}

/// A release that is being written. Dropped without [`Release::commit`], it is
/// gone.
#[derive(Debug)]
pub struct Release {
    held: Held,
    stage: Dir,
    /// The folders that are there, so that each is made once.
    folders: Mutex<HashSet<PathBuf>>,
    done: bool,
}

impl Drop for Release {
    fn drop(&mut self) {
        if !self.done {
            // A disk that is full has its room again; what cannot be removed now is
            // removed by the next run.
            let _ = self.held.clear(STAGE);
        }
    }
}

impl Release {
    /// Writes a new file. May be called by many threads at once.
    ///
    /// # Errors
    /// If the path was written before, or is none; or if the system refuses.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let name = self.make_folder(path)?;
        let fail = |source| Error::io(path, said!("write the file", "写入文件"), source);
        let opened = self.stage.open_with(name, OpenOptions::new().write(true).create_new(true));
        opened.and_then(|mut file| file.write_all(bytes)).map_err(fail)
    }

    /// Takes a file over from a release that stands: the same file by another
    /// name where the file system can, else a copy. May be called by many threads
    /// at once.
    ///
    /// # Errors
    /// As [`Release::write`], and if there is no such file.
    pub fn take_over(&self, release: u64, path: &str) -> Result<(), Error> {
        let name = self.make_folder(path)?;
        let from = Path::new(&folder(release)).join(name);
        let dir = &self.held.dir;
        dir.hard_link(&from, &self.stage, name)
            .or_else(|_| dir.copy(&from, &self.stage, name).map(drop))
            .map_err(|source| Error::io(path, said!("keep the file", "保留原文件"), source))
    }

    /// Brings the release to the disk, gives it the next number, makes it the live
    /// one, and removes all but the newest `keep`, and those from which somebody
    /// went back. What goes wrong with the old ones is a warning: the new one
    /// stands.
    ///
    /// # Errors
    /// If the system refuses; the live release is then as it was.
    pub fn commit(mut self, keep: usize) -> Result<Checked<u64>, Error> {
        let before = self.held.releases.live()?;
        let number = self.name()?;
        self.done = true;
        let held = &self.held;
        held.switch(number)?;
        let warn = |error: Error| Diagnostic { severity: Severity::Warning, ..error.into() };
        let pruned = held.prune(keep, before).err().map(warn);
        Ok(Checked::new(number, pruned.into_iter().collect()))
    }

    /// Brings the release to the disk and gives it the next number.
    fn name(&self) -> Result<u64, Error> {
        let (held, releases) = (&self.held, &self.held.releases);
        let number = releases.numbers()?.last().map_or(1, |last| last + 1);
        let fail = |source| {
            releases.fail(said!("bring the release to the disk", "把这次发布写到磁盘"), source)
        };
        // Before it has its name: a power cut must not leave a release whose files
        // are empty.
        let handle = self.stage.open(".").map_err(fail)?;
        sync_device(&handle).map_err(fail)?;
        held.dir.rename(STAGE, &held.dir, folder(number)).map_err(fail)?;
        sync_directory(&held.dir, Path::new(FOLDER)).map_err(fail)?;
        Ok(number)
    }

    fn make_folder<'p>(&self, path: &'p str) -> Result<&'p Path, Error> {
        let name = below(path)?;
        let Some(folder) = name.parent().filter(|p| !p.as_os_str().is_empty()) else {
            return Ok(name);
        };
        let known = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if !known().contains(folder) {
            let made = self.stage.create_dir_all(folder);
            made.map_err(|source| {
                Error::io(path, said!("make its folder", "建立它的文件夹"), source)
            })?;
            known().insert(folder.to_owned());
        }
        Ok(name)
    }
}

fn folder(release: u64) -> String {
    format!("{FOLDER}/{release:06}")
}

/// The number that the name of a release stands for.
fn number(name: &str) -> Option<u64> {
    let digits = name.len() >= 6 && name.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| name.parse().ok())?
}
