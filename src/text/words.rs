//! Words: what the dictionary says of a few characters.
//!
//! The dictionary is jieba's (MIT). It is loaded at the first question, takes
//! about a tenth of a second and some 40 MB, and is asked only about the few
//! characters around a place in doubt, never about a whole text.

use std::sync::OnceLock;

use jieba_rs::Jieba;

/// Longest word that is looked for across a break, in characters.
const LONGEST: usize = 5;

fn dictionary() -> &'static Jieba {
    static DICTIONARY: OnceLock<Jieba> = OnceLock::new();
    DICTIONARY.get_or_init(Jieba::new)
}

/// Whether the dictionary has `word`.
pub fn is_word(word: &str) -> bool {
    dictionary().has_word(word)
}

/// Whether the dictionary has `word`, and not as the name of a person.
pub fn is_common_word(word: &str) -> bool {
    is_word(word) && tagged(word).first().is_none_or(|only| only.tag != "nr")
}

/// A word with its part of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tagged<'a> {
    /// The word.
    pub word: &'a str,
    /// Its tag in jieba's set: `n` noun, `v` verb, `a` adjective, `d` adverb,
    /// `nr` name, `ns` place, `m` numeral, `q` measure, `uv` 地, `uj` 的 …
    pub tag: &'a str,
}

/// The words of a short text with their parts of speech.
pub fn tagged(text: &str) -> Vec<Tagged<'_>> {
    dictionary().tag(text, false).into_iter().map(|t| Tagged { word: t.word, tag: t.tag }).collect()
}

/// The clauses of a text, each with the mark behind it. The dictionary never looks past a
/// mark: their words are those of the text.
pub fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(is_mark)
}

/// The most likely division of a short text into words.
pub fn split(text: &str) -> Vec<&str> {
    dictionary().cut(text, false).into_iter().map(|t| t.word).collect()
}

/// The word that a break cuts in two, if the end of `left` and the start of
/// `right` are most likely parts of one.
pub fn across(left: &str, right: &str) -> Option<String> {
    let before: Vec<char> = last_chars(left, LONGEST);
    let after: Vec<char> = right.chars().take(LONGEST).collect();
    let text: String = before.iter().chain(&after).collect();
    let cut: usize = before.iter().map(|c| c.len_utf8()).sum();
    let mut at = 0;
    for word in split(&text) {
        let end = at + word.len();
        if at < cut && end > cut && word.chars().all(super::is_han) {
            return Some(word.to_owned());
        }
        at = end;
    }
    None
}

/// The kinds of words that tell a sentence from its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// 的, 了, 们, 中: leans on the word before it.
    Leaning,
    /// 就, 已.
    Adverb,
    /// 在, 把.
    Preposition,
    /// 和, 但.
    Conjunction,
    /// 他, 这.
    Pronoun,
    /// 三, 12.
    Numeral,
    /// 召开.
    Verb,
    /// 新, 主要.
    Quality,
    /// 水.
    Noun,
    /// 清河, 刘娟.
    Name,
    /// 去年.
    Time,
    /// A mark or a foreign word.
    Mark,
}

impl Class {
    fn of(word: Tagged<'_>) -> Self {
        if word.word.starts_with(|c: char| c.is_ascii_digit()) {
            return Self::Numeral;
        }
        if !word.word.starts_with(super::is_han) {
            return Self::Mark;
        }
        match word.tag.as_bytes() {
            [b'u' | b'y' | b'k' | b'f' | b'q' | b'g', ..] | [_, b'g'] => Self::Leaning,
            [b'd', ..] => Self::Adverb,
            [b'p', ..] => Self::Preposition,
            [b'c', ..] => Self::Conjunction,
            [b'r', ..] => Self::Pronoun,
            [b'm', ..] => Self::Numeral,
            [b'v', ..] => Self::Verb,
            [b'a' | b'b' | b'z', ..] => Self::Quality,
            [b'n', b'r' | b's' | b't' | b'z', ..] => Self::Name,
            [b't', ..] => Self::Time,
            _ => Self::Noun,
        }
    }

    /// Whether a word of one character of this class is more often a part of a longer
    /// one.
    fn is_content(self) -> bool {
        matches!(self, Self::Verb | Self::Noun | Self::Name | Self::Quality)
    }
}

/// A word at the edge of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// What kind of word it is.
    pub class: Class,
    /// Whether it is one character that is more often a part of a longer word.
    pub lone: bool,
    /// How many bytes it has; a mark has none.
    pub length: usize,
}

impl Edge {
    /// How much of a text is divided to find the word at its edge, in characters.
    const NEAR: usize = 12;

    /// A mark is a word of its own, and never one character that is a part of a longer.
    const MARK: Self = Self { class: Class::Mark, lone: false, length: 0 };

    /// The first word of a text.
    pub fn first(text: &str) -> Option<Self> {
        let end = text.char_indices().nth(Self::NEAR).map_or(text.len(), |(at, _)| at);
        // The dictionary never looks past a mark.
        let near = &text[..end];
        let near = match near.find(is_mark) {
            Some(0) => return Some(Self::MARK),
            mark => &near[..mark.unwrap_or(end)],
        };
        let mut words = tagged(near).into_iter();
        Some(Self::of(words.next()?, words.next()))
    }

    /// The last word of a text.
    pub fn last(text: &str) -> Option<Self> {
        let start = text.char_indices().rev().take(Self::NEAR).last().map_or(0, |(at, _)| at);
        let near = &text[start..];
        let near = match near.char_indices().rev().find(|&(_, c)| is_mark(c)) {
            Some((at, mark)) if at + mark.len_utf8() == near.len() => return Some(Self::MARK),
            mark => &near[mark.map_or(0, |(at, mark)| at + mark.len_utf8())..],
        };
        let mut words = tagged(near).into_iter().rev();
        Some(Self::of(words.next()?, words.next()))
    }

    /// `beside` is the word on the other side of it: two such characters together
    /// are a word that the dictionary does not have (河长).
    fn of(word: Tagged<'_>, beside: Option<Tagged<'_>>) -> Self {
        let lone = |word: Tagged<'_>| {
            let mut chars = word.word.chars();
            let single = chars.next().is_some_and(super::is_han) && chars.next().is_none();
            single && Class::of(word).is_content()
        };
        let class = Class::of(word);
        Self { class, lone: lone(word) && !beside.is_some_and(lone), length: word.word.len() }
    }
}

/// Whether `c` is a mark that no word of the dictionary has and that stands by itself
/// whatever is beside it.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '…'
            | '—'
            | '“'
            | '”'
            | '‘'
            | '’'
            | '（'
            | '）'
            | '《'
            | '》'
    )
}

/// The last `count` characters of `text`, in order.
pub fn last_chars(text: &str, count: usize) -> Vec<char> {
    let mut chars: Vec<char> = text.chars().rev().take(count).collect();
    chars.reverse();
    chars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_at_the_edges_are_classed() {
        let edge = |class, lone, word: &str| Some(Edge { class, lone, length: word.len() });
        assert_eq!(Edge::first("产总值三百亿元"), edge(Class::Noun, true, "产"));
        assert_eq!(Edge::first("的防范措施"), edge(Class::Leaning, false, "的"));
        assert_eq!(Edge::last("民警走进"), edge(Class::Verb, false, "走进"));
        assert_eq!(Edge::last("一共有12"), edge(Class::Numeral, false, "12"));
        assert_eq!(Edge::last("一共有，"), edge(Class::Mark, false, ""));
        assert_eq!(Edge::first(""), None);
    }

    #[test]
    fn the_words_of_the_clauses_are_those_of_the_text() {
        for text in
            ["清河县修好了堤，老周说：“水清了。”", "，。", "", "堤长12.5公里；2023年修的——\n完"]
        {
            assert_eq!(clauses(text).flat_map(tagged).collect::<Vec<_>>(), tagged(text), "{text}");
        }
    }

    #[test]
    fn a_word_cut_in_two_is_found() {
        for (left, right, word) in [
            ("全年实现生", "产总值三百亿元", Some("生产总值")),
            ("民警重点打", "击盗窃", Some("打击")),
            ("来到街", "道办事处", Some("街道")),
            ("他们种下了", "两百棵树", None),
            ("始终坚持", "党的领导", None),
            ("共有12", "34人", None),
        ] {
            assert_eq!(across(left, right).as_deref(), word, "{left}|{right}");
        }
    }
}
