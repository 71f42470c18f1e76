//! Photographers who are named under pictures: their names lead to their pages, where
//! they have one.

use super::{
    library::Library,
    said::{Html, Said},
};
use crate::route::{Address, Section};

/// The body of article `number` with links of the names. Who has a page is known only when
/// all articles were read.
pub(super) fn linked(library: &Library, number: usize) -> Html {
    let entry = &library.entries[number];
    let facts = &entry.facts;
    // Where nobody is named under a picture nobody is linked, and the text may stay unread.
    if !facts.body.pictured || facts.said().people.is_empty() {
        return Html::of(facts);
    }
    let Said { html, people, .. } = facts.said();
    let issue = &library.issues[entry.issue].slug;
    let root = Address::article(issue, &facts.article.slug).root();
    let page = |name: &str| {
        let author = library.author(name)?;
        Some(Address::entry(Section::Author, &library.authors[author].named.slug, 1))
    };
    let mut linked = String::with_capacity(html.len() + 64 * people.len());
    let mut done = 0;
    for (span, name) in people {
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
    linked.into()
}
