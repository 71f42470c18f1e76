//! By what a file is known that nobody has touched.

use std::{fmt, os::unix::fs::MetadataExt as _, path::Path};

use serde::{Deserialize, Serialize};

/// What the system says of a file: another one as soon as somebody writes it or puts
/// another file in its place. The same under each of the file's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    bytes: u64,
    /// When it was last written, in seconds and nanoseconds.
    written: (i64, i64),
    inode: u64,
}

impl Stamp {
    pub(super) fn of(file: &std::fs::Metadata) -> Self {
        Self { bytes: file.len(), written: (file.mtime(), file.mtime_nsec()), inode: file.ino() }
    }

    pub(super) fn of_confined(file: &cap_std::fs::Metadata) -> Self {
        use cap_std::fs::MetadataExt as _;
        Self { bytes: file.len(), written: (file.mtime(), file.mtime_nsec()), inode: file.ino() }
    }

    /// That of the program in the file `path`: another program makes other files. `None` if
    /// the system does not say.
    pub fn of_program(path: &Path) -> Option<Self> {
        Some(Self::of(&std::fs::metadata(path).ok()?))
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bytes, written: (seconds, nanoseconds), inode } = self;
        write!(f, "{bytes}.{seconds}.{nanoseconds}.{inode}")
    }
}

/// A [`Stamp`], and when the system last changed anything of the file. Who writes a file can set
/// back when it was written, and never that: under the same path the same witness is of the
/// same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    stamp: Stamp,
    /// In seconds and nanoseconds.
    changed: (i64, i64),
}

/// So many seconds a file rests before there is a witness of it: two changes within a file system's
/// smallest step of time look like one, and FAT counts in steps of two seconds.
const REST: i64 = 2;

impl Witness {
    /// That of a file that rests since before `now`, in seconds by the clock of its file system.
    pub(super) fn of(file: &cap_std::fs::Metadata, now: i64) -> Option<Self> {
        use cap_std::fs::MetadataExt as _;
        let changed = (file.ctime(), file.ctime_nsec());
        let rests = file.is_file() && changed.0.saturating_add(REST) < now;
        rests.then(|| Self { stamp: Stamp::of_confined(file), changed })
    }
}

#[cfg(test)]
mod tests {
    use cap_std::{
        ambient_authority,
        fs::{Dir, MetadataExt as _},
    };

    use super::*;

    #[test]
    fn there_is_no_witness_of_a_file_that_does_not_rest() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let folder = Dir::open_ambient_dir(folder.path(), ambient_authority())?;
        folder.write("a", "x")?;
        let file = folder.metadata("a")?;
        let changed = file.ctime();
        assert_eq!(Witness::of(&file, changed), None);
        assert_eq!(Witness::of(&file, changed + REST), None);
        assert!(Witness::of(&file, changed + REST + 1).is_some());
        assert_eq!(Witness::of(&folder.dir_metadata()?, changed + 10 * REST), None, "of no file");
        Ok(())
    }
}
