//! What may be written in each kind of file, as JSON Schema (draft 2020-12): for
//! editors that complete and check while one types, and for the reference of all keys.
//!
//! The schemas are written by hand, as they say what each key is for; a test holds
//! them against what the readers of these files know.

use std::fmt::Write as _;

use serde_json::Value;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The front matter of an article.
    Article,
    /// The front matter of an issue's own page.
    Issue,
    /// `kanyin.yaml`
    Site,
    /// `topics.yaml`
    Topics,
    /// The sheet beside a seed.
    Seed,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Article, Self::Issue, Self::Site, Self::Topics, Self::Seed];

    /// What a person calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Issue => "issue",
            Self::Site => "site",
            Self::Topics => "topics",
            Self::Seed => "seed",
        }
    }

    /// Its schema, as JSON.
    pub fn schema(self) -> &'static str {
        match self {
            Self::Article => include_str!("article.json"),
            Self::Issue => include_str!("issue.json"),
            Self::Site => include_str!("site.json"),
            Self::Topics => include_str!("topics.json"),
            Self::Seed => include_str!("seed.json"),
        }
    }
}

/// All keys of all files, as a page of Markdown.
pub fn reference() -> String {
    let mut page = "# All keys\n\nMade by `kanyin schema`: edit the schemas in `src/schema/`, not this page. \
        `kanyin schema article` (or another of the kinds below) prints a JSON Schema for editors that \
        complete and check while one types.\n"
        .to_owned();
    for kind in Kind::ALL {
        // A test reads all schemas.
        let schema: Value = serde_json::from_str(kind.schema()).unwrap_or_default();
        let (title, says) = (text(&schema, "title"), text(&schema, "description"));
        // Writing to a text cannot fail.
        let _ = write!(page, "\n## {}: {title}\n\n{}\n", kind.name(), prose(says));
        page.push_str("\n| key | | what | example |\n|---|---|---|---|\n");
        rows(&mut page, "", &schema);
    }
    page
}

/// A row for each key of an object, and below it for those of its own.
fn rows(page: &mut String, path: &str, object: &Value) {
    let none = serde_json::Map::new();
    let properties = object["properties"].as_object().unwrap_or(&none);
    let required =
        |key: &str| object["required"].as_array().is_some_and(|keys| keys.iter().any(|k| k == key));
    for (key, value) in properties {
        let path = format!("{path}{key}");
        row(page, &path, value, required(key));
        inside(page, &path, value);
    }
    // Entries with names of the site's own.
    if properties.is_empty() && object["additionalProperties"].is_object() {
        inside(page, "", object);
    }
}

/// The keys within `key`.
fn inside(page: &mut String, key: &str, value: &Value) {
    let below = |part: &str| if key.is_empty() { part.to_owned() } else { format!("{key}.{part}") };
    if value["properties"].is_object() {
        rows(page, &format!("{key}."), value);
    }
    if value["items"]["properties"].is_object() {
        rows(page, &format!("{key}[]."), &value["items"]);
    }
    let entry = &value["additionalProperties"];
    if entry["properties"].is_object() {
        rows(page, &below("NAME."), entry);
    }
    for kind in entry["oneOf"].as_array().into_iter().flatten() {
        rows(page, &below(&format!("NAME({}).", text(kind, "title"))), kind);
    }
}

fn row(page: &mut String, key: &str, value: &Value, required: bool) {
    let (title, says) = (text(value, "title"), prose(text(value, "description")));
    let must = if required { " Required." } else { "" };
    let default =
        value.get("default").map_or(String::new(), |d| format!(" Default: `{}`.", plain(d)));
    let words = value["enum"].as_array().into_iter().flatten().filter(|word| !word.is_null());
    let words: Vec<String> = words.map(|word| format!("`{}`", plain(word))).collect();
    let one_of =
        if words.is_empty() { String::new() } else { format!(" One of {}.", words.join(", ")) };
    let examples = value["examples"].as_array().into_iter().flatten();
    let examples: Vec<String> = examples.map(|example| format!("`{}`", plain(example))).collect();
    let _ = writeln!(
        page,
        "| `{key}` | {title} | {says}{must}{one_of}{default} | {} |",
        examples.join(", ")
    );
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// A description as Markdown: what stands in `<>` is no element.
fn prose(text: &str) -> String {
    text.replace('<', "&lt;").replace('|', "\\|")
}

/// A value as it is written in a file, without quotes where it needs none.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(", "))
        }
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{key}: {}", plain(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}
