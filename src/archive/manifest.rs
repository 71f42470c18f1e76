//! What an archive says about itself, and how it is sealed.
//!
//! The manifest is JSON that stands in the archive. Its last entry is the digest
//! of the whole archive, taken with that digest itself as zeros. It finds what was
//! damaged or changed by mistake or in secret by somebody who does not know of it;
//! against forgery there is no help but to keep the digest elsewhere.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::site::Printed;

/// Tells what kind of manifest this is.
pub(super) const KIND: &str = "kanyin-archive/1";

/// A digest that is not known yet.
pub(super) const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What an archive says about itself. Digests are SHA-256 in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`KIND`]
    pub(super) kind: String,
    /// Who made it.
    pub(super) program: Program,
    /// Name of the publication.
    pub(super) publication: String,
    /// The issue.
    pub(super) issue: IssueRecord,
    /// Its articles, in order.
    pub(super) articles: Vec<ArticleRecord>,
    /// The seeds that it was restored from.
    pub(super) seeds: Vec<SeedRecord>,
    /// The theme it was set with.
    pub(super) theme: ThemeRecord,
    /// In an archive of several files each of them but the manifest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) files: Vec<FileRecord>,
    /// Of the whole, with this digest as zeros; in an archive of several files of
    /// the manifest.
    pub(super) sha256: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileRecord {
    pub(super) name: String,
    pub(super) sha256: String,
}

impl FileRecord {
    /// The record of the file `name`.
    pub(super) fn new(name: &str, bytes: &[u8]) -> Self {
        Self { name: name.to_owned(), sha256: digest(bytes) }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Program {
    pub(super) name: String,
    pub(super) version: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IssueRecord {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) date: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ArticleRecord {
    /// Id of the element that holds its text.
    pub(super) element: String,
    pub(super) slug: String,
    pub(super) title: String,
    /// As an editor counts.
    pub(super) characters: usize,
    /// Of the text of the element.
    pub(super) sha256: String,
    /// What was put right in it since, apart from what was printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) corrections: Option<CorrectionsRecord>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CorrectionsRecord {
    /// Id of the element that holds them.
    pub(super) element: String,
    /// How many.
    pub(super) count: usize,
    /// Of the text of the element.
    pub(super) sha256: String,
}

/// A seed as the manifest has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedRecord {
    /// Name of the file below `seeds/`.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Digest of the file.
    pub sha256: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ThemeRecord {
    pub(super) name: String,
    pub(super) sha256: String,
}

impl SeedRecord {
    /// The record of the seed `name`.
    pub fn new(name: impl Into<String>, bytes: &[u8]) -> Self {
        Self { name: name.into(), bytes: bytes.len() as u64, sha256: digest(bytes) }
    }
}

impl Manifest {
    /// The manifest of an issue, all digests of articles still unknown.
    pub(super) fn new(printed: &Printed, seeds: &[SeedRecord], theme: ThemeRecord) -> Self {
        let articles = printed.articles.iter().enumerate();
        let record = |(index, article): (usize, &crate::site::PrintedArticle)| ArticleRecord {
            element: element(index),
            slug: article.slug.to_string(),
            title: article.view.title.clone(),
            characters: article.view.characters,
            sha256: ZEROS.to_owned(),
            corrections: CorrectionsRecord::new(index, article.view.corrections.len()),
        };
        Self {
            kind: KIND.to_owned(),
            program: Program {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
            publication: printed.site.title.clone(),
            issue: IssueRecord {
                id: printed.slug.to_string(),
                title: printed.head.title.clone(),
                date: printed.head.date.clone(),
            },
            articles: articles.map(record).collect(),
            seeds: seeds.to_vec(),
            theme,
            files: Vec::new(),
            sha256: ZEROS.to_owned(),
        }
    }

    /// As JSON that may stand in a `<script>`: nothing in it ends one.
    pub(super) fn to_json(&self) -> String {
        // A manifest is made of texts and numbers, which always serialize.
        let json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.replace('<', "\\u003c")
    }

    /// The ids of the elements that hold the articles' texts.
    pub(super) fn elements(&self) -> Vec<String> {
        self.articles.iter().map(|article| article.element.clone()).collect()
    }

    /// The same, and those of the elements that hold corrections.
    pub(super) fn all_elements(&self) -> Vec<String> {
        let corrections = self.articles.iter().filter_map(|article| article.corrections.as_ref());
        let corrections = corrections.map(|corrections| corrections.element.clone());
        self.elements().into_iter().chain(corrections).collect()
    }
}

impl CorrectionsRecord {
    /// The record of the corrections of article `index` (from 0), their digest
    /// still unknown; `None` if there are none.
    fn new(index: usize, count: usize) -> Option<Self> {
        // No id in an article's text begins so: all begin with the article's.
        let element = format!("c{}", index + 1);
        (count > 0).then(|| Self { element, count, sha256: ZEROS.to_owned() })
    }
}

impl ArticleRecord {
    /// Takes the digests of what `text` gives for the elements by their ids. The id
    /// of one that is not there once is the error.
    pub(super) fn take_digests(
        &mut self,
        mut text: impl FnMut(&str) -> Option<String>,
    ) -> Result<(), String> {
        let mut digest_of = |id: &str| Some(digest(text(id)?.as_bytes()));
        self.sha256 = digest_of(&self.element).ok_or_else(|| self.element.clone())?;
        if let Some(corrections) = &mut self.corrections {
            let id = &corrections.element;
            corrections.sha256 = digest_of(id).ok_or_else(|| id.clone())?;
        }
        Ok(())
    }
}

/// The id of the element that holds the text of article `index` (from 0).
pub(super) fn element(index: usize) -> String {
    format!("a{}", index + 1)
}

/// SHA-256 of `bytes` in hexadecimal digits.
pub(super) fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// `bytes` in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |out, byte| out + &format!("{byte:02x}"))
}
