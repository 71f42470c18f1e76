//! The contract between Views and templates: written down in docs/themes.md as
//! the source says it, and kept by the themes that come with the program.
//!
//! `KANYIN_WRITE_DOCS=1 cargo test it::contract` writes the page anew.

mod page;
mod templates;
mod views;

use std::{collections::BTreeMap, fs, path::PathBuf};

use self::{templates::Checker, views::Contract};

/// The themes that come with the program, each before what it extends.
const THEMES: [&[&str]; 2] = [&["broadsheet"], &["magazine", "broadsheet"]];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The templates of a theme by name, as the program lays them over each other.
fn templates(layers: &[&str]) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for theme in layers {
        let folder = root().join("themes").join(theme);
        for entry in fs::read_dir(&folder).expect("a theme") {
            let name = entry.expect("a file").file_name().into_string().expect("a plain name");
            if !name.ends_with(".html") {
                continue;
            }
            let text = read(&format!("themes/{theme}/{name}"));
            let name = if all.contains_key(&name) { format!("{theme}/{name}") } else { name };
            all.insert(name, text);
        }
    }
    all
}

fn contract() -> Contract {
    Contract::read(
        &["view", "index_view", "passed_on"]
            .map(|name| read(&format!("src/site/{name}.rs")))
            .concat(),
        &read("src/archive/view.rs"),
        &read("src/site/plan/mod.rs"),
    )
}

#[test]
fn the_page_says_what_the_source_says() {
    let path = "docs/themes.md";
    let written = read(path);
    let made = page::with_generated(&written, &contract(), &templates(&["broadsheet"]));
    if std::env::var_os("KANYIN_WRITE_DOCS").is_some() {
        return fs::write(root().join(path), &made).expect("written");
    }
    assert!(
        written == made,
        "{path} is not what the source says: KANYIN_WRITE_DOCS=1 cargo test it::contract"
    );
}

/// The fields that serde skips must come to templates by another way.
#[test]
fn what_serde_skips_is_handed_over() {
    for name in ["view", "index_view"] {
        let source = read(&format!("src/site/{name}.rs"));
        let mut skipped: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let (mut view, mut skips) = ("", false);
        for line in source.lines().map(str::trim) {
            if let Some(found) = line.strip_prefix("pub struct ") {
                view = found.trim_end_matches(" {");
            } else if let (true, Some(field)) = (skips, line.strip_prefix("pub ")) {
                let field = field.split_once(':').expect("a field").0;
                skipped.entry(view).or_default().push(field);
            }
            skips = line == "#[serde(skip)]";
        }
        let parts = source.split_once("parts! {").expect("the parts").1;
        let parts = parts.split_once('}').expect("their end").0;
        let handed =
            parts.lines().filter_map(|line| line.trim().trim_end_matches(';').split_once(": "));
        let handed: BTreeMap<&str, Vec<&str>> =
            handed.map(|(view, fields)| (view, fields.split(", ").collect())).collect();
        assert!(skipped.len() > 5, "{skipped:?}");
        assert_eq!(skipped, handed, "{name}");
    }
}

#[test]
fn templates_use_what_their_view_has() {
    let contract = contract();
    let mut used = std::collections::BTreeSet::new();
    for layers in THEMES {
        let templates = templates(layers);
        let mut checker = Checker::new(&contract, &templates);
        for (template, view) in &contract.templates {
            checker.page(template, view);
        }
        assert_eq!(checker.faults, Vec::<String>::new(), "{layers:?}");
        used.extend(checker.used);
    }
    let unused: Vec<String> = contract.fields().filter(|field| !used.contains(field)).collect();
    assert_eq!(unused, views::FREE, "no theme that comes with the program uses these");
}

#[test]
fn a_template_that_uses_what_is_not_there_is_found() {
    let contract = contract();
    for (text, fault) in [
        ("{{ titel }}", "titel"),
        ("{{ page.site.titel }}", "SiteView has no titel"),
        ("{% for a in related %}{{ a.decks }}{% endfor %}", "TeaserView has no decks"),
        ("{{ title.length }}", "text has no length"),
        ("{% if deck and lead %}{% endif %}", "lead"),
        (
            "{% component x(of: map) %}{{ of.hrefs }}{% endcomponent x %}{{ <x of={issue} /> }}",
            "LinkView has no hrefs",
        ),
        (
            "{% component x(of: map) %}{{ of.hrefs }}{% endcomponent x %}{{ issue | once(set=\"x\") }}",
            "LinkView has no hrefs",
        ),
        (
            "{% component x(of: map, @page) %}{{ of.href }}{% endcomponent x %}{{ issue | once(set=\"x\") }}",
            "a piece sees no page",
        ),
        ("{% set a = issue %}{{ a.titles }}", "LinkView has no titles"),
        ("{% for a in related %}{% endfor %}{{ a.title }}", "a.title"),
        ("{% include \"b.html\" %}", "titles"),
    ] {
        let templates = BTreeMap::from([
            ("article.html".to_owned(), text.to_owned()),
            ("b.html".to_owned(), "{{ titles }}".to_owned()),
        ]);
        let mut checker = Checker::new(&contract, &templates);
        checker.page("article.html", "ArticleView");
        assert_eq!(checker.faults.len(), 1, "{text}: {:?}", checker.faults);
        assert!(checker.faults[0].contains(fault), "{text}: {:?}", checker.faults);
    }
}
