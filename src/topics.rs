//! The vocabulary (词表): the topics a publication keeps an index of.

use std::ops::Range;

use crate::{
    config::Limits,
    diag::{Checked, Source},
    route::Slug,
};

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

/// The topics of a publication, ready to be found in texts.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    topics: Vec<Topic>,
}

impl Vocabulary {
    /// Reads `topics.yaml`.
    pub fn parse(_source: &Source, _limits: &Limits) -> Checked<Self> {
        Checked::clean(Self::default())
    }

    /// All topics, in the order of the file.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// The number of the topic with this name or alias.
    pub fn find(&self, _name: &str) -> Option<usize> {
        None
    }

    /// The name of a topic that a person most likely meant by `name`.
    pub fn suggest(&self, _name: &str) -> Option<&str> {
        None
    }

    /// All places where `text` names a topic, in order, none within another.
    pub fn mentions(&self, _text: &str) -> Vec<Mention> {
        Vec::new()
    }
}
