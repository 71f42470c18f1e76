//! An article as a value, and the Markdown file it is kept in.

mod body;
pub mod byline;
mod front_matter;
mod issue;

pub use body::{body_from_markdown, body_to_markdown};
pub use issue::{IssuePage, Sidecar};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    diag::Span,
    route::{Address, Slug},
};

/// An article or photo piece: what import makes, what the editor edits, what
/// the site shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its address below the issue, chosen once.
    pub slug: Slug,
    /// Headline (主题).
    pub title: String,
    /// Deck (副题), without the dashes before it.
    pub subtitle: Option<String>,
    /// Addresses that its page had before: what stands there leads to it.
    pub aliases: Vec<Address>,
    /// Column (栏目).
    pub column: Option<String>,
    /// Names of the authors.
    pub authors: Vec<String>,
    /// Byline as printed, line by line.
    pub byline: Vec<String>,
    /// The place it is about, as its full name: `赤水市`, or with parents where
    /// the name alone is not enough: `南京市鼓楼区`.
    pub city: Option<String>,
    /// Topics, by their names in the vocabulary.
    pub topics: Vec<String>,
    /// Article or photo piece.
    pub kind: Kind,
    /// The page of the issue it was printed on (版): `3`, `A12`.
    pub page: Option<String>,
    /// Not to be printed yet.
    pub draft: bool,
    /// The day from which it is on the site, where the editor set one.
    pub publish: Option<Date>,
    /// Place in the issue, where the editor chose one: lower comes first.
    pub order: Option<i64>,
    /// The raw text it was restored from.
    pub source: Option<SourceLines>,
    /// How many repairs import made; the ledger has each.
    pub repairs: usize,
    /// What was put right after it had been printed (更正), in the editor's words
    /// and order. Import never writes one.
    pub corrections: Vec<Correction>,
    /// Markdown.
    pub body: String,
}

/// What an article is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Kind {
    /// 文章
    #[default]
    Article,
    /// 图片新闻: a photo with its caption.
    Photo,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::Article, Self::Photo];

    /// Its name in the front matter.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Photo => "photo",
        }
    }
}

/// A correction (更正): the text stays as it was printed, and this says what is
/// wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The day it was made.
    pub date: Date,
    /// What is put right; plain text.
    pub text: String,
}

/// Lines of a seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceLines {
    /// File name of the seed below `seeds/`.
    pub seed: String,
    /// First line, from 1.
    pub first: usize,
    /// Last line.
    pub last: usize,
}

/// A block of the body as import writes it: no other Markdown comes of a seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// `## …`
    Subhead(String),
    /// A paragraph: one line of text, without line breaks.
    Text(String),
}

/// An article as it stands in its file: with the places of its parts, for
/// problems that only the whole publication can find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The article.
    pub article: Article,
    /// Where the value of each front matter key stands in the file.
    pub spans: Vec<(&'static str, Span)>,
    /// Where each entry of a list stands: the key, the entry's number from 0.
    pub items: Vec<(&'static str, usize, Span)>,
    /// Where the body starts in the file, in bytes.
    pub body_start: usize,
}

impl Parsed {
    /// Where the value of `key` stands; the start of the file if it has none.
    pub fn span(&self, key: &str) -> Span {
        self.spans.iter().find(|(k, _)| *k == key).map_or(0..0, |(_, span)| span.clone())
    }

    /// Where entry `index` (from 0) of the list `key` stands.
    pub fn item_span(&self, key: &str, index: usize) -> Span {
        let found = self.items.iter().find(|(k, i, _)| *k == key && *i == index);
        found.map_or_else(|| self.span(key), |(_, _, span)| span.clone())
    }
}
