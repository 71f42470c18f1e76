//! The whole way through the program: import, build, check, and what is left
//! when something is wrong.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use super::program::{files_below, kanyin, repository, text};

/// A copy of this repository's publication.
fn publication() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary directory");
    for path in ["kanyin.yaml", "topics.yaml", "seeds", "content"] {
        copy(&repository().join(path), &dir.path().join(path));
    }
    dir
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(from).expect("a folder").flatten() {
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::copy(from, to).expect("a file");
    }
}

#[test]
fn press_prints_every_kind_of_page_and_says_where_to_look() {
    let paper = publication();
    let pressed = kanyin(paper.path(), &["press"]);
    assert_eq!(pressed.status.code(), Some(0), "{}", text(&pressed.stderr));
    let said = text(&pressed.stdout);
    assert!(
        said.contains("public/index.html") && said.contains("set again byte for byte"),
        "{said}"
    );
    let public = files_below(&paper.path().join("public"));
    for page in [
        "index.html",
        "issues.html",
        "issue/yangbao-1.html",
        "cities.html",
        "city/guizhou.html",
        "city/zunyi.html",
        "city/chishui.html",
        "city/panzhou.html",
        "topics.html",
        "topic/feng-qiao-jing-yan.html",
        "columns.html",
        "authors.html",
        "author/liu-juan.html",
        "404.html",
        "atom.xml",
        "sitemap.xml",
        "robots.txt",
        "article/yangbao-1/chun-feng-hua-yu-fa-run-gui-yang.html",
    ] {
        assert!(public.contains_key(page), "{page} is missing");
    }
    let page = |name: &str| text(&public[name]);
    assert!(
        page("city/guizhou.html").contains("赤水市")
            && page("city/zunyi.html").contains("政法系统为民服务")
    );
    assert!(
        page("article/yangbao-1/chun-feng-hua-yu-fa-run-gui-yang.html").contains("〔原文缺失〕")
    );
    let topic = page("topic/feng-qiao-jing-yan.html");
    assert!(
        topic.contains("article/yangbao-1/")
            && topic.contains("html#p")
            && topic.contains("为契机")
    );
    for (name, bytes) in public.iter().filter(|(name, _)| name.ends_with(".html")) {
        let page = text(bytes);
        // The theme's scripts are files of their own; an archive has its manifest in it, as
        // data, and no script at all.
        let page = page.replace("<script src=\"", "<script-file=\"");
        let scripted = page.contains("<script-file");
        assert!(scripted != name.starts_with("archive/"), "{name}");
        let page = page.replace("<script-file", "");
        let page = page.replace("<script type=\"application/json\" id=\"manifest\">", "");
        // So do pages what they say to machines.
        let page = page.replace("<script type=\"application/ld+json\">", "");
        assert!(!page.contains("<script") && !page.contains(" style=\""), "{name}");
        let rooted = page.contains("href=\"/") && name != "404.html";
        assert!(!rooted, "{name} would not open from a folder");
    }
}

#[test]
fn two_builds_are_the_same_whatever_surrounds_them() {
    let paper = publication();
    let build = |output: &str, set: &[(&str, &str)]| {
        let done = Command::new(env!("CARGO_BIN_EXE_kanyin"))
            .args(["build", "--output", output])
            .current_dir(paper.path())
            .envs(set.iter().copied())
            .stdin(Stdio::null())
            .output()
            .expect("the program runs");
        assert!(done.status.success(), "{}", text(&done.stderr));
        files_below(&paper.path().join(output))
    };
    let one = build(
        "one",
        &[("TZ", "Asia/Shanghai"), ("LC_ALL", "zh_CN.UTF-8"), ("RAYON_NUM_THREADS", "1")],
    );
    let other =
        build("other", &[("TZ", "America/Lima"), ("LC_ALL", "C"), ("RAYON_NUM_THREADS", "7")]);
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(bytes == &other[name], "{name} differs");
    }
}

#[test]
fn a_page_that_cannot_be_set_leaves_the_old_site_and_nothing_beside_it() {
    let paper = publication();
    assert!(kanyin(paper.path(), &["build"]).status.success());
    let before = files_below(&paper.path().join("public"));
    // Other pages are set, and written, before and after it.
    let template = "{% extends \"broadsheet/topic.html\" %}{% block main %}{{ topic.name }}\
        {{ 1 / (topic.name | length - 2) }}{% endblock main %}";
    fs::create_dir(paper.path().join("templates")).expect("a folder");
    fs::write(paper.path().join("templates/topic.html"), template).expect("a template");
    let refused = kanyin(paper.path(), &["build"]);
    assert_eq!(refused.status.code(), Some(1), "{}", text(&refused.stderr));
    assert!(text(&refused.stderr).contains("templates/topic.html"), "{}", text(&refused.stderr));
    assert_eq!(files_below(&paper.path().join("public")), before);
    let beside: Vec<String> = fs::read_dir(paper.path())
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("kanyin-"))
        .collect();
    assert_eq!(beside, Vec::<String>::new());
}

#[test]
fn a_build_says_what_took_how_long_and_made_how_much() {
    let paper = publication();
    let timed = kanyin(paper.path(), &["build", "--timings=json"]);
    let said = text(&timed.stdout);
    let told: serde_json::Value =
        serde_json::from_str(said.lines().last().unwrap_or_default()).expect("JSON");
    let phases = told["phases"].as_array().cloned().unwrap_or_default();
    let names: Vec<&str> = phases.iter().filter_map(|phase| phase["phase"].as_str()).collect();
    let read = ["read", "articles", "library", "search", "plan", "pages", "machines"];
    assert_eq!(names[..7], read, "{said}");
    assert_eq!(names.last(), Some(&"exchange"), "{said}");
    let made = |what: &str| -> u64 { phases[1..].iter().filter_map(|p| p[what].as_u64()).sum() };
    let mut public = files_below(&paper.path().join("public"));
    public.remove(".kanyin-output");
    assert_eq!(made("files"), public.len() as u64);
    assert_eq!(made("bytes"), public.values().map(|bytes| bytes.len() as u64).sum::<u64>());
    let again = kanyin(paper.path(), &["build", "--timings", "--output", "other"]);
    let table = text(&again.stdout);
    assert!(table.contains("phase") && table.contains("pages"), "{table}");
}

#[test]
fn all_problems_are_told_at_once_and_the_old_site_stays() {
    let paper = publication();
    assert!(kanyin(paper.path(), &["press"]).status.success());
    let before = files_below(&paper.path().join("public"));
    let write = |name: &str, words: &str| {
        let path = paper.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, words).expect("a file");
    };
    write("content/yangbao-1/a.md", "---\ntitle: 甲\ncity: 赤水县\n---\n\n正文。\n");
    write("content/yangbao-1/b.md", "---\ntitle: 乙\ntopic: [枫桥经验]\n---\n\n正文。\n");
    write("content/yangbao-1/c.md", "---\ntitle: 丙: 丁\ntopics: [枫桥经念]\n---\n\n正文。\n");
    write("templates/front.html", "<p>{{ page.nothing }}</p>\n{% if %}\n");
    let failed = kanyin(paper.path(), &["build"]);
    assert_eq!(failed.status.code(), Some(1));
    let said = text(&failed.stderr);
    for words in [
        "content/yangbao-1/a.md:3:7",
        "赤水市",
        "content/yangbao-1/b.md:3:1",
        "`topics`",
        "content/yangbao-1/c.md:2",
        "templates/front.html:2",
    ] {
        assert!(said.contains(words), "{words} is missing in:\n{said}");
    }
    assert_eq!(files_below(&paper.path().join("public")), before);
}

#[test]
fn quiet_says_only_what_is_wrong() {
    let paper = publication();
    let built = kanyin(paper.path(), &["build", "--quiet"]);
    assert!(built.status.success());
    assert_eq!(text(&built.stdout), "");
}

#[test]
fn a_foreign_folder_is_never_taken_for_the_output() {
    let paper = publication();
    let foreign = tempfile::tempdir().expect("a temporary directory");
    fs::write(foreign.path().join("photo.jpg"), "mine").expect("a file");
    let refused =
        kanyin(paper.path(), &["build", "--output", foreign.path().to_str().expect("text")]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(fs::read_to_string(foreign.path().join("photo.jpg")).expect("still there"), "mine");
}
