//! A site's directory and what is read from it.

use std::{
    io::Read as _,
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
};

use cap_std::{
    ambient_authority,
    fs::{Dir, File, OpenOptions, OpenOptionsExt as _},
};

use super::{
    error::{Error, Problem},
    path::{below, kind},
};
use crate::{
    diag::{Place, Source},
    tongue::said,
};

/// The largest size of a file, and the key in `kanyin.yaml` that sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The bound in bytes.
    pub bytes: u64,
    /// The key, as a person writes it: `limits.seed_bytes`.
    pub key: &'static str,
}

impl Limit {
    /// A bound of `bytes` that `key` sets.
    pub fn new(bytes: u64, key: &'static str) -> Self {
        Self { bytes, key }
    }
}

/// The directory of a site. Paths are resolved below its handle by the kernel,
/// so that neither `..` nor a link, nor a link made a moment ago, leads out.
#[derive(Debug)]
pub struct Root {
    pub(super) dir: Dir,
    /// Where it stands, for the walk, the watcher and the output's checks.
    pub(super) place: PathBuf,
}

impl Root {
    /// Opens the site in `dir`.
    ///
    /// # Errors
    /// If there is no directory of that name that may be read.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let shown = dir.to_string_lossy();
        let fail = |source| {
            Error::io(&shown, said!("open the site's directory", "打开本站的文件夹"), source)
        };
        let place = std::fs::canonicalize(dir).map_err(fail)?;
        let dir = Dir::open_ambient_dir(&place, ambient_authority()).map_err(fail)?;
        Ok(Self { dir, place })
    }

    /// Makes the directory `dir` with its parents, if it is not there, and
    /// opens it.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn create(dir: &Path) -> Result<Self, Error> {
        let fail = |source| {
            Error::io(
                &dir.to_string_lossy(),
                said!("make the site's directory", "建立本站的文件夹"),
                source,
            )
        };
        std::fs::create_dir_all(dir).map_err(fail)?;
        Self::open(dir)
    }

    /// Where the site stands, without links: to show to a person and to watch,
    /// not to read from.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Whether nothing at all lies in the directory.
    ///
    /// # Errors
    /// If it cannot be listed.
    pub fn is_empty(&self) -> Result<bool, Error> {
        let fail = |source| {
            Error::io(
                &self.place.to_string_lossy(),
                said!("list the directory", "列出文件夹里的文件"),
                source,
            )
        };
        Ok(self.dir.entries().map_err(fail)?.next().is_none())
    }

    /// The bytes of the regular file `path`.
    ///
    /// # Errors
    /// If there is none, if it is something else than a regular file, if it is
    /// larger than `limit`, or if the path leads out of the site.
    pub fn read(&self, path: &str, limit: Limit) -> Result<Vec<u8>, Error> {
        let (file, told) = self.open_regular(path)?;
        read_bounded(file, told, path, limit)
    }

    /// How many bytes the file `path` has now; none if there is no such file. What it has when
    /// it is read may differ.
    pub fn length(&self, path: &str) -> u64 {
        let there = below(path).ok().and_then(|name| self.dir.symlink_metadata(name).ok());
        there.map_or(0, |there| there.len())
    }

    /// The text of the regular file `path`, without a byte order mark.
    ///
    /// # Errors
    /// As [`Root::read`], and if the bytes are not UTF-8: then with the line and
    /// column of the first that is not.
    pub fn read_text(&self, path: &str, limit: Limit) -> Result<String, Error> {
        let bytes = self.read(path, limit)?;
        // Ten times as fast as the standard library's on Chinese, which is three bytes a character.
        let text = simdutf8::compat::from_utf8(&bytes)
            .map_err(|error| not_text(path, &bytes, error.valid_up_to()))?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
    }

    /// The folder `path`, to read parts of its files; `None` if there is none.
    pub fn folder(&self, path: &str) -> Option<Folder> {
        Some(Folder(self.dir.open_dir(below(path).ok()?).ok()?))
    }

    /// Opens without waiting: a pipe nobody writes to would otherwise hang the
    /// program before it could be told what it is. Gives the size that is told of it, too.
    fn open_regular(&self, path: &str) -> Result<(File, u64), Error> {
        let name = below(path)?;
        let mut options = OpenOptions::new();
        options.read(true).custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
        let opened = self.dir.open_with(name, &options);
        let file = opened.map_err(|source| match self.dir.metadata(name) {
            // A socket cannot be opened at all; say what it is.
            Ok(there) if !there.is_file() => not_regular(path, there.file_type()),
            _ => Error::io(path, said!("read the file", "读取文件"), source),
        })?;
        let there = file
            .metadata()
            .map_err(|source| Error::io(path, said!("read the file", "读取文件"), source))?;
        let regular = there.is_file().then(|| (file, there.len()));
        regular.ok_or_else(|| not_regular(path, there.file_type()))
    }
}

/// A folder of a site.
#[derive(Debug)]
pub struct Folder(Dir);

impl Folder {
    /// So many bytes of the file `name` from the byte `at` on; `None` if they cannot be read.
    pub fn read(&self, name: &str, at: u64, length: usize) -> Option<Vec<u8>> {
        let file = self.0.open(below(name).ok()?).ok()?.into_std();
        let mut bytes = vec![0; length];
        file.read_exact_at(&mut bytes, at).ok()?;
        Some(bytes)
    }
}

pub(super) fn not_regular(path: &str, file_type: cap_std::fs::FileType) -> Error {
    Error::new(path, Problem::NotRegular { kind: kind(file_type) })
}

/// Reads one byte more than is allowed, and no more: the size that the file
/// system tells may be old or, in `/proc`, wrong.
fn read_bounded(file: File, told: u64, path: &str, limit: Limit) -> Result<Vec<u8>, Error> {
    let fail = |source| Error::io(path, said!("read the file", "读取文件"), source);
    let too_large = || Error::new(path, Problem::TooLarge { limit: limit.bytes, key: limit.key });
    if told > limit.bytes {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(told as usize + 1);
    file.take(limit.bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > limit.bytes { Err(too_large()) } else { Ok(bytes) }
}

/// The first byte that is no UTF-8, shown as a number in its line.
fn not_text(path: &str, bytes: &[u8], at: usize) -> Error {
    let good = String::from_utf8_lossy(&bytes[..at]).into_owned();
    let shown = match bytes.get(at) {
        Some(byte) => format!("<{byte:02X}>"),
        None => String::new(),
    };
    let span = good.len()..good.len() + shown.len();
    let place: Place = Source::new(path, good + &shown).place(span);
    Error::at(place, Problem::NotText)
}
