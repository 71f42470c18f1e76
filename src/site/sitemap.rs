//! What search engines read: the sitemap, the news of the last two days, robots.txt.
//!
//! They need addresses in full, so without a `base_url` there is no sitemap.

use jiff::{ToSpan as _, civil::Date};
use rayon::prelude::*;

use super::{
    Inputs,
    feeds::Xml,
    library::{Entry, Library},
    output::{Outlet, Sink},
    plan::{Contents, Of, Page, article_address, canonical, date_iso},
};
use crate::{route::Address, words::Words};

/// Where the sitemap stands: all addresses, or the list of its files.
const SITEMAP: &str = "sitemap.xml";
/// Where the news stand.
const NEWS: &str = "sitemap-news.xml";
/// What tells them where the sitemap is.
const ROBOTS: &str = "robots.txt";
/// Addresses in one file; the protocol allows 50,000.
const MOST_ADDRESSES: usize = 50_000;
/// Bytes of one file. The protocol allows 50 MB, whichever a megabyte is.
const MOST_BYTES: usize = 50_000_000;
/// What a file has around its entries, in bytes; much more than it needs.
const FRAME_BYTES: usize = 1024;
/// Articles of the news; the protocol allows so many.
const MOST_NEWS: usize = 1000;

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
const NEWS_NAMESPACE: (&str, &str) =
    ("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9");

/// Prints the files for the pages that are listed.
pub(super) fn print(
    outlet: &Outlet<'_, impl Sink>,
    contents: &Contents,
    library: &Library,
    inputs: &Inputs,
    words: &Words,
) {
    match inputs.config.base_url.as_deref() {
        Some(base) if is_small(contents, base) => {
            let whole = || whole(&urls(contents, library, base).concat());
            outlet.put_common(&Address::file(SITEMAP), whole);
        }
        Some(base) => {
            for (address, text) in sitemap(contents, library, base) {
                outlet.put(&address, text);
            }
        }
        None => {}
    }
    for (address, text) in others(library, inputs, words) {
        outlet.put(&address, text);
    }
}

/// The files for the pages that are listed.
pub(super) fn files(
    contents: &Contents,
    library: &Library,
    inputs: &Inputs,
    words: &Words,
) -> Vec<(Address, String)> {
    let base = inputs.config.base_url.as_deref();
    let sitemap = base.map(|base| sitemap(contents, library, base)).unwrap_or_default();
    sitemap.into_iter().chain(others(library, inputs, words)).collect()
}

/// What stands beside the sitemap.
fn others(library: &Library, inputs: &Inputs, words: &Words) -> Vec<(Address, String)> {
    let base = inputs.config.base_url.as_deref();
    let news = base.and_then(|base| news(library, inputs, words, base));
    let robots = (Address::file(ROBOTS), robots(base, news.is_some()));
    [robots].into_iter().chain(news.map(|text| (Address::file(NEWS), text))).collect()
}

/// Whether the file at `path` may be one of them.
pub(super) fn is_one(path: &str) -> bool {
    path == ROBOTS || path.starts_with("sitemap")
}

/// Whether the sitemap is one file, however its addresses are escaped.
fn is_small(contents: &Contents, base: &str) -> bool {
    /// Of an address most bytes become six (`&quot;`).
    const ESCAPED: usize = 6;
    /// What else an entry has: its elements, and a date.
    const ENTRY_BYTES: usize = 128;
    let pages = &contents.pages;
    let entry = |page: &Page| ESCAPED * (base.len() + page.address.as_str().len()) + ENTRY_BYTES;
    pages.len() <= MOST_ADDRESSES
        && pages.iter().map(entry).sum::<usize>() <= MOST_BYTES - FRAME_BYTES
}

/// The entries of the pages that are listed.
fn urls(contents: &Contents, library: &Library, base: &str) -> Vec<String> {
    let pages = contents.pages.par_iter();
    let pages = pages.filter(|page| !matches!(page.of, Of::NotFound | Of::Moved(_)));
    let url = |page: &Page| {
        let changed = match page.of {
            Of::Article(number) | Of::Photo(number) => changed(library, &library.entries[number]),
            _ => None,
        };
        let mut xml = Xml::default();
        xml.element("url", &[], |xml| {
            xml.text("loc", &[], &canonical(base, &page.address));
            if let Some(date) = changed {
                xml.text("lastmod", &[], &date_iso(date));
            }
        });
        xml.0
    };
    pages.map(url).collect()
}

/// A file of entries.
fn whole(urls: &str) -> String {
    let mut xml = Xml::new();
    xml.element("urlset", &[NAMESPACE], |xml| xml.0.push_str(urls));
    xml.0
}

/// The sitemap: one file, or several and a list of them.
fn sitemap(contents: &Contents, library: &Library, base: &str) -> Vec<(Address, String)> {
    let urls = urls(contents, library, base).into_iter();
    let lists = split(urls, MOST_ADDRESSES, MOST_BYTES - FRAME_BYTES);
    if let [only] = &lists[..] {
        return vec![(Address::file(SITEMAP), whole(only))];
    }
    let mut files = Vec::with_capacity(lists.len() + 1);
    for (index, urls) in lists.iter().enumerate() {
        files.push((Address::file(format!("sitemap-{}.xml", index + 1)), whole(urls)));
    }
    let mut xml = Xml::new();
    xml.element("sitemapindex", &[NAMESPACE], |xml| {
        for (address, _) in &files {
            xml.element("sitemap", &[], |xml| xml.text("loc", &[], &format!("{base}{address}")));
        }
    });
    files.push((Address::file(SITEMAP), xml.0));
    files
}

/// The entries as texts of at most `count` entries and `bytes` bytes each.
fn split(entries: impl Iterator<Item = String>, count: usize, bytes: usize) -> Vec<String> {
    let mut texts = Vec::new();
    let (mut text, mut held) = (String::new(), 0);
    for entry in entries {
        if held == count || (held > 0 && text.len() + entry.len() > bytes) {
            texts.push(std::mem::take(&mut text));
            held = 0;
        }
        text.push_str(&entry);
        held += 1;
    }
    texts.push(text);
    texts
}

/// When an article last changed, if a date says so.
fn changed(library: &Library, entry: &Entry) -> Option<Date> {
    library.issues[entry.issue].date.max(entry.corrected())
}

/// The articles of the day of the build and of the day before; `None` if there are
/// none. Where nobody said a day, it is the one on which the site last changed, as
/// the editor says, or that of the newest issue: never today.
fn news(library: &Library, inputs: &Inputs, words: &Words, base: &str) -> Option<String> {
    let config = &inputs.config;
    let newest = || library.issues.iter().find(|issue| !issue.entries.is_empty())?.date;
    let day = inputs.day.or(config.updated).or_else(newest)?;
    let before = day.checked_sub(1.day()).unwrap_or(day);
    let date = |entry: &Entry| {
        library.issues[entry.issue].date.filter(|date| (before..=day).contains(date))
    };
    let recent = library.entries.iter().filter_map(|entry| Some((entry, date(entry)?)));
    let recent: Vec<(&Entry, Date)> = recent.take(MOST_NEWS).collect();
    if recent.is_empty() {
        return None;
    }
    let language = news_language(words);
    let mut xml = Xml::new();
    xml.element("urlset", &[NAMESPACE, NEWS_NAMESPACE], |xml| {
        for (entry, date) in recent {
            xml.element("url", &[], |xml| {
                xml.text("loc", &[], &canonical(base, &article_address(library, entry)));
                xml.element("news:news", &[], |xml| {
                    xml.element("news:publication", &[], |xml| {
                        xml.text("news:name", &[], &config.title);
                        xml.text("news:language", &[], language);
                    });
                    xml.text("news:publication_date", &[], &date_iso(date));
                    xml.text("news:title", &[], &entry.facts.article.title);
                });
            });
        }
    });
    Some(xml.0)
}

/// The language of articles as the protocol names it: two letters, but for Chinese.
fn news_language(words: &Words) -> &str {
    let language = words.language_of_texts();
    match language.split_once('-') {
        Some(("zh", "TW" | "HK" | "MO" | "Hant")) => "zh-tw",
        Some(("zh", _)) => "zh-cn",
        Some((short, _)) => short,
        None => language,
    }
}

/// robots.txt: everybody may read everything, and where the sitemaps are.
fn robots(base: Option<&str>, news: bool) -> String {
    let mut text = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(base) = base {
        text.push_str(&format!("\nSitemap: {base}{SITEMAP}\n"));
        if news {
            text.push_str(&format!("Sitemap: {base}{NEWS}\n"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_split_by_number_and_by_size() {
        let entries = || ["aa", "b", "cccc", "d", "e"].map(str::to_owned).into_iter();
        assert_eq!(split(entries(), 9, 99), ["aabccccde"]);
        assert_eq!(split(entries(), 2, 99), ["aab", "ccccd", "e"]);
        assert_eq!(split(entries(), 9, 4), ["aab", "cccc", "de"]);
        // One that is too long by itself is not lost.
        assert_eq!(split(entries(), 9, 3), ["aab", "cccc", "de"]);
        assert_eq!(split(std::iter::empty(), 9, 3), [""]);
    }
}
