//! Links.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType};

use super::Writer;
use crate::{
    diag::Diagnostic,
    markdown::{address, escape},
    tongue::said,
};

impl Writer<'_> {
    /// Index after the end of the element whose inside starts at `inside`.
    pub(super) fn after_element(&self, inside: usize) -> Option<usize> {
        let mut open = 1_usize;
        for (index, (event, _)) in self.events.iter().enumerate().skip(inside) {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            if open == 0 {
                return Some(index + 1);
            }
        }
        None
    }

    pub(super) fn link(&mut self, kind: LinkType, address: &str, title: &str, range: Range<usize>) {
        let mut address = self.prepared.strip(address).into_owned();
        if kind == LinkType::Email {
            address.insert_str(0, "mailto:");
        }
        if !address::is_allowed(&address) {
            return self.refuse_address(&address, range);
        }
        self.out.push_str("<a href=\"");
        escape::push_href(&mut self.out, &address);
        self.out.push('"');
        self.push_title(title);
        self.out.push('>');
        self.depth += 1;
    }

    pub(super) fn push_title(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            escape::push_text(&mut self.out, &self.prepared.strip(title));
            self.out.push('"');
        }
    }

    /// Shows a link or image whose start was just read as it is written.
    pub(super) fn refuse_address(&mut self, address: &str, range: Range<usize>) {
        self.at = self.after_element(self.at).unwrap_or(self.events.len());
        let text = self.prepared.text[range.clone()].to_owned();
        self.text(&text);
        let scheme = address.split(':').next().unwrap_or_default();
        let problem = Diagnostic::warning(said!(
            "a link to `{scheme}:` is shown as text",
            "`{scheme}:` 开头的链接按原样显示成文字"
        ))
        .at(self.source.place(self.in_source(range)))
        .hint(said!(
            "links may start with `http:`, `https:`, `mailto:` or `tel:`, or be relative",
            "链接可以用 `http:`、`https:`、`mailto:`、`tel:` 开头，或写相对网址"
        ));
        self.diagnostics.push(problem);
    }
}
