//! What an editor says about an issue: its own page, and the sheet beside a seed.

use jiff::civil::Date;

use crate::{
    config::Limits,
    diag::{Checked, Source, Span},
    route::Slug,
};

/// `content/<issue>/_issue.md`: an issue's name, date and foreword.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssuePage {
    /// Its name, where it has one beside its date.
    pub title: Option<String>,
    /// When it appeared.
    pub date: Option<Date>,
    /// Markdown.
    pub body: String,
    /// Where the body starts in the file, in bytes.
    pub body_start: usize,
}

/// `seeds/<name>.yaml`: what the editor says about the seed beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sidecar {
    /// The issue it belongs to.
    pub issue: Option<Slug>,
    /// When the issue appeared.
    pub date: Option<Date>,
    /// The issue's name.
    pub title: Option<String>,
}

impl IssuePage {
    /// The page as its file.
    pub fn to_markdown(&self) -> String {
        self.body.clone()
    }

    /// Reads an issue's page. Nothing in it is required.
    pub fn from_markdown(_source: &Source, _limits: &Limits) -> Checked<Self> {
        let _: Span = 0..0;
        Checked::clean(Self::default())
    }
}

impl Sidecar {
    /// Reads the sheet beside a seed. Nothing in it is required.
    pub fn parse(_source: &Source, _limits: &Limits) -> Checked<Self> {
        Checked::clean(Self::default())
    }
}
