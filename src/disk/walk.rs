//! Finding the files of a folder, in one order on every machine.

use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _, path::Path, sync::Arc};

use walkdir::{DirEntry, WalkDir};

use super::{
    error::{CIRCLE, Error},
    path::below,
    root::{Root, not_regular},
};
use crate::{
    diag::{Checked, Diagnostic, Place, Severity},
    tongue::said,
};

/// A regular file that was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its path below the site's directory.
    pub path: Arc<str>,
}

impl Entry {
    /// Its own name, without the folders.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The path of the folder in which it lies; empty for the site's directory.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

impl Root {
    /// The regular files below `folder` whose names end in one of `endings`
    /// (`"md"`; all files, if there are none), sorted by the bytes of their
    /// paths. A folder that is not there is an empty one.
    ///
    /// Hidden files are left alone. What has a wanted name but cannot be taken
    /// is an error: a link, a folder, a pipe, a name that is not UTF-8. Links
    /// and unreadable names among the unwanted are warnings, because a person
    /// may have thought that what is behind them counts.
    pub fn walk(&self, folder: &str, endings: &[&str]) -> Checked<Vec<Entry>> {
        let mut found = Checked::clean(Vec::new());
        if let Err(error) = below(folder) {
            found.diagnostics.push(error.into());
            return found;
        }
        // No link is followed, the folder itself included: a walk stays where it
        // is, and what it finds is opened through the site's handle.
        let walk = WalkDir::new(self.place.join(folder)).min_depth(0).follow_root_links(false);
        let mut steps = walk.into_iter();
        while let Some(step) = steps.next() {
            match step {
                Ok(entry) if hidden(&entry) => skip(&entry, &mut steps),
                Ok(entry) => match self.look(&entry, endings) {
                    Ok(Some(path)) => found.value.push(Entry { path }),
                    Ok(None) => {}
                    Err(problem) => {
                        found.diagnostics.push(problem);
                        skip(&entry, &mut steps);
                    }
                },
                Err(error) if error.depth() == 0 && missing(&error) => {}
                Err(error) => found.diagnostics.push(self.unreadable(folder, error)),
            }
        }
        found.value.sort();
        crate::diag::sort(&mut found.diagnostics);
        found
    }

    /// The path of `entry` if it is a file that is wanted.
    fn look(&self, entry: &DirEntry, endings: &[&str]) -> Result<Option<Arc<str>>, Diagnostic> {
        let relative = entry.path().strip_prefix(&self.place).unwrap_or(entry.path());
        let file_type = entry.file_type();
        let wanted = wanted(entry.file_name(), endings);
        let top = entry.depth() == 0;
        let Some(path) = relative.to_str() else {
            let problem = Diagnostic::error(said!(
                "has a name that is not UTF-8 and is left out",
                "文件名不是 UTF-8，已略过"
            ));
            let problem =
                problem.at(Place::file(escaped(relative))).hint(said!("rename it", "请改名"));
            let matters = wanted || file_type.is_dir();
            return Err(Diagnostic { severity: severity(matters), ..problem });
        };
        if file_type.is_symlink() {
            let problem = Diagnostic::error(said!("is a link and is left out", "这是链接，已略过"))
                .at(Place::file(path));
            let problem = problem.hint(said!(
                "copy what it points to into the site",
                "请把它指向的文件复制到本站里"
            ));
            return Err(Diagnostic { severity: severity(wanted || top), ..problem });
        }
        if file_type.is_file() && top {
            return Err(Diagnostic::error(said!(
                "is a file, where a folder belongs",
                "这里应当是文件夹，却是文件"
            ))
            .at(Place::file(path)));
        }
        if file_type.is_file() {
            return Ok(wanted.then(|| path.into()));
        }
        let plain_folder = file_type.is_dir() && (top || endings.is_empty() || !wanted);
        if plain_folder || !(wanted || top) {
            return Ok(None);
        }
        let there = self.dir.symlink_metadata(path);
        let there =
            there.map_err(|source| Error::io(path, said!("look at it", "查看它"), source))?;
        Err(not_regular(path, there.file_type()).into())
    }

    fn unreadable(&self, folder: &str, error: walkdir::Error) -> Diagnostic {
        let place = error.path().map(|p| p.strip_prefix(&self.place).unwrap_or(p));
        let shown = place.map_or_else(|| folder.to_owned(), escaped);
        let source = error.into_io_error().unwrap_or_else(|| std::io::Error::other(CIRCLE));
        Error::io(&shown, said!("list the folder", "列出文件夹里的文件"), source).into()
    }
}

fn severity(matters: bool) -> Severity {
    if matters { Severity::Error } else { Severity::Warning }
}

fn missing(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|e| e.kind() == std::io::ErrorKind::NotFound)
}

fn hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().as_bytes().starts_with(b".")
}

fn skip(entry: &DirEntry, steps: &mut walkdir::IntoIter) {
    if entry.file_type().is_dir() {
        steps.skip_current_dir();
    }
}

/// By bytes: a name that is not UTF-8 may still end in `.md`.
fn wanted(name: &OsStr, endings: &[&str]) -> bool {
    let has = |ending: &&str| {
        let stem = name.as_bytes().strip_suffix(ending.as_bytes());
        stem.is_some_and(|stem| stem.len() > 1 && stem.ends_with(b"."))
    };
    endings.is_empty() || endings.iter().any(has)
}

/// A path with each byte that is not UTF-8 as `\xNN`.
fn escaped(path: &Path) -> String {
    let chunks = path.as_os_str().as_bytes().utf8_chunks();
    chunks.fold(String::new(), |mut text, chunk| {
        text.push_str(chunk.valid());
        let bytes = chunk.invalid().iter();
        bytes.fold(text, |text, byte| format!("{text}\\x{byte:02X}"))
    })
}
