//! Issues as files that will be read when the site is gone.
//!
//! 1. [`markup`]: bodies as parts of another document, with nothing in them that
//!    runs or is loaded.
//! 2. [`view`]: all that the templates see.
//! 3. [`html`]: the issue as one file, set with the theme's `archive.html`.
//! 4. [`manifest`]: what the file says about itself, and its seal.
//! 5. [`verify`]: the way back, from the file alone.
//!
//! Values in, bytes out; made again, an archive is the same byte for byte.

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
    route::ArchiveFormat,
    site::{Issues, Printed},
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

/// Makes the archive of an issue. `seeds` are those that it was restored from.
/// Templates want a stack with room: see [`crate::site::with_room`].
///
/// # Errors
/// It cannot be set: a template is at fault.
pub fn make(
    issues: &Issues<'_>,
    printed: &Printed,
    seeds: &[SeedRecord],
    format: ArchiveFormat,
) -> Result<Archive, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let (bytes, manifest) = match format {
        ArchiveFormat::Html | ArchiveFormat::Epub | ArchiveFormat::Zip => {
            html::make(issues, printed, seeds, &mut problems)?
        }
    };
    Ok(Archive { bytes, manifest, problems })
}
