//! Chinese text: characters, sentence ends, quotes and brackets, counting.
//!
//! Facts about the language that import and the site share. Nothing here knows
//! an article, a page or a rule of restoration.

pub mod align;
pub mod fold;
pub mod hash;
pub mod model;
pub mod names;
pub mod words;

use std::ops::Range;

/// Marks the place where the printed text is missing and no copy has it. The
/// only words that import may add to a text.
pub const GAP: &str = "〔原文缺失〕";

/// Whether `c` is a Chinese character (Han script), 〇 included.
#[inline]
pub fn is_han(c: char) -> bool {
    // Nearly all are in one block.
    if ('\u{4e00}'..='\u{9fff}').contains(&c) {
        return true;
    }
    matches!(c,
        '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' | '〇' | '々')
}

/// Whether `c` ends a sentence: 。！？ and their ASCII forms `!` and `?`. The
/// ASCII full stop is none: in Chinese text it stands in numbers and names.
#[inline]
pub fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '．' | '…')
}

/// Whether `c` closes a quotation or bracket.
#[inline]
pub fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '》' | '〉' | '】' | '〕' | ']')
}

/// The character that closes what `c` opens.
#[inline]
pub fn closer(c: char) -> Option<char> {
    Some(match c {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        '（' => '）',
        '(' => ')',
        '《' => '》',
        '〈' => '〉',
        '【' => '】',
        '〔' => '〕',
        '[' => ']',
        _ => return None,
    })
}

/// The characters of a text but for those between U+4000 and U+EFFF, each with its place.
/// Who changes none of these passes over nearly all of a Chinese text by its bytes.
pub fn beside_han(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut next = 0;
    std::iter::from_fn(move || {
        // Such a byte begins a character of three.
        while matches!(text.as_bytes().get(next), Some(0xe4..=0xee)) {
            next += 3;
        }
        let at = next;
        let c = text[at..].chars().next()?;
        next += c.len_utf8();
        Some((at, c))
    })
}

/// The characters of a text that open or close, in order: all others are told by their
/// bytes.
pub fn brackets(text: &str) -> impl Iterator<Item = char> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut single = 0_usize;
    std::iter::from_fn(move || {
        loop {
            let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
            let length = match rest[0] {
                0x00..0xc0 => 1,
                0xc0..0xe0 => 2,
                0xe0..0xf0 => 3,
                0xf0.. => 4,
            };
            let start = at;
            at += length;
            if !is_bracket(rest) {
                continue;
            }
            let c = text[start..].chars().next();
            match c {
                Some('‘') => single += 1,
                Some('’') if single == 0 && opens_short_year(&text[start..]) => continue,
                Some('’') => single = single.saturating_sub(1),
                _ => {}
            }
            return c;
        }
    })
}

/// Whether bytes begin with a character that opens or closes.
#[inline]
fn is_bracket(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [b'(' | b')' | b'[' | b']', ..]
            // ‘’“”
            | [0xe2, 0x80, 0x98 | 0x99 | 0x9c | 0x9d, ..]
            // 〈〉《》「」『』【】〔〕
            | [0xe3, 0x80, 0x88..=0x91 | 0x94 | 0x95, ..]
            // （）
            | [0xef, 0xbc, 0x88 | 0x89, ..]
    )
}

/// Whether a text opens with a year that is cut short: ’98. Its mark closes nothing.
pub fn opens_short_year(text: &str) -> bool {
    let digits = text.strip_prefix('’').unwrap_or_default();
    digits.chars().take_while(char::is_ascii_digit).count() == 2
}

/// Pairs of neighbouring Chinese characters of a text, each character read once.
pub fn pairs(text: &str) -> impl Iterator<Item = (char, char)> + '_ {
    let mut chars = text.chars();
    let mut before: Option<char> = None;
    std::iter::from_fn(move || {
        loop {
            let here = chars.next()?;
            if !is_han(here) {
                before = None;
            } else if let Some(before) = before.replace(here) {
                return Some((before, here));
            }
        }
    })
}

/// Whether a text ends in one of some words. Most texts end in none, and the last
/// character tells.
pub fn ends_with(text: &str, words: &[&str]) -> bool {
    let last = text.as_bytes().last_chunk::<3>();
    let may = |word: &str| word.len() < 3 || word.as_bytes().last_chunk() == last;
    words.iter().any(|word| may(word) && text.ends_with(word))
}

/// Which of some words a text opens with. Most texts open with none, and the first
/// character tells.
pub fn opens_with(text: &str, words: &[&'static str]) -> Option<&'static str> {
    let first = text.as_bytes().first_chunk::<3>();
    let may = |word: &str| word.len() < 3 || word.as_bytes().first_chunk() == first;
    words.iter().copied().find(|word| may(word) && text.starts_with(word))
}

/// The sentences of a paragraph, in order, without a rest between them.
///
/// A sentence ends after its terminal punctuation and the quotes and brackets
/// that close there, never inside one. Speech that opens the sentence does not
/// end it (“快跑！”他说。), speech that closes it does (他说：“快跑！”).
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    let mut ended = false;
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        if closer(c).is_some() {
            open.push((c, at));
        } else if is_closer(c) {
            let opened = open.pop();
            let inside = opened.is_some_and(|(c, at)| matches!(c, '（' | '(') || at == start);
            ended &= !inside;
        } else if ends_sentence(c) {
            ended = true;
        } else if open.is_empty() {
            ended = false;
        }
        let follows = chars.peek().is_some_and(|&(_, n)| is_closer(n) || ends_sentence(n));
        if ended && open.is_empty() && !follows {
            found.push(start..end);
            start = end;
            ended = false;
        }
    }
    if start < text.len() {
        found.push(start..text.len());
    }
    found
}

/// The first sentences of `text`, as many as fit into `limit` characters. If
/// the first alone is longer it is cut at a comma, outside quotations and
/// brackets where there is one, and ends in ……
pub fn summary(text: &str, limit: usize) -> String {
    let mut end = 0;
    for sentence in sentences(text) {
        if text[..sentence.end].chars().count() > limit {
            break;
        }
        end = sentence.end;
    }
    if end > 0 {
        return text[..end].trim().to_owned();
    }
    let mut depth = 0_i32;
    let (mut clause, mut last) = (0, 0);
    for (count, (at, c)) in text.char_indices().enumerate() {
        if count >= limit {
            break;
        }
        last = at + c.len_utf8();
        if closer(c).is_some() {
            depth += 1;
        } else if is_closer(c) {
            depth -= 1;
        } else if depth <= 0 && matches!(c, '，' | '；' | '、' | ',' | ';') {
            clause = at;
        }
    }
    if last >= text.len() {
        return text.trim().to_owned();
    }
    let end = if clause > 0 { clause } else { last };
    format!("{}……", text[..end].trim())
}

/// Whether `c` is one of the marks of Chinese text that are no letters: most of what is no
/// Han character. Not all marks there are.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3020}'
        | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
}

/// Length as an editor counts (字数): each Chinese character and each Latin
/// word or number is one; punctuation and spaces are none.
pub fn count(text: &str) -> usize {
    let mut count = 0;
    let mut in_word = false;
    for c in text.chars() {
        let han = is_han(c);
        // What is no Han character is looked up in a table, which takes its time.
        let word = !han && !is_mark(c) && c.is_alphanumeric();
        if han || (word && !in_word) {
            count += 1;
        }
        in_word = word;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_han_is_found_with_its_place() {
        let text: String = ('\0'..=char::MAX).step_by(7).collect();
        let wanted: Vec<(usize, char)> =
            text.char_indices().filter(|(_, c)| !('\u{4000}'..='\u{efff}').contains(c)).collect();
        assert_eq!(beside_han(&text).collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn no_mark_is_a_letter() {
        let marks: Vec<char> = ('\0'..=char::MAX).filter(|c| is_mark(*c)).collect();
        assert!(marks.contains(&'，') && marks.contains(&'。') && marks.contains(&'—'));
        assert!(!marks.iter().any(|c| c.is_alphanumeric() || is_han(*c)));
    }

    #[test]
    fn every_character_that_opens_or_closes_is_found() {
        for c in '\0'..='\u{ffff}' {
            let found: Vec<char> = brackets(&format!("a{c}河é🙂{c}")).collect();
            let opens = closer(c).is_some() || is_closer(c);
            assert_eq!(found, if opens { vec![c; 2] } else { Vec::new() }, "{c:?}");
        }
    }

    #[test]
    fn a_short_year_closes_nothing() {
        let found = |text: &str| brackets(text).collect::<String>();
        assert_eq!(found("在’98防汛中，‘清河’15号船"), "‘’");
        assert!(opens_short_year("’98防汛") && !opens_short_year("’1998年"));
    }

    #[test]
    fn pairs_are_of_neighbours_that_are_both_chinese() {
        let of = |text: &str| pairs(text).map(|(a, b)| format!("{a}{b}")).collect::<Vec<_>>();
        assert_eq!(of("河水a涨了，又落"), ["河水", "涨了", "又落"]);
        assert!(of("河，a").is_empty());
    }

    #[test]
    fn an_end_is_told_whatever_its_length() {
        assert!(ends_with("市委书记", &["书记", "长"]) && ends_with("镇长", &["书记", "长"]));
        assert!(!ends_with("书记说", &["书记", "长"]) && ends_with("a", &["a"]));
    }

    #[test]
    fn sentences_never_end_inside_a_quotation() {
        let text = "“水来了。快跑！”他说。村里（共三百户。）都醒了……天亮了";
        let of = |text: &'static str| -> Vec<&str> {
            sentences(text).into_iter().map(|s| &text[s]).collect()
        };
        assert_eq!(of("他说：“好。”第二天，雪停了。"), ["他说：“好。”", "第二天，雪停了。"]);
        let parts: Vec<&str> = sentences(text).into_iter().map(|s| &text[s]).collect();
        assert_eq!(parts, ["“水来了。快跑！”他说。", "村里（共三百户。）都醒了……", "天亮了"]);
    }

    #[test]
    fn a_summary_ends_at_a_sentence_or_says_that_it_is_cut() {
        let text = "雨下了一夜。河水涨了，村口的桥被冲走。";
        assert_eq!(summary(text, 10), "雨下了一夜。");
        assert_eq!(summary(text, 100), text);
        assert_eq!(summary("河水涨了，村口的“老桥，新桥”都被冲走了。", 12), "河水涨了……");
    }

    #[test]
    fn counting_takes_latin_words_as_one() {
        assert_eq!(count("在2023年用APP办事。"), 7);
        assert_eq!(count(""), 0);
    }
}
