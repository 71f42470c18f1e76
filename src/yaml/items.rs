//! Lists whose items have entries of their own.

use super::{
    Entry, Mapping,
    scan::{self, Shape},
    split,
};
use crate::{
    diag::{Diagnostic, Span},
    tongue::said,
};

impl Mapping {
    /// The items of the list `key`, each with its entries; none if nothing stands
    /// behind its colon. An item of another shape is reported and left out.
    pub fn mappings(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Vec<Self> {
        self.asked.push(key);
        let Some(entry) = self.entry(key) else { return Vec::new() };
        let Some(value) = &entry.value else { return Vec::new() };
        match value.shape {
            Shape::Empty => Vec::new(),
            Shape::List => {
                let items = value.items(entry.text.end).into_iter();
                items.filter_map(|item| self.item(entry, item, problems)).collect()
            }
            Shape::Scalar | Shape::Map | Shape::FlowMap => {
                let error =
                    Diagnostic::error(said!("`{key}` must be a list", "`{key}` 应当是列表"));
                let hint = said!(
                    "write each item below it, indented: `- ` before its first line, two spaces before its others",
                    "请把各项写在它下面并缩进：每项第一行前加 `- `，其余各行前加两个空格"
                );
                problems.push(error.at(self.source.place(value.span.clone())).hint(hint));
                Vec::new()
            }
        }
    }

    /// The item in `span` of the list `entry`. The whole list was scanned and has
    /// no fault that hides where its items are.
    fn item(&self, entry: &Entry, span: Span, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        let text = self.source.text();
        let start = first_sign(text, span.clone());
        let line = text[start..span.end].lines().next().unwrap_or_default().trim_end();
        let column = start - text[..start].rfind('\n').map_or(0, |at| at + 1);
        let home =
            if line.is_empty() { span.start..span.start + 1 } else { start..start + line.len() };
        let mut inner = Self::empty(&self.source, home.clone(), self.nesting.saturating_sub(2));
        if split::begins_entries(line) {
            let raw = split::split_item(&self.source, start..span.end, column, problems);
            inner.take_lines(raw, &[], problems);
            return Some(inner);
        }
        let value = scan::scan(text, start..span.end, column, self.nesting);
        if let Some(value) = value.ok().filter(|value| value.shape == Shape::FlowMap) {
            inner.take_flow(&value, column, problems);
            return Some(inner);
        }
        let error = Diagnostic::error(said!(
            "an item of `{key}` has no entries",
            "`{key}` 里有一项没有内容",
            key = entry.key
        ));
        let hint = said!(
            "write `- key: value`, and the other entries of the item below its first",
            "请写成 `- key: value`，这一项的其他内容写在第一行下面"
        );
        problems.push(error.at(self.source.place(home)).hint(hint));
        None
    }
}

/// Where an item begins behind its `-`, past blank lines and comments.
fn first_sign(text: &str, span: Span) -> usize {
    let dash = usize::from(text[span.clone()].starts_with('-'));
    let mut at = span.start + dash;
    while let Some(line) = text[at..span.end].split_inclusive('\n').next() {
        let content = line.trim_start();
        if !content.is_empty() && !content.starts_with('#') {
            return at + line.len() - content.len();
        }
        at += line.len();
    }
    at
}
