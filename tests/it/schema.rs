//! The published schemas and the readers of the same files hold each other: they know
//! the same keys, take the same values, and the page of all keys is made of them.

use std::{collections::BTreeSet, fs};

use jsonschema::Validator;
use kanyin::{
    article::{Article, IssuePage, Sidecar},
    config::Config,
    diag::{Diagnostic, Source, has_errors},
    limits::Limits,
    schema::{Kind, reference},
    topics::Vocabulary,
};
use serde_json::{Value, json};

use super::program::{kanyin, repository, text};

/// A key that no file has, and that is like no other.
const FOREIGN: &str = "zzzzzzzzzz";

fn schema(kind: Kind) -> Value {
    serde_json::from_str(kind.schema()).expect("JSON")
}

fn validator(kind: Kind) -> Validator {
    let schema = schema(kind);
    jsonschema::meta::validate(&schema).unwrap_or_else(|e| panic!("{}: {e}", kind.name()));
    jsonschema::validator_for(&schema).expect("a schema")
}

/// What the reader of such files says of `text`.
fn read(kind: Kind, text: &str) -> Vec<Diagnostic> {
    let limits = Limits::default();
    let whole = |name: &str| Source::new(name, text);
    let front_matter = |name: &str| Source::new(name, format!("---\n{text}\n---\n\n文。\n"));
    match kind {
        Kind::Article => {
            Article::from_markdown(&front_matter("content/1/a.md"), &limits).diagnostics
        }
        Kind::Issue => {
            IssuePage::from_markdown(&front_matter("content/1/_issue.md"), &limits).diagnostics
        }
        Kind::Site => Config::parse(&whole("kanyin.yaml")).diagnostics,
        Kind::Topics => Vocabulary::parse(&whole("topics.yaml"), &limits).diagnostics,
        Kind::Seed => Sidecar::parse(&whole("seeds/a.yaml"), &limits).diagnostics,
    }
}

/// The keys that the reader knows where `text` has the foreign one.
fn known(kind: Kind, text: &str) -> BTreeSet<String> {
    let problems = read(kind, text);
    let told = problems.iter().find(|d| d.message.en() == format!("unknown key `{FOREIGN}`"));
    let hint = told
        .and_then(|d| d.hint.as_ref())
        .map_or_else(|| panic!("{text}: {problems:?}"), kanyin::tongue::Said::en);
    let keys = hint.strip_prefix("known are ").expect("a list of keys").split(", ");
    keys.map(str::to_owned).collect()
}

#[test]
fn schemas_and_readers_know_the_same_keys() {
    let target = |number: usize| format!("/properties/publish/additionalProperties/oneOf/{number}");
    let cases = [
        (Kind::Article, format!("title: 一\n{FOREIGN}: 1"), String::new()),
        (Kind::Article, format!("source: {{{FOREIGN}: 1}}"), "/properties/source".into()),
        (
            Kind::Article,
            format!("corrections: [{{{FOREIGN}: 1}}]"),
            "/properties/corrections/items".into(),
        ),
        (Kind::Issue, format!("{FOREIGN}: 1"), String::new()),
        (Kind::Seed, format!("{FOREIGN}: 1"), String::new()),
        (Kind::Site, format!("title: 报\n{FOREIGN}: 1"), String::new()),
        (Kind::Site, format!("limits: {{{FOREIGN}: 1}}"), "/properties/limits".into()),
        (
            Kind::Site,
            format!("publish: {{a: {{kind: directory, path: a, {FOREIGN}: 1}}}}"),
            target(0),
        ),
        (Kind::Site, format!("publish: {{a: {{kind: s3, bucket: a, {FOREIGN}: 1}}}}"), target(1)),
        (Kind::Site, format!("publish: {{a: {{kind: git, remote: a, {FOREIGN}: 1}}}}"), target(2)),
        (Kind::Topics, format!("一: {{kind: 议题, {FOREIGN}: 1}}"), "/additionalProperties".into()),
    ];
    for (kind, text, place) in cases {
        let schema = schema(kind);
        let object = schema.pointer(&place).expect("an object of the schema");
        let properties = object["properties"].as_object().expect("properties");
        let described: BTreeSet<String> = properties.keys().cloned().collect();
        assert_eq!(described, known(kind, &text), "{} {place}", kind.name());
        assert_eq!(object["additionalProperties"], json!(false), "{} {place}", kind.name());
        for (key, value) in properties {
            for said in ["title", "description"] {
                let said = value[said].as_str().unwrap_or_default();
                assert!(!said.is_empty(), "{} {place}: {key} is not described", kind.name());
            }
        }
    }
}

/// What stands around a key, so that a file with it can be read.
fn file_with(kind: Kind, key: &str, value: &Value) -> Value {
    match kind {
        Kind::Article | Kind::Site if key != "title" => json!({"title": "一", key: value}),
        Kind::Topics if key == "kind" => json!({"一": {key: value}}),
        Kind::Topics => json!({"一": {"kind": "议题", key: value}}),
        _ => json!({key: value}),
    }
}

#[test]
fn examples_and_defaults_are_taken_by_both() {
    let mut looked = 0;
    for kind in Kind::ALL {
        let (schema, validator) = (schema(kind), validator(kind));
        let object = if kind == Kind::Topics { &schema["additionalProperties"] } else { &schema };
        for (key, described) in object["properties"].as_object().expect("properties") {
            let examples = described["examples"].as_array().into_iter().flatten();
            for value in examples.chain(described.get("default")) {
                let file = file_with(kind, key, value);
                let text = serde_yaml::to_string(&file).expect("YAML");
                assert!(validator.is_valid(&file), "{}: {text}", kind.name());
                assert!(!has_errors(&read(kind, &text)), "{}: {text}", kind.name());
                looked += 1;
            }
        }
    }
    assert!(looked > 30, "{looked}");
}

/// Files that are read without an error, and files that are not.
const FILES: [(Kind, &[&str], &[&str]); 5] = [
    (
        Kind::Article,
        &[
            "title: 2023",
            "title: 一\nsubtitle:",
            "title: 一\nauthor: 李四\ntopics: []",
            "title: 一\nbyline: [记者 李四, 通讯员 王五]",
            "title: 一\nkind: photo\norder: -3\ndraft: false",
            "title: 一\npage: 3\npublish: 2026-12-01",
            "title: 一\npage: 10-11",
            "title: 一\nsource: {seed: a.txt, lines: 3}\nrepairs: 0",
            "title: 一\ncorrections:\n- date: 2023-04-10\n  text: 二",
        ],
        &[
            "titel: 一",
            "subtitle: 一",
            "title: ''",
            "title: [一]",
            "title: 一\nauthor: {a: b}",
            "title: 一\ntopics: ['']",
            "title: 一\nkind: phot",
            "title: 一\nslug: 湖",
            "title: 一\norder: 一",
            "title: 一\ndraft: yes",
            "title: 一\npage: 第3版",
            "title: 一\npublish: 12月1日",
            "title: 一\npublish: 2026-12-1",
            "title: 一\nsource: a.txt",
            "title: 一\nsource: {seed: a.txt}",
            "title: 一\nrepairs: -1",
            "title: 一\ncorrections: 二",
            "title: 一\ncorrections: [{text: 二}]",
            "title: 一\ncorrections: [{date: 四月, text: 二}]",
            "title: 一\ncorrections: [{date: 2023-04-10, text: 二, by: 三}]",
        ],
    ),
    (
        Kind::Issue,
        &["title: 第一期\ndate: 2023-04-07", "date:"],
        &["date: 四月七日", "titel: 第一期", "title: [一]"],
    ),
    (Kind::Seed, &["issue: 2023-04-07", "title: 一"], &["issue: 第一期", "date: 一"]),
    (
        Kind::Site,
        &[
            "title: 报\narchive: epub\nlimits: {seed: 1GiB, nesting: 8}",
            "title: 报\nfeeds: [json, atom]",
            "title: 报\nfeeds: []",
            "title: 报\nfeeds:",
            "title: 报\nbase_url: http://localhost:8000\nlanguage: en",
            "title: 报\naddresses: {张三: zhang-san}\nwords: {cities: 市州}",
            "title: 报\npublish: {web: {kind: directory, path: a}, b: {kind: git, remote: .}}",
        ],
        &[
            "tagline: 一",
            "title: 报\nbase_url: example.org",
            "title: 报\nbase_url: https://a/?b",
            "title: 报\ntheme: ../a",
            "title: 报\nlanguage: fr",
            "title: 报\narchive: [pdf]",
            "title: 报\nfeeds: [rss]",
            "title: 报\npage_size: 0",
            "title: 报\nallow_html: maybe",
            "title: 报\naddresses: {张三: 张}",
            "title: 报\nlimits: {seed: 3MB}",
            "title: 报\nlimits: {nesting: 101}",
            "title: 报\npublish: {web: {kind: ftp}}",
            "title: 报\npublish: {web: {kind: directory}}",
            "title: 报\npublish: {web: {kind: s3, bucket: a/b}}",
            "title: 报\npublish: {web: {kind: directory, path: a, password: b}}",
            "title: 报\nupdated: 昨天",
        ],
    ),
    (
        Kind::Topics,
        &["一:\n  kind: 议题\n  aliases: 二\n  description: 三", "一: {kind: mechanism, slug: yi}"],
        &["一: {}", "一: {kind: 题}", "一: {kind: 议题, slug: 一}", "一: {kind: 议题, alias: 二}"],
    ),
];

#[test]
fn a_file_is_right_for_the_schema_if_it_is_for_the_reader() {
    for (kind, good, bad) in FILES {
        let validator = validator(kind);
        let cases =
            good.iter().map(|text| (text, true)).chain(bad.iter().map(|text| (text, false)));
        for (text, expected) in cases {
            let file: Value = serde_yaml::from_str(text).expect("YAML");
            let problems = read(kind, text);
            assert_eq!(
                !has_errors(&problems),
                expected,
                "the reader, {}: {text}: {problems:?}",
                kind.name()
            );
            assert_eq!(validator.is_valid(&file), expected, "the schema, {}: {text}", kind.name());
        }
    }
}

#[test]
fn the_program_prints_schemas_and_the_page_of_all_keys() {
    for kind in Kind::ALL {
        let said = text(&kanyin(repository(), &["schema", kind.name()]).stdout);
        assert_eq!(said.trim_end(), kind.schema().trim_end());
    }
    let page = text(&kanyin(repository(), &["schema"]).stdout);
    assert_eq!(page.trim_end(), reference().trim_end());
    // Every key of every kind has its row.
    for kind in Kind::ALL {
        let schema = schema(kind);
        for key in schema["properties"].as_object().into_iter().flat_map(|p| p.keys()) {
            assert!(page.contains(&format!("| `{key}` |")), "{key}");
        }
    }
    let kept = fs::read_to_string(repository().join("docs/keys.md")).expect("the page");
    assert_eq!(kept.trim_end(), page.trim_end(), "run `kanyin schema > docs/keys.md`");
}

#[test]
fn the_sample_is_right_by_the_schemas() {
    let site: Value = {
        let text = fs::read_to_string(repository().join("kanyin.yaml")).expect("settings");
        serde_yaml::from_str(&text).expect("YAML")
    };
    assert!(validator(Kind::Site).is_valid(&site));
    let topics = fs::read_to_string(repository().join("topics.yaml")).expect("a vocabulary");
    let topics: Value = serde_yaml::from_str(&topics).expect("YAML");
    assert!(validator(Kind::Topics).is_valid(&topics));
    let articles = validator(Kind::Article);
    let mut looked = 0;
    for entry in walkdir::WalkDir::new(repository().join("content")) {
        let entry = entry.expect("a file");
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".md") || name.starts_with('_') {
            continue;
        }
        let text = fs::read_to_string(entry.path()).expect("an article");
        let front_matter = text.split("---\n").nth(1).expect("a front matter");
        let file: Value = serde_yaml::from_str(front_matter).expect("YAML");
        assert!(articles.is_valid(&file), "{name}: {front_matter}");
        looked += 1;
    }
    assert!(looked > 3, "{looked}");
}
