//! Cuts a block of entries at its keys, so that each is read by itself and no
//! fault of one hides those of another.

use super::write::{brief, scalar};
use crate::{
    diag::{Diagnostic, Source, Span},
    tongue::{Said, said},
};

/// The text of one entry, not yet looked into.
#[derive(Clone, Debug)]
pub(super) struct RawEntry {
    pub(super) key: String,
    pub(super) key_span: Span,
    /// Behind the colon, to the end of the entry's last line.
    pub(super) rest: Span,
    /// The column the key begins in.
    pub(super) indent: usize,
    /// From the start of the key's line to the end of the last one.
    pub(super) lines: Span,
    /// Its key stands, but something else is wrong with the line.
    pub(super) broken: bool,
}

/// Cuts the lines of `span`. At the top of a file the keys begin in column 0;
/// within another entry, where the first of them begins.
pub(super) fn split(
    source: &Source,
    span: Span,
    top: bool,
    problems: &mut Vec<Diagnostic>,
) -> Vec<RawEntry> {
    let base = top.then_some(0);
    Splitter { source, base, lead: 0, entries: Vec::new(), open: Open::Nothing, problems }
        .split(span)
}

/// Cuts the entries of an item of a list. The first begins where `span` does,
/// in column `lead`, and the others below it.
pub(super) fn split_item(
    source: &Source,
    span: Span,
    lead: usize,
    problems: &mut Vec<Diagnostic>,
) -> Vec<RawEntry> {
    Splitter { source, base: None, lead, entries: Vec::new(), open: Open::Nothing, problems }
        .split(span)
}

/// Whether `content`, a line without its indentation, begins a block of entries.
pub(super) fn begins_entries(content: &str) -> bool {
    let item = content == "-" || content.starts_with("- ");
    let word = content.split(['：', ':']).next().unwrap_or_default();
    let keyed = key_of(content).is_some() || (is_word(word) && word.len() < content.len());
    !item && keyed && refused(content).is_none()
}

/// Where the entries stand, if the value in `rest`, behind a key in column
/// `indent`, is a block of entries.
pub(super) fn block_of_entries(text: &str, rest: Span, indent: usize) -> Option<Span> {
    let mut start = rest.start;
    for (number, line) in text[rest.clone()].split_inclusive('\n').enumerate() {
        let content = line.trim_ascii();
        let lead = line.len() - line.trim_start_matches(' ').len();
        if content.is_empty() || content.starts_with('#') {
            start += line.len();
            continue;
        }
        let mapping = number > 0 && lead > indent && begins_entries(content);
        return mapping
            .then(|| start + lead..start + lead + text[start + lead..rest.end].trim_end().len());
    }
    None
}

/// What a line that is indented belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Entry,
    /// A line with a fault, which has been reported.
    Fault,
}

struct Splitter<'a> {
    source: &'a Source,
    base: Option<usize>,
    /// How far the first line is indented before what there is of it.
    lead: usize,
    entries: Vec<RawEntry>,
    open: Open,
    problems: &'a mut Vec<Diagnostic>,
}

impl Splitter<'_> {
    fn split(mut self, span: Span) -> Vec<RawEntry> {
        let mut start = span.start;
        for line in self.source.text()[span].split_inclusive('\n') {
            let end = start + line.trim_end_matches(['\r', '\n']).len();
            self.line(start..end, start + line.len());
            start += line.len();
        }
        self.entries
    }

    fn fault(&mut self, span: Span, message: Said, hint: Said) {
        let place = self.source.place(span);
        self.problems.push(Diagnostic::error(message).at(place).hint(hint));
        self.open = Open::Fault;
    }

    /// One line: `span` without its end, `next` where the next one starts.
    fn line(&mut self, span: Span, next: usize) {
        let text = &self.source.text()[span.clone()];
        let rest = text.trim_start_matches(' ');
        let spaces = text.len() - rest.len();
        let content = span.start + spaces..span.end;
        let indent = std::mem::take(&mut self.lead) + spaces;
        if rest.trim_ascii().is_empty() || rest.starts_with('#') {
            // A blank line or a comment belongs to whatever is open.
            return self.extend(next);
        }
        let base = *self.base.get_or_insert(indent);
        let item = rest == "-" || rest.starts_with("- ");
        let closes = rest.starts_with([']', '}']);
        if indent > base || rest.starts_with('\t') || (indent == base && (item || closes)) {
            return self.belongs(content, next, item);
        }
        if indent < base {
            let message =
                said!("this line is indented less than those above it", "这一行的缩进比上面的少");
            let hint = said!("let all of them begin in the same column", "请让它们左边对齐");
            return self.fault(content, message, hint);
        }
        self.key_line(content, indent, span.start..next);
    }

    fn extend(&mut self, next: usize) {
        if self.open == Open::Entry
            && let Some(entry) = self.entries.last_mut()
        {
            entry.rest.end = next;
            entry.lines.end = next;
        }
    }

    /// A line that must belong to the entry above it.
    fn belongs(&mut self, content: Span, next: usize, item: bool) {
        match self.open {
            Open::Entry => self.extend(next),
            Open::Fault => {}
            Open::Nothing if item => {
                let message =
                    said!("a list stands where a key must stand", "这里应当是键，却是列表");
                self.fault(content, message, said!("write `key: value`", "请写成 `key: value`"));
            }
            Open::Nothing => {
                let hint = said!(
                    "let the first key begin at the start of its line, without a tab",
                    "请让第一个键顶格写，前面不要有制表符"
                );
                let message = said!(
                    "this line is indented, but belongs to no entry",
                    "这一行有缩进，但不属于任何一项"
                );
                self.fault(content, message, hint);
            }
        }
    }

    /// A line that must begin with a key.
    fn key_line(&mut self, content: Span, indent: usize, lines: Span) {
        let line = &self.source.text()[content.clone()];
        if let Some((message, hint)) = refused(line) {
            return self.fault(content, message, hint);
        }
        let Some((key, key_end, colon)) = key_of(line) else {
            return self.no_key(content, indent, lines);
        };
        let key_span = content.start..content.start + key_end;
        let rest = content.start + colon + 1..lines.end;
        let entry = RawEntry { key, key_span, rest, indent, lines, broken: false };
        self.full_width(entry, line);
    }

    /// Takes an entry, unless `key：` was written where a later `: ` was found.
    fn full_width(&mut self, mut entry: RawEntry, line: &str) {
        if let Some((word, _)) = entry.key.split_once('：')
            && is_word(word)
        {
            let at = entry.key_span.start + word.len();
            let (word, whole) = (word.to_owned(), line.to_owned());
            self.colon_fault(
                at..at + '：'.len_utf8(),
                &word,
                &whole[word.len() + '：'.len_utf8()..],
            );
            entry.key = word;
            entry.broken = true;
            self.entries.push(entry);
            return;
        }
        self.open = Open::Entry;
        self.entries.push(entry);
    }

    fn colon_fault(&mut self, span: Span, key: &str, value: &str) {
        let hint = said!(
            "write `{key}: {value}`, with an ASCII colon and a space",
            "请写成 `{key}: {value}`，用半角冒号加一个空格",
            value = scalar(&brief(value.trim()))
        );
        self.fault(
            span,
            said!("a full-width colon stands behind the key", "键后面是全角冒号"),
            hint,
        );
    }

    /// A line without `key: `.
    fn no_key(&mut self, content: Span, indent: usize, lines: Span) {
        let line = &self.source.text()[content.clone()];
        let wide = line.find('：').filter(|&at| at > 0);
        let narrow = line.find(':').filter(|&at| at > 0);
        let key_end = match (wide, narrow) {
            (Some(wide), narrow) if narrow.is_none_or(|narrow| wide < narrow) => wide,
            (_, Some(narrow)) => narrow,
            (_, None) => {
                let hint = said!(
                    "write `key: value`, or, if the line belongs to the text above, put that text in quotes on one line",
                    "请写成 `key: value`；如果这一行是上面文字的一部分，请把那段文字加上引号写成一行"
                );
                let message = said!("this line is no `key: value`", "这一行不是 `key: value`");
                return self.fault(content, message, hint);
            }
        };
        let key = line[..key_end].trim().to_owned();
        let at = content.start + key_end;
        if wide == Some(key_end) {
            self.colon_fault(at..at + '：'.len_utf8(), &key, &line[key_end + '：'.len_utf8()..]);
        } else {
            let value = scalar(&brief(line[key_end + 1..].trim()));
            let hint = said!("write `{key}: {value}`", "请写成 `{key}: {value}`");
            let message = said!("a space is missing behind the colon", "冒号后面少了空格");
            self.fault(at..at + 1, message, hint);
        }
        let key_span = content.start..at;
        let rest = lines.end..lines.end;
        self.entries.push(RawEntry { key, key_span, rest, indent, lines, broken: true });
    }
}

/// Why a line in the place of a key is refused, if it is.
fn refused(line: &str) -> Option<(Said, Said)> {
    let word = line.split([' ', '\t']).next().unwrap_or_default();
    let first = line.chars().next()?;
    Some(match first {
        _ if word == "---" || word == "..." => (
            said!("`{word}` would begin another document", "`{word}` 会另起一份文件"),
            said!("one file holds one set of entries", "一个文件里只能有一份设置"),
        ),
        '%' => (
            said!("a directive (`%`) is not supported", "不支持 `%` 开头的指令"),
            said!("leave the line out", "请删掉这一行"),
        ),
        '{' | '[' => (
            said!("`{first}` cannot begin the entries", "不能用 `{first}` 开头"),
            said!(
                "write each entry on a line of its own: `key: value`",
                "请每项单独写一行：`key: value`"
            ),
        ),
        '?' if word == "?" => (
            said!(
                "`? ` begins a key of its own kind, which is not supported",
                "`? ` 开头的键这里不支持"
            ),
            said!("write `key: value`", "请写成 `key: value`"),
        ),
        '&' | '*' | '!' | '|' | '>' | '@' | '`' => (
            said!("a key cannot begin with `{first}`", "键不能用 `{first}` 开头"),
            said!("put the key in quotes", "请给键加上引号"),
        ),
        _ if word == "<<:" => (
            said!(
                "`<<` merges entries, which is not supported",
                "`<<` 是 YAML 的合并写法，这里不支持"
            ),
            said!("write the entries out", "请把各项逐一写出来"),
        ),
        _ => return None,
    })
}

/// The key of a line: its text, where it ends, where its colon is.
fn key_of(line: &str) -> Option<(String, usize, usize)> {
    let bytes = line.as_bytes();
    let gap = |at: usize| bytes.get(at).is_none_or(|b| matches!(b, b' ' | b'\t'));
    if line.starts_with(['"', '\'']) {
        let end = quoted_end(bytes)?;
        let key = serde_yaml::from_str::<String>(&line[..end]).ok()?;
        let colon = end + line[end..].find(|c| c != ' ')?;
        return (bytes[colon] == b':' && gap(colon + 1)).then_some((key, end, colon));
    }
    let colon = (0..bytes.len()).find(|&at| bytes[at] == b':' && gap(at + 1))?;
    let key = line[..colon].trim_end();
    let commented = key.contains(" #");
    (!key.is_empty() && !commented).then(|| (key.to_owned(), key.len(), colon))
}

fn quoted_end(bytes: &[u8]) -> Option<usize> {
    let quote = *bytes.first()?;
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte == b'\\' && quote == b'"' {
            at += 1;
        } else if byte == quote {
            if quote == b'\'' && bytes.get(at) == Some(&b'\'') {
                at += 1;
                continue;
            }
            return Some(at);
        }
    }
    None
}

/// Whether `word` looks like one of our own keys.
fn is_word(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
