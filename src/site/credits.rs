//! Photographers who are named under pictures: their names lead to their pages, where
//! they have one.

use std::sync::Arc;

use super::library::Library;
use crate::route::{Address, Section};

/// Makes links of the names in the bodies of `library`. Who has a page is known only
/// when all articles were read.
pub(super) fn link(library: &mut Library) {
    for number in 0..library.entries.len() {
        let facts = &library.entries[number].facts;
        if facts.people.is_empty() {
            continue;
        }
        let issue = &library.issues[library.entries[number].issue].slug;
        let root = Address::article(issue, &facts.parsed.article.slug).root();
        let page = |name: &str| {
            let author = library.author(name)?;
            Some(Address::entry(Section::Author, &library.authors[author].named.slug, 1))
        };
        let html = &facts.html;
        let mut linked = String::with_capacity(html.len() + 64 * facts.people.len());
        let mut done = 0;
        for (span, name) in &facts.people {
            let (Some(before), Some(words)) = (html.get(done..span.start), html.get(span.clone()))
            else {
                continue;
            };
            linked.push_str(before);
            match page(name) {
                Some(page) => linked.push_str(&format!("<a href=\"{root}{page}\">{words}</a>")),
                None => linked.push_str(words),
            }
            done = span.end;
        }
        linked.push_str(&html[done..]);
        library.entries[number].facts.html = Arc::from(linked);
    }
}
