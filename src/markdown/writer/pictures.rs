//! Images and figures.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Writer;
use crate::{
    article::byline,
    diag::Diagnostic,
    markdown::{Pictured, Shown, address, escape},
};

/// A first picture that stands in one of the first blocks is seen as soon as the page
/// is: it is not waited for.
const SEEN_AT_ONCE: usize = 3;

/// An image as it is written.
struct Image {
    address: String,
    title: String,
    /// The words between its brackets.
    words: String,
    range: Range<usize>,
}

impl<'a> Writer<'a> {
    /// A paragraph, or figures if it is images and nothing else.
    pub(super) fn paragraph(&mut self, range: Range<usize>) {
        let (images, after) = self.images_alone();
        let id = self.block(None, range);
        if images.is_empty() {
            self.out.push_str(&format!("<p{id}>"));
            self.depth += 1;
            return;
        }
        if let Some(block) = self.rendered.blocks.last_mut().filter(|_| !id.is_empty()) {
            block.figure = true;
        }
        let numbered = !id.is_empty();
        for (index, image) in images.into_iter().enumerate() {
            self.figure(image, if index == 0 { &id } else { "" }, numbered);
        }
        self.at = after;
    }

    /// The images, if the paragraph whose start was just read holds nothing else and
    /// all may be shown; and what comes after its end.
    fn images_alone(&self) -> (Vec<Image>, usize) {
        let mut images = Vec::new();
        let mut at = self.at;
        while let Some((event, range)) = self.events.get(at) {
            match event {
                Event::Start(tag @ Tag::Image { .. }) => {
                    let Some(image) = self.read_image(tag, at + 1, range.clone()) else { break };
                    images.push(image);
                    at = self.after_element(at + 1).unwrap_or(self.events.len());
                }
                Event::SoftBreak | Event::HardBreak => at += 1,
                Event::Text(text) if text.trim().is_empty() => at += 1,
                Event::End(TagEnd::Paragraph) => return (images, at + 1),
                _ => break,
            }
        }
        (Vec::new(), self.at)
    }

    /// The image that `tag` starts, whose inside starts at `inside`; `None` if it may
    /// not be shown.
    fn read_image(&self, tag: &Tag<'a>, inside: usize, range: Range<usize>) -> Option<Image> {
        let Tag::Image { dest_url, title, .. } = tag else { return None };
        let address = self.prepared.strip(dest_url).into_owned();
        if !address::is_allowed(&address) {
            return None;
        }
        let end = self.after_element(inside).unwrap_or(self.events.len());
        let mut words = String::new();
        for (event, _) in &self.events[inside..end] {
            match event {
                Event::Text(text) | Event::Code(text) => words.push_str(&self.prepared.strip(text)),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                _ => {}
            }
        }
        Some(Image { address, title: self.prepared.strip(title).into_owned(), words, range })
    }

    /// A picture with its caption: the title, or the words between the brackets.
    fn figure(&mut self, image: Image, id: &str, numbered: bool) {
        let (alt, caption) = if image.title.is_empty() {
            (String::new(), image.words)
        } else {
            (image.words, image.title)
        };
        let credit = byline::of_caption(&caption);
        let split = credit.as_ref().map_or(caption.len(), |credit| credit.span.start);
        let told = caption[..split].trim();
        let album = self.album;
        let read_out = match (alt.as_str(), told) {
            ("", "") => album.untold,
            ("", _) if !album.told_below.is_empty() => album.told_below,
            ("", told) => told,
            (alt, _) => alt,
        };
        let shown = self.find(&image.address, &image.range);
        // A tall one must not be taller than a screen.
        let tall = shown.as_ref().is_some_and(|shown| shown.height > shown.width);
        self.out.push_str(&format!("<figure{id}{}>", if tall { " class=\"tall\"" } else { "" }));
        self.push_picture(&image.address, shown.as_ref(), read_out, "");
        if !caption.is_empty() {
            self.out.push_str("<figcaption>");
            escape::push_text(&mut self.out, &caption[..split]);
            if let Some(credit) = &credit {
                self.push_credit(&caption, credit);
            }
            self.out.push_str("</figcaption>");
            self.note_text(&caption);
        }
        self.out.push_str("</figure>\n");
        self.rendered.pictures.push(Pictured {
            shown,
            address: image.address,
            caption: told.to_owned(),
            credit: caption[split..].trim().to_owned(),
            alt,
            figure: true,
            block: if numbered { self.rendered.blocks.len() } else { 0 },
            span: self.in_source(image.range),
        });
    }

    /// Whose picture it is; where somebody is named is noted.
    fn push_credit(&mut self, caption: &str, credit: &byline::PictureCredit) {
        self.out.push_str("<span class=\"credit\">");
        let mut done = credit.span.start;
        for named in &credit.credits {
            let Some(before) = caption.get(done..named.span.start) else { continue };
            escape::push_text(&mut self.out, before);
            let start = self.out.len();
            escape::push_text(&mut self.out, &caption[named.span.clone()]);
            // What stands in a footnote moves; nobody is credited there.
            if self.outside.is_empty() {
                self.rendered.people.push((start..self.out.len(), named.name.clone()));
            }
            done = named.span.end;
        }
        escape::push_text(&mut self.out, &caption[done..]);
        self.out.push_str("</span>");
    }

    /// Writes an image in a line, whose start was just read, to its end.
    pub(super) fn image(&mut self, tag: &Tag<'a>, range: Range<usize>) {
        let Some(image) = self.read_image(tag, self.at, range.clone()) else {
            let Tag::Image { dest_url, .. } = tag else { return };
            let address = self.prepared.strip(dest_url).into_owned();
            return self.refuse_address(&address, range);
        };
        self.at = self.after_element(self.at).unwrap_or(self.events.len());
        let shown = self.find(&image.address, &image.range);
        self.push_picture(&image.address, shown.as_ref(), &image.words, &image.title);
        self.rendered.pictures.push(Pictured {
            shown,
            address: image.address,
            alt: image.words,
            caption: String::new(),
            credit: String::new(),
            figure: false,
            block: 0,
            span: self.in_source(image.range),
        });
    }

    /// The picture that an address means. One that is not there is told.
    fn find(&mut self, address: &str, range: &Range<usize>) -> Option<Shown> {
        match (self.album.find)(address)? {
            Ok(shown) => Some(shown),
            Err((message, hint)) => {
                let place = self.source.place(self.in_source(range.clone()));
                self.diagnostics.push(Diagnostic::error(message).at(place).hint(hint));
                None
            }
        }
    }

    fn push_picture(&mut self, address: &str, shown: Option<&Shown>, alt: &str, title: &str) {
        let first = self.rendered.pictures.is_empty();
        let at_once = first && (1..=SEEN_AT_ONCE).contains(&self.rendered.blocks.len());
        // A browser that waits knows by then how wide the page shows it.
        let wait = if at_once { "" } else { "auto, " };
        let sizes = format!("{wait}{}", self.album.sizes);
        let webp = shown.filter(|shown| !shown.webp.is_empty());
        if let Some(shown) = webp {
            self.out.push_str("<picture><source type=\"image/webp\"");
            match shown.webp.as_slice() {
                [(href, _)] => {
                    self.out.push_str(" srcset=\"");
                    escape::push_href(&mut self.out, href);
                    self.out.push('"');
                }
                several => self.push_srcset(several, &sizes),
            }
            self.out.push('>');
        }
        self.out.push_str("<img src=\"");
        escape::push_href(&mut self.out, shown.map_or(address, |shown| &shown.href));
        self.out.push('"');
        if let Some(shown) = shown {
            self.push_srcset(&shown.srcset, &sizes);
            // The text does not jump when the picture comes.
            self.out.push_str(&format!(" width=\"{}\" height=\"{}\"", shown.width, shown.height));
        }
        self.out.push_str(" alt=\"");
        escape::push_text(&mut self.out, alt);
        self.out.push('"');
        self.push_title(title);
        self.out.push_str(if at_once { " fetchpriority=\"high\"" } else { " loading=\"lazy\"" });
        self.out.push_str(" decoding=\"async\">");
        if webp.is_some() {
            self.out.push_str("</picture>");
        }
    }

    /// The sizes to choose from; one alone is no choice.
    fn push_srcset(&mut self, srcset: &[(String, u32)], sizes: &str) {
        if srcset.len() < 2 {
            return;
        }
        self.out.push_str(" srcset=\"");
        for (index, (href, width)) in srcset.iter().enumerate() {
            self.out.push_str(if index > 0 { ", " } else { "" });
            escape::push_href(&mut self.out, href);
            self.out.push_str(&format!(" {width}w"));
        }
        self.out.push_str("\" sizes=\"");
        escape::push_text(&mut self.out, sizes);
        self.out.push('"');
    }
}
