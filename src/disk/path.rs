//! Paths below a directory, and what lies there.

use std::path::{Component, Path};

use cap_std::fs::FileType;

use super::error::{Error, Problem};
use crate::tongue::{Said, said};

/// `path` as a path, if each of its parts is a plain name.
pub(super) fn below(path: &str) -> Result<&Path, Error> {
    let parts = || path.split('/');
    let plain = parts().all(|part| {
        let mut components = Path::new(part).components();
        matches!(components.next(), Some(Component::Normal(_))) && components.next().is_none()
    });
    if plain && !path.contains('\0') {
        Ok(Path::new(path))
    } else {
        Err(Error::new(path, Problem::BadPath))
    }
}

/// What a thing that is not a regular file is called.
pub(super) fn kind(file_type: FileType) -> Said {
    use cap_std::fs::FileTypeExt as _;
    match file_type {
        t if t.is_dir() => said!("a folder", "文件夹"),
        t if t.is_symlink() => said!("a link", "链接"),
        t if t.is_fifo() => said!("a pipe", "管道"),
        t if t.is_socket() => said!("a socket", "套接字"),
        t if t.is_block_device() || t.is_char_device() => said!("a device", "设备文件"),
        _ => said!("something", "别的东西"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_below() {
        for good in ["a", "a/b.md", "期/一.md", "...", "a b"] {
            assert!(below(good).is_ok(), "{good}");
        }
        for bad in ["", "/", "/a", "a/", "a//b", ".", "./a", "a/./b", "..", "a/../b", "a\0b"] {
            assert!(below(bad).is_err(), "{bad}");
        }
    }
}
