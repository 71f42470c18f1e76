//! What machines read: the Atom feed, the sitemap, robots.txt.
//!
//! Their dates are those of the issues, never that of the build: the same input
//! gives the same files, today and next year. Feed and sitemap need absolute
//! addresses, so without a `base_url` there are none.

use jiff::civil::Date;

use super::{
    library::{Entry, Library},
    output::Output,
    plan::canonical,
};
use crate::{config::Config, markdown::escape, route::Address};

/// Path of the Atom feed.
pub(super) const ATOM: &str = "atom.xml";

/// Articles in the feed.
const FEED_ENTRIES: usize = 50;
/// Addresses in one file of the sitemap; the protocol allows 50,000.
const SITEMAP_ADDRESSES: usize = 40_000;

/// A document whose elements are always closed and whose text is always
/// escaped.
struct Xml(String);

impl Xml {
    fn new() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned())
    }

    /// `<name attributes>`, what `inside` writes, `</name>`.
    fn element(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.open(name, attributes, ">");
        inside(self);
        self.0.push_str(&format!("</{name}>\n"));
    }

    fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.element(name, attributes, |xml| escape::push_text(&mut xml.0, text));
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.open(name, attributes, "/>\n");
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        self.0.push_str(&format!("<{name}"));
        for (key, value) in attributes {
            self.0.push_str(&format!(" {key}=\""));
            escape::push_text(&mut self.0, value);
            self.0.push('"');
        }
        self.0.push_str(end);
    }
}

/// The path of the feed, if there will be one: it takes a `base_url`, and a
/// date, which is never invented.
pub(super) fn path(library: &Library, config: &Config) -> Option<String> {
    config.base_url.as_ref()?;
    updated(library, config)?;
    Some(ATOM.to_owned())
}

/// The date of the newest issue that has articles.
fn newest(library: &Library) -> Option<Date> {
    library.issues.iter().find(|issue| !issue.entries.is_empty())?.date
}

/// When the feed last changed: the date of the newest issue, or else the day the
/// editor gave in `kanyin.yaml`.
fn updated(library: &Library, config: &Config) -> Option<Date> {
    newest(library).or(config.updated)
}

/// Noon would be as good: newspapers are dated by the day.
fn stamp(date: Date) -> String {
    format!("{:04}-{:02}-{:02}T00:00:00+08:00", date.year(), date.month(), date.day())
}

/// The feed: the newest articles, in full.
pub(super) fn atom(library: &Library, config: &Config) -> Option<String> {
    let base = config.base_url.as_deref()?;
    let updated = updated(library, config)?;
    let mut xml = Xml::new();
    xml.element(
        "feed",
        &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", "zh-CN")],
        |xml| {
            xml.text("title", &[], &config.title);
            if let Some(tagline) = &config.tagline {
                xml.text("subtitle", &[], tagline);
            }
            xml.text("id", &[], base);
            xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", base)]);
            let own = format!("{base}{ATOM}");
            xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)]);
            xml.text("updated", &[], &stamp(updated));
            xml.element("author", &[], |xml| {
                xml.text("name", &[], config.publisher.as_ref().unwrap_or(&config.title));
            });
            for entry in library.entries.iter().take(FEED_ENTRIES) {
                let issue = &library.issues[entry.issue];
                // An undated issue is as old as the editor says the site is; it was
                // never published on a day that anybody knows.
                if let Some(changed) = issue.date.or(config.updated) {
                    let address = Address::article(&issue.slug, &entry.facts.parsed.article.slug);
                    atom_entry(xml, entry, &canonical(base, &address), issue.date, changed);
                }
            }
        },
    );
    Some(xml.0)
}

fn atom_entry(xml: &mut Xml, entry: &Entry, url: &str, published: Option<Date>, changed: Date) {
    let article = &entry.facts.parsed.article;
    xml.element("entry", &[], |xml| {
        xml.text("title", &[], &article.title);
        xml.text("id", &[], url);
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", url)]);
        if let Some(date) = published {
            xml.text("published", &[], &stamp(date));
        }
        xml.text("updated", &[], &stamp(changed));
        for name in &article.authors {
            xml.element("author", &[], |xml| xml.text("name", &[], name));
        }
        for topic in &article.topics {
            xml.empty("category", &[("term", topic)]);
        }
        xml.text("summary", &[], &entry.facts.summary);
        xml.text("content", &[("type", "html"), ("xml:base", url)], &entry.facts.html);
    });
}

/// The sitemap: one file, or several and a list of them.
pub(super) fn sitemap(output: &Output, base: &str) -> Vec<(Address, String)> {
    let not_found = Address::not_found();
    let pages = output.pages().map(|(address, _)| address).filter(|a| **a != not_found);
    let urls: Vec<String> = pages.map(|address| canonical(base, address)).collect();
    let namespace = [("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")];
    let list = |urls: &[String]| {
        let mut xml = Xml::new();
        xml.element("urlset", &namespace, |xml| {
            for url in urls {
                xml.element("url", &[], |xml| xml.text("loc", &[], url));
            }
        });
        xml.0
    };
    if urls.len() <= SITEMAP_ADDRESSES {
        return vec![(Address::file("sitemap.xml"), list(&urls))];
    }
    let mut files = Vec::new();
    for (index, urls) in urls.chunks(SITEMAP_ADDRESSES).enumerate() {
        files.push((Address::file(format!("sitemap-{}.xml", index + 1)), list(urls)));
    }
    let mut xml = Xml::new();
    xml.element("sitemapindex", &namespace, |xml| {
        for (address, _) in &files {
            xml.element("sitemap", &[], |xml| xml.text("loc", &[], &format!("{base}{address}")));
        }
    });
    files.push((Address::file("sitemap.xml"), xml.0));
    files
}

/// robots.txt: everybody may read everything, and where the sitemap is.
pub(super) fn robots(base: Option<&str>) -> String {
    let mut text = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(base) = base {
        text.push_str(&format!("\nSitemap: {base}sitemap.xml\n"));
    }
    text
}
