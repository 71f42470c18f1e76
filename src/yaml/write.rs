//! Writes a text so that every reader of YAML reads it back as that text.

use std::fmt::Write as _;

/// `text` as a YAML scalar, in block style or in a list: as it is if no reader
/// of YAML 1.1 or 1.2 could take it for anything else, else in double quotes.
pub fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quote(text) }
}

/// `text` for a message: its first line, and of that no more than fits there.
pub fn brief(text: &str) -> String {
    const CHARS: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    let end = line.char_indices().nth(CHARS).map_or(line.len(), |(at, _)| at);
    let rest = if end < text.len() { "……" } else { "" };
    format!("{}{rest}", &line[..end])
}

/// Words that some reader takes for true, false, nothing, a number, or a
/// default value.
const WORDS: [&str; 15] = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", ".inf", "+.inf", "-.inf",
    ".nan", "=",
];

fn is_plain(text: &str) -> bool {
    let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else {
        return false;
    };
    let edge = |c: char| c.is_whitespace();
    let marks = text.contains(": ") || text.contains(" #") || text.contains(":?") || last == ':';
    let reserved = WORDS.iter().any(|word| text.eq_ignore_ascii_case(word));
    !(edge(first)
        || edge(last)
        || "-?:,[]{}#&*!|>'\"%@`=<.~".contains(first)
        || text.contains([',', '[', ']', '{', '}'])
        || marks
        || reserved
        || looks_like_number(text)
        || text.contains(must_escape))
}

/// Whether `text` could be a number, a date or a time of day to some reader:
/// more is quoted than would have to be, but nothing that holds a Chinese
/// character.
fn looks_like_number(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    starts && text.chars().all(|c| c.is_ascii_hexdigit() || "xXoO_.:+-tTzZ ".contains(c))
}

/// Whether `c` is refused by readers, taken for a line break, or turns the
/// direction of what follows.
fn must_escape(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{feff}'
        | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || (c as u32 & 0xfffe) == 0xfffe
}

fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ if must_escape(c) => {
                let code = c as u32;
                // Writing to a String cannot fail.
                let _ = match code {
                    0..=0xff => write!(out, "\\x{code:02X}"),
                    0x100..=0xffff => write!(out, "\\u{code:04X}"),
                    _ => write!(out, "\\U{code:08X}"),
                };
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_reader_could_take_for_something_else_is_quoted() {
        for plain in
            ["春风化雨 法润贵阳", "12345热线", "——“零距离”", "1+N机制", "C++与法治", "记者 刘娟"]
        {
            assert_eq!(scalar(plain), plain);
        }
        for text in [
            "",
            "no",
            "On",
            "~",
            "NULL",
            "007",
            "2026-11-20",
            "12:30",
            "1_000",
            "0x1",
            "1e3",
            ".5",
            " a",
            "a ",
            "　全角",
            "- a",
            "a: b",
            "a #b",
            "a:",
            "#a",
            "[图]",
            "@我",
            "*ST",
            "a, b",
            "=",
            "<<",
            "a\u{85}b",
            "a\u{2028}",
            "\u{feff}a",
            "\u{1b}[31m",
            "'a'",
            "y",
            "---",
        ] {
            assert!(scalar(text).starts_with('"'), "{text:?}");
        }
    }

    #[derive(serde::Deserialize)]
    struct Read {
        a: String,
        b: Vec<String>,
    }

    proptest! {
        #[test]
        fn reading_back_gives_the_same_text(text in r#"(\PC|[\x00-\x20:#\-,\[\]{}&*!|>'"%@`~.=]|[\u{7f}-\u{a0}\u{2028}\u{feff}\u{ffff}0-9xy年月])*"#) {
            let document = format!("a: {}\nb: [{}, x]\n", scalar(&text), scalar(&text));
            let read: Read = serde_yaml::from_str(&document).unwrap_or(Read { a: document, b: vec![] });
            prop_assert_eq!(&read.a, &text);
            prop_assert_eq!(&read.b[0], &text);
        }

        #[test]
        fn an_untyped_reader_takes_it_for_a_text(text in r"\PC{0,3}|[0-9+._:xeEoyYnNa-f-]{1,8}|[a-zA-Z~.]{1,5}") {
            let read: Result<serde_yaml::Value, _> = serde_yaml::from_str(&scalar(&text));
            prop_assert_eq!(read.ok(), Some(serde_yaml::Value::String(text)));
        }
    }
}
