//! Step 2: the text in blocks.
//!
//! A block is a line with words on it. Whether two lines are one paragraph is
//! not decided here: that needs evidence, and is the work of [`super::join`].

use std::ops::Range;

use super::decode::Seed;

/// A line of a seed, without the white space around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where it stands in the seed's text, in bytes.
    pub span: Range<usize>,
    /// Whether an empty line stands before it.
    pub after_blank: bool,
    /// Whether it is indented, as a paragraph's first line is.
    pub indented: bool,
}

/// Whether `c` ends a line: LF, CR, VT, FF, NEL, LS, PS.
fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether `c` is white space or an invisible mark of no width.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{ad}')
}

/// Splits the text of `seed` into its blocks, in order.
pub fn split(seed: &Seed) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut after_blank = true;
    let mut start = 0;
    let text = seed.text.as_str();
    let mut breaks = text.match_indices(ends_line).peekable();
    while start <= text.len() {
        let end = breaks.peek().map_or(text.len(), |&(at, _)| at);
        let line = &text[start..end];
        let words = line.trim_matches(is_blank);
        if words.is_empty() {
            // CR LF is one line end: the nothing between them is no empty line.
            after_blank |= !text[..end].ends_with('\r') || !text[end..].starts_with('\n');
        } else {
            let indent = line.len() - line.trim_start_matches(is_blank).len();
            let from = start + indent;
            let indented = line[..indent].chars().any(|c| c == '\u{3000}') || indent > 1;
            blocks.push(Block { span: from..from + words.len(), after_blank, indented });
            after_blank = false;
        }
        let Some((at, mark)) = breaks.next() else { break };
        start = at + mark.len();
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    fn lines(text: &str) -> Vec<(String, bool)> {
        let seed = sample::seed(text);
        split(&seed).into_iter().map(|b| (seed.slice(&b.span).to_owned(), b.after_blank)).collect()
    }

    #[test]
    fn every_kind_of_line_end_divides() {
        let expected =
            vec![("甲".to_owned(), true), ("乙".to_owned(), false), ("丙".to_owned(), true)];
        for text in [
            "甲\n乙\n\n丙",
            "\u{3000}\u{3000}甲\r\n乙\r\n\r\n丙\r\n",
            "甲\r乙\r\r丙",
            "甲\u{85}乙\u{2028}\u{2028} 丙 ",
        ] {
            assert_eq!(lines(text), expected, "{text:?}");
        }
    }
}
