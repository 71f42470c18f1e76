//! What the body of an article says at length.
//!
//! From build to build most articles stay as they were. Then nobody needs their text, only
//! to know that it is the same: its keys stand in the [`Body`](super::body), and the text is read
//! when it is asked for.

use std::{
    hash::{Hash, Hasher},
    ops::Deref,
    sync::Arc,
};

use serde::{Serialize, Serializer};

use super::{body, key::Key, load::Facts};
use crate::{
    config::Config,
    diag::{Source, Span},
    limits::Limits,
    markdown::{self, Album, Options, Rendered},
    words::Words,
};

/// How the bodies of a site are read.
pub(super) struct Manner {
    pub(super) options: Options,
    pub(super) limits: Limits,
    /// The site's own.
    pub(super) words: Words,
    /// Whether the site has a search.
    pub(super) searched: bool,
    /// Whether it is asked which articles are like which.
    pub(super) compared: bool,
}

impl Manner {
    /// That of a site, as its settings say; its articles are `compared` if pages show which are alike.
    pub(super) fn of(config: &Config, words: &Words, compared: bool) -> Arc<Self> {
        let Config { allow_html, limits, search: searched, .. } = *config;
        let options = Options { allow_html, nesting: limits.nesting };
        Arc::new(Self { options, limits, words: words.clone(), searched, compared })
    }
}

/// What a body says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) html: Arc<str>,
    /// Where photographers are named in `html`, and their names.
    pub(super) people: Vec<(Span, String)>,
    /// The words as they are searched: each block with its number, then the footnotes
    /// with 0. Empty if the site has no search.
    pub(super) passages: Vec<(usize, String)>,
}

impl Said {
    pub(super) fn new(rendered: Rendered, manner: &Manner) -> Self {
        let Rendered { html, blocks, notes, people, .. } = rendered;
        Self {
            html: html.into(),
            people,
            passages: if manner.searched { body::passages(blocks, notes) } else { Vec::new() },
        }
    }

    /// What the body that starts at byte `start` of `source` says, if it has no pictures.
    pub(super) fn without_pictures(source: &Source, start: usize, manner: &Manner) -> Self {
        Self::new(without_pictures(source, start, manner), manner)
    }
}

/// The first paragraphs of the body that starts at byte `start` of `source`. The front page shows
/// them of its lead alone: they are read when they are asked for. They are the same whichever
/// pictures there are.
pub(super) fn opening(source: &Source, start: usize, manner: &Manner) -> Vec<String> {
    body::opening(&without_pictures(source, start, manner).blocks)
}

fn without_pictures(source: &Source, start: usize, manner: &Manner) -> Rendered {
    let words = &manner.words;
    let album = Album { find: &|_| None, sizes: "", told_below: "", untold: "", words };
    markdown::render_pictured(source, start, &manner.options, &album).value
}

/// The text of an article as HTML. It is told by its key; what it says is read when it is
/// asked for.
#[derive(Clone)]
pub struct Html {
    key: Key,
    text: Text,
}

#[derive(Clone)]
enum Text {
    Own(Arc<str>),
    Of(Arc<Facts>),
}

impl Html {
    /// That of an article, as its body has it.
    pub(super) fn of(facts: &Arc<Facts>) -> Self {
        Self { key: facts.inside.html, text: Text::Of(Arc::clone(facts)) }
    }
}

impl From<String> for Html {
    fn from(text: String) -> Self {
        Self { key: Key::of(&*text), text: Text::Own(text.into()) }
    }
}

impl Deref for Html {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.text {
            Text::Own(text) => text,
            Text::Of(facts) => &facts.said().html,
        }
    }
}

impl std::fmt::Debug for Html {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(f)
    }
}

impl Hash for Html {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}
