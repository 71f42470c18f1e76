//! Putting a finished directory in the place of another.

use std::{ffi::OsStr, io};

use cap_std::fs::{Dir, Metadata};
use rustix::{fs::RenameFlags, io::Errno};

/// How the new tree takes the old one's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exchange {
    /// In one step of the file system, if it has it.
    Atomic,
    /// The old one aside, the new one in. There is a moment without either; if
    /// the program is killed in it, the next start puts the old one back.
    TwoRenames,
}

/// The names that take part; all lie in one directory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names<'a> {
    /// The output.
    pub(super) output: &'a OsStr,
    /// The new tree before the exchange, the old one after it.
    pub(super) new: &'a OsStr,
    /// The old tree, in the moment between two renames.
    pub(super) old: &'a OsStr,
}

/// Puts `new` in the place of `output`. What stood there then stands at the name
/// that is returned, if anything did.
pub(super) fn exchange<'a>(
    dir: &Dir,
    names: Names<'a>,
    how: Exchange,
) -> io::Result<Option<&'a OsStr>> {
    if look(dir, names.output)?.is_none() {
        dir.rename(names.new, dir, names.output)?;
        return Ok(None);
    }
    if how == Exchange::Atomic {
        match rustix::fs::renameat_with(dir, names.new, dir, names.output, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(Some(names.new)),
            // The file system, or the kernel, has no such step.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {}
            Err(error) => return Err(error.into()),
        }
    }
    dir.rename(names.output, dir, names.old)?;
    if let Err(error) = dir.rename(names.new, dir, names.output) {
        dir.rename(names.old, dir, names.output)?;
        return Err(error);
    }
    Ok(Some(names.old))
}

/// Puts the old tree back if a run was killed between its two renames.
pub(super) fn recover(dir: &Dir, names: Names<'_>) -> io::Result<()> {
    let halfway = look(dir, names.output)?.is_none() && look(dir, names.old)?.is_some();
    if halfway { dir.rename(names.old, dir, names.output) } else { Ok(()) }
}

/// What stands at `name`, links not followed.
pub(super) fn look(dir: &Dir, name: &OsStr) -> io::Result<Option<Metadata>> {
    match dir.symlink_metadata(name) {
        Ok(there) => Ok(Some(there)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
