//! The themes that come with the program, and what a site changes in one.

use std::collections::BTreeMap;

use super::super::program::{files_below, repository, text};
use super::paper::{Paper, page, paths};

/// Files of a site in the theme `name`.
fn set_in(name: &str) -> BTreeMap<String, String> {
    let output = Paper::sample().config(|c| c.theme = name.into()).output();
    paths(&output).into_iter().map(|path| (path.clone(), page(&output, &path))).collect()
}

#[test]
fn the_themes_set_the_same_pages_and_look_nothing_like_each_other() {
    let (broadsheet, magazine) = (set_in("broadsheet"), set_in("magazine"));
    let pages = |site: &BTreeMap<String, String>| -> Vec<String> {
        site.keys().filter(|path| path.ends_with(".html")).cloned().collect()
    };
    assert_eq!(pages(&broadsheet), pages(&magazine));
    for path in pages(&broadsheet) {
        let (one, other) = (&broadsheet[&path], &magazine[&path]);
        assert_ne!(one, other, "{path}");
        assert!(other.contains("assets/magazine.") && !other.contains("assets/broadsheet."));
        // What there is to read is the same.
        let heading = |page: &str| {
            let (_, rest) = page.split_once("<h1")?;
            let (_, rest) = rest.split_once('>')?;
            Some(rest.split_once("</h1>")?.0.trim().to_owned())
        };
        assert!(heading(one).is_some(), "{path}");
        assert_eq!(heading(one), heading(other), "{path}");
    }
    assert!(!magazine.keys().any(|path| path.contains("screenshot") || path.contains("theme.")));
}

#[test]
fn a_site_changes_one_block_of_a_template_and_copies_none() {
    let own = "{% extends \"broadsheet/404.html\" %}{% block nameplate %}<p>另一块牌子</p>{% endblock nameplate %}";
    let output = Paper::sample().theme("templates/404.html", own).output();
    let lost = page(&output, "404.html");
    assert!(lost.contains("<p>另一块牌子</p>") && lost.contains("<h1>没有这一页</h1>"), "{lost}");
    assert!(!page(&output, "issues.html").contains("另一块牌子"));
    // The layout of all pages, from the site's own folder.
    let own = "{% extends \"broadsheet/layout.html\" %}{% block nameplate %}<p>全站换了</p>{% endblock nameplate %}";
    let output = Paper::sample().theme("templates/layout.html", own).output();
    assert!(page(&output, "issues.html").contains("<p>全站换了</p>"));
    // A theme that extends the magazine, which extends the broadsheet.
    let output = Paper::sample()
        .config(|c| c.theme = "own".into())
        .theme("themes/own/theme.yaml", "extends: magazine\n")
        .theme(
            "themes/own/photo.html",
            "{% extends \"magazine/photo.html\" %}{% block label %}<p>照片</p>{% endblock label %}",
        )
        .output();
    assert!(page(&output, "article/2023-04-07/tu.html").contains("<p>照片</p>"));
}

#[test]
fn styles_are_shared_with_a_theme_that_asks_for_them() {
    let child = |sheet: &str| {
        Paper::sample()
            .config(|c| c.theme = "own".into())
            .theme("themes/own/theme.yaml", sheet)
            .theme("themes/own/assets/own.css", "a{color:red}")
    };
    let style = |paper: Paper| {
        let output = paper.output();
        let all = paths(&output);
        assert!(!all.iter().any(|path| path.contains("styles/")));
        let path = all.into_iter().find(|path| path.starts_with("assets/own."));
        page(&output, &path.expect("a style sheet"))
    };
    let shared = style(child("extends: broadsheet\nstyles: [indexes]\n"));
    let (before, own) = shared.split_once("a{color:red}").expect("its own");
    assert!(before.contains(".crossing") && !own.contains(".crossing"));
    assert!(style(child("extends: broadsheet\n")).starts_with("a{color:red}"));
    let errors = child("extends: broadsheet\nstyles: [indexs]\n").errors();
    assert!(
        errors[0].starts_with("themes/own/theme.yaml:2:10 there are no styles `indexs`"),
        "{errors:?}"
    );
}

/// Other generators are measured against it: it has all templates itself, so nothing else
/// tells when a View loses what it shows.
#[test]
fn the_theme_of_the_bench_of_peers_sets_every_page() {
    let themes = repository().join("benches/peers/kanyin");
    let paper = Paper::sample().config(|c| c.theme = "minimal".into());
    let paper = files_below(&themes)
        .into_iter()
        .fold(paper, |paper, (path, bytes)| paper.theme(&path, &text(&bytes)));
    let pages = |paper: &Paper| -> Vec<String> {
        paths(&paper.output()).into_iter().filter(|path| path.ends_with(".html")).collect()
    };
    assert_eq!(pages(&paper), pages(&Paper::sample()));
}
