//! What CommonMark gets wrong in Chinese text: emphasis beside punctuation, and
//! line breaks inside a paragraph.
//!
//! CommonMark decides by the characters around a run of `*` whether it opens or
//! closes, and was written for languages with spaces between words. In
//! `规划**“十五五”**规划` it opens nothing. The amendment that its users agreed on
//! (markdown-cjk-friendly) lets a Chinese character stand for the missing space.
//! The parser knows nothing of it, so the text is prepared: where the amendment
//! decides otherwise, a punctuation mark that the text does not contain, the
//! *sentinel*, goes outside the run, and is taken out of all that the parser
//! gives back. A text without the problem is not touched at all.

use std::borrow::Cow;

use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{EastAsianWidth, EmojiPresentation, GeneralCategory, GeneralCategoryGroup, Script},
};

/// Marks to choose the sentinel from: word dividers of scripts that nobody has
/// written for two thousand years. Each is punctuation and not East Asian.
const SENTINELS: [char; 6] =
    ['\u{1039F}', '\u{103D0}', '\u{10857}', '\u{1091F}', '\u{1093F}', '\u{10A7F}'];

/// A text made ready for the parser.
pub(super) struct Prepared<'a> {
    /// The text, with sentinels where they are needed.
    pub(super) text: Cow<'a, str>,
    sentinel: char,
    /// Where in `text` the sentinels stand, in order.
    inserted: Vec<usize>,
}

impl<'a> Prepared<'a> {
    /// Puts sentinels into `text`. A text that contains every candidate is
    /// left to plain CommonMark: nothing of it is ever taken for a sentinel.
    pub(super) fn new(text: &'a str) -> Self {
        let places = sentinel_places(text);
        let free = |c: &char| !text.contains(*c);
        let sentinel = if places.is_empty() { None } else { SENTINELS.into_iter().find(free) };
        let Some(sentinel) = sentinel else {
            return Self { text: Cow::Borrowed(text), sentinel: '\0', inserted: Vec::new() };
        };
        let mut out = String::with_capacity(text.len() + places.len() * sentinel.len_utf8());
        let mut inserted = Vec::with_capacity(places.len());
        let mut done = 0;
        for place in places {
            out.push_str(&text[done..place]);
            inserted.push(out.len());
            out.push(sentinel);
            done = place;
        }
        out.push_str(&text[done..]);
        Self { text: Cow::Owned(out), sentinel, inserted }
    }

    /// `part` of the prepared text as it was before.
    pub(super) fn strip<'t>(&self, part: &'t str) -> Cow<'t, str> {
        if self.inserted.is_empty() || !part.contains(self.sentinel) {
            return Cow::Borrowed(part);
        }
        Cow::Owned(part.replace(self.sentinel, ""))
    }

    /// Where the byte `offset` of the prepared text stood in the original.
    pub(super) fn original(&self, offset: usize) -> usize {
        let before = self.inserted.partition_point(|&at| at < offset);
        offset - before * self.sentinel.len_utf8()
    }
}

/// Byte offsets at which a sentinel is needed, in order.
fn sentinel_places(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|b| matches!(b, b'*' | b'_' | b'~' | b'\\'))
    {
        let start = at + found;
        if bytes[start] == b'\\' {
            let escaped = bytes.get(start + 1).is_some_and(u8::is_ascii_punctuation);
            at = start + 1 + usize::from(escaped);
            continue;
        }
        let length = bytes[start..].iter().take_while(|&&b| b == bytes[start]).count();
        let end = start + length;
        let run = Run {
            mark: bytes[start],
            length,
            before: Before::new(&text[..start]),
            after: text[end..].chars().next(),
        };
        if run.needs_before() {
            places.push(start);
        } else if run.needs_after() {
            places.push(end);
        }
        at = end;
    }
    places
}

/// A run of `*`, `_` or `~` and what stands around it.
struct Run {
    mark: u8,
    length: usize,
    before: Before,
    after: Option<char>,
}

impl Run {
    /// Whether the run would open but for the letter before it.
    fn needs_before(&self) -> bool {
        let Some(after) = self.after else { return false };
        match self.mark {
            b'*' => {
                let word = self.before.character.is_some_and(is_word);
                word && is_punctuation(after) && (is_cjk(after) || self.before.is_cjk())
            }
            // `_` never opens inside a word, Chinese or not; but a punctuation
            // mark stays one when a variation selector follows it.
            b'_' => !after.is_whitespace() && self.before.is_varied_punctuation(),
            _ => false,
        }
    }

    /// Whether the run would close but for the letter after it.
    fn needs_after(&self) -> bool {
        let (Some(before), Some(after)) = (self.before.character, self.after) else { return false };
        let closes = self.mark == b'*' || (self.mark == b'~' && self.length == 2);
        closes && is_punctuation(before) && is_word(after) && (is_cjk(before) || is_cjk(after))
    }
}

/// What stands before a run: a character, and if that only varies the look of
/// another, the other.
struct Before {
    character: Option<char>,
    varied: Option<char>,
}

impl Before {
    fn new(text: &str) -> Self {
        let mut back = text.chars().rev();
        let character = back.next();
        let selects = character.is_some_and(|c| matches!(c, '\u{FE00}'..='\u{FE0E}'));
        Self { character, varied: if selects { back.next() } else { None } }
    }

    fn is_cjk(&self) -> bool {
        self.varied.or(self.character).is_some_and(|c| {
            // Ideographic variation selectors follow Chinese characters only.
            is_cjk(c) || matches!(c, '\u{E0100}'..='\u{E01EF}')
        })
    }

    fn is_varied_punctuation(&self) -> bool {
        self.varied.is_some_and(is_punctuation)
    }
}

/// Whether `c` is neither white space nor punctuation.
fn is_word(c: char) -> bool {
    !c.is_whitespace() && !is_punctuation(c)
}

/// Punctuation in the sense of CommonMark 0.31, which counts symbols.
fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    GeneralCategoryGroup::Punctuation.contains(category)
        || GeneralCategoryGroup::Symbol.contains(category)
}

/// A CJK character in the sense of markdown-cjk-friendly.
fn is_cjk(c: char) -> bool {
    if c.is_ascii() {
        return false;
    }
    let width = CodePointMapData::<EastAsianWidth>::new().get(c);
    let wide = matches!(
        width,
        EastAsianWidth::Wide | EastAsianWidth::Fullwidth | EastAsianWidth::Halfwidth
    );
    let emoji = || CodePointSetData::new::<EmojiPresentation>().contains(c);
    (wide && !emoji()) || is_hangul(c)
}

fn is_hangul(c: char) -> bool {
    CodePointMapData::<Script>::new().get(c) == Script::Hangul
}

/// Whether a line break in the source between `before` and `after` is nothing:
/// both are written without spaces between words. Quotation marks, dashes and
/// dots are shared with other scripts and follow their neighbour.
pub(super) fn joins(before: char, after: char) -> bool {
    let (first, second) = (is_wide(before), is_wide(after));
    (first && (second || is_shared(after))) || (second && is_shared(before))
}

fn is_wide(c: char) -> bool {
    if c.is_ascii() {
        return false;
    }
    let width = CodePointMapData::<EastAsianWidth>::new().get(c);
    matches!(width, EastAsianWidth::Wide | EastAsianWidth::Fullwidth) && !is_hangul(c)
}

fn is_shared(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_sentinel_is_punctuation_to_the_parser() {
        for sentinel in SENTINELS {
            let text = format!("字{sentinel}*（x）*{sentinel}字");
            let mut html = String::new();
            pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(&text));
            assert!(html.contains("<em>（x）</em>"), "{html}");
            assert!(is_punctuation(sentinel) && !is_cjk(sentinel));
        }
    }

    #[test]
    fn a_text_that_holds_all_sentinels_is_left_alone() {
        let text = format!("规划**“十五五”**规划{}", SENTINELS.iter().collect::<String>());
        let prepared = Prepared::new(&text);
        assert_eq!(prepared.text, text);
        assert_eq!(prepared.strip(&text), text);
    }

    #[test]
    fn line_breaks_join_chinese_and_part_the_rest() {
        for (before, after, expected) in [
            ('中', '国', true),
            ('，', '中', true),
            ('中', 'A', false),
            ('a', 'b', false),
            ('：', '“', true),
            ('”', '他', true),
            ('”', 'b', false),
            ('한', '국', false),
            ('ア', 'イ', true),
            ('中', '한', false),
            ('中', '1', false),
        ] {
            assert_eq!(joins(before, after), expected, "{before}{after}");
        }
    }

    proptest! {
        #[test]
        fn stripping_gives_the_text_back(text in "[中“”（）。a *_~\\\\`\u{1039F}\u{FE00}\n]{0,40}") {
            let prepared = Prepared::new(&text);
            let stripped = prepared.strip(&prepared.text);
            prop_assert_eq!(&*stripped, text.as_str());
            for (at, c) in prepared.text.char_indices() {
                if !prepared.inserted.contains(&at) {
                    prop_assert!(text[prepared.original(at)..].starts_with(c));
                }
            }
        }
    }
}
