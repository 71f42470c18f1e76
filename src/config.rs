//! `kanyin.yaml`: what the publication is called and how it is printed.

use std::collections::BTreeMap;

use crate::{
    diag::{Checked, Source},
    route::Slug,
};

/// The settings of a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Name of the publication.
    pub title: String,
    /// A line under the masthead.
    pub tagline: Option<String>,
    /// Who publishes it (主办).
    pub publisher: Option<String>,
    /// Where it is published.
    pub place: Option<String>,
    /// Where the site will stand, with a `/` at its end. Feeds, sitemap and
    /// canonical links need it.
    pub base_url: Option<String>,
    /// Name of the theme: a folder below `themes/`, or the embedded `broadsheet`.
    pub theme: String,
    /// How many items a page of a list has.
    pub page_size: usize,
    /// Whether raw HTML in an article is passed on instead of shown.
    pub allow_html: bool,
    /// Slugs the editor chose for names of authors and columns whose pinyin is
    /// taken or wrong.
    pub addresses: BTreeMap<String, Slug>,
    /// Bounds of the input.
    pub limits: Limits,
}

/// Bounds that a real publication never meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest seed, in bytes.
    pub seed_bytes: u64,
    /// Largest article file, in bytes.
    pub article_bytes: u64,
    /// Largest front matter, in bytes.
    pub front_matter_bytes: usize,
    /// Deepest nesting in front matter, Markdown and templates.
    pub nesting: usize,
    /// Largest page, in bytes.
    pub page_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1024 * 1024;
        Self {
            seed_bytes: 64 * MIB,
            article_bytes: 16 * MIB,
            front_matter_bytes: 64 * 1024,
            nesting: 64,
            page_bytes: 64 * 1024 * 1024,
        }
    }
}

impl Config {
    /// The settings of a publication that says nothing but its name.
    pub fn default_for(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            tagline: None,
            publisher: None,
            place: None,
            base_url: None,
            theme: "broadsheet".to_owned(),
            page_size: 50,
            allow_html: false,
            addresses: BTreeMap::new(),
            limits: Limits::default(),
        }
    }

    /// Reads `kanyin.yaml`. `None` if it has no title.
    pub fn parse(_source: &Source) -> Checked<Option<Self>> {
        Checked::clean(None)
    }
}
