//! docs/themes.md: what is written by hand, and what the source says.

use std::collections::BTreeMap;

use kanyin::words::{Language, Words};

use super::views::{Contract, Kind, View};

const START: &str = "<!-- from the source: KANYIN_WRITE_DOCS=1 cargo test it::contract -->\n";

/// The page with its generated part as the source has it now.
pub(super) fn with_generated(
    page: &str,
    contract: &Contract,
    templates: &BTreeMap<String, String>,
) -> String {
    let (written, _) = page.split_once(START).expect("the mark where the generated part begins");
    let mut out = format!("{written}{START}\n## Templates\n\n");
    out.push_str("| template | View | blocks |\n|---|---|---|\n");
    for (template, view) in &contract.templates {
        let blocks = templates.get(template).map(|text| blocks(text)).unwrap_or_default();
        out.push_str(&format!("| `{template}` | {} | {blocks} |\n", link(view)));
    }
    let others = templates.iter().filter(|(name, _)| !contract.templates.contains_key(*name));
    for (template, text) in others {
        out.push_str(&format!("| `{template}` | of the page | {} |\n", blocks(text)));
    }
    out.push_str("\n## Views\n");
    for view in &contract.views {
        set(&mut out, view);
    }
    out.push_str("\n## Words\n\n| key | zh-Hans | en |\n|---|---|---|\n");
    let (chinese, english) = (Words::of(Language::Simplified), Words::of(Language::English));
    for key in chinese.keys() {
        let cell = |words: &Words| words.get(key).trim().replace('|', "\\|");
        out.push_str(&format!("| `{key}` | {} | {} |\n", cell(chinese), cell(english)));
    }
    out
}

fn set(out: &mut String, view: &View) {
    out.push_str(&format!("\n### {}\n\n{}\n", view.name, plain(&view.doc)));
    if view.fields.is_empty() {
        return;
    }
    out.push_str("\n| field | is | |\n|---|---|---|\n");
    for field in &view.fields {
        out.push_str(&format!(
            "| `{}` | {} | {} |\n",
            field.name,
            name(&field.kind),
            plain(&field.doc)
        ));
    }
}

/// Without the links of Rust's documentation.
fn plain(doc: &str) -> String {
    doc.replace("[`", "`").replace("`]", "`").replace('|', "\\|")
}

fn link(view: &str) -> String {
    format!("[{view}](#{})", view.to_lowercase())
}

fn name(kind: &Kind) -> String {
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::Flag => "true or false".to_owned(),
        Kind::View(view) => link(view),
        Kind::List(element) => format!("list of {}", name(element)),
        Kind::Maybe(kind) => format!("{} or nothing", name(kind)),
        Kind::Map => "texts by name".to_owned(),
        Kind::Any => "see the archive's manifest".to_owned(),
    }
}

/// The blocks that a template has.
fn blocks(text: &str) -> String {
    let names = text.split("{% block ").skip(1).filter_map(|rest| rest.split_once(" %}"));
    names.map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(" ")
}
