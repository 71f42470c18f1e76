//! A site that is kept up to date is what a build of the same files makes, file by file.

use std::collections::BTreeMap;

use kanyin::{
    diag::{Checked, Source, has_errors, sort},
    route::Address,
    site::{Change, Live, Output, ThemeFiles},
};
use proptest::{collection::vec, prelude::*, sample::select};

use super::paper::{Paper, drawn};

/// What an editor saves.
#[derive(Clone, Debug)]
struct Saved {
    /// Which file, whether there is one or not.
    file: usize,
    /// None, if it is gone.
    text: Option<String>,
}

const ISSUES: [&str; 3] = ["2023-04-07", "2023-03-31", "undated"];

fn name(file: usize) -> String {
    format!("content/{}/a{}.md", ISSUES[file % 3], file / 3)
}

/// An article as a file has it. Front matter that is not drawn is left out.
fn article() -> impl Strategy<Value = String> {
    let key = |key: &'static str, values: &'static [&'static str]| {
        prop_oneof![
            1 => Just(String::new()),
            2 => select(values).prop_map(move |value| format!("{key}: {value}\n")),
        ]
    };
    let rare = |key: &'static str, values: &'static [&'static str]| {
        prop_oneof![
            9 => Just(String::new()),
            1 => select(values).prop_map(move |value| format!("{key}: {value}\n")),
        ]
    };
    let keys = (
        key("city", &["赤水市", "遵义市", "贵阳市", "凯里市"]),
        key("topics", &["[法治政府]", "[枫桥经验, 法治政府]", "[]"]),
        key("column", &["水边谈", "水边淡", "山里事"]),
        key("byline", &["[记者 刘娟]", "[记者 刘娟 通讯员 孙立]", "[图/文 孙立]"]),
        rare("order", &["1", "2"]),
        rare("slug", &["a0", "a1", "another"]),
        rare("aliases", &["[old.html]", "[older.html, topic/old.html]"]),
        rare("kind", &["photo"]),
        rare("corrections", &["[{date: 2023-05-01, text: 应为水利局}]"]),
        rare("city", &["无此地", "朝阳区"]),
    );
    let paragraph = "[水河山田桥路林]{1,9}。(“枫桥经验”到了[水河山]。)?";
    let picture =
        prop_oneof![9 => Just(""), 1 => Just("\n\n![水](https://pictures.example/a.jpg)\n")];
    let body = (vec(paragraph, 0..4), picture);
    ("[春夏秋冬]{1,4}", keys, body).prop_map(|(title, keys, (paragraphs, picture))| {
        let (city, topics, column, byline, order, slug, aliases, kind, corrections, other) = keys;
        let city = if other.is_empty() { city } else { other };
        let rest = [city, topics, column, byline, order, slug, aliases, kind, corrections].concat();
        format!("---\ntitle: {title}\n{rest}---\n\n{}{picture}\n", paragraphs.join("\n\n"))
    })
}

fn saved() -> impl Strategy<Value = Saved> {
    let file = 0_usize..12;
    prop_oneof![
        8 => (file.clone(), article()).prop_map(|(file, text)| Saved { file, text: Some(text) }),
        1 => file.prop_map(|file| Saved { file, text: None }),
    ]
}

/// Many small articles on short pages, so that lists have several.
fn paper(articles: Vec<String>) -> Paper {
    let mut paper = Paper::new().with_drafts().config(|config| config.page_size = 2);
    for issue in &ISSUES[..2] {
        paper = paper.file(&format!("{issue}/_issue.md"), &format!("---\ndate: {issue}\n---\n"));
    }
    for (file, text) in articles.into_iter().enumerate() {
        save(&mut paper, &Saved { file, text: Some(text) });
    }
    paper
}

fn save(paper: &mut Paper, saved: &Saved) {
    let name = name(saved.file);
    paper.content.retain(|(known, _)| *known != name);
    paper.content.extend(saved.text.clone().map(|text| (name, text)));
}

fn take(live: &mut Live, saved: &[Saved]) -> Checked<Option<Change>> {
    let source = |saved: &Saved| {
        let name = name(saved.file);
        let source = saved.text.as_ref().map(|text| Source::new(name.as_str(), text.as_str()));
        (name, source)
    };
    live.take(saved.iter().map(source).collect())
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_saved_a_site_is_what_a_build_makes(
        articles in vec("[春夏秋冬水火]{2,5}", 9),
        steps in vec(vec(saved(), 1..3), 1..14),
    ) {
        let plain = |title: String| {
            format!("---\ntitle: {title}\ncity: 赤水市\nbyline: [记者 刘娟]\n---\n\n{title}的水利。\n")
        };
        let mut paper = paper(articles.into_iter().map(plain).collect());
        let mut good = paper.output();
        let mut live = Live::open(paper.inputs()).value.expect("a site");
        prop_assert_eq!(differences(&live, &good), Vec::<String>::new());
        for step in steps {
            for saved in &step {
                save(&mut paper, saved);
            }
            let clean = paper.build();
            let Checked { value: change, diagnostics } = take(&mut live, &step);
            match clean.value {
                Some(site) => {
                    prop_assert!(change.is_some(), "{:?}: {}", step, told(diagnostics));
                    prop_assert_eq!(told(diagnostics), told(clean.diagnostics), "{:?}", step);
                    good = site;
                }
                None => prop_assert!(change.is_none() && has_errors(&diagnostics), "{:?}", step),
            }
            let others = differences(&live, &good);
            prop_assert!(others.is_empty(), "after {:?}: {:?}", step, others);
        }
    }
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
    let (good, unset) = (template("甲"), template("{{ title + 1 }}"));
    let template = (path, good.as_str());
    let sheet = ("themes/own/assets/own.css", "body{color:#111}");
    let picture = ("themes/own/assets/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let mut live = Live::open(dressed(&[]).inputs()).value.expect("a site");
    let steps: [(&[(&str, &str)], Change); 6] = [
        (&[], Change::Nothing),
        (&[sheet], Change::Styles),
        (&[sheet, template], Change::Pages),
        (&[sheet, template], Change::Nothing),
        (&[sheet, template, picture], Change::Pages),
        (&[], Change::Pages),
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
