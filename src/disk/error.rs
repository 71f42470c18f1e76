//! What the file system refused, where, and what to do about it.

use std::io;

use crate::diag::{Diagnostic, Place};

/// A problem with one path. As text it names the path and what was tried; as a
/// [`Diagnostic`] it also has its place and a hint.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", place.file)]
pub struct Error {
    place: Place,
    problem: Problem,
}

/// The closed set of things that go wrong.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The system said no.
    #[error("cannot {doing}: {}", cause(source))]
    Io {
        /// What was tried, after "cannot".
        doing: &'static str,
        /// The system's answer.
        source: io::Error,
    },
    /// The path, or a link in it, leads out of the site's directory.
    #[error("leads out of the site's directory")]
    LeadsOut,
    /// Something that would be written through is a link.
    #[error("is a link, or lies behind one, and is not written through")]
    Link,
    /// A regular file was wanted.
    #[error("is {kind}, not a regular file")]
    NotRegular {
        /// What it is instead.
        kind: &'static str,
    },
    /// The file is larger than its bound.
    #[error("is larger than the bound of {}", size(*limit))]
    TooLarge {
        /// The bound in bytes.
        limit: u64,
        /// The key in `kanyin.yaml` that raises it.
        key: &'static str,
    },
    /// The file is not UTF-8 from the place on.
    #[error("is no UTF-8 text")]
    NotText,
    /// The path is no path below the site: empty, absolute, or with `..`.
    #[error("is no path below the site's directory")]
    BadPath,
    /// One set of files holds the same path twice.
    #[error("is written twice by one run")]
    Twice,
    /// Another run holds the directory.
    #[error("is in use by another run of kanyin")]
    Busy,
    /// The output directory is not one that kanyin may replace.
    #[error("cannot be the output directory: {why}")]
    Output {
        /// The reason.
        why: &'static str,
    },
    /// The directory is not one into which kanyin may publish.
    #[error("cannot be published into: {why}")]
    Releases {
        /// The reason.
        why: &'static str,
    },
}

impl Error {
    /// `problem` with the path `path`.
    pub(super) fn new(path: impl Into<std::sync::Arc<str>>, problem: Problem) -> Self {
        Self { place: Place::file(path), problem }
    }

    /// A problem at a place inside a file.
    pub(super) fn at(place: Place, problem: Problem) -> Self {
        Self { place, problem }
    }

    /// What the system answered when it was asked for `doing`. The answer that
    /// a path left the site's directory has its own name.
    pub(super) fn io(path: &str, doing: &'static str, source: io::Error) -> Self {
        // cap-std makes this error itself: it is the one refusal of permission
        // that has no number of the system.
        let own = source.raw_os_error().is_none();
        let problem = match source.kind() {
            io::ErrorKind::PermissionDenied if own => Problem::LeadsOut,
            _ => Problem::Io { doing, source },
        };
        Self::new(path, problem)
    }

    /// The path it is about.
    pub fn path(&self) -> &str {
        &self.place.file
    }

    /// What is wrong with it.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Whether there simply is nothing at this path.
    pub fn is_missing(&self) -> bool {
        matches!(&self.problem, Problem::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }

    fn hint(&self) -> Option<String> {
        Some(match &self.problem {
            Problem::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "what stood before still stands; make room and run again".into()
                }
                io::ErrorKind::PermissionDenied => {
                    "look at the owner and mode of the file and of its folders".into()
                }
                _ => return None,
            },
            Problem::LeadsOut => {
                "copy what it points to into the site; links out are never followed".into()
            }
            Problem::Link => "replace the link by the file or folder itself".into(),
            Problem::TooLarge { key, .. } => {
                format!("if it is meant, raise `{key}` in kanyin.yaml")
            }
            Problem::NotText => "save the file as UTF-8".into(),
            Problem::Busy => "wait for the other run, or end it".into(),
            Problem::Output { .. } => {
                "give `--output` a folder that is empty, missing, or was made by kanyin".into()
            }
            Problem::Releases { .. } => {
                "name a folder that is empty, missing, or was made by `kanyin publish`".into()
            }
            Problem::NotRegular { .. } | Problem::BadPath | Problem::Twice => return None,
        })
    }
}

impl From<Error> for Diagnostic {
    fn from(error: Error) -> Self {
        let diagnostic = Self::error(error.problem.to_string());
        let hint = error.hint();
        let diagnostic = diagnostic.at(error.place);
        match hint {
            Some(hint) => diagnostic.hint(hint),
            None => diagnostic,
        }
    }
}

/// The system's words without its number.
fn cause(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(at) => text[..at].to_owned(),
        None => text,
    }
}

/// Bytes in the largest unit that divides them.
fn size(bytes: u64) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    let whole = units.iter().find(|(shift, _)| bytes > 0 && bytes.is_multiple_of(1 << shift));
    match whole {
        Some((shift, unit)) => format!("{} {unit}", bytes >> shift),
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_its_path_what_was_tried_and_why() {
        let missing = io::Error::from_raw_os_error(rustix::io::Errno::NOENT.raw_os_error());
        let error = Error::io("content/a.md", "read the file", missing);
        assert!(error.is_missing());
        assert_eq!(
            error.to_string(),
            "content/a.md: cannot read the file: No such file or directory"
        );
        let large = Error::new(
            "seeds/a.txt",
            Problem::TooLarge { limit: 64 << 20, key: "limits.seed_bytes" },
        );
        assert_eq!(large.to_string(), "seeds/a.txt: is larger than the bound of 64 MiB");
        let drawn = Diagnostic::from(large).draw(false);
        assert!(drawn.contains("seeds/a.txt") && drawn.contains("limits.seed_bytes"), "{drawn}");
    }

    #[test]
    fn sizes_are_exact() {
        assert_eq!(
            [size(0), size(1000), size(65536), size(3 << 30)],
            ["0 bytes", "1000 bytes", "64 KiB", "3 GiB"]
        );
    }
}
