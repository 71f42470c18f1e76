//! What schema.org says of the types that pages use: their properties, and what may
//! stand in each. Taken from the pages of these types on schema.org (NewsArticle,
//! PublicationIssue, Periodical, BreadcrumbList, ListItem, Person, Organization,
//! ImageObject, Place, CorrectionComment, WebPage), inherited properties included.

use serde_json::Value;

/// What may stand in a property.
#[derive(Clone, Copy, Debug)]
enum Range {
    Text,
    /// `2023-04-07`
    Date,
    Url,
    Integer,
    /// Objects of one of these types.
    Things(&'static [&'static str]),
}

use Range::{Date, Integer, Text, Things, Url};

/// A type, its properties with what each may hold, and those that must be there.
type Type = (&'static str, &'static [(&'static str, Range)], &'static [&'static str]);

/// Each with what it needs to say anything.
const TYPES: &[Type] = &[
    (
        "NewsArticle",
        &[
            ("headline", Text),
            ("alternativeHeadline", Text),
            ("url", Url),
            ("mainEntityOfPage", Url),
            ("inLanguage", Text),
            ("author", Things(&["Person", "Organization"])),
            ("publisher", Things(&["Person", "Organization"])),
            ("datePublished", Date),
            ("dateModified", Date),
            ("image", Things(&["ImageObject"])),
            ("articleSection", Text),
            ("keywords", Text),
            ("printPage", Text),
            ("contentLocation", Things(&["Place"])),
            ("isPartOf", Things(&["PublicationIssue"])),
            ("correction", Things(&["CorrectionComment"])),
        ],
        &["headline", "url", "isPartOf"],
    ),
    (
        "PublicationIssue",
        &[
            ("name", Text),
            ("url", Url),
            ("datePublished", Date),
            ("isPartOf", Things(&["Periodical"])),
        ],
        &["name"],
    ),
    ("Periodical", &[("name", Text), ("url", Url)], &["name"]),
    ("Person", &[("name", Text), ("url", Url)], &["name"]),
    ("Organization", &[("name", Text), ("url", Url)], &["name"]),
    ("ImageObject", &[("url", Url), ("caption", Text), ("creditText", Text)], &["url"]),
    ("Place", &[("name", Text), ("containedInPlace", Things(&["Place"]))], &["name"]),
    ("CorrectionComment", &[("text", Text), ("datePublished", Date)], &["text"]),
    ("BreadcrumbList", &[("itemListElement", Things(&["ListItem"]))], &["itemListElement"]),
    (
        "ListItem",
        &[("position", Integer), ("name", Text), ("item", Things(&["WebPage"]))],
        &["position", "name", "item"],
    ),
    ("WebPage", &[("@id", Url)], &["@id"]),
];

/// What is wrong with an object, in the words of the table.
pub(super) fn faults(object: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let kind = object["@type"].as_str().unwrap_or_default();
    let Some((_, properties, required)) = TYPES.iter().find(|(name, _, _)| *name == kind) else {
        return vec![format!("there is no type `{kind}`: {object}")];
    };
    let entries = object.as_object().into_iter().flatten();
    for (name, value) in entries.filter(|(name, _)| *name != "@type") {
        let Some((_, range)) = properties.iter().find(|(known, _)| known == name) else {
            faults.push(format!("{kind} has no `{name}`"));
            continue;
        };
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for value in values {
            faults.extend(misfit(value, *range).map(|why| format!("{kind}.{name}: {why}")));
            if value.is_object() {
                faults.extend(self::faults(value));
            }
        }
    }
    for name in required.iter().filter(|name| object.get(**name).is_none()) {
        faults.push(format!("{kind} has to have `{name}`"));
    }
    faults
}

fn misfit(value: &Value, range: Range) -> Option<String> {
    let text = value.as_str();
    let day = |text: &str| text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok();
    let good = match range {
        Text => text.is_some_and(|text| !text.is_empty()),
        Date => text.is_some_and(day),
        Url => text.is_some_and(|text| text.starts_with("https://")),
        Integer => value.is_u64(),
        Things(kinds) => value["@type"].as_str().is_some_and(|kind| kinds.contains(&kind)),
    };
    (!good).then(|| format!("{value} is no {range:?}"))
}

/// The objects that a page says of itself.
pub(super) fn said(page: &str) -> Vec<Value> {
    let blocks = page.split("<script type=\"application/ld+json\">").skip(1);
    let objects = blocks.flat_map(|block| {
        let block = block.split("</script>").next().unwrap_or_default();
        let all: Value = serde_json::from_str(block).unwrap_or_else(|e| panic!("{e}: {block}"));
        assert_eq!(all["@context"], "https://schema.org");
        all["@graph"].as_array().expect("objects").clone()
    });
    objects.collect()
}

#[test]
fn every_rule_of_the_table_can_fail() {
    let issue = serde_json::json!({"@type": "PublicationIssue", "name": "一"});
    let good = serde_json::json!({
        "@type": "NewsArticle", "headline": "一", "url": "https://a.cn/", "isPartOf": issue.clone(),
    });
    assert_eq!(faults(&good), Vec::<String>::new());
    for (name, value, fault) in [
        ("headline", serde_json::json!(""), "is no Text"),
        ("datePublished", serde_json::json!("2023年"), "is no Date"),
        ("url", serde_json::json!("a.html"), "is no Url"),
        ("byline", serde_json::json!("一"), "has no `byline`"),
        ("author", issue, "is no Things"),
        ("author", serde_json::json!([{"@type": "Person"}]), "has to have `name`"),
        ("image", serde_json::json!({"@type": "ImageObject", "url": 3}), "is no Url"),
        ("publisher", serde_json::json!({"@type": "Press"}), "no type `Press`"),
    ] {
        let mut bad = good.clone();
        bad[name] = value;
        let found = faults(&bad);
        assert!(found.iter().any(|f| f.contains(fault)), "{name}: {found:?}");
    }
}
