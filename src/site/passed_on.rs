//! Of the Views, what is not for the page itself: feeds, and the picture that stands for
//! it elsewhere.

use serde::Serialize;

/// A picture with its address in full.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SharedImageView {
    /// The file.
    pub url: String,
    /// The words that stand for it.
    pub alt: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// A feed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct FeedView {
    /// Name of the publication and of what it is the feed of.
    pub title: String,
    /// Where it stands.
    pub href: String,
    /// `Atom`, `JSON Feed`.
    pub format: &'static str,
    /// Its content type.
    pub media_type: &'static str,
    /// Whether it is the page's own, not the site's.
    pub own: bool,
}
