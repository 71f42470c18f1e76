//! The Markdown file an article is kept in.

use super::{Article, Parsed};
use crate::{
    config::Limits,
    diag::{Checked, Source},
};

impl Article {
    /// The article as its file.
    pub fn to_markdown(&self) -> String {
        self.body.clone()
    }

    /// Reads an article's file. `None` if it has no front matter, no title or
    /// no address; every problem is reported with its place.
    pub fn from_markdown(_source: &Source, _limits: &Limits) -> Checked<Option<Parsed>> {
        Checked::clean(None)
    }
}
