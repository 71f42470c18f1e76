//! What the body of an article says.
//!
//! To read it is most of the work that a file makes. It depends on the file and the
//! options, and on pictures where it shows some; so it may be [kept](super::kept) from one build to
//! the next.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    filed::Quote,
    headers,
    key::Key,
    related,
    said::{Manner, Said},
    view::{ImageView, OutlineView},
};
use crate::{
    markdown::{Block, Rendered},
    text,
};

/// Summaries take sentences until they have this many characters.
const SUMMARY_CHARS: usize = 60;
/// No summary is longer.
const MAX_SUMMARY_CHARS: usize = 120;
/// The front page shows this much of its lead.
const OPENING_CHARS: usize = 400;
/// Fewer subheads make no outline.
const MIN_OUTLINE: usize = 3;

/// What the body of an article says that stands in lists, too, or decides in which.
#[derive(Serialize, Deserialize)]
pub(super) struct Body {
    pub(super) summary: String,
    /// The hosts of pictures that lie elsewhere.
    pub(super) hosts: BTreeSet<String>,
    /// Whether it shows pictures, wherever they lie.
    pub(super) pictured: bool,
    /// The article's topics by their index, each with the sentence that names it.
    pub(super) topics: Vec<(usize, Option<Quote>)>,
}

/// What a body says beside that, in few words: at length see [`Said`]. No page shows it but the
/// article's own, and who asks for the text itself.
#[derive(Serialize, Deserialize)]
pub(super) struct Inside {
    /// Of what it says as HTML.
    pub(super) html: Key,
    /// Of what is searched of it.
    pub(super) passages: Key,
    /// How long that is in bytes.
    pub(super) searched: usize,
    pub(super) outline: Vec<OutlineView>,
    pub(super) gaps: usize,
    pub(super) characters: usize,
    /// The pairs of characters that the article is told by, if it is compared; see [`related::terms`].
    pub(super) terms: Box<[u32]>,
}

impl Body {
    /// That of an article of this title, with the `pictures` in it; and what it says at length.
    pub(super) fn new(
        rendered: Rendered,
        title: &str,
        pictures: &[ImageView],
        topics: Vec<(usize, Option<Quote>)>,
        manner: &Manner,
    ) -> (Self, Inside, Said) {
        let Rendered { html, blocks, gaps, pictures: shown, .. } = &rendered;
        let body = Self {
            hosts: headers::hosts(html),
            summary: first_words(blocks, pictures),
            pictured: !shown.is_empty(),
            topics,
        };
        let inside = Inside {
            html: Key::of(&**html),
            passages: Key::of(&()),
            searched: 0,
            outline: outline(blocks),
            gaps: *gaps,
            characters: blocks.iter().map(|b| text::count(&b.text)).sum(),
            terms: if manner.compared { related::terms(title, blocks) } else { Box::default() },
        };
        let said = Said::new(rendered, manner);
        let passages = Key::of(&said.passages);
        let searched = said.passages.iter().map(|(_, text)| text.len()).sum();
        (body, Inside { passages, searched, ..inside }, said)
    }
}

fn outline(blocks: &[Block]) -> Vec<OutlineView> {
    let heads = blocks.iter().filter(|b| b.heading.is_some());
    let outline: Vec<OutlineView> = heads
        .map(|b| OutlineView { title: b.text.replace('\n', ""), href: format!("#p{}", b.number) })
        .collect();
    if outline.len() < MIN_OUTLINE { Vec::new() } else { outline }
}

/// The paragraphs that are neither headings nor pictures nor empty.
fn paragraphs(blocks: &[Block]) -> impl Iterator<Item = &str> {
    let texts = blocks.iter().filter(|b| b.heading.is_none() && !b.figure);
    texts.map(|b| b.text.trim()).filter(|t| !t.is_empty())
}

/// First sentences for lists. A piece that is pictures alone says what is to be seen.
fn first_words(blocks: &[Block], pictures: &[ImageView]) -> String {
    let words = summary(blocks);
    let caption = pictures.first().map(|picture| picture.caption.as_str()).unwrap_or_default();
    if words.is_empty() { text::summary(caption, MAX_SUMMARY_CHARS) } else { words }
}

/// First sentences for lists: of the first paragraph, or of the first two
/// where that is but a few words.
fn summary(blocks: &[Block]) -> String {
    let mut words = String::new();
    for paragraph in paragraphs(blocks) {
        words.extend(paragraph.chars().take(4 * MAX_SUMMARY_CHARS));
        if words.chars().count() >= SUMMARY_CHARS {
            break;
        }
    }
    let words = words.replace('\n', " ");
    let first = text::summary(&words, MAX_SUMMARY_CHARS);
    let length = first.chars().count();
    let rest = words.trim_start().strip_prefix(&*first).unwrap_or_default();
    if length >= SUMMARY_CHARS || rest.trim().is_empty() {
        return first;
    }
    // A short sentence before a long one says too little by itself.
    first + &text::summary(rest, MAX_SUMMARY_CHARS - length)
}

/// The paragraphs that the front page shows of its lead.
pub(super) fn opening(blocks: &[Block]) -> Vec<String> {
    let mut opening = Vec::new();
    let mut left = OPENING_CHARS;
    for paragraph in paragraphs(blocks) {
        let length = paragraph.chars().take(left + 1).count();
        if length > left {
            // A paragraph is begun only if a good part of it still fits.
            if left * 2 > OPENING_CHARS || opening.is_empty() {
                opening.push(text::summary(
                    &paragraph.chars().take(2 * left).collect::<String>(),
                    left,
                ));
            }
            break;
        }
        left -= length;
        opening.push(paragraph.to_owned());
    }
    opening
}

/// Each block with its number, then the notes with 0.
pub(super) fn passages(blocks: Vec<Block>, notes: Vec<String>) -> Vec<(usize, String)> {
    let blocks = blocks.into_iter().map(|block| (block.number, block.text));
    let all = blocks.chain(notes.into_iter().map(|note| (0, note)));
    all.filter(|(_, text)| !text.trim().is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diag::Source,
        markdown::{self, Options},
    };

    fn blocks(body: &str) -> Vec<Block> {
        let options = Options { allow_html: false, nesting: 64 };
        markdown::render(&Source::new("a", body), 0, &options).value.blocks
    }

    #[test]
    fn a_summary_skips_subheads_and_lone_short_paragraphs() {
        let body = format!("## 题\n\n日月如流。\n\n{}。\n", "水".repeat(80));
        assert_eq!(summary(&blocks(&body)), format!("日月如流。{}。", "水".repeat(80)));
        assert_eq!(summary(&blocks("![图注](a.jpg)\n\n正文。\n")), "正文。");
        let body = format!("日月如流。{}，{}。\n", "水".repeat(80), "山".repeat(80));
        assert_eq!(summary(&blocks(&body)), format!("日月如流。{}……", "水".repeat(80)));
    }

    #[test]
    fn an_opening_ends_at_a_sentence() {
        let long = format!("{}。{}。", "山".repeat(300), "水".repeat(300));
        assert_eq!(opening(&blocks(&long)), [format!("{}。", "山".repeat(300))]);
        assert_eq!(opening(&blocks("一。\n\n二。\n")), ["一。", "二。"]);
    }
}
