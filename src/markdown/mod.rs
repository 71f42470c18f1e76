//! Body text to HTML.

use std::ops::Range;

/// How to read a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// Pass raw HTML on instead of showing it as text.
    pub allow_html: bool,
    /// Deepest nesting of blocks.
    pub nesting: usize,
}

/// A body as HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The HTML. Each top-level block carries the id of its [`Block`].
    pub html: String,
    /// Top-level blocks, in order.
    pub blocks: Vec<Block>,
    /// How many gap marks 〔原文缺失〕 there are.
    pub gaps: usize,
}

/// A top-level block of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its number from 1; its id in the HTML is `p` and this number.
    pub number: usize,
    /// Level, if it is a heading.
    pub heading: Option<u8>,
    /// Its words without markup.
    pub text: String,
    /// Where it stands in the body, in bytes.
    pub span: Range<usize>,
}
