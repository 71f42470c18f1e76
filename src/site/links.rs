//! Whether every link of the site leads somewhere.
//!
//! Looks at what was built, as a reader's browser would, and knows nothing of
//! how it was built.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::{output::Output, plan::base_path, render::below};
use crate::{
    diag::{Diagnostic, Place},
    route::Address,
    tongue::{Said, said},
};

/// Where a link of a page leads within the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Target {
    path: String,
    fragment: String,
}

/// The links inside the site that lead nowhere: no file, or no such place in
/// it. `base_url` tells which absolute addresses are the site's own.
pub fn check(output: &Output, base_url: Option<&str>) -> Vec<Diagnostic> {
    let base = Base { url: base_url, path: base_path(base_url) };
    let pages: Vec<(&Address, &str)> = output.pages().collect();
    let found: Vec<BTreeSet<Target>> =
        pages.par_iter().map(|(address, html)| links(address, html, &base)).collect();
    // Who refers to a target, the first page first, and how many more do.
    let mut broken: BTreeMap<&Target, (&Address, usize)> = BTreeMap::new();
    let mut fragments: BTreeMap<&str, Vec<(&Target, &Address)>> = BTreeMap::new();
    let mut miss = |target, address| {
        broken.entry(target).and_modify(|(_, more)| *more += 1).or_insert((address, 0));
    };
    for ((address, _), targets) in pages.iter().zip(&found) {
        for target in targets {
            if output.get_path(&target.path).is_none() {
                miss(target, *address);
            } else if !target.fragment.is_empty() {
                fragments.entry(&target.path).or_default().push((target, address));
            }
        }
    }
    let by_path: HashMap<&str, &str> = pages.iter().map(|(a, html)| (a.as_str(), *html)).collect();
    for (path, targets) in fragments {
        let ids = by_path.get(path).map(|html| ids(html)).unwrap_or_default();
        for (target, address) in targets {
            if !ids.contains(&target.fragment) {
                miss(target, address);
            }
        }
    }
    broken.into_iter().map(|(target, (page, more))| problem(target, page, more)).collect()
}

/// The addresses within the site that `page` leads to or loads, whether something
/// stands there or not.
pub fn links_of(page: &Address, html: &str, base_url: Option<&str>) -> BTreeSet<String> {
    let base = Base { url: base_url, path: base_path(base_url) };
    links(page, html, &base).into_iter().map(|target| target.path).collect()
}

fn problem(target: &Target, page: &Address, more: usize) -> Diagnostic {
    let Target { path, fragment } = target;
    let (link, hint) = if fragment.is_empty() {
        (path.clone(), said!("the site has no such file", "网站里没有这个文件"))
    } else {
        (
            format!("{path}#{fragment}"),
            said!("no such file, or nothing in it has this id", "没有这个文件，或里面没有这个编号"),
        )
    };
    let also = if more > 0 {
        said!(", and {more} more pages do", "，另有 {more} 个网页也是")
    } else {
        Said::nothing()
    };
    let message = said!(
        "the page links to {link}, which leads nowhere{also}",
        "网页里的链接 {link} 打不开{also}",
        link,
        also
    );
    Diagnostic::error(message).at(Place::file(page.as_str())).hint(hint)
}

/// Where the site stands.
struct Base<'a> {
    url: Option<&'a str>,
    path: String,
}

/// All targets inside the site that a page refers to.
fn links(page: &Address, html: &str, base: &Base<'_>) -> BTreeSet<Target> {
    let mut found = BTreeSet::new();
    attributes(html, |name, value| {
        if matches!(name, "href" | "src" | "poster")
            && let Some(target) = target(page, value, base)
        {
            found.insert(target);
        }
        if name == "srcset" {
            // An address and a width, several of them.
            let addresses = value.split(',').filter_map(|size| size.split_whitespace().next());
            found.extend(addresses.filter_map(|address| target(page, address, base)));
        }
    });
    found
}

fn ids(html: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    attributes(html, |name, value| {
        if name == "id" {
            ids.insert(decode(value));
        }
    });
    ids
}

/// What `value` on `page` points at within the site; `None` if it leads out.
fn target(page: &Address, value: &str, base: &Base<'_>) -> Option<Target> {
    let value = decode(value);
    let mut address = value.trim();
    let mut folder = page.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
    if let Some(own) = base.url.and_then(|url| address.strip_prefix(url)) {
        (address, folder) = (own, "");
        if address.is_empty() {
            address = "index.html";
        }
    } else if address.starts_with("//") || has_scheme(address) {
        return None;
    } else if address.starts_with('/') {
        // Other paths of the host are somebody else's.
        (address, folder) = (address.strip_prefix(&base.path)?, "");
    }
    let (address, fragment) = address.split_once('#').unwrap_or((address, ""));
    let address = address.split('?').next().unwrap_or_default();
    let path = if address.is_empty() && folder.is_empty() && fragment.is_empty() {
        Address::front().to_string()
    } else if address.is_empty() {
        page.as_str().to_owned()
    } else if address.ends_with('/') {
        below(folder, &format!("{address}index.html"))
    } else {
        below(folder, &percent_decoded(address))
    };
    Some(Target { path, fragment: percent_decoded(fragment) })
}

pub(super) fn has_scheme(address: &str) -> bool {
    let Some((scheme, _)) = address.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// Calls `see` with the name and the raw value of each attribute of `html`.
pub(super) fn attributes<'h>(html: &'h str, mut see: impl FnMut(&str, &'h str)) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let end =
            rest.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(rest.len());
        let element = rest[..end].to_ascii_lowercase();
        rest = tag(&rest[end..], &mut see);
        if element == "script" || element == "style" {
            let close = format!("</{element}");
            rest = rest.find(&close).map_or("", |at| &rest[at..]);
        }
    }
}

/// Reads the attributes of a tag, and gives what comes after the tag.
fn tag<'h>(mut rest: &'h str, see: &mut impl FnMut(&str, &'h str)) -> &'h str {
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return rest;
        }
        if let Some(after) = rest.strip_prefix('>') {
            return after;
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'));
        let end = end.unwrap_or(rest.len()).max(rest.chars().next().map_or(0, char::len_utf8));
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=') else {
            see(&name, "");
            continue;
        };
        let value = value.trim_start();
        let quoted = value
            .strip_prefix('"')
            .map(|v| (v, '"'))
            .or_else(|| value.strip_prefix('\'').map(|v| (v, '\'')));
        let (value, after) = match quoted {
            Some((value, quote)) => value.split_once(quote).unwrap_or((value, "")),
            None => value.split_at(
                value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len()),
            ),
        };
        see(&name, value);
        rest = after;
    }
}

/// An attribute's value with the entities that pages are escaped with.
pub(super) fn decode(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let quotes = value
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&#x2F;", "/");
    quotes.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

pub(super) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| byte == b'%').and_then(|h| std::str::from_utf8(h).ok());
        let decoded = hex.and_then(|h| u8::from_str_radix(h, 16).ok());
        bytes.push(decoded.unwrap_or(byte));
        rest = if decoded.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(pages: &[(&str, &str)]) -> Output {
        let mut output = Output::default();
        for (path, html) in pages {
            output.insert(Address::file(*path), html.as_bytes().to_vec());
        }
        output
    }

    #[test]
    fn good_links_are_silent_and_broken_ones_named_once() {
        let front = "<!-- <a href=no.html> --><script>'<a href=\"no.html\">'</script>\
            <a href=\"a/b.html#p1\">x</a><a href='https://x.cn/'>y</a><a href=mailto:a@b.cn>\
            <link rel=canonical href=\"https://paper.cn/\"><img src=\"a/%E5%9B%BE.jpg\" srcset=\"a/%E5%9B%BE.jpg 480w, a/%E5%9B%BE.jpg 960w\">";
        let page =
            "<p id=\"p1\"><a href=\"../index.html\">x</a><a href=\"#p1\"><a href=\"/a/b.html\">";
        let good = [("index.html", front), ("a/b.html", page), ("a/图.jpg", "")];
        assert_eq!(check(&output(&good), Some("https://paper.cn/")), []);
        let broken = [
            ("index.html", "<a href=\"a/b.html#p2\">&</a><a href=\"c.html?x&amp;y\">"),
            (
                "a/b.html",
                "<a href=\"../c.html\"><a href=\"https://paper.cn/d.html\"><a href='#q'>\
                 <img srcset=\"b.html 1w, e.jpg 2w\">",
            ),
        ];
        let found = check(&output(&broken), Some("https://paper.cn/"));
        let told: Vec<(String, String)> = found
            .into_iter()
            .map(|d| {
                (d.place.map(|p| p.file.to_string()).unwrap_or_default(), d.message.en().to_owned())
            })
            .collect();
        let expected = [
            ("index.html", "the page links to a/b.html#p2, which leads nowhere"),
            ("a/b.html", "the page links to a/b.html#q, which leads nowhere"),
            ("a/b.html", "the page links to a/e.jpg, which leads nowhere"),
            ("a/b.html", "the page links to c.html, which leads nowhere, and 1 more pages do"),
            ("a/b.html", "the page links to d.html, which leads nowhere"),
        ];
        let expected = expected.map(|(page, message)| (page.to_owned(), message.to_owned()));
        assert_eq!(told, expected);
    }

    #[test]
    fn a_broken_page_does_not_stop_the_check() {
        for html in [
            "<",
            "<a",
            "<a href",
            "<a href=",
            "<a href=\"",
            "<a \"=>",
            "<a =x>",
            "<!--",
            "<script>",
        ] {
            check(&output(&[("index.html", html)]), None);
        }
    }
}
