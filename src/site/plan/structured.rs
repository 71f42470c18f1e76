//! What a page says of itself to machines: JSON-LD in the words of schema.org.
//!
//! Only what is known is said: no day that nobody gave, no picture that is not there.
//! Addresses are in full, so without a `base_url` there is none of it.

use serde::Serialize;

use super::{Planner, canonical, dates};
use crate::{
    article::Correction,
    places,
    route::{Address, Section},
    site::view::{LinkView, TeaserView},
    text::names::can_be_name,
};

/// What stands in the page. Each struct is called as its type is in schema.org.
#[derive(Serialize)]
struct Document<T> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: T,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct NewsArticle<'a> {
    headline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    alternative_headline: Option<&'a str>,
    url: &'a str,
    main_entity_of_page: &'a str,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Few<Author<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Organization<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Few<ImageObject<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_section: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keywords: Option<Few<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    print_page: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_location: Option<Place>,
    is_part_of: PublicationIssue<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    correction: Option<Few<CorrectionComment<'a>>>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
enum Author<'a> {
    Person { name: &'a str, url: String },
    Organization { name: &'a str, url: String },
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct Organization<'a> {
    name: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct ImageObject<'a> {
    url: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    caption: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    credit_text: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct Place {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    contained_in_place: Option<Box<Place>>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct PublicationIssue<'a> {
    name: &'a str,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'a str>,
    is_part_of: Periodical<'a>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct Periodical<'a> {
    name: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct CorrectionComment<'a> {
    text: &'a str,
    date_published: String,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct BreadcrumbList {
    item_list_element: Vec<ListItem>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct ListItem {
    position: usize,
    name: String,
    item: WebPage,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct WebPage {
    #[serde(rename = "@id")]
    id: String,
}

/// Some values; one alone stands by itself.
#[derive(Serialize)]
#[serde(untagged)]
enum Few<T> {
    One(T),
    Several(Vec<T>),
}

impl<T> Few<T> {
    /// `None` if there are none.
    fn of(values: impl IntoIterator<Item = T>) -> Option<Self> {
        let mut values: Vec<T> = values.into_iter().collect();
        match values.len() {
            0 => None,
            1 => values.pop().map(Self::One),
            _ => Some(Self::Several(values)),
        }
    }
}

/// Some things as they stand in a page. No `<` is left in it, which could end the
/// element it stands in, or begin a comment.
fn written(graph: impl Serialize) -> String {
    let all = Document { context: "https://schema.org", graph };
    // Texts, lists and objects: they can always be written.
    serde_json::to_string(&all).unwrap_or_default().replace('<', "\\u003c")
}

impl Planner<'_> {
    /// Where the site will stand; `None` also if its pages tell machines nothing.
    fn told_base(&self) -> Option<&str> {
        self.config.base_url.as_deref().filter(|_| self.structured)
    }

    /// What the page of article `number` says.
    pub(super) fn structured_article(&self, number: usize) -> Option<String> {
        let base = self.told_base()?;
        let library = self.library;
        let entry = &library.entries[number];
        let article = &entry.facts.article;
        let issue = &library.issues[entry.issue];
        let page = Address::article(&issue.slug, &article.slug);
        let url = canonical(base, &page);
        let TeaserView { issue: issue_link, date, .. } = &**self.teaser(number);
        let authors = entry.authors.iter().map(|&author| {
            let named = &library.authors[author].named;
            let name = named.name.as_str();
            let url = canonical(base, &Address::entry(Section::Author, &named.slug, 1));
            if can_be_name(name) {
                Author::Person { name, url }
            } else {
                Author::Organization { name, url }
            }
        });
        let images = entry.facts.pictures.iter().map(|picture| ImageObject {
            url: format!("{base}{}", picture.href),
            caption: &picture.caption,
            credit_text: &picture.credit,
        });
        let topics =
            entry.facts.body.topics.iter().map(|(topic, _)| &self.vocabulary.topics()[*topic]);
        let news = NewsArticle {
            headline: &article.title,
            alternative_headline: article.subtitle.as_deref(),
            url: &url,
            main_entity_of_page: &url,
            in_language: self.words.language_of_texts(),
            author: Few::of(authors),
            publisher: self.config.publisher.as_deref().map(|name| Organization { name }),
            date_published: date.as_deref(),
            date_modified: entry.corrected().map(dates::iso),
            image: Few::of(images),
            article_section: entry.column.map(|column| library.columns[column].name.as_str()),
            keywords: Few::of(topics.map(|topic| topic.name.as_str())),
            print_page: article.page.as_deref(),
            content_location: entry.facts.city.and_then(location),
            is_part_of: PublicationIssue {
                name: &issue_link.title,
                url: format!("{base}{}", issue_link.href),
                date_published: date.as_deref(),
                is_part_of: Periodical { name: &self.config.title, url: base },
            },
            correction: Few::of(entry.corrections().iter().map(correction)),
        };
        let own = LinkView { title: article.title.clone(), href: page.to_string() };
        let trail = self.trail("issues", [LinkView::clone(issue_link), own])?;
        Some(written((news, trail)))
    }

    /// What any other page says: the way to it, through its section.
    pub(super) fn structured_trail(
        &self,
        section: &str,
        steps: impl IntoIterator<Item = LinkView>,
    ) -> Option<String> {
        Some(written([self.trail(section, steps)?]))
    }

    /// The way from the front page; `None` if it has but one step.
    fn trail(
        &self,
        section: &str,
        steps: impl IntoIterator<Item = LinkView>,
    ) -> Option<BreadcrumbList> {
        let base = self.told_base()?;
        let sections = self.stock.navigation.get(section).map(|all| &all[..]).unwrap_or_default();
        let above = sections.iter().filter(|item| item.key == "front" || item.key == section);
        let mut trail: Vec<LinkView> = above
            .map(|item| LinkView { title: item.title.clone(), href: item.href.clone() })
            .collect();
        for step in steps {
            if trail.iter().all(|known| known.href != step.href) {
                trail.push(step);
            }
        }
        let whole = trail.len() > 1;
        let step = |(step, position): (LinkView, usize)| {
            let id = canonical(base, &Address::file(step.href.as_str()));
            ListItem { position, name: step.title, item: WebPage { id } }
        };
        let item_list_element = trail.into_iter().zip(1..).map(step).collect();
        whole.then_some(BreadcrumbList { item_list_element })
    }
}

/// A place in those it lies in.
fn location(place: &places::Place) -> Option<Place> {
    let lineage = places::places().lineage(place);
    let within = |outer: Option<Place>, place: &&places::Place| {
        Some(Place { name: place.name, contained_in_place: outer.map(Box::new) })
    };
    lineage.iter().fold(None, within)
}

fn correction(correction: &Correction) -> CorrectionComment<'_> {
    CorrectionComment { text: &correction.text, date_published: dates::iso(correction.date) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn nothing_in_it_ends_the_element_it_stands_in() {
        let text = written([Organization { name: "</script><!-- <script>&" }]);
        assert!(!text.contains('<') && text.contains("\\u003c/script>"), "{text}");
        let read: Value = serde_json::from_str(&text).unwrap_or_default();
        assert_eq!(
            read["@graph"][0],
            json!({"@type": "Organization", "name": "</script><!-- <script>&"})
        );
    }
}
