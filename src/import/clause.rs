//! The clause that goes through a break: how long it is, what stands on both sides of it,
//! whether both of its halves have a verb.

use std::ops::Range;

use super::evidence::{Evidence, join as sign};
use crate::text::words;

/// How much of a text is looked at on either side of a break, in characters.
const NEAR: usize = 40;
/// How much of a clause is divided into words, in characters.
const WORDS: usize = 20;
/// Blank lines of a page between two paragraphs have fewer bytes.
const BLANK: usize = 200;

/// Whether nothing but white space stands on the page between a text that ends before byte
/// `end` and one that begins at `start`.
pub(super) fn is_directly_below(page: &str, end: usize, start: usize) -> bool {
    start.checked_sub(end).is_some_and(|between| between < BLANK)
        && page.get(end..start).is_some_and(|between| between.chars().all(char::is_whitespace))
}

/// Where the line of the page is that stands directly below byte `end`, if one begins near: it
/// may have been taken out since, or stand elsewhere. Of a long one only its beginning is.
pub(super) fn line_below(page: &str, end: usize) -> Range<usize> {
    /// So much is read of a line, in bytes.
    const LONG: usize = 1200;
    let near = &page[end..page.floor_char_boundary(end + BLANK)];
    let start = end + near.len() - near.trim_start().len();
    let line = &page[start..page.floor_char_boundary(start + LONG)];
    let line = line.lines().next().unwrap_or_default().trim_end();
    start..start + line.len()
}

/// The end of the line that stands directly above byte `start`.
pub(super) fn line_above(page: &str, start: usize) -> &str {
    let near = &page[page.ceil_char_boundary(start.saturating_sub(BLANK))..start];
    near.trim_end().lines().next_back().unwrap_or_default().trim_start()
}

fn is_mark(c: char) -> bool {
    "，。！？；：、,;:".contains(c)
}

/// Whether some word of a clause is a verb.
fn has_verb(clause: &str) -> bool {
    words::tagged(clause).iter().any(|word| word.tag.starts_with('v'))
}

/// A clause on one side of a break, as far as its mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Half {
    mark: Option<char>,
    /// In characters.
    length: usize,
    /// Whether it has a verb near the break.
    verb: bool,
}

impl Half {
    /// The clause before a break.
    pub(super) fn before(text: &str) -> Self {
        let near = &text[text.char_indices().rev().nth(NEAR - 1).map_or(0, |(at, _)| at)..];
        let (mark, clause) = match near.char_indices().rev().find(|(_, c)| is_mark(*c)) {
            Some((at, c)) => (Some(c), &near[at + c.len_utf8()..]),
            None => (None, near),
        };
        let words = clause.char_indices().rev().nth(WORDS - 1).map_or(0, |(at, _)| at);
        Self { mark, length: clause.chars().count(), verb: has_verb(&clause[words..]) }
    }

    /// The clause behind it.
    pub(super) fn behind(text: &str) -> Self {
        let near = &text[..text.char_indices().nth(NEAR).map_or(text.len(), |(at, _)| at)];
        let (mark, clause) = match near.char_indices().find(|(_, c)| is_mark(*c)) {
            Some((at, c)) => (Some(c), &near[..at]),
            None => (None, near),
        };
        let words = clause.char_indices().nth(WORDS).map_or(clause.len(), |(at, _)| at);
        Self { mark, length: clause.chars().count(), verb: has_verb(&clause[..words]) }
    }
}

/// Adds what the clause is that two halves would make together.
pub(super) fn weigh(before: Half, behind: Half, e: &mut Evidence) {
    match before.mark {
        None => e.add(sign::FIRST_CLAUSE),
        Some('，' | ',') => e.add(sign::BEHIND_COMMA),
        Some('。' | '！' | '？') => e.add(sign::BEHIND_SENTENCE),
        Some('、') => e.add(sign::IN_LIST),
        Some(_) => {}
    }
    if before.length == 0 {
        e.add(sign::ENDS_IN_MARK);
    }
    if before.length + behind.length < 5 {
        e.add(sign::TINY_CLAUSE);
    }
    match behind.length {
        0..4 => e.add(sign::REST_TINY),
        4..12 => {}
        12..20 => e.add(sign::REST_MIDDLING),
        _ => e.add(sign::REST_LONG),
    }
    match (before.verb, behind.verb) {
        (true, true) => e.add(sign::BOTH_HAVE_VERBS),
        (false, true) => e.add(sign::VERB_BEHIND),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(weigh: impl FnOnce(&mut Evidence)) -> Vec<&'static str> {
        let mut evidence = Evidence::default();
        weigh(&mut evidence);
        evidence.names()
    }

    #[test]
    fn the_clause_through_a_break_is_described() {
        for (text, next, expected) in [
            (
                "河堤修好了，水也清",
                "了，鱼回来了。",
                &[sign::BEHIND_COMMA, sign::TINY_CLAUSE, sign::REST_TINY][..],
            ),
            (
                "修堤的石料来自县里",
                "运来的石料堆在河边的空地上等着用，",
                &[sign::FIRST_CLAUSE, sign::REST_MIDDLING, sign::BOTH_HAVE_VERBS],
            ),
            (
                "河堤修好了。柳树种了一千棵，",
                "，",
                &[sign::BEHIND_COMMA, sign::ENDS_IN_MARK, sign::TINY_CLAUSE, sign::REST_TINY],
            ),
            ("河堤修好了。河水", "涨到桥下。", &[sign::BEHIND_SENTENCE, sign::VERB_BEHIND]),
            (
                "柳树、槐树、",
                "槐树和杨树都活。",
                &[sign::IN_LIST, sign::ENDS_IN_MARK, sign::VERB_BEHIND],
            ),
        ] {
            let expected: Vec<&str> = expected.iter().map(|weight| weight.name).collect();
            let (before, behind) = (Half::before(text), Half::behind(next));
            assert_eq!(names(|e| weigh(before, behind, e)), expected, "{text}|{next}");
        }
    }

    #[test]
    fn the_page_tells_what_stands_directly_beside_a_text() {
        let page = "河堤修好了，\n\n　　水也清了。\n\n第3版\n鱼回来了。";
        let at = |words: &str| page.find(words).unwrap_or_default();
        let end = at("\n");
        assert!(is_directly_below(page, end, at("水也")));
        assert!(!is_directly_below(page, end, at("鱼回")));
        assert!(!is_directly_below(page, at("鱼回"), end));
        assert_eq!(&page[line_below(page, end)], "水也清了。");
        assert_eq!(line_above(page, at("水也")), "河堤修好了，");
        assert_eq!(line_above(page, at("鱼回")), "第3版");
        assert_eq!(line_above(page, 0), "");
        assert!(line_below(page, page.len()).is_empty());
    }
}
