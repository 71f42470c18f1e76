//! The usual faults of hand-written YAML, in words, with what to write instead.

use super::write::{brief, scalar};
use crate::{
    diag::{Diagnostic, Source, Span},
    tongue::{Said, said},
};

/// What is wrong with a line, and where.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) kind: FaultKind,
    pub(super) span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// A tab where the indentation counts.
    Tab,
    /// `: ` inside a text.
    Colon,
    /// A sign that no unquoted text may begin with.
    Lead(char),
    Anchor,
    Alias,
    Tag,
    Merge,
    ComplexKey,
    /// A quote or bracket without its end.
    Unclosed(char),
    /// A bracket that closes another one than stands open.
    Mismatched(char),
    /// Text behind a closed quote or bracket; the sign that opened it.
    TextBehind(char),
    MissingComma,
    /// An entry or item below one that has its value already.
    Indented,
    TooDeep(usize),
}

impl Fault {
    /// Whether all that stands behind the key is meant.
    fn is_whole(&self) -> bool {
        matches!(
            self.kind,
            FaultKind::Unclosed(_) | FaultKind::Mismatched(_) | FaultKind::TextBehind(_)
        )
    }

    /// As a problem of the entry `key`, whose text begins at `value`.
    pub(super) fn diagnostic(&self, source: &Source, key: &str, value: usize) -> Diagnostic {
        let line = source.text()[value..].lines().next().unwrap_or_default().trim();
        // Within a list the text that is meant is not the whole line.
        let short = !line.is_empty() && brief(line) == line;
        let whole = short && (!line.starts_with(['[', '{']) || self.is_whole());
        let quoted = || {
            let line = if whole { line } else { "" };
            match line {
                "" => said!("put the text in quotes", "请给文字加上引号"),
                line => said!(
                    "put the text in quotes: {key}: {line}",
                    "请给文字加上引号：`{key}: {line}`",
                    key = scalar(key),
                    line = scalar(line)
                ),
            }
        };
        let (message, hint) = quotable(self.kind, key, quoted);
        Diagnostic::error(message).at(source.place(self.span.clone())).hint(hint)
    }
}

/// The faults that quotes mend, which is what `quoted` says, and the others.
fn quotable(kind: FaultKind, key: &str, quoted: impl Fn() -> Said) -> (Said, Said) {
    match kind {
        FaultKind::Colon => {
            (said!("a colon and a space inside a text", "文字里有冒号加空格"), quoted())
        }
        FaultKind::Lead(sign) => {
            (said!("a text cannot begin with `{sign}`", "文字不能用 `{sign}` 开头"), quoted())
        }
        FaultKind::Anchor => (
            said!(
                "`&` at the start makes this an anchor, which is not supported",
                "开头的 `&` 是 YAML 的锚点，这里不支持"
            ),
            quoted(),
        ),
        FaultKind::Alias => (
            said!(
                "`*` at the start makes this an alias, which is not supported",
                "开头的 `*` 是 YAML 的别名，这里不支持"
            ),
            quoted(),
        ),
        FaultKind::Tag => (
            said!(
                "`!` at the start makes this a tag, which is not supported",
                "开头的 `!` 是 YAML 的标签，这里不支持"
            ),
            quoted(),
        ),
        FaultKind::ComplexKey => (
            said!(
                "`? ` begins a key of its own kind, which is not supported",
                "`? ` 开头的键这里不支持"
            ),
            quoted(),
        ),
        FaultKind::Mismatched(sign) => (
            said!("`{sign}` closes a bracket that is not open", "`{sign}` 没有对应的开括号"),
            quoted(),
        ),
        FaultKind::TextBehind('"') => {
            (said!("there is text behind the closing quote", "后引号之后还有文字"), quoted())
        }
        FaultKind::TextBehind(sign) => (
            said!("there is text behind what `{sign}` begins", "`{sign}` 开头的部分之后还有文字"),
            quoted(),
        ),
        FaultKind::Unclosed(sign) if sign != '"' && sign != '\'' => (
            said!("the bracket `{sign}` is never closed", "括号 `{sign}` 没有收尾"),
            said!(
                "close it, or, if it belongs to the text, {quoted}",
                "请补上另一半；如果它是文字的一部分，{quoted}",
                quoted = quoted()
            ),
        ),
        _ => plain(kind, key),
    }
}

/// The faults that no quotes mend, and what does.
fn plain(kind: FaultKind, key: &str) -> (Said, Said) {
    match kind {
        FaultKind::Tab => (
            said!("a tab cannot indent a line", "不能用制表符缩进"),
            said!("use spaces", "请用空格"),
        ),
        FaultKind::Unclosed(sign) => (
            said!("the quote {sign} is never closed", "引号 {sign} 没有收尾"),
            said!("add the closing {sign} at the end of the text", "请在文字末尾补上 {sign}"),
        ),
        FaultKind::MissingComma => (
            said!("a comma is missing in the list", "列表里少了逗号"),
            said!("separate the items by `, `", "各项之间用 `, ` 隔开"),
        ),
        FaultKind::Indented => (
            said!(
                "this line is indented as if it belonged to `{key}`, which has its value",
                "这一行缩进得像是 `{key}` 的内容，可是 `{key}` 已经有值了"
            ),
            said!("begin it where the keys begin", "请让它和各个键左边对齐"),
        ),
        FaultKind::TooDeep(limit) => (
            said!("more than {limit} levels stand within each other", "嵌套超过了 {limit} 层"),
            said!(
                "the limit is `limits: nesting:` in kanyin.yaml",
                "上限是 kanyin.yaml 里的 `limits: nesting:`"
            ),
        ),
        _ => (
            said!(
                "`<<` merges entries, which is not supported",
                "`<<` 是 YAML 的合并写法，这里不支持"
            ),
            said!("write the entries out", "请把各项逐一写出来"),
        ),
    }
}
