//! The vocabulary (词表): the topics a publication keeps an index of.

use std::ops::Range;

use crate::route::Slug;

/// What a topic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TopicKind {
    /// 议题: what articles are about.
    Subject,
    /// 机制: a practice or institution with a name of its own.
    Mechanism,
}

/// An entry of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// Its address.
    pub slug: Slug,
    /// Subject or mechanism.
    pub kind: TopicKind,
    /// Other words for it; each is found in texts like the name itself.
    pub aliases: Vec<String>,
    /// What it is.
    pub description: Option<String>,
}

/// A place where a text names a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Index of the topic in the vocabulary.
    pub topic: usize,
    /// Where, in bytes of the text.
    pub span: Range<usize>,
}
