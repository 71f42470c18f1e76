//! Publications for tests.

use super::{Captions, Drafts, Inputs, PictureFiles, ThemeFiles};
use crate::{config::Config, diag::Source, topics::Vocabulary};

/// What a site of nothing but articles is made of.
pub(super) fn inputs() -> Option<Inputs> {
    let config = Config::parse(&Source::new("kanyin.yaml", "title: 河口\n")).value?;
    let topics = Source::new("topics.yaml", "水利:\n  kind: 议题\n");
    let vocabulary = Vocabulary::parse(&topics, &config.limits).value;
    Some(Inputs {
        config,
        vocabulary,
        theme: ThemeFiles::default(),
        content: Vec::new(),
        pictures: PictureFiles::new(),
        drafts: Drafts::LeftOut,
        day: None,
        captions: Captions::Wanted,
    })
}

/// The file of an article.
pub(super) fn source(name: &str, front: &str, body: &str) -> Source {
    Source::new(format!("content/x/{name}.md"), format!("---\ntitle: 题\n{front}---\n\n{body}"))
}
