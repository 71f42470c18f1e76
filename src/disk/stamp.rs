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
}
