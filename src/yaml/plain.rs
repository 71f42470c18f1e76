//! Texts that need no parser: one line without quotes, of characters to which YAML
//! gives no meaning wherever they stand.
//!
//! Nearly all that editors write is such a text, and the parser takes ten times as
//! long to say so. What is in doubt is the parser's.

use super::{Entry, scan::Shape};
use crate::diag::Span;

/// Whether the parser would give `text`, as the whole of a value, as it stands.
pub(super) fn is_plain(text: &str) -> bool {
    let opens = |c: char| c.is_ascii_alphanumeric() || is_wide(c);
    let goes_on = |c: char| opens(c) || matches!(c, ' ' | '-' | '_' | '/' | '.');
    text.starts_with(opens) && !text.ends_with(' ') && text.chars().all(goes_on)
}

/// Characters of Chinese text: none of them breaks a line or cannot be seen.
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}' | '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

/// The text of `entry`, in the file's text `all`, where it is a plain one.
pub(super) fn text(all: &str, entry: &Entry) -> Option<String> {
    let value = entry.value.as_ref().filter(|value| value.shape == Shape::Scalar)?;
    let text = all.get(value.span.clone())?;
    (is_plain(text) && stands_alone(all, entry)).then(|| text.to_owned())
}

/// The texts of the list `entry` where all are plain ones.
pub(super) fn texts(all: &str, entry: &Entry) -> Option<Vec<String>> {
    let value = entry.value.as_ref().filter(|value| value.shape == Shape::List)?;
    let whole = all.get(value.span.clone()).filter(|_| stands_alone(all, entry))?;
    let plain = |text: &str| is_plain(text).then(|| text.to_owned());
    if let Some(items) = whole.strip_prefix('[') {
        return items
            .strip_suffix(']')?
            .split(',')
            .map(|item| plain(item.trim_matches(' ')))
            .collect();
    }
    let item =
        |span: Span| plain(all[span].strip_prefix("- ")?.trim_end_matches(['\r', '\n', ' ']));
    value.items(value.span.end).into_iter().map(item).collect()
}

/// Whether a plain key stands before the value, if any does, and nothing behind it.
fn stands_alone(all: &str, entry: &Entry) -> bool {
    let Some(value) = &entry.value else { return false };
    let key = !entry.keyed || all.get(entry.key_span.clone()).is_some_and(is_plain);
    key && all.get(value.span.end..entry.text.end).is_some_and(|rest| rest.trim().is_empty())
}
