//! Atom (RFC 4287).

use std::sync::Arc;

use super::{Head, Xml, entries::Parts, stamp};
use crate::route::FeedFormat;

/// The feed that stands at `own`.
pub(super) fn feed(head: &Head<'_>, own: &str, items: &[Arc<str>]) -> String {
    let mut xml = Xml::new();
    xml.0.reserve(items.iter().map(|item| item.len()).sum::<usize>() + 1024);
    let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", head.language)];
    xml.element("feed", &attributes, |xml| {
        xml.text("title", &[], &head.title);
        if let Some(subtitle) = head.subtitle {
            xml.text("subtitle", &[], subtitle);
        }
        xml.text("id", &[], &head.page);
        link(xml, "alternate", "text/html", &head.page);
        link(xml, "self", FeedFormat::Atom.media_type(), own);
        xml.text("updated", &[], &stamp(head.updated));
        xml.element("author", &[], |xml| xml.text("name", &[], head.author));
        for item in items {
            xml.0.push_str(item);
        }
    });
    xml.0
}

fn link(xml: &mut Xml, rel: &str, media_type: &str, href: &str) {
    xml.empty("link", &[("rel", rel), ("type", media_type), ("href", href)]);
}

/// An entry with its text, to stand in any feed.
pub(super) fn entry(parts: &Parts<'_>, html: &str) -> String {
    let mut xml = Xml::default();
    xml.element("entry", &[], |xml| {
        xml.text("title", &[], &parts.title);
        xml.text("id", &[], &parts.url);
        link(xml, "alternate", "text/html", &parts.url);
        if let Some(date) = parts.published {
            xml.text("published", &[], &stamp(date));
        }
        xml.text("updated", &[], &stamp(parts.updated));
        for (name, page) in &parts.authors {
            xml.element("author", &[], |xml| {
                xml.text("name", &[], name);
                xml.text("uri", &[], page);
            });
        }
        for tag in parts.tags {
            xml.empty("category", &[("term", tag)]);
        }
        if let Some(summary) = parts.summary {
            xml.text("summary", &[], summary);
        }
        xml.text("content", &[("type", "html")], html);
    });
    xml.0
}
