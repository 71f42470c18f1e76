//! What a site has for searching; that it finds what a scan finds is shown in a
//! browser (`tests/browser/search.test.mjs`) and beside the index itself.

use std::collections::BTreeMap;

use kanyin::site::Output;

use super::paper::{Paper, page, paths};

/// The files of the index.
fn index(output: &Output) -> BTreeMap<String, Vec<u8>> {
    let files = output.files().filter(|(address, _)| address.as_str().starts_with("search/"));
    files.map(|(address, bytes)| (address.to_string(), bytes.to_vec())).collect()
}

/// The text of one of them: each says itself that it is UTF-16.
fn text(file: &[u8]) -> String {
    let units: Vec<u16> =
        file.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
    assert_eq!(units.first(), Some(&0xfeff));
    String::from_utf16_lossy(&units[1..])
}

/// The names of the files that are in both and not the same.
fn changed(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let differ =
        before.iter().filter(|(name, bytes)| after.get(*name).is_some_and(|a| a != *bytes));
    differ.map(|(name, _)| name.clone()).collect()
}

/// Sixty-four articles, which fill each leaf, of words of their own.
fn paper() -> Paper {
    let character = |n: u32| char::from_u32(0x4e00 + n * 37 % 9000).unwrap_or('一');
    (0..64).fold(Paper::new(), |paper, n| {
        let words: String = (0..200).map(|i| character(n * 131 + i * i)).collect();
        paper.article(&format!("{:03}/a{n:03}", 100 + n / 10), &format!("title: 题{n}"), &words)
    })
}

#[test]
fn a_site_has_an_index_a_page_and_a_way_there_unless_it_wants_none() {
    let output = Paper::sample().output();
    let search = page(&output, "search.html");
    assert!(
        search.contains("role=\"search\"") && search.contains("data-index=\"search/\""),
        "{search}"
    );
    assert!(
        search.contains("<script src=\"assets/search.") && !search.contains("<script>"),
        "{search}"
    );
    let article = page(&output, "article/2023-04-07/yi.html");
    assert!(article.contains("action=\"../../search.html\""), "{article}");
    let texts = index(&output).into_values().map(|file| text(&file));
    let sentence = "[2,\"县里学习“枫桥经验”，办法很多。\"]";
    assert_eq!(texts.filter(|text| text.contains(sentence)).count(), 1);

    for paper in [Paper::sample().config(|c| c.search = false), Paper::new()] {
        let output = paper.output();
        let traces: Vec<String> =
            paths(&output).into_iter().filter(|p| p.contains("search")).collect();
        assert_eq!(traces, Vec::<String>::new());
        assert!(!page(&output, "index.html").contains("search.html"));
    }
}

#[test]
fn every_file_of_the_index_calls_its_own_name() {
    for (name, bytes) in index(&paper().output()) {
        let called = name.strip_prefix("search/").and_then(|n| n.strip_suffix(".js"));
        let start = format!("kanyinShard(\"{}\",", called.unwrap_or_default());
        let text = text(&bytes);
        assert!(text.starts_with(&start) && text.ends_with(");\n"), "{name}: {text}");
        assert_eq!(text.lines().count(), 1, "{name}");
    }
}

#[test]
fn a_draft_is_found_in_the_preview_only() {
    let paper = Paper::sample().article("2023-04-07/gao", "title: 稿\ndraft: true", "密文");
    let has = |output: &Output| index(output).values().any(|f| text(f).contains("密文"));
    assert!(!has(&paper.output()));
    assert!(has(&paper.with_drafts().output()));
}

#[test]
fn an_edit_changes_few_files_and_a_new_issue_no_older_text() {
    let before = index(&paper().output());
    let mut edited = paper();
    let text = &mut edited.content[30].1;
    *text = text.replacen("题30", "题30新增", 1);
    let after = index(&edited.output());
    let names = changed(&before, &after);
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    assert!(names.iter().filter(|name| name.contains("texts")).count() == 1, "{names:?}");
    assert!(names.len() < before.len() / 3, "{} of {}: {names:?}", names.len(), before.len());

    let newer = paper().file("200/_issue.md", "---\ndate: 2026-01-01\n---\n");
    let after = index(&newer.article("200/xin", "title: 新", "新文。").output());
    let texts: Vec<String> =
        changed(&before, &after).into_iter().filter(|name| name.contains("texts")).collect();
    assert_eq!(texts, Vec::<String>::new());
}

#[test]
fn what_stands_below_the_text_is_searched_too() {
    let body = "文有注[^1]。\n\n![河堤图](https://a.example/x.png)\n\n[^1]: 注中之字。";
    let head = "title: 题\ncorrections:\n  - date: 2026-01-01\n    text: 更正之字。";
    let output = Paper::new().article("1/a", head, body).output();
    let texts = text(&index(&output)["search/texts/0.js"]);
    for words in ["[0,\"注中之字。", "[0,\"更正之字。", "河堤图", "文有注。"] {
        assert!(texts.contains(words), "{words}: {texts}");
    }
}
