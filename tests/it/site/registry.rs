//! Names that are probably one.

use kanyin::{diag::Severity, route::Slug};

use super::paper::{Paper, page};

/// A paper with two columns.
fn columns(one: &str, other: &str) -> Paper {
    Paper::new().article("1/a", &format!("title: 一\ncolumn: {one}"), "文。").article(
        "1/b",
        &format!("title: 二\ncolumn: {other}"),
        "文。",
    )
}

/// The problems that speak of both names: severity, message, hint.
fn told(paper: &Paper, names: [&str; 2]) -> Vec<(Severity, String, String)> {
    let problems = paper.build().diagnostics.into_iter();
    let both = problems.filter(|d| names.iter().all(|name| d.message.en().contains(name)));
    both.map(|d| {
        (d.severity, d.message.en().to_owned(), d.hint.map_or(String::new(), |h| h.en().to_owned()))
    })
    .collect()
}

#[test]
fn columns_that_look_alike_are_an_error_with_both_places() {
    for [one, other] in [
        ["末来之声", "未来之声"],
        ["治理之声", "冶理之声"],
        ["法治進行時", "法治进行时"],
        ["法治进行时", "法制进行时"],
        ["“法治”进行时", "法治进行时"],
        ["AI观察", "ＡＩ 观察"],
    ] {
        let paper = columns(one, other);
        let told = told(&paper, [one, other]);
        assert_eq!(told.len(), 1, "{one} {other}: {told:#?}");
        let (severity, message, hint) = &told[0];
        assert_eq!(*severity, Severity::Error, "{message}");
        assert!(
            message.contains("content/1/a.md:3") || message.contains("content/1/b.md:3"),
            "{message}"
        );
        assert!(hint.contains("renamed") && hint.contains("addresses"), "{hint}");
    }
}

#[test]
fn columns_that_are_close_get_a_warning() {
    for [one, other] in
        [["法治进行时", "法治进行曲"], ["法治进行时", "法治在进行时"], ["普法小课堂", "普法课堂"]]
    {
        let paper = columns(one, other);
        let told = told(&paper, [one, other]);
        assert_eq!(told.len(), 1, "{one} {other}: {told:#?}");
        assert_eq!(told[0].0, Severity::Warning);
        let parted = paper.config(|c| {
            for (name, slug) in [(one, "yi"), (other, "er")] {
                c.addresses.insert(name.into(), Slug::parse(slug).expect("a slug"));
            }
        });
        assert!(self::told(&parted, [one, other]).is_empty(), "the editor knows both");
        assert!(page(&parted.output(), "column/yi.html").contains(one));
    }
}

#[test]
fn columns_that_are_two_are_let_be() {
    for [one, other] in [
        ["水边谈", "山边谈"],
        ["普法第一课", "普法第二课"],
        ["一线调查", "一线传真"],
        ["特刊1", "特刊2"],
    ] {
        assert!(told(&columns(one, other), [one, other]).is_empty(), "{one} {other}");
    }
}

#[test]
fn authors_that_look_alike_get_a_warning_and_those_with_one_address_an_error() {
    let authors = |one: &str, other: &str| {
        Paper::new().article("1/a", &format!("title: 一\nauthor: [{one}]"), "文。").article(
            "1/b",
            &format!("title: 二\nauthor: [{other}]"),
            "文。",
        )
    };
    let severities = |one, other| -> Vec<Severity> {
        told(&authors(one, other), [one, other])
            .into_iter()
            .map(|(severity, ..)| severity)
            .collect()
    };
    assert_eq!(severities("王治", "王冶"), [Severity::Warning]);
    assert_eq!(severities("买买提·依明", "买买提•依明"), [Severity::Error]);
    assert_eq!(severities("刘娟", "刘涓"), [Severity::Error]);
    assert_eq!(severities("刘娟", "王海"), []);
}

#[test]
fn many_names_cost_no_more_than_themselves() {
    let mut paper = Paper::new();
    for number in 0..600_u32 {
        let name: String = (0..40)
            .map(|at| char::from_u32(0x4e00 + (number * 7 + at) % 3000).unwrap_or('一'))
            .collect();
        paper =
            paper.article(&format!("1/a{number}"), &format!("title: 题\ncolumn: {name}"), "文。");
    }
    // Their addresses may collide; it is enough that the check comes to an end.
    assert!(!paper.build().diagnostics.is_empty());
}
