//! A site that is kept up to date is what a build of the same files makes, file by file.

use std::collections::BTreeMap;

use kanyin::{
    diag::{Checked, Source, has_errors, sort},
    route::Address,
    site::{Change, Live, Output, ThemeFiles},
};
use proptest::{collection::vec, prelude::*, sample::select};

use super::paper::{Paper, drawn};

/// What an editor does.
#[derive(Clone, Debug)]
enum Act {
    /// Writes a value into the front matter of a file, or takes it out.
    Set(usize, &'static str, Option<&'static str>),
    /// Writes another text.
    Body(usize, String),
    /// Begins a file, or begins it anew.
    Begin(usize, String),
    Remove(usize),
}

/// The keys that are written, each with its values.
const KEYS: [(&str, &[&str]); 11] = [
    ("title", &["春", "夏天", "水利"]),
    ("city", &["赤水市", "遵义市", "贵阳市", "凯里市"]),
    ("city", &["赤水市", "无此地", "朝阳区"]),
    ("topics", &["[法治政府]", "[枫桥经验, 法治政府]", "[]"]),
    ("column", &["水边谈话会", "水边谈话室", "山里事"]),
    ("byline", &["[记者 刘娟]", "[记者 刘娟 通讯员 孙立]", "[图/文 孙立]"]),
    ("order", &["1", "2"]),
    ("slug", &["a0", "a1", "another"]),
    ("aliases", &["[old.html]", "[older.html, topic/old.html]"]),
    ("kind", &["photo"]),
    ("corrections", &["[{date: 2023-05-01, text: 应为水利局}]"]),
];

/// The issues' folders; one has no page of its own.
const ISSUES: [&str; 3] = ["2023-04-07", "2023-03-31", "undated"];

/// Files that there may be.
const FILES: usize = 12;

/// A file: its front matter, and its text.
#[derive(Clone, Default)]
struct File(BTreeMap<&'static str, String>, String);

impl File {
    fn begun(title: &str) -> Self {
        let keys = [("title", title), ("city", "赤水市"), ("byline", "[记者 刘娟]")];
        let keys = keys.map(|(key, value)| (key, value.to_owned()));
        Self(keys.into(), format!("{title}的水利。"))
    }

    fn text(&self) -> String {
        let keys = self.0.iter().map(|(key, value)| format!("{key}: {value}\n"));
        format!("---\n{}---\n\n{}\n", keys.collect::<String>(), self.1)
    }
}

fn name(file: usize) -> String {
    format!("content/{}/a{}.md", ISSUES[file % 3], file / 3)
}

fn acts() -> impl Strategy<Value = Act> {
    let file = 0..FILES;
    let set = (file.clone(), select(&KEYS[..]), any::<prop::sample::Index>());
    let set = set.prop_map(|(file, (key, values), which)| {
        // A title is never missing: that has a test of its own.
        let one = which.index(values.len() + usize::from(key != "title"));
        Act::Set(file, key, values.get(one).copied())
    });
    let paragraph = "[水河山田桥路林]{1,9}。(“枫桥经验”到了[水河山]。)?";
    let picture =
        prop_oneof![9 => Just(""), 1 => Just("\n\n![水](https://pictures.example/a.jpg)\n")];
    let body = (vec(paragraph, 0..4), picture);
    let body = body.prop_map(|(paragraphs, picture)| paragraphs.join("\n\n") + picture);
    let title = "[春夏秋冬]{1,4}";
    prop_oneof![
        8 => set,
        5 => (file.clone(), body).prop_map(|(file, text)| Act::Body(file, text)),
        1 => (file.clone(), title).prop_map(|(file, title)| Act::Begin(file, title)),
        1 => file.prop_map(Act::Remove),
    ]
}

/// Small articles on short pages, so that lists have several.
#[derive(Clone, Default)]
struct Desk(BTreeMap<usize, File>);

impl Desk {
    /// Does it: which file is another then.
    fn act(&mut self, act: &Act) -> usize {
        match act {
            Act::Set(file, key, value) => {
                if let Some(File(keys, _)) = self.0.get_mut(file) {
                    keys.remove(key);
                    keys.extend(value.map(|value| (*key, value.to_owned())));
                }
                *file
            }
            Act::Body(file, text) => {
                if let Some(File(_, body)) = self.0.get_mut(file) {
                    body.clone_from(text);
                }
                *file
            }
            Act::Begin(file, title) => {
                self.0.insert(*file, File::begun(title));
                *file
            }
            Act::Remove(file) => {
                self.0.remove(file);
                *file
            }
        }
    }

    fn paper(&self) -> Paper {
        let mut paper = Paper::new().with_drafts().config(|config| config.page_size = 2);
        for issue in &ISSUES[..2] {
            let page = format!("---\ndate: {issue}\n---\n");
            paper = paper.file(&format!("{issue}/_issue.md"), &page);
        }
        for (number, file) in &self.0 {
            paper.content.push((name(*number), file.text()));
        }
        paper
    }

    /// Tells a site of these files.
    fn tell(&self, live: &mut Live, files: &[usize]) -> Checked<Option<Change>> {
        let source = |file: &usize| {
            let name = name(*file);
            let source = self.0.get(file).map(|file| Source::new(name.as_str(), file.text()));
            (name, source)
        };
        live.take(files.iter().map(source).collect())
    }
}

/// Whether each file of a site can be had of `live` as it is there, and no page more.
fn differences(live: &Live, site: &Output) -> Vec<String> {
    let same = |(address, bytes): &(&Address, &[u8])| {
        live.file(address).is_ok_and(|file| file.as_deref() == Some(*bytes))
    };
    let mut others: Vec<String> =
        site.files().filter(|file| !same(file)).map(|(address, _)| address.to_string()).collect();
    let pages = site.pages().count();
    if pages != live.pages() {
        others.push(format!("{} pages of {pages}", live.pages()));
    }
    others
}

fn told(problems: Vec<kanyin::diag::Diagnostic>) -> String {
    let mut problems = problems;
    sort(&mut problems);
    drawn(&problems)
}

/// Does one step after the other, and holds the site against a build after each.
fn follow(desk: &mut Desk, steps: &[Vec<Act>]) -> Result<(), TestCaseError> {
    let mut good = desk.paper().output();
    let mut live = Live::open(desk.paper().inputs()).value.expect("a site");
    prop_assert_eq!(differences(&live, &good), Vec::<String>::new());
    for step in steps {
        let files: Vec<usize> = step.iter().map(|act| desk.act(act)).collect();
        let clean = desk.paper().build();
        let Checked { value: change, diagnostics } = desk.tell(&mut live, &files);
        if let Some(site) = clean.value {
            prop_assert!(change.is_some(), "{:?}: {}", step, told(diagnostics));
            prop_assert_eq!(told(diagnostics), told(clean.diagnostics), "{:?}", step);
            good = site;
        } else {
            prop_assert!(change.is_none() && has_errors(&diagnostics), "{:?}", step);
        }
        let others = differences(&live, &good);
        prop_assert!(others.is_empty(), "after {:?}: {:?}", step, others);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_saved_a_site_is_what_a_build_makes(
        titles in titles(),
        steps in vec(vec(acts(), 1..=1), 1..24),
    ) {
        follow(&mut desk(&titles), &steps)?;
    }

    #[test]
    fn whatever_is_saved_at_once_a_site_is_what_a_build_makes(
        titles in titles(),
        steps in vec(vec(acts(), 1..=1), 1..12),
        together in vec(acts(), 2..4),
    ) {
        follow(&mut desk(&titles), &[steps, vec![together]].concat())?;
    }
}

/// The headlines of a publication.
fn titles() -> impl Strategy<Value = Vec<String>> {
    vec("[春夏秋冬水火]{2,5}", 9)
}

/// A desk with articles of these headlines.
fn desk(titles: &[String]) -> Desk {
    let mut desk = Desk::default();
    for (number, title) in titles.iter().enumerate() {
        desk.act(&Act::Begin(number, title.clone()));
    }
    desk
}

/// What seldom comes by chance: what is told of two articles stands in other lines, and the
/// last one leaves a list.
#[test]
fn an_edit_may_change_what_stands_elsewhere() -> Result<(), TestCaseError> {
    let set = |file, key, value| vec![Act::Set(file, key, Some(value))];
    let unset = |file, key| vec![Act::Set(file, key, None)];
    let follows: [(&str, Vec<Vec<Act>>); 7] = [
        (
            "close columns",
            vec![
                set(0, "column", "水边谈话会"),
                set(1, "column", "水边谈话室"),
                set(0, "city", "遵义市"),
                unset(0, "byline"),
                set(0, "aliases", "[old.html]"),
                set(1, "aliases", "[older.html]"),
            ],
        ),
        (
            "the last of a place",
            vec![set(0, "city", "凯里市"), set(0, "city", "遵义市"), unset(0, "city")],
        ),
        (
            "the last on a topic",
            vec![
                set(0, "topics", "[法治政府]"),
                set(1, "topics", "[法治政府]"),
                set(0, "topics", "[]"),
                set(1, "topics", "[]"),
            ],
        ),
        ("its place in the issue", vec![set(3, "order", "1"), set(0, "order", "2")]),
        ("its kind", vec![set(0, "kind", "photo"), unset(0, "kind")]),
        (
            "corrections",
            vec![
                set(0, "corrections", "[{date: 2023-05-01, text: 应为水利局}]"),
                set(0, "corrections", "[{date: 2023-05-02, text: 应为水利厅}]"),
                unset(0, "corrections"),
            ],
        ),
        (
            "what an old address leads to",
            vec![
                set(0, "aliases", "[old.html]"),
                set(0, "title", "又一个题"),
                set(0, "aliases", "[older.html]"),
            ],
        ),
    ];
    for (what, steps) in follows {
        let mut desk = Desk::default();
        for number in 0..6 {
            desk.act(&Act::Begin(number, "春".repeat(number + 1)));
        }
        follow(&mut desk, &steps)
            .map_err(|fault| TestCaseError::fail(format!("{what}: {fault}")))?;
    }
    Ok(())
}

#[test]
fn what_was_not_changed_is_no_change() {
    let paper = Paper::sample();
    let mut live = Live::open(paper.inputs()).value.expect("a site");
    let (name, text) = paper.content[2].clone();
    let same = (name.clone(), Some(Source::new(name.as_str(), text.as_str())));
    assert_eq!(live.take([same].into()).value, Some(Change::Nothing));
    assert_eq!(live.take(BTreeMap::new()).value, Some(Change::Nothing));
    let edited = text.replace("河水涨了", "河水落了");
    let edited = (name.clone(), Some(Source::new(name.as_str(), edited)));
    assert_eq!(live.take([edited].into()).value, Some(Change::Pages));
}

/// The sample in a theme of its own, with these files.
fn dressed(files: &[(&str, &str)]) -> Paper {
    let paper = Paper::sample().config(|config| config.theme = "own".into());
    let paper = paper
        .theme("themes/own/theme.yaml", "extends: broadsheet\n")
        .theme("themes/own/assets/own.css", "body{color:#000}");
    files.iter().fold(paper, |paper, (path, text)| paper.theme(path, text))
}

fn dress(live: &mut Live, files: &[(&str, &str)]) -> Option<Checked<Option<Change>>> {
    live.dress(&ThemeFiles { files: dressed(files).theme })
}

#[test]
fn another_theme_is_worn_unless_it_has_faults() {
    let template = |words: &str| {
        format!(
            "{{% extends \"broadsheet/article.html\" %}}{{% block dateline %}}{words}{{% endblock %}}"
        )
    };
    let path = "templates/article.html";
    // It shows neither what is like an article nor what machines read.
    let plain =
        ("templates/article.html", "{% block label %}{% endblock %}{{ title }}{{ body | safe }}");
    let (good, unset) = (template("甲"), template("{{ title + 1 }}"));
    let template = (path, good.as_str());
    let sheet = ("themes/own/assets/own.css", "body{color:#111}");
    let picture = ("themes/own/assets/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let mut live = Live::open(dressed(&[]).inputs()).value.expect("a site");
    let steps: [(&[(&str, &str)], Change); 8] = [
        (&[], Change::Nothing),
        (&[sheet], Change::Styles),
        (&[sheet, template], Change::Pages),
        (&[sheet, template], Change::Nothing),
        (&[sheet, template, picture], Change::Pages),
        (&[plain], Change::Pages),
        (&[sheet], Change::Pages),
        (&[], Change::Styles),
    ];
    for (files, change) in steps {
        let made = dress(&mut live, files).expect("the same words");
        assert_eq!(made.value, Some(change), "{files:?}: {}", told(made.diagnostics));
        let site = dressed(files).output();
        assert_eq!(differences(&live, &site), Vec::<String>::new(), "{files:?}");
    }
    let site = dressed(&[]).output();
    // No template; and one that fails only when a page is set.
    for fault in ["{% block", &unset] {
        let made = dress(&mut live, &[(path, fault)]).expect("the same words");
        assert!(made.value.is_none() && has_errors(&made.diagnostics), "{fault}");
        assert_eq!(differences(&live, &site), Vec::<String>::new(), "{fault}");
        let (name, text) = Paper::sample().content.swap_remove(3);
        for text in [format!("{text}又一句。"), text] {
            let source = Source::new(name.as_str(), text);
            let made = live.take([(name.clone(), Some(source))].into());
            assert!(made.value.is_none(), "the fault is still there");
        }
    }
    assert_eq!(dress(&mut live, &[]).expect("the same words").value, Some(Change::Nothing));
    let words = ("themes/own/words/zh-Hans.yaml", "told_in_caption: 见说明\n");
    assert!(dress(&mut live, &[words]).is_none());
}
