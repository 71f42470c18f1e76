//! A directory that files are put into one by one, beside what lies there.

use std::{io, path::Path};

use cap_std::{ambient_authority, fs::Dir};

use super::{
    error::{Error, Problem},
    lock::Lock,
    root::Root,
    tree::{MARKER, PROOF_MARKER, hold, locate, misplaced},
    write::{Batch, is_temporary},
};
use crate::tongue::said;

/// A directory for files that are kept: nothing that lies in it is removed, and a
/// file of the same name is replaced whole. Held as long as the site's lock is.
#[derive(Debug)]
pub struct Shelf<'lock> {
    root: Root,
    /// Whether the directory was not there before.
    made: bool,
    /// Holds a directory outside the site against runs of other sites.
    _outside: Option<std::fs::File>,
    _lock: &'lock Lock<'lock>,
}

impl<'lock> Shelf<'lock> {
    /// Takes `folder` as the directory; a relative path is one below the site. It
    /// is made if it is not there, and goes again if nothing is put into it. What a killed run left in it is removed.
    ///
    /// # Errors
    /// If `folder` is the site, one of its sources, an output that a build
    /// replaces, a link or a file; or if the system refuses.
    pub fn open(lock: &'lock Lock<'lock>, folder: &Path) -> Result<Self, Error> {
        let site = lock.root.place();
        let shown = folder.to_string_lossy().into_owned();
        let refuse = |why| Error::new(shown.as_str(), Problem::Output { why });
        let fail = |source| {
            Error::io(&shown, said!("open the output directory", "打开输出文件夹"), source)
        };
        let place = locate(&site.join(folder)).map_err(fail)?;
        if let Some(why) = misplaced(site, &place) {
            return Err(refuse(why));
        }
        if place.is_symlink() {
            return Err(refuse(said!("it is a link", "它是链接")));
        }
        if place.exists() && !place.is_dir() {
            return Err(refuse(said!("it is a file", "它是文件")));
        }
        let built = |folder: &Path| {
            [MARKER, PROOF_MARKER].iter().any(|marker| folder.join(marker).exists())
        };
        // The usual output, even if nothing was built yet.
        if place.ancestors().any(built) || place.starts_with(site.join("public")) {
            return Err(refuse(said!(
                "the next build would remove what is put there",
                "放在那里的东西下次建站会被删除"
            )));
        }
        let made = !place.exists();
        std::fs::create_dir_all(&place).map_err(fail)?;
        let dir = Dir::open_ambient_dir(&place, ambient_authority()).map_err(fail)?;
        let outside = if place.starts_with(site) { None } else { Some(hold(&dir, &shown)?) };
        clear(&dir).map_err(|source| {
            Error::io(
                &shown,
                said!("remove what an earlier run left", "清理上次运行留下的文件"),
                source,
            )
        })?;
        Ok(Self { root: Root { dir, place }, made, _outside: outside, _lock: lock })
    }

    /// A set of files to be put into the directory.
    pub fn batch(&self) -> Batch<'_> {
        Batch::new(&self.root)
    }
}

impl Drop for Shelf<'_> {
    fn drop(&mut self) {
        if self.made {
            // Only an empty folder goes: nothing was put into it.
            let _ = std::fs::remove_dir(&self.root.place);
        }
    }
}

/// Removes what a killed run has begun: whoever writes here holds the lock.
fn clear(dir: &Dir) -> io::Result<()> {
    let entries = dir.entries()?.collect::<io::Result<Vec<_>>>()?;
    for entry in entries {
        if entry.file_type()?.is_file() && is_temporary(&entry.file_name().to_string_lossy()) {
            dir.remove_file(entry.file_name())?;
        }
    }
    Ok(())
}
