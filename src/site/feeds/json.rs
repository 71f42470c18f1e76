//! JSON Feed 1.1.

use std::sync::Arc;

use serde::Serialize;

use super::{Head, entries::Parts, stamp};

#[derive(Serialize)]
struct FeedHead<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    language: &'a str,
    authors: [Author<'a>; 1],
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct FeedItem<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    content_html: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
}

/// The feed that stands at `own`.
pub(super) fn feed(head: &Head<'_>, own: &str, items: &[Arc<str>]) -> String {
    let mut text = written(&FeedHead {
        version: "https://jsonfeed.org/version/1.1",
        title: &head.title,
        home_page_url: &head.page,
        feed_url: own,
        description: head.subtitle,
        language: head.language,
        authors: [Author { name: head.author, url: None }],
    });
    // The items are set already: they take the place of the closing brace.
    text.pop();
    text.reserve(items.iter().map(|item| item.len() + 2).sum::<usize>() + 16);
    text.push_str(",\"items\":[");
    for (number, item) in items.iter().enumerate() {
        text.push_str(if number == 0 { "\n" } else { ",\n" });
        text.push_str(item);
    }
    text.push_str("\n]}\n");
    text
}

/// An item with its text, to stand in any feed.
pub(super) fn item(parts: &Parts<'_>, html: &str) -> String {
    let authors = parts.authors.iter();
    written(&FeedItem {
        id: &parts.url,
        url: &parts.url,
        title: &parts.title,
        content_html: html,
        summary: parts.summary,
        image: parts.image.as_deref(),
        date_published: parts.published.map(stamp),
        date_modified: stamp(parts.updated),
        authors: authors.map(|(name, url)| Author { name, url: Some(url) }).collect(),
        tags: parts.tags,
    })
}

/// Texts, lists and objects: they can always be written.
fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
