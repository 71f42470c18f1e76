//! Reading what was written, and what an editor is told of everything else.

use proptest::prelude::*;

use super::*;
use crate::article::{Block, IssuePage, Sidecar, body_to_markdown};

fn parse(text: &str) -> Checked<Option<Parsed>> {
    Article::from_markdown(&Source::new("content/1/chun-feng.md", text), &Limits::default())
}

fn said(mut problems: Vec<Diagnostic>) -> Vec<String> {
    crate::diag::sort(&mut problems);
    let line = |d: &Diagnostic| d.place.as_ref().map_or((0, 0), |p| (p.line, p.column));
    problems.iter().map(|d| format!("{}:{} {}", line(d).0, line(d).1, d.message.en())).collect()
}

fn article() -> Article {
    Article {
        slug: Slug::parse("hu-bian").unwrap_or_else(|| unreachable!()),
        title: "湖边三问".into(),
        subtitle: Some("镇上的水：一份答卷".into()),
        column: Some("一线".into()),
        authors: vec!["李四".into(), "王五".into()],
        byline: vec!["记者 李四".into(), "通讯员 王五 摄".into()],
        city: Some("南京市鼓楼区".into()),
        topics: vec!["河长制".into()],
        kind: Kind::Photo,
        page: Some("3".into()),
        draft: true,
        publish: Some(jiff::civil::date(2023, 4, 8)),
        order: Some(-1),
        source: Some(SourceLines { seed: "a.txt".into(), first: 7, last: 12 }),
        repairs: 3,
        corrections: vec![
            Correction {
                date: jiff::civil::date(2023, 4, 10), text: "“湖心”应为“湖边”。".into()
            },
            Correction {
                date: jiff::civil::date(2023, 5, 2), text: "3: 应为 4，谨此更正".into()
            },
        ],
        aliases: vec![Address::file("news/7.html"), Address::file("old/index.html")],
        body: "　　湖水清。\n\n## 一问\n\n答。".into(),
    }
}

#[test]
fn a_file_reads_as_an_editor_would_write_it() {
    let text = "---
title: 湖边三问
subtitle: 镇上的水：一份答卷
column: 一线
author: [李四, 王五]
byline: [记者 李四, 通讯员 王五 摄]
city: 南京市鼓楼区
topics: [河长制]
kind: photo
slug: hu-bian
page: \"3\"
aliases: [news/7.html, old/index.html]
order: -1
draft: true
publish: 2023-04-08
source: {seed: a.txt, lines: 7-12}
repairs: 3
corrections:
  - date: 2023-04-10
    text: “湖心”应为“湖边”。
  - date: 2023-05-02
    text: \"3: 应为 4，谨此更正\"
---

　　湖水清。

## 一问

答。
";
    assert_eq!(article().to_markdown(), text);
    for text in [text.to_owned(), format!("\u{feff}{text}"), text.replace('\n', "\r\n")] {
        let checked = parse(&text);
        assert_eq!(checked.diagnostics, []);
        let Some(parsed) = checked.value else { panic!("no article") };
        assert_eq!(parsed.article.body.replace('\r', ""), article().body);
        assert!(text[parsed.body_start..].starts_with("　　湖水清。"));
        assert_eq!(&text[parsed.span("city")], "南京市鼓楼区");
        assert_eq!(&text[parsed.span("author")], "[李四, 王五]");
        assert_eq!(&text[parsed.item_span("author", 1)], "王五");
        assert_eq!(&text[parsed.item_span("aliases", 1)], "old/index.html");
        assert_eq!(&text[parsed.span("source")], "{seed: a.txt, lines: 7-12}");
        assert_eq!(Article { body: article().body, ..parsed.article }, article());
    }
}

#[test]
fn little_is_required() {
    let checked = parse("---\ntitle: 湖\nauthor: 李四\nsubtitle:\n---\n");
    assert_eq!(checked.diagnostics, []);
    let Some(Parsed { article, .. }) = checked.value else { panic!("no article") };
    assert_eq!((article.slug.as_str(), &*article.body), ("chun-feng", ""));
    assert_eq!((article.authors, article.subtitle), (vec!["李四".to_owned()], None));
}

#[test]
fn all_problems_are_named_at_once_with_their_places() {
    let checked = parse(
        "---\ntitle: \"\"\nkind: phot\nslug: 湖\norder: 一\ndraft: maybe\nsource: {seed: a, lines: 9-3}\nrepairs: -1\naliases: [/旧/1.html, b.html]\nautor: 李四\npage: 第3版\npublish: 12月1日\ncity: [赤\n---\n正文\n",
    );
    assert_eq!(checked.value, None);
    assert_eq!(
        said(checked.diagnostics),
        [
            "2:1 `title` is empty",
            "3:7 unknown kind `phot`",
            "4:7 `湖` is no address",
            "5:8 `order` must be a whole number, not `一`",
            "6:8 `draft` must be `true` or `false`, not `maybe`",
            "7:26 `9-3` are no lines",
            "8:10 `repairs` must be how many repairs import made, a whole number, not `-1`",
            "9:11 no page can stand at `/旧/1.html`",
            "10:1 unknown key `autor`",
            "11:7 `第3版` is no page of an issue",
            "12:10 `12月1日` is no date",
            "13:7 the bracket `[` is never closed",
        ]
    );
}

#[test]
fn corrections_are_read_however_they_are_set() {
    let expected = [("2023-04-10", "湖心应为湖边。"), ("2023-05-02", "第二段 重复。")];
    for written in [
        "corrections:\n- date: 2023-04-10\n  text: 湖心应为湖边。\n- text: 第二段\n    重复。\n  date: 2023-05-02",
        "corrections:\n  -\n    date: 2023-04-10\n    text: 湖心应为湖边。\n  # 再一条\n  - # 五月\n    date: '2023-05-02'\n\n    text: >-\n      第二段\n      重复。",
        "corrections: [{date: 2023-04-10, text: 湖心应为湖边。}, {date: 2023-05-02, text: \"第二段 重复。\"}]",
        "corrections:\n  - {date: 2023-04-10, text: 湖心应为湖边。}\n  - {text: 第二段 重复。,\n     date: 2023-05-02}",
        "corrections:\r\n  - date: 2023-04-10\r\n    text: 湖心应为湖边。\r\n  - date: 2023-05-02\r\n    text: 第二段 重复。",
    ] {
        let checked = parse(&format!("---\ntitle: 湖\n{written}\nkind: photo\n---\n"));
        assert_eq!(checked.diagnostics, [], "{written}");
        let Some(Parsed { article, .. }) = checked.value else { panic!("no article") };
        let found = article.corrections.iter().map(|c| (c.date.to_string(), c.text.as_str()));
        let found: Vec<(String, &str)> = found.collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(d, t)| (d.as_str(), *t)).collect();
        assert_eq!(found, expected, "{written}");
        assert_eq!(article.kind, Kind::Photo);
    }
    for none in ["corrections:", "corrections: []"] {
        let checked = parse(&format!("---\ntitle: 湖\n{none}\n---\n"));
        assert_eq!((checked.diagnostics.len(), none), (0, none));
    }
}

#[test]
fn every_fault_of_a_correction_has_its_place_and_a_hint() {
    for (written, expected) in [
        ("\n  - text: 一", "4:5 `date` is missing"),
        ("\n  - date: 2023-04-10", "4:5 `text` is missing"),
        ("\n  - date: 2023-04-10\n    text:", "5:5 `text` is empty"),
        ("\n  - date: 2023-04-10\n    text: \"　\"", "5:5 `text` is empty"),
        ("\n  - date:\n    text: 一", "4:5 `date` is empty"),
        ("\n  - date: 2023年4月10日\n    text: 一", "4:11 `2023年4月10日` is no date"),
        ("\n  - date: 2023-02-30\n    text: 一", "4:11 `2023-02-30` is no date"),
        ("\n  - date: 2023-04-10\n    text: 一\n    by: 李四", "6:5 unknown key `by`"),
        ("\n  - date: 2023-04-10\n    txt: 一\n    text: 二", "5:5 unknown key `txt`"),
        ("\n  - date: 2023-04-10\n    text: 一: 二", "5:12 a colon and a space inside a text"),
        (
            "\n  - date: 2023-04-10\n   text: 一",
            "5:4 this line is indented less than those above it",
        ),
        ("\n  - date：2023-04-10", "4:9 a full-width colon stands behind the key"),
        (" 湖边应为湖心", "3:14 `corrections` must be a list"),
        ("\n  date: 2023-04-10\n  text: 一", "4:3 `corrections` must be a list"),
        (" {date: 2023-04-10, text: 一}", "3:14 `corrections` must be a list"),
        ("\n  - 湖边应为湖心", "4:5 an item of `corrections` has no entries"),
        (
            "\n  -\n  - date: 2023-04-10\n    text: 一",
            "4:3 an item of `corrections` has no entries",
        ),
        (" [湖边]", "3:15 an item of `corrections` has no entries"),
        (" [{date: 2023-04-10}]", "3:15 `text` is missing"),
        ("\n  - - date: 2023-04-10", "4:5 an item of `corrections` has no entries"),
    ] {
        let checked = parse(&format!("---\ntitle: 湖\ncorrections:{written}\n---\n"));
        let hinted = checked.diagnostics.iter().filter(|d| d.hint.is_some()).count();
        let told = said(checked.diagnostics);
        assert!(told.iter().any(|line| line.starts_with(expected)), "{written}: {told:?}");
        assert!(hinted > 0, "{written}");
    }
}

#[test]
fn a_file_without_front_matter_is_told_so() {
    for (text, expected) in [
        ("", "1:1 the article has no front matter"),
        ("正文", "1:1 the article has no front matter"),
        ("---\ntitle: 湖\n正文", "1:1 the front matter is never closed"),
        ("---\n---\n", "2:1 `title` is missing"),
        ("---\ncity: 赤水市\n---\n", "2:1 `title` is missing"),
    ] {
        assert_eq!(said(parse(text).diagnostics), [expected], "{text:?}");
    }
    let source = Source::new("content/1/湖.md", "---\ntitle: 湖\n---\n");
    let checked = Article::from_markdown(&source, &Limits::default());
    assert_eq!(
        said(checked.diagnostics),
        ["0:0 the file's name `湖` is no address, and there is no `slug`"]
    );
}

#[test]
fn an_issue_page_and_a_sheet_are_read_and_their_dates_are_real() {
    let source = |text: &str| Source::new("a", text);
    let page = IssuePage::from_markdown(
        &source("---\ntitle: 第三期\ndate: 2024-02-29\n---\n\n卷首\n"),
        &Limits::default(),
    );
    assert_eq!(page.diagnostics, []);
    assert_eq!(page.value.date.map(|d| d.to_string()).as_deref(), Some("2024-02-29"));
    assert_eq!((page.value.title.as_deref(), &*page.value.body), (Some("第三期"), "卷首"));
    let bare = IssuePage::from_markdown(&source("卷首"), &Limits::default());
    assert_eq!((bare.diagnostics.len(), &*bare.value.body), (0, "卷首"));

    let sheet = Sidecar::parse(
        &source("issue: 2024-3\ndate: \"2024-03-01\"\ntitle: no\n"),
        &Limits::default(),
    );
    assert_eq!(sheet.diagnostics, []);
    assert_eq!(sheet.value.issue.as_ref().map(Slug::as_str), Some("2024-3"));
    assert_eq!(sheet.value.title.as_deref(), Some("no"));
    let sheet = Sidecar::parse(&source("# 空\n"), &Limits::default());
    assert_eq!((sheet.diagnostics.len(), sheet.value), (0, Sidecar::default()));

    for (date, hint) in [
        ("2023-02-30", "write year, month"),
        ("2023年3月23日", "write `2023-03-23`"),
        ("2023/3/5", "write `2023-03-05`"),
        ("2023-3-5T10:00", "write year"),
        ("20230305", "write year"),
        ("一", "write year"),
    ] {
        let checked =
            Sidecar::parse(&source(&format!("issue: A\ndate: {date}\n")), &Limits::default());
        let hints: Vec<_> = checked.diagnostics.iter().filter_map(|d| d.hint.clone()).collect();
        assert!(hints.iter().any(|h| h.en().starts_with(hint)), "{date}: {hints:?}");
        assert_eq!(
            said(checked.diagnostics),
            ["1:8 `A` is no address".to_owned(), format!("2:7 `{date}` is no date")]
        );
    }
}

/// Any text that says something.
fn text() -> impl Strategy<Value = String> {
    let signs = r#"[-:#,\[\]{}&*!|>'"%@`~.= 0-9yn湖“”　\t\n]{1,10}"#;
    prop_oneof![signs, r"\PC{1,12}", any::<String>()]
        .prop_filter("says something", |text| !text.trim().is_empty())
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(), 0..4)
}

fn body() -> impl Strategy<Value = String> {
    let block = (r"([-*_`\[\]<>&#\\ 。0-9湖　]|\PC){1,16}", any::<bool>());
    let block = block.prop_map(|(t, head)| if head { Block::Subhead(t) } else { Block::Text(t) });
    prop::collection::vec(block, 0..4).prop_map(|blocks| body_to_markdown(&blocks))
}

prop_compose! {
    fn any_article()(
        slug in "[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,3}",
        title in text(),
        options in prop::array::uniform3(prop::option::of(text())),
        lists in prop::array::uniform3(texts()),
        (photo, draft) in any::<(bool, bool)>(),
        order in any::<Option<i64>>(),
        page in prop::option::of("[A-Z]{0,2}[0-9]{1,3}(-[0-9]{1,2})?"),
        publish in prop::option::of((1..=9999_i16, 1..=12_i8, 1..=28_i8)),
        source in prop::option::of((text(), 1..9999_usize, 0..9999_usize)),
        repairs in any::<usize>(),
        corrections in prop::collection::vec((1..=9999_i16, 1..=12_i8, 1..=28_i8, text()), 0..4),
        aliases in prop::collection::vec("([a-z0-9]{1,5}/){0,2}[a-z0-9]{1,5}\\.html", 0..3),
        body in body(),
    ) -> Article {
        let [subtitle, column, city] = options;
        let [authors, byline, topics] = lists;
        let slug = Slug::parse(&slug).unwrap_or_else(|| unreachable!());
        let corrections = corrections.into_iter().map(|(year, month, day, text)| {
            Correction { date: jiff::civil::date(year, month, day), text }
        });
        let corrections = corrections.collect();
        let aliases = aliases.iter().map(Address::file).collect();
        let publish = publish.map(|(year, month, day)| jiff::civil::date(year, month, day));
        let kind = if photo { Kind::Photo } else { Kind::Article };
        let source = source.map(|(seed, first, more)| SourceLines { seed, first, last: first + more });
        Article { slug, title, subtitle, aliases, column, authors, byline, city, topics, kind, page, draft, publish, order, source, repairs, corrections, body }
    }
}

proptest! {
    #[test]
    fn reading_back_gives_the_same_article(article in any_article()) {
        let checked = parse(&article.to_markdown());
        prop_assert_eq!(checked.diagnostics, []);
        prop_assert_eq!(checked.value.map(|parsed| parsed.article), Some(article));
    }

    #[test]
    fn reading_back_gives_the_same_issue_page(title in prop::option::of(text()), body in body(), day in prop::option::of(1..=28_i8)) {
        let date = day.and_then(|day| jiff::civil::Date::new(2024, 2, day).ok());
        let mut page = IssuePage { title, date, body, body_start: 0 };
        let checked = IssuePage::from_markdown(&Source::new("a", page.to_markdown()), &Limits::default());
        prop_assert_eq!(checked.diagnostics, []);
        page.body_start = checked.value.body_start;
        prop_assert_eq!(checked.value, page);
    }
}
