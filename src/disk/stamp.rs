//! By what a file is known that nobody has touched.

use std::{fmt, os::unix::fs::MetadataExt as _, path::Path, str::FromStr};

/// What the system says of a file: another one as soon as somebody writes it or puts
/// another file in its place. The same under each of the file's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl FromStr for Stamp {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut numbers = text.split('.');
        let mut next = || numbers.next().ok_or(());
        let bytes = next()?.parse().map_err(drop)?;
        let seconds = next()?.parse().map_err(drop)?;
        let nanoseconds = next()?.parse().map_err(drop)?;
        let inode = next()?.parse().map_err(drop)?;
        match numbers.next() {
            None => Ok(Self { bytes, written: (seconds, nanoseconds), inode }),
            Some(_) => Err(()),
        }
    }
}

/// A [`Stamp`], and when the system last changed anything of the file. Who writes a file can set
/// back when it was written, and never that: under the same path the same witness is of the
/// same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    pub(super) fn of(file: &std::fs::Metadata, now: i64) -> Option<Self> {
        let changed = (file.ctime(), file.ctime_nsec());
        let rests = file.is_file() && changed.0.saturating_add(REST) < now;
        rests.then(|| Self { stamp: Stamp::of(file), changed })
    }
}

impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { stamp, changed: (seconds, nanoseconds) } = self;
        write!(f, "{stamp}+{seconds}.{nanoseconds}")
    }
}

impl FromStr for Witness {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (stamp, changed) = text.split_once('+').ok_or(())?;
        let (seconds, nanoseconds) = changed.split_once('.').ok_or(())?;
        let changed = (seconds.parse().map_err(drop)?, nanoseconds.parse().map_err(drop)?);
        Ok(Self { stamp: stamp.parse()?, changed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_read_as_it_was_written() {
        let stamp = Stamp { bytes: 7, written: (-1, 999_999_999), inode: u64::MAX };
        assert_eq!(stamp.to_string().parse(), Ok(stamp));
        for bad in ["", "7.1.2", "7.1.2.3.4", "7.1.x.3", "-7.1.2.3"] {
            assert_eq!(bad.parse::<Stamp>(), Err(()), "{bad}");
        }
    }

    #[test]
    fn a_witness_is_read_as_it_was_written() {
        let stamp = Stamp { bytes: 7, written: (-1, 999_999_999), inode: u64::MAX };
        let witness = Witness { stamp, changed: (-2, 5) };
        assert_eq!(witness.to_string().parse(), Ok(witness));
        for bad in ["", "7.1.2.3", "7.1.2.3+", "7.1.2.3+4", "7.1.2+4.5", "7.1.2.3+4.5.6"] {
            assert_eq!(bad.parse::<Witness>(), Err(()), "{bad}");
        }
    }

    #[test]
    fn there_is_no_witness_of_a_file_that_does_not_rest() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a");
        std::fs::write(&path, "x")?;
        let file = std::fs::metadata(&path)?;
        let changed = file.ctime();
        assert_eq!(Witness::of(&file, changed), None);
        assert_eq!(Witness::of(&file, changed + REST), None);
        assert!(Witness::of(&file, changed + REST + 1).is_some());
        let folder = std::fs::metadata(folder.path())?;
        assert_eq!(Witness::of(&folder, changed + 10 * REST), None, "of no file");
        Ok(())
    }
}
