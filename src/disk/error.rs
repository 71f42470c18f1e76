//! What the file system refused, where, and what to do about it.

use std::io;

use crate::{
    diag::{Diagnostic, Place},
    tongue::{Said, said},
};

/// A problem with one path. As text it names, in English, the path and what was
/// tried; as a [`Diagnostic`] it also has its place and a hint.
#[derive(Debug, thiserror::Error)]
#[error("{}: {}", place.file, problem.said().en())]
pub struct Error {
    place: Place,
    problem: Problem,
}

/// The closed set of things that go wrong.
#[derive(Debug)]
pub enum Problem {
    /// The system said no.
    Io {
        /// What was tried, after "cannot".
        doing: Said,
        /// The system's answer.
        source: io::Error,
    },
    /// The path, or a link in it, leads out of the site's directory.
    LeadsOut,
    /// Something that would be written through is a link.
    Link,
    /// A regular file was wanted.
    NotRegular {
        /// What it is instead.
        kind: Said,
    },
    /// The file is larger than its bound.
    TooLarge {
        /// The bound in bytes.
        limit: u64,
        /// The key in `kanyin.yaml` that raises it.
        key: &'static str,
    },
    /// The file is not UTF-8 from the place on.
    NotText,
    /// The path is no path below the site: empty, absolute, or with `..`.
    BadPath,
    /// One set of files holds the same path twice.
    Twice,
    /// Another run holds the directory.
    Busy,
    /// The output directory is not one that kanyin may replace.
    Output {
        /// The reason.
        why: Said,
    },
    /// The directory is not one into which kanyin may publish.
    Releases {
        /// The reason.
        why: Said,
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
    pub(super) fn io(path: &str, doing: Said, source: io::Error) -> Self {
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

    fn hint(&self) -> Option<Said> {
        Some(match &self.problem {
            Problem::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => said!(
                    "what stood before still stands; make room and run again",
                    "原来的文件都还在；请腾出空间再运行"
                ),
                io::ErrorKind::PermissionDenied => said!(
                    "look at the owner and mode of the file and of its folders",
                    "请查看这个文件和它所在文件夹的属主和权限"
                ),
                _ => return None,
            },
            Problem::LeadsOut => said!(
                "copy what it points to into the site; links out are never followed",
                "请把它指向的文件复制到本站里；指向站外的链接一律不跟随"
            ),
            Problem::Link => said!(
                "replace the link by the file or folder itself",
                "请把链接换成文件或文件夹本身"
            ),
            Problem::TooLarge { key, .. } => said!(
                "if it is meant, raise `{key}` in kanyin.yaml",
                "如果本来就这么大，请在 kanyin.yaml 里调高 `{key}`"
            ),
            Problem::NotText => said!("save the file as UTF-8", "请把文件另存为 UTF-8"),
            Problem::Busy => {
                said!("wait for the other run, or end it", "请等它结束，或把它停掉")
            }
            Problem::Output { .. } => said!(
                "give `--output` a folder that is empty, missing, or was made by kanyin",
                "`--output` 请用空文件夹、还没有的文件夹，或 kanyin 自己做出来的文件夹"
            ),
            Problem::Releases { .. } => said!(
                "name a folder that is empty, missing, or was made by `kanyin publish`",
                "请用空文件夹、还没有的文件夹，或 `kanyin publish` 建立的文件夹"
            ),
            Problem::NotRegular { .. } | Problem::BadPath | Problem::Twice => return None,
        })
    }
}

impl Problem {
    /// In words, without the path.
    pub fn said(&self) -> Said {
        match self {
            Self::Io { doing, source } => {
                said!(
                    "cannot {doing}: {cause}",
                    "不能{doing}：{cause}",
                    doing,
                    cause = cause(source)
                )
            }
            Self::LeadsOut => said!("leads out of the site's directory", "指到本站文件夹之外"),
            Self::Link => said!(
                "is a link, or lies behind one, and is not written through",
                "是链接，或者在链接后面，不往里写"
            ),
            Self::NotRegular { kind } => {
                said!("is {kind}, not a regular file", "是{kind}，不是普通文件", kind)
            }
            Self::TooLarge { limit, .. } => said!(
                "is larger than the bound of {size}",
                "超过了 {size} 的上限",
                size = size(*limit)
            ),
            Self::NotText => said!("is no UTF-8 text", "不是 UTF-8 文字"),
            Self::BadPath => {
                said!("is no path below the site's directory", "不是本站文件夹里的路径")
            }
            Self::Twice => said!("is written twice by one run", "同一次运行里写了两遍"),
            Self::Busy => {
                said!("is in use by another run of kanyin", "另一个 kanyin 正在使用")
            }
            Self::Output { why } => {
                said!("cannot be the output directory: {why}", "不能作输出文件夹：{why}", why)
            }
            Self::Releases { why } => {
                said!("cannot be published into: {why}", "不能发布到这里：{why}", why)
            }
        }
    }
}

impl From<Error> for Diagnostic {
    fn from(error: Error) -> Self {
        let diagnostic = Self::error(error.problem.said());
        let hint = error.hint();
        let diagnostic = diagnostic.at(error.place);
        match hint {
            Some(hint) => diagnostic.hint(hint),
            None => diagnostic,
        }
    }
}

/// What the system answered, or the walk through a folder.
fn cause(error: &io::Error) -> Said {
    if error.to_string() == CIRCLE {
        return said!("the folder contains itself", "文件夹里有链接绕回自己");
    }
    Said::system(error)
}

/// What is said of a folder that is found in itself.
pub(super) const CIRCLE: &str = "the folder contains itself";

/// Bytes in the largest unit that divides them.
fn size(bytes: u64) -> Said {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    let whole = units.iter().find(|(shift, _)| bytes > 0 && bytes.is_multiple_of(1 << shift));
    match whole {
        Some((shift, unit)) => Said::verbatim(format!("{} {unit}", bytes >> shift)),
        None => said!("{bytes} bytes", "{bytes} 字节"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tongue::Tongue;

    #[test]
    fn an_error_names_its_path_what_was_tried_and_why() {
        let missing = io::Error::from_raw_os_error(rustix::io::Errno::NOENT.raw_os_error());
        let error = Error::io("content/a.md", said!("read the file", "读取文件"), missing);
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
        let drawn = Diagnostic::from(large).draw(false, Tongue::English);
        assert!(drawn.contains("seeds/a.txt") && drawn.contains("limits.seed_bytes"), "{drawn}");
    }

    #[test]
    fn sizes_are_exact() {
        assert_eq!(
            [0, 1000, 65536, 3 << 30].map(|bytes| size(bytes).en().to_owned()),
            ["0 bytes", "1000 bytes", "64 KiB", "3 GiB"]
        );
    }
}
