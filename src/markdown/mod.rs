//! Body text to HTML.
//!
//! The steps: [`cjk`] prepares the text so that emphasis beside Chinese
//! punctuation is read as it was meant; the parser makes events; [`writer`]
//! writes them as HTML and notes the blocks as it goes. All text leaves through
//! [`escape`], all addresses through [`address`].

mod address;
mod cjk;
pub(crate) mod escape;
pub(crate) mod highlight;
mod notes;
#[cfg(test)]
mod tests;
mod writer;

use std::ops::Range;

use pulldown_cmark::Parser;

use crate::{
    diag::{Checked, Source},
    tongue::Said,
    words::{Language, Words},
};

/// How to read a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// Pass raw HTML on instead of showing it as text.
    pub allow_html: bool,
    /// Deepest nesting of blocks.
    pub nesting: usize,
}

/// A body as HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The HTML. Each top-level block carries the id of its [`Block`].
    pub html: String,
    /// Top-level blocks, in order.
    pub blocks: Vec<Block>,
    /// The words of the footnotes, as they are written.
    pub notes: Vec<String>,
    /// How many gap marks 〔原文缺失〕 there are.
    pub gaps: usize,
    /// The pictures in it, in order.
    pub pictures: Vec<Pictured>,
    /// Where people are named in the credits of pictures: the bytes in `html`, rising,
    /// and the name.
    pub people: Vec<(Range<usize>, String)>,
}

/// A picture of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pictured {
    /// How it is shown; `None` for one that is not there, or that lies elsewhere.
    pub shown: Option<Shown>,
    /// Its address as it is written.
    pub address: String,
    /// What is to be seen in it, where that was written beside the caption.
    pub alt: String,
    /// Its caption (图注), without the credit.
    pub caption: String,
    /// Whose it is (图片署名), as printed; empty if nobody is named.
    pub credit: String,
    /// Whether it stands by itself, as a figure, and not in a line of text.
    pub figure: bool,
    /// Number of the block that it is; 0 if it is none of its own.
    pub block: usize,
    /// Where it stands in the file, in bytes.
    pub span: Range<usize>,
}

/// How a picture is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its address in full size, as the page has it.
    pub href: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Each of its sizes that every browser shows: the address and the width.
    pub srcset: Vec<(String, u32)>,
    /// The same as WebP; empty where there are none.
    pub webp: Vec<(String, u32)>,
}

/// Knows the pictures that lie beside a text: asked with an address as it is
/// written, it gives the picture, or what is wrong and what to do about it; `None`
/// for an address that leads elsewhere.
pub type Pictures<'a> = dyn Fn(&str) -> Option<Result<Shown, (Said, Said)>> + 'a;

/// How the pictures of a text are shown.
pub struct Album<'a> {
    /// Finds them.
    pub find: &'a Pictures<'a>,
    /// How wide the page shows them, for `sizes`.
    pub sizes: &'a str,
    /// What is read out for a picture of which the caption tells all: who listens need
    /// not hear the caption twice.
    pub told_below: &'a str,
    /// The same for a picture without a caption.
    pub untold: &'a str,
    /// The site's own words: for who listens, and for who points at a gap.
    pub words: &'a Words,
}

/// A top-level block of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its number from 1; its id in the HTML is `p` and this number.
    pub number: usize,
    /// Level, if it is a heading.
    pub heading: Option<u8>,
    /// Whether it is a picture with its caption.
    pub figure: bool,
    /// Its words without markup.
    pub text: String,
    /// Where it stands in the body, in bytes.
    pub span: Range<usize>,
}

/// What of Markdown is read. Listed by hand: `Options::all` would bring
/// formulas (`价格5$和6$`), typographic quotes and the old footnotes.
fn extensions() -> pulldown_cmark::Options {
    use pulldown_cmark::Options as Pulldown;
    Pulldown::ENABLE_TABLES | Pulldown::ENABLE_STRIKETHROUGH | Pulldown::ENABLE_FOOTNOTES
}

/// The body that starts at byte `start` of `source`, as HTML. Images keep the
/// addresses that they are written with.
pub fn render(source: &Source, start: usize, options: &Options) -> Checked<Rendered> {
    let words = Words::of(Language::Simplified);
    let album = Album { find: &|_| None, sizes: "", told_below: "", untold: "", words };
    render_pictured(source, start, options, &album)
}

/// The same with the pictures that lie beside the text.
pub fn render_pictured(
    source: &Source,
    start: usize,
    options: &Options,
    album: &Album<'_>,
) -> Checked<Rendered> {
    let body = source.text().get(start..).unwrap_or_default();
    if body.trim_ascii().is_empty() {
        // Most issues have no foreword, and to begin to read is what costs.
        return Checked::clean(Rendered::default());
    }
    let prepared = cjk::Prepared::new(body);
    let events = Parser::new_ext(&prepared.text, extensions()).into_offset_iter().collect();
    writer::write(source, start, *options, album, &prepared, events)
}
