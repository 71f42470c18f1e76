//! The repository's own settings and vocabulary, against its own seed.

use std::collections::BTreeSet;

use kanyin::{
    config::Config,
    diag::Source,
    limits::Limits,
    topics::{TopicKind, Vocabulary},
};

fn settings() -> Source {
    Source::new("kanyin.yaml", include_str!("../../kanyin.yaml"))
}

fn vocabulary() -> Vocabulary {
    let checked = Vocabulary::parse(
        &Source::new("topics.yaml", include_str!("../../topics.yaml")),
        &Limits::default(),
    );
    assert_eq!(checked.diagnostics, []);
    checked.value
}

#[test]
fn the_settings_are_without_a_fault() {
    let checked = Config::parse(&settings());
    assert_eq!(checked.diagnostics, []);
    assert!(checked.value.is_some());
}

/// What `kanyin.yaml` explains in comments must work when the `#` is taken away.
#[test]
fn the_settings_in_comments_work() {
    let text = settings().text().to_owned();
    let entry = |line: &str| line.is_ascii() || line.contains(": ");
    let mut all = String::new();
    for line in text.lines() {
        let bare = line.strip_prefix("# ").filter(|bare| entry(bare));
        all.push_str(bare.unwrap_or(line));
        all.push('\n');
    }
    assert!(all.contains("\npublisher: ") && all.contains("\n  nesting: 64"), "{all}");
    let checked = Config::parse(&Source::new("kanyin.yaml", all));
    assert_eq!(checked.diagnostics, []);
    assert_eq!(checked.value.map(|config| config.limits), Some(Limits::default()));
}

#[test]
fn every_mechanism_of_the_seed_is_found_in_it() {
    let words = vocabulary();
    let seed = include_str!("../../seeds/000_331fb38153f2bf0f.txt");
    let found: BTreeSet<&str> = words
        .mentions(seed)
        .into_iter()
        .map(|mention| words.topics()[mention.topic].name.as_str())
        .collect();
    for name in [
        "枫桥经验",
        "一中心一张网十联户",
        "雪亮工程",
        "12345热线",
        "接诉即办",
        "连心卡",
        "大走访",
        "黑转白",
        "首违不罚",
        "八单一表",
        "诉源治理",
        "三感社区",
        "一村一法律顾问",
        "两书一约一会",
        "民主法治示范村",
        "法治副校长",
        "扫黑除恶",
        "平安专干",
        "铁三角",
        "检察联络机制",
    ] {
        assert!(found.contains(name), "{name} is not found");
    }
    // The vocabulary was made for this seed: no entry of it is idle.
    for topic in words.topics() {
        assert!(found.contains(&*topic.name), "{} is not in the seed", topic.name);
    }
}

#[test]
fn names_do_not_depend_on_how_they_are_printed() {
    let words = vocabulary();
    let number = words.find("一村一法律顾问");
    assert!(number.is_some());
    for printed in ["一村(居)一法律顾问", "一村（居）一法律顾问"] {
        assert_eq!(words.find(printed), number);
    }
    assert_eq!(words.find("１２３４５热线"), words.find("12345热线"));
    assert_eq!(words.suggest("枫桥经念"), Some("枫桥经验"));
    let subjects = words.topics().iter().filter(|t| t.kind == TopicKind::Subject).count();
    assert!((14..=24).contains(&subjects), "{subjects}");
}
