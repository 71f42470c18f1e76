//! What a page says of itself to machines: JSON-LD in the words of schema.org.
//!
//! Only what is known is said: no day that nobody gave, no picture that is not there.
//! Addresses are in full, so without a `base_url` there is none of it.

use serde_json::{Map, Value, json};

use super::{Planner, canonical, dates};
use crate::{
    article::Correction,
    places::{self, Place},
    route::{Address, Section},
    site::{library::Entry, view::LinkView},
    text::names::can_be_name,
};

/// An object of schema.org; what is absent is left out.
fn object(
    kind: &str,
    properties: impl IntoIterator<Item = (&'static str, Option<Value>)>,
) -> Value {
    let mut object = Map::from_iter([("@type".to_owned(), kind.into())]);
    for (name, value) in properties {
        object.extend(value.map(|value| (name.to_owned(), value)));
    }
    Value::Object(object)
}

/// Some values, or none if there are none; one alone stands by itself.
fn list(mut values: Vec<Value>) -> Option<Value> {
    match values.len() {
        0 => None,
        1 => values.pop(),
        _ => Some(Value::Array(values)),
    }
}

/// `things` as they stand in a page. No `<` is left in it, which could end the
/// element it stands in, or begin a comment.
fn written(things: &[Value]) -> String {
    let all = json!({"@context": "https://schema.org", "@graph": things});
    all.to_string().replace('<', "\\u003c")
}

impl Planner<'_> {
    /// What the page of article `number` says.
    pub(super) fn structured_article(&self, entry: &Entry) -> Option<String> {
        let base = self.config.base_url.as_deref()?;
        let library = self.library;
        let article = &entry.facts.parsed.article;
        let issue = &library.issues[entry.issue];
        let page = Address::article(&issue.slug, &article.slug);
        let url = canonical(base, &page);
        let issue_link = dates::issue_link(issue, self.words);
        let date = issue.date.map(|date| Value::from(dates::iso(date)));
        let authors = entry.authors.iter().map(|&author| {
            let named = &library.authors[author].named;
            let page = Address::entry(Section::Author, &named.slug, 1);
            let kind = if can_be_name(&named.name) { "Person" } else { "Organization" };
            let url = canonical(base, &page);
            object(kind, [("name", Some(named.name.as_str().into())), ("url", Some(url.into()))])
        });
        let images = entry.facts.pictures.iter().map(|picture| {
            let said = |text: &str| Some(Value::from(text)).filter(|_| !text.is_empty());
            let url = Value::from(format!("{base}{}", picture.href));
            object(
                "ImageObject",
                [
                    ("url", Some(url)),
                    ("caption", said(&picture.caption)),
                    ("creditText", said(&picture.credit)),
                ],
            )
        });
        let column = entry.column.map(|column| library.columns[column].name.as_str());
        let publication = object(
            "Periodical",
            [("name", Some(self.config.title.as_str().into())), ("url", Some(base.into()))],
        );
        let part_of = object(
            "PublicationIssue",
            [
                ("name", Some(issue_link.title.as_str().into())),
                ("url", Some(format!("{base}{}", issue_link.href).into())),
                ("datePublished", date.clone()),
                ("isPartOf", Some(publication)),
            ],
        );
        let publisher = self.config.publisher.as_deref();
        let publisher = publisher.map(|name| object("Organization", [("name", Some(name.into()))]));
        let topics = entry.topics.iter().map(|(topic, _)| &self.vocabulary.topics()[*topic].name);
        let text = |text: &Option<String>| text.as_deref().map(Value::from);
        let news = object(
            "NewsArticle",
            [
                ("headline", Some(article.title.as_str().into())),
                ("alternativeHeadline", text(&article.subtitle)),
                ("url", Some(url.as_str().into())),
                ("mainEntityOfPage", Some(url.as_str().into())),
                ("inLanguage", Some(self.words.language_of_texts().into())),
                ("author", list(authors.collect())),
                ("publisher", publisher),
                ("datePublished", date),
                ("dateModified", entry.corrected().map(|date| dates::iso(date).into())),
                ("image", list(images.collect())),
                ("articleSection", column.map(Value::from)),
                ("keywords", list(topics.map(|name| name.as_str().into()).collect())),
                ("printPage", text(&article.page)),
                ("contentLocation", entry.city.map(location)),
                ("isPartOf", Some(part_of)),
                ("correction", list(corrections(entry.corrections()))),
            ],
        );
        let trail = [issue_link, LinkView { title: article.title.clone(), href: page.to_string() }];
        let trail = self.trail("issues", trail)?;
        Some(written(&[news, trail]))
    }

    /// What any other page says: the way to it, through its section.
    pub(super) fn structured_trail(
        &self,
        section: &str,
        steps: impl IntoIterator<Item = LinkView>,
    ) -> Option<String> {
        Some(written(&[self.trail(section, steps)?]))
    }

    /// The way from the front page; `None` if it has but one step.
    fn trail(&self, section: &str, steps: impl IntoIterator<Item = LinkView>) -> Option<Value> {
        let base = self.config.base_url.as_deref()?;
        let sections = self.navigation.get(section).map(|all| &all[..]).unwrap_or_default();
        let above = sections.iter().filter(|item| item.key == "front" || item.key == section);
        let mut trail: Vec<LinkView> = above
            .map(|item| LinkView { title: item.title.clone(), href: item.href.clone() })
            .collect();
        for step in steps {
            if trail.iter().all(|known| known.href != step.href) {
                trail.push(step);
            }
        }
        let step = |(number, step): (usize, &LinkView)| {
            let url = canonical(base, &Address::file(step.href.as_str()));
            object(
                "ListItem",
                [
                    ("position", Some((number + 1).into())),
                    ("name", Some(step.title.as_str().into())),
                    ("item", Some(json!({"@type": "WebPage", "@id": url}))),
                ],
            )
        };
        let items: Vec<Value> = trail.iter().enumerate().map(step).collect();
        let whole = items.len() > 1;
        whole.then(|| object("BreadcrumbList", [("itemListElement", Some(items.into()))]))
    }
}

/// A place in those it lies in.
fn location(place: &Place) -> Value {
    let lineage = places::places().lineage(place);
    let within = |outer: Option<Value>, place: &&Place| {
        Some(object("Place", [("name", Some(place.name.into())), ("containedInPlace", outer)]))
    };
    lineage.iter().fold(None, within).unwrap_or_default()
}

fn corrections(corrections: &[Correction]) -> Vec<Value> {
    let one = |Correction { date, text }: &Correction| {
        object(
            "CorrectionComment",
            [
                ("text", Some(text.as_str().into())),
                ("datePublished", Some(dates::iso(*date).into())),
            ],
        )
    };
    corrections.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_it_ends_the_element_it_stands_in() {
        let text = written(&[object(
            "Thing",
            [("name", Some("</script><!-- <script>&".into())), ("url", None)],
        )]);
        assert!(!text.contains('<') && text.contains("\\u003c/script>"), "{text}");
        let read: Value = serde_json::from_str(&text).unwrap_or_default();
        assert_eq!(read["@graph"][0], json!({"@type": "Thing", "name": "</script><!-- <script>&"}));
    }
}
