//! Links, images, figures.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::Writer;
use crate::{
    diag::Diagnostic,
    markdown::{address, escape},
    tongue::said,
};

impl<'a> Writer<'a> {
    /// A paragraph, or a figure if it is an image and nothing else.
    pub(super) fn paragraph(&mut self, range: Range<usize>) {
        if let Some(Tag::Image { dest_url, title, .. }) = self.image_alone() {
            let id = self.block(None, range.clone());
            self.at += 1;
            if let Some(block) = self.rendered.blocks.last_mut().filter(|_| !id.is_empty()) {
                block.figure = true;
            }
            self.out.push_str(&format!("<figure{id}>"));
            // The caption says what the title would.
            let alt = self.image(&dest_url, "", range);
            let caption =
                if title.is_empty() { alt } else { self.prepared.strip(&title).into_owned() };
            if !caption.is_empty() {
                self.out.push_str("<figcaption>");
                escape::push_text(&mut self.out, &caption);
                self.out.push_str("</figcaption>");
            }
            self.note_text(&caption);
            self.out.push_str("</figure>\n");
            self.at += 1;
            return;
        }
        let id = self.block(None, range);
        self.out.push_str(&format!("<p{id}>"));
        self.depth += 1;
    }

    /// The image, if the paragraph whose start was just read holds nothing else
    /// and the image may be shown.
    fn image_alone(&self) -> Option<Tag<'a>> {
        let (Event::Start(tag @ Tag::Image { dest_url, .. }), _) = self.events.get(self.at)? else {
            return None;
        };
        if !address::is_allowed(&self.prepared.strip(dest_url)) {
            return None;
        }
        let after = self.after_element(self.at + 1)?;
        let alone = matches!(self.events.get(after), Some((Event::End(TagEnd::Paragraph), _)));
        alone.then(|| tag.clone())
    }

    /// Index after the end of the element whose inside starts at `inside`.
    fn after_element(&self, inside: usize) -> Option<usize> {
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

    /// Writes the image whose start was just read, to its end, and gives its
    /// alternative text.
    pub(super) fn image(
        &mut self,
        address: &CowStr<'a>,
        title: &str,
        range: Range<usize>,
    ) -> String {
        let address = self.prepared.strip(address).into_owned();
        if !address::is_allowed(&address) {
            self.refuse_address(&address, range);
            return String::new();
        }
        let end = self.after_element(self.at).unwrap_or(self.events.len());
        let mut alt = String::new();
        for (event, _) in &self.events[self.at..end] {
            match event {
                Event::Text(text) | Event::Code(text) => alt.push_str(&self.prepared.strip(text)),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                _ => {}
            }
        }
        self.at = end;
        let shown = match (self.pictures)(&address) {
            Some(Ok(shown)) => Some(shown),
            Some(Err((message, hint))) => {
                let problem = Diagnostic::error(message);
                let place = self.source.place(self.in_source(range));
                self.diagnostics.push(problem.at(place).hint(hint));
                None
            }
            None => None,
        };
        self.out.push_str("<img src=\"");
        escape::push_href(&mut self.out, shown.as_ref().map_or(&address, |shown| &shown.href));
        self.out.push_str("\" alt=\"");
        escape::push_text(&mut self.out, &alt);
        self.out.push('"');
        if let Some(shown) = shown {
            // The text does not jump when the picture comes.
            self.out.push_str(&format!(" width=\"{}\" height=\"{}\"", shown.width, shown.height));
            self.rendered.pictures.push((shown, alt.clone()));
        }
        self.push_title(title);
        self.out.push_str(" loading=\"lazy\">");
        alt
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

    fn push_title(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            escape::push_text(&mut self.out, &self.prepared.strip(title));
            self.out.push('"');
        }
    }

    /// Shows a link or image whose start was just read as it is written.
    fn refuse_address(&mut self, address: &str, range: Range<usize>) {
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
