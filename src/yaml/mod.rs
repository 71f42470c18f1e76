//! Reads the small YAML that people write: front matter, `kanyin.yaml`,
//! `topics.yaml`, the sheet beside a seed.
//!
//! 1. The size is capped, and signs that no reader shows are refused.
//! 2. `split` cuts the block at its keys.
//! 3. `scan` walks each value: its depth is bounded, aliases, tags and the
//!    like are refused, and the usual faults are explained in words.
//! 4. `serde_yaml` reads each value by itself, unless it is `plain` what it says,
//!    and always as text: so `no`, `007` and `2026-11-20` stay as they were
//!    written, and what they mean is for the caller to say.
//!
//! So all problems of a file are reported at once, each with its place in the
//! file. [`scalar`] is the way back.

mod date;
mod fault;
mod flow;
mod items;
mod plain;
mod scan;
mod split;
mod write;

pub use date::{date, parse_date, required_date};

use std::{collections::HashMap, str::FromStr};

use serde::de::DeserializeOwned;

pub use self::write::{brief, scalar};
use self::{
    scan::{Shape, Value},
    split::RawEntry,
};
use crate::{
    diag::{self, Checked, Diagnostic, Source, Span},
    limits::Limits,
    route::Slug,
    tongue::{Said, said},
};

/// The entries of a block, each to be asked for by its key.
#[derive(Clone, Debug)]
pub struct Mapping {
    source: Source,
    /// Where to point to for an entry that is missing.
    home: Span,
    nesting: usize,
    entries: Vec<Entry>,
    /// Number of the entry with this key.
    numbers: HashMap<String, usize>,
    /// The keys that were asked for: all others are unknown.
    asked: Vec<&'static str>,
    /// The whole could not be read, so that nothing in it is missing.
    broken: bool,
}

#[derive(Clone, Debug)]
struct Entry {
    key: String,
    key_span: Span,
    indent: usize,
    /// What to hand to the parser.
    text: Span,
    /// Whether `text` holds the key too.
    keyed: bool,
    /// `None` if it has a fault, which has been reported.
    value: Option<Value>,
}

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text, without quotes and escapes.
    pub value: String,
    /// Where it stands in the file, quotes included.
    pub span: Span,
}

impl Text {
    /// The text as a message quotes it: not at any length.
    pub fn brief(&self) -> String {
        brief(&self.value)
    }
}

/// The only entry of a document.
#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Single<T: DeserializeOwned>(#[serde(bound = "")] HashMap<String, T>);

impl Mapping {
    /// Reads the entries in the part `span` of `source`. Keys begin in the
    /// first column.
    pub fn parse(source: &Source, span: Span, limits: &Limits) -> Checked<Self> {
        let mut problems = Vec::new();
        let bom = source.text()[span.clone()].starts_with('\u{feff}');
        let span = span.start + if bom { '\u{feff}'.len_utf8() } else { 0 }..span.end;
        let first_line = source.text()[span.clone()].lines().next().unwrap_or_default().len();
        let home = span.start..span.start + first_line;
        let mut mapping = Self::empty(source, home.clone(), limits.nesting);
        if span.len() > limits.front_matter_bytes {
            let message = said!(
                "{bytes} bytes of settings are more than the limit of {limit}",
                "设置有 {bytes} 字节，超过了 {limit} 字节的上限",
                bytes = span.len(),
                limit = limits.front_matter_bytes
            );
            let hint = said!(
                "the limit is `limits: front_matter:` in kanyin.yaml",
                "上限是 kanyin.yaml 里的 `limits: front_matter:`"
            );
            problems.push(Diagnostic::error(message).at(source.place(home)).hint(hint));
            mapping.broken = true;
            return Checked::new(mapping, problems);
        }
        let unreadable = unreadable_signs(source, span.clone(), &mut problems);
        let raw = split::split(source, span, true, &mut problems);
        mapping.take_lines(raw, &unreadable, &mut problems);
        Checked::new(mapping, problems)
    }

    fn empty(source: &Source, home: Span, nesting: usize) -> Self {
        Self {
            source: source.clone(),
            home,
            nesting,
            entries: Vec::new(),
            numbers: HashMap::new(),
            asked: Vec::new(),
            broken: false,
        }
    }

    /// Looks into each entry of a block.
    fn take_lines(
        &mut self,
        raw: Vec<RawEntry>,
        unreadable: &[usize],
        problems: &mut Vec<Diagnostic>,
    ) {
        for entry in raw {
            let from = unreadable.partition_point(|&at| at < entry.lines.start);
            let readable = unreadable.get(from).is_none_or(|&at| at >= entry.lines.end);
            let value = (readable && !entry.broken)
                .then(|| self.look_into(&entry.key, entry.rest.clone(), entry.indent, problems))
                .flatten();
            let RawEntry { key, key_span, indent, lines, .. } = entry;
            self.add(Entry { key, key_span, indent, text: lines, keyed: true, value }, problems);
        }
    }

    fn look_into(
        &self,
        key: &str,
        rest: Span,
        indent: usize,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Value> {
        let from = rest.start;
        if let Some(span) = split::block_of_entries(self.source.text(), rest.clone(), indent) {
            // Its entries are looked into one by one when they are asked for.
            return Some(Value::map(span));
        }
        match scan::scan(self.source.text(), rest, indent, self.nesting) {
            Ok(value) => {
                for cut in &value.cut {
                    let message = said!(
                        "` #` begins a comment: it is no part of `{key}`",
                        "` #` 起是注释，不算 `{key}` 的内容"
                    );
                    let hint = said!(
                        "put the text in quotes, or a space behind the `#`",
                        "请给文字加上引号；如果确是注释，请在 `#` 后加一个空格"
                    );
                    let place = self.source.place(cut.clone());
                    problems.push(Diagnostic::warning(message).at(place).hint(hint));
                }
                Some(value)
            }
            Err(fault) => {
                problems.push(fault.diagnostic(&self.source, key, from));
                None
            }
        }
    }

    /// Adds an entry, unless its key stands already.
    fn add(&mut self, entry: Entry, problems: &mut Vec<Diagnostic>) {
        if let Some(&first) = self.numbers.get(&entry.key) {
            let line = self.source.line(self.entries[first].key_span.start);
            let message = said!(
                "`{key}` stands twice, first in line {line}",
                "`{key}` 写了两次，前一次在第 {line} 行",
                key = brief(&entry.key)
            );
            let place = self.source.place(entry.key_span);
            problems.push(
                Diagnostic::error(message).at(place).hint(said!("keep one of them", "请只留一个")),
            );
            return;
        }
        self.numbers.insert(entry.key.clone(), self.entries.len());
        self.entries.push(entry);
    }

    /// The keys and where they stand, in the order of the file.
    pub fn keys(&self) -> impl Iterator<Item = (&str, Span)> {
        self.entries.iter().map(|entry| (entry.key.as_str(), entry.key_span.clone()))
    }

    /// Whether there is an entry `key`, readable or not.
    pub fn has(&self, key: &str) -> bool {
        self.broken || self.numbers.contains_key(key)
    }

    /// Whether there is an entry `key` with a fault, which has been reported.
    pub fn is_faulty(&self, key: &str) -> bool {
        self.entry(key).is_some_and(|entry| entry.value.is_none())
    }

    /// Where the value of `key` stands.
    pub fn value_span(&self, key: &str) -> Option<Span> {
        Some(self.entry(key)?.value.as_ref()?.span.clone())
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        self.numbers.get(key).map(|&number| &self.entries[number])
    }

    /// The text of `key`; `None` if it is absent, blank, or has a fault.
    pub fn text(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Text> {
        self.asked.push(key);
        self.value(key, problems)
    }

    /// The text of an entry whose key is any word: a name of the site's own.
    pub fn value(&self, key: &str, problems: &mut Vec<Diagnostic>) -> Option<Text> {
        let entry = self.entry(key)?;
        let value = entry.value.as_ref()?;
        match value.shape {
            Shape::Scalar => {}
            Shape::Empty => return None,
            Shape::List => {
                return self.wrong(
                    entry,
                    &said!("one text, not a list", "一段文字，不是列表"),
                    problems,
                );
            }
            Shape::Map | Shape::FlowMap => {
                return self.wrong(
                    entry,
                    &said!("a text, not entries of its own", "一段文字，不是一组设置"),
                    problems,
                );
            }
        }
        let span = value.span.clone();
        let text = plain::text(self.source.text(), entry)
            .map_or_else(|| self.read(entry, problems), Some)?;
        (!text.trim().is_empty()).then_some(Text { value: text, span })
    }

    /// The text of `key`, which may not be absent or blank.
    pub fn required(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Text> {
        let before = problems.len();
        let text = self.text(key, problems);
        if text.is_none() && problems.len() == before && !self.is_faulty(key) && !self.broken {
            let (message, span) = match self.entry(key) {
                Some(entry) => {
                    (said!("`{key}` is empty", "`{key}` 是空的"), entry.key_span.clone())
                }
                None => (said!("`{key}` is missing", "缺少 `{key}`"), self.home.clone()),
            };
            let hint = said!("add a line `{key}: …`", "请加一行 `{key}: …`");
            problems.push(Diagnostic::error(message).at(self.source.place(span)).hint(hint));
        }
        text
    }

    /// The texts of `key`: a list, or one text that is meant as a list of one.
    pub fn texts(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Vec<Text> {
        let list = |entry: &Entry| entry.value.as_ref().is_some_and(|v| v.shape == Shape::List);
        if !self.entry(key).is_some_and(list) {
            return self.text(key, problems).into_iter().collect();
        }
        self.asked.push(key);
        let Some(entry) = self.entry(key) else { return Vec::new() };
        let Some(value) = &entry.value else { return Vec::new() };
        let read = plain::texts(self.source.text(), entry)
            .map_or_else(|| self.read::<Vec<String>>(entry, problems), Some);
        let Some(read) = read else { return Vec::new() };
        let paired = read.len() == value.scalars.len();
        let mut texts = Vec::with_capacity(read.len());
        for (number, text) in read.into_iter().enumerate() {
            let span = if paired { &value.scalars[number] } else { &value.span };
            if text.trim().is_empty() {
                let message = said!("an item of `{key}` is empty", "`{key}` 里有一项是空的");
                let place = self.source.place(span.clone());
                problems.push(
                    Diagnostic::error(message).at(place).hint(said!("leave it out", "请删掉它")),
                );
            } else {
                texts.push(Text { value: text, span: span.clone() });
            }
        }
        texts
    }

    /// Whether `key` says `true`.
    pub fn flag(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<bool> {
        self.parsed(key, &said!("`true` or `false`", "`true` 或 `false`"), problems)
    }

    /// The text of `key` as a `T`; `what` says which texts are one.
    pub fn parsed<T: FromStr>(
        &mut self,
        key: &'static str,
        what: &Said,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        let text = self.text(key, problems)?;
        if let Ok(value) = text.value.parse() {
            return Some(value);
        }
        let message = said!(
            "`{key}` must be {what}, not `{text}`",
            "`{key}` 应当是{what}，不能是“{text}”",
            what,
            text = text.brief()
        );
        problems.push(Diagnostic::error(message).at(self.source.place(text.span)));
        None
    }

    /// The entries within `key`, by a key that is known; see [`Self::nested`].
    pub fn mapping(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        self.asked.push(key);
        self.nested(key, problems)
    }

    /// The entries within `key`; none if nothing stands behind its colon.
    pub fn nested(&self, key: &str, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        let entry = self.entry(key)?;
        let value = entry.value.as_ref()?;
        let mut inner =
            Self::empty(&self.source, entry.key_span.clone(), self.nesting.saturating_sub(1));
        if inner.nesting == 0 {
            return self.wrong(
                entry,
                &said!(
                    "at most so deep as `limits: nesting:` says",
                    "嵌套得浅一些，层数不超过 `limits: nesting:`"
                ),
                problems,
            );
        }
        match value.shape {
            Shape::Empty => {}
            Shape::Map => {
                let before = &self.source.text()[..value.span.start];
                let start = before.rfind('\n').map_or(0, |at| at + 1);
                let raw = split::split(&self.source, start..entry.text.end, false, problems);
                inner.take_lines(raw, &[], problems);
            }
            Shape::FlowMap => inner.take_flow(value, entry.indent, problems),
            Shape::Scalar | Shape::List => {
                return self.wrong(
                    entry,
                    &said!("entries, each `key: value`", "一组设置，每项写成 `key: value`"),
                    problems,
                );
            }
        }
        Some(inner)
    }

    fn take_flow(&mut self, outer: &Value, indent: usize, problems: &mut Vec<Diagnostic>) {
        for (key_span, span) in &outer.entries {
            let written = &self.source.text()[key_span.clone()];
            let key = serde_yaml::from_str(written).unwrap_or_else(|_| written.to_owned());
            let value = self.look_into(&key, span.clone(), indent, problems);
            let (key_span, text) = (key_span.clone(), span.clone());
            self.add(Entry { key, key_span, indent, text, keyed: false, value }, problems);
        }
    }

    /// Reports every key that was not asked for.
    pub fn finish(self, problems: &mut Vec<Diagnostic>) {
        for entry in &self.entries {
            if self.asked.contains(&entry.key.as_str()) {
                continue;
            }
            let hint = match diag::nearest(&entry.key, self.asked.iter().copied()) {
                Some(known) => said!("did you mean `{known}`?", "是不是 `{known}`？"),
                None => {
                    said!("known are {keys}", "可以用的有 {keys}", keys = Said::list(&self.asked))
                }
            };
            let message =
                said!("unknown key `{key}`", "没有 `{key}` 这个键", key = brief(&entry.key));
            let place = self.source.place(entry.key_span.clone());
            problems.push(Diagnostic::error(message).at(place).hint(hint));
        }
    }

    fn wrong<T>(&self, entry: &Entry, what: &Said, problems: &mut Vec<Diagnostic>) -> Option<T> {
        let span = entry.value.as_ref().map_or(&entry.key_span, |value| &value.span);
        let message =
            said!("`{key}` must be {what}", "`{key}` 应当是{what}", key = entry.key, what);
        problems.push(Diagnostic::error(message).at(self.source.place(span.clone())));
        None
    }

    /// Hands an entry to the parser.
    fn read<T: DeserializeOwned>(
        &self,
        entry: &Entry,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        let text = &self.source.text()[entry.text.clone()];
        let read = if entry.keyed {
            serde_yaml::from_str::<Single<T>>(text).map(|Single(all)| all.into_values().next())
        } else {
            serde_yaml::from_str::<T>(text).map(Some)
        };
        match read {
            Ok(value) => value,
            Err(error) => {
                problems.push(self.unread(entry, &error));
                None
            }
        }
    }

    /// What the parser said, at its place in the file.
    fn unread(&self, entry: &Entry, error: &serde_yaml::Error) -> Diagnostic {
        let text = &self.source.text()[entry.text.clone()];
        let start = error.location().map_or(0, |at| offset(text, at.line(), at.column()));
        let start = entry.text.start + start;
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        let words = words.rsplit_once("]: ").map_or(words, |(_, end)| end);
        let message = match words.strip_prefix("invalid type") {
            Some(_) => {
                said!("`{key}` may hold texts only", "`{key}` 里只能是文字", key = entry.key)
            }
            None => said!(
                "`{key}` cannot be read: {words}",
                "`{key}` 读不懂：{words}",
                key = entry.key,
                words = parser_words(words)
            ),
        };
        let hint = if words.contains("escape") {
            said!(
                "in double quotes write `\\\\` for `\\`, or take single quotes",
                "双引号里要写 `\\\\` 才是 `\\`，或者改用单引号"
            )
        } else {
            said!(
                "put texts that hold signs of their own in quotes",
                "请给带有特殊符号的文字加上引号"
            )
        };
        Diagnostic::error(message).at(self.source.place(start..start + 1)).hint(hint)
    }
}

/// The parser's own words, in Chinese as far as they are known: it is handed
/// one entry whose usual faults have been found before, so few are left.
fn parser_words(words: &str) -> Said {
    let zh = match words {
        w if w.contains("escape") => "双引号里的转义符不对",
        w if w.contains("duplicate") => "有重复的键",
        w if w.contains("recursion") => "嵌套太深",
        _ => "不合 YAML 的写法",
    };
    Said::both(words.to_owned(), zh.to_owned())
}

/// `text` as an address; `name` is what to suggest one from.
pub fn slug(
    source: &Source,
    text: &Text,
    name: &str,
    problems: &mut Vec<Diagnostic>,
) -> Option<Slug> {
    let slug = Slug::parse(&text.value);
    if slug.is_none() {
        let error = Diagnostic::error(said!(
            "`{text}` is no address",
            "“{text}”不能作网址",
            text = text.brief()
        ));
        problems.push(error.at(source.place(text.span.clone())).hint(slug_hint(name)));
    }
    slug
}

/// What an address may be, with a suggestion for `name`.
pub fn slug_hint(name: &str) -> Said {
    let rule = said!(
        "an address is made of a-z and 0-9, in groups joined by `-`",
        "网址只能用 a-z 和 0-9，几组之间用 `-` 连接"
    );
    match Slug::from_title(name) {
        Some(slug) => {
            let slug = slug.to_string();
            said!("{rule}, such as `{slug}`", "{rule}，例如 `{slug}`", rule)
        }
        None => rule,
    }
}

/// The byte of `text` in this line and column, both from 1, columns in
/// characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let lines = text.split_inclusive('\n').take(line.saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    let within = text[start..].char_indices().nth(column.saturating_sub(1));
    within.map_or(text.len(), |(at, _)| start + at)
}

/// Reports the signs that the parser refuses or takes for a line break, and
/// gives where they stand.
fn unreadable_signs(source: &Source, span: Span, problems: &mut Vec<Diagnostic>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut line = 0;
    let text = &source.text()[span.clone()];
    for (at, c) in text.char_indices() {
        let good = match c {
            '\t' | '\n' => true,
            '\r' => text[at + 1..].starts_with('\n'),
            '\u{0}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{feff}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{fffe}'
            | '\u{ffff}' => false,
            _ => true,
        };
        if good {
            continue;
        }
        let at = span.start + at;
        found.push(at);
        let this = source.line(at);
        if this > line {
            line = this;
            let number = c as u32;
            let message = said!(
                "the invisible sign U+{number:04X} stands here",
                "这里有一个看不见的符号 U+{number:04X}"
            );
            let place = source.place(at..at + c.len_utf8());
            problems
                .push(Diagnostic::error(message).at(place).hint(said!("delete it", "请删掉它")));
        }
    }
    found
}

#[cfg(test)]
mod tests;
