//! The text of an element of a document: what the manifest has the digest of.
//!
//! It is what a browser calls the element's `textContent`, with each run of ASCII
//! white space as one space and none at the ends, as UTF-8. So whoever has a
//! browser, or a few lines of any language, can recompute it without kanyin.

use std::collections::BTreeMap;

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// Elements without an end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Whether the element `name` has no end.
pub(super) fn is_void(name: &[u8]) -> bool {
    VOID.iter().any(|void| void.as_bytes() == name)
}

/// The text of each element of `html` whose id is in `ids`, in the order of `ids`;
/// `None` where there is no such element, or more than one.
pub(super) fn texts(html: &str, ids: &[String]) -> Vec<Option<String>> {
    let places: BTreeMap<&[u8], usize> =
        ids.iter().enumerate().map(|(at, id)| (id.as_bytes(), at)).collect();
    let mut found: Vec<Vec<String>> = vec![Vec::new(); ids.len()];
    // The element that is being read: which, its text, how many are open in it.
    let mut open: Option<(usize, String, usize)> = None;
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => {
                let void = is_void(&tag.name);
                if let Some((_, _, depth)) = &mut open {
                    *depth += usize::from(!void);
                    continue;
                }
                let id = tag.attributes.get(b"id".as_slice());
                let at = id.and_then(|id| places.get(id.as_slice()).copied());
                open = at.filter(|_| !void).map(|at| (at, String::new(), 1));
            }
            Token::EndTag(_) => {
                if let Some((at, text, depth)) = open.take() {
                    match depth {
                        1 => found[at].push(text),
                        depth => open = Some((at, text, depth - 1)),
                    }
                }
            }
            Token::String(part) => {
                if let Some((_, text, _)) = &mut open {
                    text.push_str(&String::from_utf8_lossy(&part));
                }
            }
            _ => {}
        }
    }
    let single = |mut texts: Vec<String>| texts.pop().filter(|_| texts.is_empty());
    found.into_iter().map(|texts| single(texts).map(|text| spaced(&text))).collect()
}

/// The texts of the elements of `html` whose ids are in `ids`, by their ids; those
/// that are not there once are left out.
pub(super) fn texts_by_id(html: &str, ids: &[String]) -> BTreeMap<String, String> {
    let texts = texts(html, ids);
    ids.iter().zip(texts).filter_map(|(id, text)| Some((id.clone(), text?))).collect()
}

/// The tokens of a document or a part of one. Every text is read, whatever bytes
/// it has.
pub(super) fn tokens(html: &str) -> impl Iterator<Item = Token> + '_ {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).map(|Ok(token)| token)
}

/// `text` with each run of white space as one space and none at its ends.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> Option<String> {
        texts(html, &["a1".to_owned()]).remove(0)
    }

    #[test]
    fn the_text_is_that_of_the_element() {
        let html = "<p>前</p><div id=\"a1\">\n<h2>春风 <b>化雨</b></h2>\n<p>一<br>二&amp;&#x4e09;<img alt=\"x\"></p>\n</div>后";
        assert_eq!(text(html).as_deref(), Some("春风 化雨 一二&三"));
        assert_eq!(text("<p id=a1>　一　</p>").as_deref(), Some("　一　"));
    }

    #[test]
    fn an_element_that_is_missing_or_there_twice_has_none() {
        for html in [
            "",
            "<p id=\"a2\">一</p>",
            "<p id=a1>一</p><p id=a1>一</p>",
            "<p id=a1>一",
            "<br id=a1>",
        ] {
            assert_eq!(text(html), None, "{html}");
        }
    }

    #[test]
    fn a_comment_and_a_script_are_as_a_browser_reads_them() {
        assert_eq!(text("<p id=a1>一<!-- </p> -->二</p>").as_deref(), Some("一二"));
        assert_eq!(text("<script>'<p id=a1>'</script><p id=a1>一</p>").as_deref(), Some("一"));
    }
}
