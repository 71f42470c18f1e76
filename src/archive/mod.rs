//! Issues as files that will be read when the site is gone.
//!
//! 1. [`markup`]: bodies as parts of another document, with nothing in them that
//!    runs or is loaded.
//! 2. [`view`]: all that the templates see.
//! 3. [`html`]: the issue as one file, set with the theme's `archive.html`.
//!    [`epub`]: the issue as a book. [`folder`]: its pages. Both are zip files, which
//!    [`container`] reads and writes.
//! 4. [`manifest`]: what the file says about itself, and its seal.
//! 5. [`mod@verify`]: the way back, from the file alone.
//!
//! Values in, bytes out; made again, an archive is the same byte for byte.

mod container;
mod epub;
mod folder;
mod html;
mod manifest;
mod markup;
mod verify;
pub mod view;
mod words;

pub use manifest::{Manifest, SeedRecord};
pub use verify::{Verified, verify};

use crate::{
    diag::Diagnostic,
    site::{Files, Issues, Printed},
};

/// An archive that was made.
pub struct Archive {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it says about itself.
    pub manifest: Manifest,
    /// What a person should look at.
    pub problems: Vec<Diagnostic>,
}

/// What an issue is kept as.
#[derive(Clone, Copy)]
pub enum Form<'a> {
    /// One HTML file.
    Html,
    /// A book.
    Epub,
    /// The pages of this site as a folder.
    Folder(&'a dyn Files),
}

/// Makes the archive of an issue. `seeds` are those that it was restored from.
/// Templates want a stack with room: see [`crate::site::with_room`].
///
/// # Errors
/// It cannot be set: a template is at fault.
pub fn make(
    issues: &Issues<'_>,
    printed: &Printed,
    seeds: &[SeedRecord],
    form: Form<'_>,
) -> Result<Archive, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let (bytes, manifest) = match form {
        Form::Html => html::make(issues, printed, seeds, &mut problems)?,
        Form::Epub => epub::make(issues, printed, seeds, &mut problems)?,
        Form::Folder(site) => folder::make(issues, printed, seeds, site, &mut problems)?,
    };
    Ok(Archive { bytes, manifest, problems })
}
