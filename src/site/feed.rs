//! What machines read: the Atom feeds, the sitemap, robots.txt.
//!
//! Their dates are those of the issues and corrections, never that of the build: the same input
//! gives the same files, today and next year. Feed and sitemap need absolute
//! addresses, so without a `base_url` there are none.

use jiff::civil::Date;

use super::{
    library::{Entry, Library},
    output::Output,
    plan::{Feeds, canonical, correction_id},
};
use crate::{config::Config, markdown::escape, route::Address, words::Words};

/// Path of the Atom feed.
pub(super) const ATOM: &str = "atom.xml";
/// Path of the Atom feed of corrections.
pub(super) const CORRECTIONS: &str = "corrections.xml";

/// Articles, or corrections, in a feed.
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

/// The paths of the feeds that there will be: one takes a `base_url`, and a date,
/// which is never invented.
pub(super) fn paths(library: &Library, config: &Config) -> Feeds {
    let based = config.base_url.is_some();
    let dated = updated(library, config).is_some();
    let corrected = library.entries.iter().any(|entry| entry.corrected().is_some());
    Feeds {
        articles: (based && dated).then(|| ATOM.to_owned()),
        corrections: (based && corrected).then(|| CORRECTIONS.to_owned()),
    }
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

/// What a feed says of itself.
struct About<'a> {
    title: &'a str,
    subtitle: Option<&'a str>,
    /// The page that it is the feed of.
    page: &'a str,
    /// Where it stands itself.
    own: &'a str,
    updated: Date,
    author: &'a str,
}

/// A feed with the entries that `inside` writes.
fn feed(about: &About<'_>, inside: impl FnOnce(&mut Xml)) -> String {
    let mut xml = Xml::new();
    let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", "zh-CN")];
    xml.element("feed", &attributes, |xml| {
        xml.text("title", &[], about.title);
        if let Some(subtitle) = about.subtitle {
            xml.text("subtitle", &[], subtitle);
        }
        xml.text("id", &[], about.page);
        let page = [("rel", "alternate"), ("type", "text/html"), ("href", about.page)];
        xml.empty("link", &page);
        let own = [("rel", "self"), ("type", "application/atom+xml"), ("href", about.own)];
        xml.empty("link", &own);
        xml.text("updated", &[], &stamp(about.updated));
        xml.element("author", &[], |xml| xml.text("name", &[], about.author));
        inside(xml);
    });
    xml.0
}

/// The feed: the newest articles, in full.
pub(super) fn atom(library: &Library, config: &Config) -> Option<String> {
    let base = config.base_url.as_deref()?;
    // An undated issue is as old as the editor says the site is; it was never
    // published on a day that anybody knows.
    let changed =
        |entry: &Entry| library.issues[entry.issue].date.or(config.updated).max(entry.corrected());
    let entries = || library.entries.iter().take(FEED_ENTRIES);
    let updated = updated(library, config)?;
    let about = About {
        title: &config.title,
        subtitle: config.tagline.as_deref(),
        page: base,
        own: &format!("{base}{ATOM}"),
        updated: entries().filter_map(changed).max().map_or(updated, |date| date.max(updated)),
        author: config.publisher.as_ref().unwrap_or(&config.title),
    };
    let text = feed(&about, |xml| {
        for entry in entries() {
            if let Some(changed) = changed(entry) {
                let issue = &library.issues[entry.issue];
                let url = canonical(base, &address(library, entry));
                atom_entry(xml, entry, &url, issue.date, changed);
            }
        }
    });
    Some(text)
}

fn address(library: &Library, entry: &Entry) -> Address {
    Address::article(&library.issues[entry.issue].slug, &entry.facts.parsed.article.slug)
}

/// The feed of corrections, the newest first. A correction has a date of its own,
/// so that it needs none of an issue.
pub(super) fn corrections(library: &Library, config: &Config, words: &Words) -> Option<String> {
    let base = config.base_url.as_deref()?;
    let all = library.corrections();
    let &(newest, number) = all.first()?;
    let about = About {
        title: &format!("{} - {}", config.title, words.get("corrections")),
        subtitle: None,
        page: &canonical(base, &Address::corrections(1)),
        own: &format!("{base}{CORRECTIONS}"),
        updated: library.entries[newest].corrections()[number].date,
        author: config.publisher.as_ref().unwrap_or(&config.title),
    };
    let text = feed(&about, |xml| {
        for &(entry, number) in all.iter().take(FEED_ENTRIES) {
            let entry = &library.entries[entry];
            let page = canonical(base, &address(library, entry));
            let url = format!("{page}#{}", correction_id(entry.corrections(), number));
            let correction = &entry.corrections()[number];
            let day = stamp(correction.date);
            xml.element("entry", &[], |xml| {
                let title =
                    words.fill("corrected", &[("title", &entry.facts.parsed.article.title)]);
                xml.text("title", &[], &title);
                xml.text("id", &[], &url);
                let link = [("rel", "alternate"), ("type", "text/html"), ("href", &url)];
                xml.empty("link", &link);
                xml.text("published", &[], &day);
                xml.text("updated", &[], &day);
                xml.text("content", &[("type", "text")], &correction.text);
            });
        }
    });
    Some(text)
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
