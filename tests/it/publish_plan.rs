//! `kanyin publish` as an editor meets it: what it says, what it refuses.

use std::fs;

use super::{
    program::{Publication, files_below, text},
    publish::files_of,
};

const TARGETS: &str = "\npublish:\n  web:\n    kind: directory\n    path: www\n";

/// A publication of so many articles that knows one target.
fn paper(articles: usize) -> Publication {
    let paper = Publication::new(&[("content/1/_issue.md", b"---\ntitle: \xe4\xb8\x80\n---\n")]);
    let settings = fs::read_to_string(paper.path("kanyin.yaml")).expect("settings");
    paper.write("kanyin.yaml", (settings + "search: false\n" + TARGETS).as_bytes());
    for number in 0..articles {
        write(&paper, number, "旧文");
    }
    paper
}

fn write(paper: &Publication, number: usize, words: &str) {
    let article = format!("---\ntitle: 第{number}篇\n---\n\n{words}，写在这里。\n");
    paper.write(&format!("content/1/pian-{number}.md"), article.as_bytes());
}

/// Runs the verb; its exit status, and all that it said.
fn run(paper: &Publication, arguments: &[&str]) -> (Option<i32>, String) {
    let output = paper.run(&[&["publish"], arguments].concat());
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

fn said(paper: &Publication, arguments: &[&str]) -> String {
    let (status, said) = run(paper, arguments);
    assert_eq!(status, Some(0), "{said}");
    said
}

fn has(said: &str, lines: &[&str]) {
    for line in lines {
        assert!(said.lines().any(|l| l.contains(line)), "no `{line}` in\n{said}");
    }
}

#[test]
fn a_plan_says_what_changes_and_why_and_a_dry_run_changes_nothing() {
    let paper = paper(5);
    let dry = said(&paper, &["--dry-run"]);
    has(&dry, &["new      front page", "new      article/1/pian-0.html", " 0 unchanged; "]);
    assert!(!paper.path("www").exists() && !paper.path("public").exists());
    has(&said(&paper, &[]), &["web: published"]);
    has(&said(&paper, &[]), &["web: 0 new, 0 changed, 0 gone,"]);

    write(&paper, 5, "新文");
    write(&paper, 6, "新文");
    write(&paper, 1, "改过");
    let before = files_below(&paper.path("www"));
    let lines = [
        "new      article/1/pian-5.html",
        "changed  article/1/pian-1.html: text changed",
        "changed  front page: 2 new and 1 changed articles",
        "changed  issue/1.html: 2 new and 1 changed articles",
        "changed  atom.xml: 2 new and 1 changed articles",
        "web: 2 new,",
    ];
    has(&said(&paper, &["--dry-run", "--to", "web"]), &lines);
    assert_eq!(files_below(&paper.path("www")), before);
    has(&said(&paper, &[]), &lines);
    let built = files_of(&paper.path("www/current"));
    assert!(paper.run(&["build"]).status.success());
    let mut public = files_below(&paper.path("public"));
    public.remove(".kanyin-output");
    assert!(built == public, "what is published is not what is built");
}

#[test]
fn a_new_style_and_a_new_header_are_reasons() {
    let paper = paper(3);
    said(&paper, &[]);
    let style =
        fs::read(super::program::repository().join("themes/broadsheet/assets/broadsheet.css"));
    let theme = super::program::repository().join("themes/broadsheet");
    for (name, bytes) in files_below(&theme) {
        let name = name.replace("broadsheet.css", "own.css");
        paper.write(&format!("themes/own/{name}"), &bytes);
    }
    let style = [style.expect("a style sheet"), b"\np{color:red}\n".to_vec()].concat();
    paper.write("themes/own/assets/own.css", &style);
    let settings = fs::read_to_string(paper.path("kanyin.yaml")).expect("settings");
    let own = settings.replace("theme: broadsheet", "theme: own");
    paper.write("kanyin.yaml", own.as_bytes());
    let dry = said(&paper, &["--dry-run"]);
    has(
        &dry,
        &[
            "new      assets/own.",
            "changed  article/1/pian-0.html: theme changed",
            "changed  front page: theme changed",
            "gone     assets/broadsheet.",
        ],
    );
    paper.write("kanyin.yaml", settings.as_bytes());

    // As if an earlier version had sent other headers.
    let ledger = paper.path("www/current/.kanyin-published.jsonl");
    let noted = fs::read_to_string(&ledger).expect("a ledger");
    fs::write(&ledger, noted.replace("no-cache", "max-age=60")).expect("a ledger");
    has(&said(&paper, &["--dry-run"]), &["changed  front page: header changed: `cache-control`"]);
}

#[test]
fn what_looks_like_an_accident_is_refused_until_it_is_meant() {
    let paper = paper(30);
    said(&paper, &[]);
    let before = files_below(&paper.path("www"));
    let delete = |numbers: std::ops::Range<usize>| {
        for number in numbers {
            fs::remove_file(paper.path(&format!("content/1/pian-{number}.md"))).expect("removed");
        }
    };
    delete(0..2);
    let few = said(&paper, &["--dry-run"]);
    let line = "warning: 2 addresses that were published lead nowhere from now on: \
        article/1/pian-0.html, article/1/pian-1.html";
    has(&few, &[line, "gone     article/1/pian-0.html"]);
    delete(2..12);
    let (status, many) = run(&paper, &[]);
    assert_eq!(status, Some(1), "{many}");
    has(&many, &["error: the site would lose 12 of its", "--force-shrink"]);
    assert_eq!(files_below(&paper.path("www")), before);
    has(&said(&paper, &["--force-shrink"]), &["web: published"]);

    delete(12..30);
    let (status, none) = run(&paper, &[]);
    assert_eq!(status, Some(1), "{none}");
    has(&none, &["error: the site has no article: nothing was sent"]);
}

#[test]
fn an_article_that_moved_is_named_with_its_new_address() {
    let paper = paper(12);
    said(&paper, &[]);
    fs::rename(paper.path("content/1/pian-3.md"), paper.path("content/1/di-san.md"))
        .expect("moved");
    has(
        &said(&paper, &["--dry-run"]),
        &["gone     article/1/pian-3.html: moved to article/1/di-san.html"],
    );
}

#[test]
fn a_site_with_errors_is_not_sent() {
    let paper = paper(3);
    said(&paper, &[]);
    let before = files_below(&paper.path("www"));
    for (file, bytes, problem) in [
        ("content/1/x.md", "---\ntitel: x\n---\n\nx\n", "unknown key `titel`"),
        ("content/1/x.md", "---\ntitle: x\n---\n\n[y](../no.html)\n", "leads nowhere"),
        ("templates/front.html", "{{ nothing.at.all }}", "front.html"),
    ] {
        paper.write(file, bytes.as_bytes());
        let (status, said) = run(&paper, &[]);
        assert_eq!(status, Some(1), "{said}");
        has(&said, &[problem, "nothing was sent"]);
        assert_eq!(files_below(&paper.path("www")), before);
        fs::remove_file(paper.path(file)).expect("removed");
    }
}

#[test]
fn compressed_forms_stand_beside_text_and_change_with_it() {
    let paper = paper(3);
    let settings = fs::read_to_string(paper.path("kanyin.yaml")).expect("settings");
    paper.write("kanyin.yaml", (settings + "    precompress: true\n").as_bytes());
    said(&paper, &[]);
    let files = files_of(&paper.path("www/current"));
    assert!(files.contains_key("index.html.gz") && files.contains_key("index.html.br"));
    write(&paper, 1, "改过");
    let dry = said(&paper, &["--dry-run"]);
    has(&dry, &["changed  article/1/pian-1.html: text changed"]);
    assert!(!dry.contains(".gz"), "{dry}");
}

#[test]
fn a_target_is_found_by_its_name() {
    let paper = paper(1);
    let (status, told) = run(&paper, &["--to", "wep"]);
    assert_eq!(status, Some(1));
    has(&told, &["error: no target is called `wep`", "did you mean `web`?"]);
    let settings = fs::read_to_string(paper.path("kanyin.yaml")).expect("settings");
    let two = format!("{settings}  office:\n    kind: directory\n    path: office\n");
    paper.write("kanyin.yaml", two.as_bytes());
    let (status, told) = run(&paper, &[]);
    assert_eq!(status, Some(1));
    has(&told, &["error: there are several targets", "name one with `--to`: office, web"]);
    paper.write("kanyin.yaml", settings.replace(TARGETS, "").as_bytes());
    let (status, told) = run(&paper, &[]);
    assert_eq!(status, Some(1));
    has(&told, &["error: there is nowhere to publish to", "kind: directory"]);
}

#[test]
fn a_roll_back_is_one_command() {
    let paper = paper(4);
    said(&paper, &[]);
    let first = files_of(&paper.path("www/current"));
    write(&paper, 1, "改过");
    said(&paper, &[]);
    assert_ne!(files_of(&paper.path("www/current")), first);
    has(&said(&paper, &["--rollback"]), &["web: release 1 is live again, instead of 2"]);
    assert_eq!(files_of(&paper.path("www/current")), first);
    let (status, told) = run(&paper, &["--rollback"]);
    assert_eq!(status, Some(1));
    has(&told, &["there is no release before the live one"]);
}
