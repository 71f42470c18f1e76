//! The body as import writes it: paragraphs and subheads, escaped so that what
//! was printed is what is shown.
//!
//! Only what Markdown would take for markup is escaped, so that Chinese prose
//! reads as printed in the editor's window too. What counts is decided a block
//! at a time: one `*` alone can do nothing, two can. That rests on each block
//! being one line, which has no table, no second line of a heading, no fence.

use super::Block;

/// The blocks as Markdown, without a line end after the last. A block without
/// text is left out.
pub fn body_to_markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        let (Block::Subhead(text) | Block::Text(text)) = block;
        if text.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        match block {
            Block::Subhead(text) => {
                out.push_str("## ");
                escape(text, heading_sign(text), &mut out);
            }
            Block::Text(text) => escape(text, first_sign(text), &mut out),
        }
    }
    out
}

/// The blocks that [`body_to_markdown`] made `body` of; `None` if it holds
/// anything that import never writes.
pub fn body_from_markdown(body: &str) -> Option<Vec<Block>> {
    let block = |line: &str| match line.strip_prefix("## ") {
        Some(text) => Block::Subhead(unescape(text)),
        None => Block::Text(unescape(line)),
    };
    let lines = body.split("\n\n").filter(|_| !body.is_empty());
    let blocks: Vec<Block> = lines.map(block).collect();
    (body_to_markdown(&blocks) == body).then_some(blocks)
}

/// The signs that are markup in `text` if they are not escaped.
fn markup_signs(text: &str) -> Vec<char> {
    let twice = |sign: &char| match sign {
        '_' => text.match_indices('_').filter(|&(at, _)| !within_word(text, at)).nth(1).is_some(),
        sign => text.matches(*sign).nth(1).is_some(),
    };
    let mut signs: Vec<char> = ['*', '~', '`', '_'].into_iter().filter(twice).collect();
    if text.contains(']') && ["](", "][", "]:"].iter().any(|link| text.contains(link)) {
        signs.push('[');
    }
    signs
}

/// Whether the sign at `at` stands between letters or digits of ASCII: there
/// no reader takes `_` for markup.
fn within_word(text: &str, at: usize) -> bool {
    let word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    word(at.checked_sub(1).and_then(|before| bytes.get(before))) && word(bytes.get(at + 1))
}

/// Writes `text` with `\` before every sign that would be markup; `sign` is the
/// place of one that is, because of where it stands.
fn escape(text: &str, sign: Option<usize>, out: &mut String) {
    // All markup is ASCII, and most text has nothing of it but letters and digits.
    let may_be = |byte: u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
    if !text.bytes().fold(false, |some, byte| some | may_be(byte)) {
        out.push_str(text);
        return;
    }
    let signs = markup_signs(text);
    let first = text.find(|c: char| !c.is_ascii_whitespace()).unwrap_or(text.len());
    let last = text.trim_end_matches(|c: char| c.is_ascii_whitespace()).len();
    let mut rest = text;
    loop {
        // All markup is ASCII: what is not goes over as it stands.
        let plain = rest.bytes().position(|byte| byte.is_ascii()).unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        let at = text.len() - rest.len() + plain;
        rest = &text[at..];
        let Some(c) = rest.chars().next() else { break };
        let next = text.as_bytes().get(at + 1).copied();
        rest = &text[at + c.len_utf8()..];
        let marked = match c {
            '\\' => {
                next.is_none_or(|b| b.is_ascii_punctuation() || b.is_ascii_whitespace() || b == 0xb)
            }
            '_' => signs.contains(&c) && !within_word(text, at),
            '[' => signs.contains(&c) || matches!(next, Some(b'^' | b'[')),
            '<' => next.is_some_and(|b| b.is_ascii_alphabetic() || b"/!?".contains(&b)),
            '&' => begins_entity(rest),
            _ => signs.contains(&c),
        };
        // A line break, or a space at an edge, stands in a block only if
        // something other than import made it; it must not be lost even so.
        let at_edge = c.is_ascii_whitespace() && !(first..last).contains(&at);
        if at_edge || matches!(c, '\n'..='\r') {
            out.extend(["&#", u32::from(c).to_string().as_str(), ";"]);
            continue;
        }
        if marked || sign == Some(at) {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Whether `rest`, behind a `&`, makes it a character reference.
fn begins_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    end.is_some_and(|end| end > 0 && name[end..].starts_with(';'))
}

/// The sign at the start of a paragraph that would make it something else: a
/// heading, a quotation, a list, a rule.
fn first_sign(text: &str) -> Option<usize> {
    let gap = |at: usize| text.as_bytes().get(at).is_none_or(u8::is_ascii_whitespace);
    let run = |sign: char| text.len() - text.trim_start_matches(sign).len();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rule = || text.bytes().all(|b| b == b'-' || b == b' ' || b == b'\t');
    match text.chars().next()? {
        '>' => Some(0),
        '#' if run('#') <= 6 && gap(run('#')) => Some(0),
        '-' if gap(1) || rule() => Some(0),
        '+' | '*' if gap(1) => Some(0),
        '0'..='9' if digits <= 9 => {
            let mark = text[digits..].starts_with(['.', ')']);
            (mark && gap(digits + 1)).then_some(digits)
        }
        _ => None,
    }
}

/// The sign at the end of a subhead that would not be shown: `#` closes a
/// heading.
fn heading_sign(text: &str) -> Option<usize> {
    let rest = text.trim_end_matches('#');
    let closing = rest.len() < text.len() && (rest.is_empty() || rest.ends_with([' ', '\t']));
    closing.then(|| text.len() - 1)
}

/// The text of a line that [`escape`] wrote.
fn unescape(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c == '\\'
            && let Some(next) = rest.chars().next().filter(char::is_ascii_punctuation)
        {
            out.push(next);
            rest = &rest[next.len_utf8()..];
            continue;
        }
        let written = [" ", "\t", "\n", "\u{b}", "\u{c}", "\r"];
        let space = written.iter().filter(|_| c == '&').find_map(|space| {
            let code = format!("#{};", space.as_bytes()[0]);
            rest.strip_prefix(code.as_str()).map(|rest| (*space, rest))
        });
        if let Some((space, behind)) = space {
            out.push_str(space);
            rest = behind;
            continue;
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

    use super::*;

    /// What a reader sees, as blocks; anything but paragraphs and subheads is
    /// `Err`.
    fn shown(markdown: &str) -> Result<Vec<Block>, String> {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_TASKLISTS;
        let mut blocks = Vec::new();
        let mut text = String::new();
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Start(Tag::Paragraph | Tag::Heading { level: HeadingLevel::H2, .. }) => {}
                Event::Text(part) => text.push_str(&part),
                Event::End(TagEnd::Paragraph) => {
                    blocks.push(Block::Text(std::mem::take(&mut text)));
                }
                Event::End(TagEnd::Heading(HeadingLevel::H2)) => {
                    blocks.push(Block::Subhead(std::mem::take(&mut text)));
                }
                other => return Err(format!("{other:?} in {markdown:?}")),
            }
        }
        Ok(blocks)
    }

    #[test]
    fn chinese_prose_stays_as_printed() {
        for text in [
            "贵阳——“爽爽的城”，建立1+N(1次月度调会+N次联席会)机制，设置7×24小时。",
            "比重达44%，5<6，[图]见3.5版，C#与a_b_c，~10%，*ST公司，A&B，a|b，价格5$和6$。",
            "　　全角空格开头",
            "#话题",
            "-5℃",
            "2023.5.1",
        ] {
            assert_eq!(body_to_markdown(&[Block::Text(text.into())]), text);
        }
    }

    #[test]
    fn what_would_be_markup_is_escaped() {
        for (text, written) in [
            ("2026. 年", r"2026\. 年"),
            ("1) 一", r"1\) 一"),
            ("- 一", r"\- 一"),
            ("---", r"\---"),
            ("# 一", r"\# 一"),
            ("> 一", r"\> 一"),
            ("*重*", r"\*重\*"),
            ("[一](二)", r"\[一](二)"),
            ("见[^1]", r"见\[^1]"),
            ("<b>", r"\<b>"),
            ("&lt;", r"\&lt;"),
            (r"a\", r"a\\"),
        ] {
            assert_eq!(body_to_markdown(&[Block::Text(text.into())]), written);
        }
        assert_eq!(body_to_markdown(&[Block::Subhead("一 #".into())]), r"## 一 \#");
    }

    #[test]
    fn what_import_never_writes_is_none() {
        for body in ["a\n\n\nb", "a\nb", "# a", "*a*", "- a", "a\n", " a", "", "\\一 *a*", "&#65;"]
        {
            let blocks = body_from_markdown(body);
            assert_eq!(
                blocks.is_none(),
                !matches!(body, "" | "&#65;") || body == "&#65;",
                "{body:?}"
            );
        }
    }

    fn block() -> impl Strategy<Value = Block> {
        let signs = r"[-*_~`\[\]<>&#+=|\\(){}!^:;./$%@ 0-9ab一“”。　\t]{1,12}";
        let phrases = "(http://|</?b>|\\[\\^1\\]|\\[a\\]: b|---|===|```|~~~|&amp;|&#35;|2026\\. |1\\) |中|\\]\\(|\\[x\\]| {2,4}|\\\\|#{1,7} ?|\\*\\*|__|\\PC){1,8}";
        (prop_oneof![signs, phrases, r"\PC{1,20}", r"[\t\n\r\x0b\x0c a*#]{1,5}"], any::<bool>())
            .prop_map(|(text, head)| if head { Block::Subhead(text) } else { Block::Text(text) })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn what_was_printed_is_what_is_shown(blocks in prop::collection::vec(block(), 1..4)) {
            prop_assert_eq!(shown(&body_to_markdown(&blocks)), Ok(blocks));
        }

        #[test]
        fn reading_back_gives_the_same_blocks(blocks in prop::collection::vec(block(), 0..4)) {
            prop_assert_eq!(body_from_markdown(&body_to_markdown(&blocks)), Some(blocks));
        }

        #[test]
        fn what_reads_back_is_what_was_written(body in r"([#*_~\\&\[\] a一0-9;.]|\n\n|## |&#32;)*") {
            if let Some(blocks) = body_from_markdown(&body) {
                prop_assert_eq!(body_to_markdown(&blocks), body);
            }
        }
    }
}
