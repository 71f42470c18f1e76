//! The program in both languages: the same problems, at the same places, in the
//! same order, and no English left in the Chinese.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use super::program::{Publication, repository, text};

/// What a run said, and its exit status.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Runs the program in `dir` with these arguments and nothing in the environment
/// but these variables.
fn run(dir: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_kanyin"))
        .args(arguments)
        .current_dir(dir)
        .env_clear()
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    Run { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
}

/// The severity and place of each problem that was drawn, in order.
fn problems(drawn: &str) -> Vec<(&'static str, String)> {
    let severities = [
        ("error", "error:"),
        ("error", "错误:"),
        ("warning", "warning:"),
        ("warning", "警告:"),
        ("note", "note:"),
        ("note", "说明:"),
    ];
    let mut found: Vec<(&'static str, String)> = Vec::new();
    for line in drawn.lines() {
        if let Some((severity, _)) = severities.iter().find(|(_, sign)| line.starts_with(sign)) {
            found.push((severity, String::new()));
        } else if let (Some(place), Some(last)) =
            (line.trim_start().strip_prefix("--> "), found.last_mut())
        {
            place.clone_into(&mut last.1);
        }
    }
    found
}

/// Names that Chinese writes in Latin letters.
const NAMES: [&str; 21] = [
    "a-z", "GiB", "git", "U+007F", "utf-8", "kanyin", "UTF-8", "UTF-16", "GB 18030", "HTML",
    "Markdown", "JPEG", "PNG", "WebP", "JSON", "YAML", "KiB", "MiB", "kB", "MB", "SHA-256",
];

/// The words in Latin letters that are left of `said` without what may be there: lines
/// that show a file, what is quoted, names, paths.
fn english(said: &str) -> Vec<String> {
    let shows_file = |line: &&str| {
        let start = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        start.trim_start().starts_with(['|', '╭']) || line.trim_start().starts_with("--> ")
    };
    let mut left = String::new();
    for line in said.lines().filter(|line| !shows_file(line)) {
        let outside = line.split('`').step_by(2).collect::<Vec<_>>().join(" ");
        let mut quoted = 0_usize;
        for c in outside.chars() {
            match c {
                '“' | '「' | '《' => quoted += 1,
                '”' | '」' | '》' => quoted = quoted.saturating_sub(1),
                c if quoted == 0 => left.push(c),
                _ => {}
            }
        }
        left.push('\n');
    }
    for name in NAMES {
        left = left.replace(name, " ");
    }
    let apart = |c: char| !(c.is_ascii_graphic());
    let words = left.split(apart).filter(|word| !word.contains(['/', '.', '_']));
    // What is left of a path in front of Chinese, an id, a number with its sign.
    let word = |word: &&str| word.chars().filter(char::is_ascii_alphabetic).count() > 1;
    words
        .filter(word)
        .filter(|w| !w.chars().all(|c| c.is_ascii_hexdigit()))
        .map(str::to_owned)
        .collect()
}

/// Runs it in English and in Chinese, by the option and by the locale, and compares.
fn compare(dir: &Path, arguments: &[&str], least: usize) {
    let with = |lang: &str| {
        let all: Vec<&str> = arguments.iter().copied().chain(["--lang", lang]).collect();
        run(dir, &all, &[("LANG", "xx")])
    };
    let (en, zh) = (with("en"), with("zh"));
    let locale = run(dir, arguments, &[("LANG", "zh_CN.UTF-8")]);
    assert_eq!(en.code, zh.code, "{arguments:?}\n{}\n{}", en.err, zh.err);
    assert_eq!((&zh.out, &zh.err), (&locale.out, &locale.err), "{arguments:?}");
    let (told, said) = (problems(&en.err), problems(&zh.err));
    assert_eq!(told, said, "{arguments:?}\n{}\n{}", en.err, zh.err);
    assert!(told.len() >= least, "{arguments:?} has only {} problems:\n{}", told.len(), en.err);
    // The name of a temporary directory is as good as any word.
    let here = dir.to_string_lossy();
    let here = here.trim_end_matches('/');
    for part in [&zh.out, &zh.err] {
        let part = part.replace(here, "/");
        assert_eq!(english(&part), Vec::<String>::new(), "{arguments:?}:\n{part}");
    }
    assert_eq!(en.out.lines().count(), zh.out.lines().count(), "{}\n{}", en.out, zh.out);
    assert!(!en.err.contains("错误:") && !en.out.contains("底本"), "{}{}", en.err, en.out);
}

#[test]
fn english_words_are_found() {
    for good in
        ["错误: 没有 `title`", " --> kanyin.yaml:1:1", "1 | titel: x", "叫“x y”的", "在 a/b.md"]
    {
        assert_eq!(english(good), Vec::<String>::new(), "{good}");
    }
    for bad in ["错误: is empty", "没有 title 这一项", "1 处 errors", "error: 没有"] {
        assert!(!english(bad).is_empty(), "{bad}");
    }
}

#[test]
fn broken_settings_are_told_in_both_languages() {
    let site = Publication::new(&[]);
    let settings = "titel: x\npage_size: 0\nlanguage: fr\narchive: [pdf]\nbase_url: there\n\
        theme: ../x\nname_order: x\nallow_html: maybe\nupdated: yesterday\nlimits:\n  seed: big\n  \
        nesting: 900\naddresses:\n  曾乐: ../a\nrenamed:\n  甲: 乙\n  乙: 甲\npublish:\n  a: {kind: ftp}\n  \
        b: {kind: directory, path: x, keep: 0}\n  c: {kind: s3, bucket: a/b}\n  d: {kind: git, remote: '-x'}\n  \
        e: {kind: s3, bucket: a, secret_access_key: x}\n  f: {kind: s3, bucket: a, addressing: dns}\n";
    site.write("kanyin.yaml", settings.as_bytes());
    compare(&site.path(""), &["check"], 20);
    site.write("kanyin.yaml", "title：报\n\ttheme: x\n? a\n- b\nc: [1\nd: \"x\ne: &a b\nf: {x: {y: 1}}\ng: a: b\n  h: i\n".as_bytes());
    compare(&site.path(""), &["check"], 7);
}

#[test]
fn broken_vocabularies_and_articles_are_told_in_both_languages() {
    let site = Publication::new(&[]);
    site.write(
        "topics.yaml",
        "甲:\n  kind: 别的\n乙:\n  kind: 议题\n  aliases: [甲, 乙, '']\n  slug: A B\n丙: x\n"
            .as_bytes(),
    );
    compare(&site.path(""), &["check"], 4);
    let site = Publication::new(&[
        ("content/1/_issue.md", "---\ntitle: 一\n---\n".as_bytes()),
        ("content/1/a.md", "---\ntitle: 甲\nkind: poto\ncity: 无此地\ntopics: [无此题]\npage: 第三版\naliases: [a/b]\ncorrections:\n  - date: x\nsource: {seed: a, lines: x}\n---\n\n正文。\n".as_bytes()),
        ("content/1/b.md", "没有设置\n".as_bytes()),
        ("content/1/c.md", "---\ntitle: 丙\n".as_bytes()),
        ("content/1/坏名.md", "---\ntitle: 丁\n---\n\n正文。\n".as_bytes()),
        ("content/1/d.md", "---\ntitle: 戊\nslug: x\n---\n\n![无](no.jpg) <b>粗</b> [连](javascript:x)\n".as_bytes()),
        ("content/1/e.md", "---\ntitle: 己\nslug: x\n---\n\n正文。\n".as_bytes()),
        ("content/f.md", "---\ntitle: 庚\n---\n\n正文。\n".as_bytes()),
        ("content/坏 期/g.md", "---\ntitle: 辛\n---\n\n正文。\n".as_bytes()),
        ("content/1/h.md", b"---\ntitle: \xff\n---\n"),
    ]);
    compare(&site.path(""), &["check"], 14);
    compare(&site.path(""), &["build"], 14);
}

#[test]
fn seeds_and_what_is_made_of_them_are_told_in_both_languages() {
    let site = Publication::new(&[
        ("seeds/empty.txt", b""),
        ("seeds/binary.txt", b"\x7fELF\x02\x01\x01\x00\x00"),
        ("seeds/blank.txt", b" \n\n"),
        ("seeds/bytes.txt", b"abc\xff\xff\xff\xffabc"),
        ("seeds/sheet.txt", "标题\n\n本报讯 河水涨了。\n".as_bytes()),
        ("seeds/sheet.yaml", b"isue: 1\ndate: x\n"),
    ]);
    compare(&site.path(""), &["import", "--dry-run"], 6);
    compare(&site.path(""), &["import", "none.txt"], 1);

    let site = Publication::new(&[]);
    for entry in std::fs::read_dir(repository().join("seeds")).expect("seeds").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        site.write(&format!("seeds/{name}"), &std::fs::read(entry.path()).expect("a seed"));
    }
    compare(&site.path(""), &["import", "--dry-run"], 0);
    compare(&site.path(""), &["import", "--explain", "zz"], 1);
    compare(&site.path(""), &["import", "--explain", "0", "1", "2", "3"], 1);
}

#[test]
fn what_cannot_be_done_is_told_in_both_languages() {
    let nowhere = tempfile::tempdir().expect("a directory");
    std::fs::write(nowhere.path().join("x.html"), "x").expect("a file");
    for arguments in [
        &["check"][..],
        &["init", "."],
        &["archive", "--verify", "x.html"],
        &["archive", "--verify", "y.html"],
    ] {
        compare(nowhere.path(), arguments, 1);
    }
    let page = "---\ntitle: 甲\n---\n\n正文。\n".as_bytes();
    let site = Publication::new(&[("content/1/a.md", page), ("seeds/.gitkeep", b"")]);
    for (arguments, least) in [
        (&["publish"][..], 1),
        (&["publish", "--to", "web"], 1),
        (&["build", "--output", "content"], 1),
        (&["build", "--base-url", "x"], 1),
        (&["archive", "2"], 1),
        (&["proof"], 0),
        (&["archive"], 0),
        (&["check"], 0),
        (&["press"], 0),
    ] {
        compare(&site.path(""), arguments, least);
    }
}

#[test]
fn files_do_not_depend_on_the_language() {
    let made = |lang: &str| {
        let site = Publication::new(&[]);
        site.write("seeds/a.txt", &std::fs::read(first_seed()).expect("a seed"));
        let done = site.run(&["press", "--lang", lang]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        let mut files = super::program::files_below(&site.path(""));
        // It says when each file of the site was written.
        assert!(files.remove(".kanyin/built").is_some());
        files
    };
    assert!(made("en") == made("zh"), "a file depends on the language");
}

fn first_seed() -> std::path::PathBuf {
    let mut seeds: Vec<_> = std::fs::read_dir(repository().join("seeds"))
        .expect("seeds")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    seeds.sort();
    seeds.swap_remove(0)
}

#[test]
fn the_locale_is_read_as_other_programs_read_it() {
    let dir = tempfile::tempdir().expect("a directory");
    let chinese =
        |variables: &[(&str, &str)]| run(dir.path(), &["check"], variables).err.contains("错误:");
    assert!(chinese(&[("LC_ALL", "zh_CN.UTF-8"), ("LANG", "en_US.UTF-8")]));
    assert!(chinese(&[("LC_ALL", ""), ("LC_MESSAGES", "zh_TW"), ("LANG", "C")]));
    assert!(!chinese(&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")]));
    assert!(!chinese(&[("LANG", "de_DE.UTF-8")]) && !chinese(&[]));
    let wrong = run(dir.path(), &["biuld"], &[("LANG", "zh_CN.UTF-8")]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("没有 `biuld` 这个命令"), "{}", wrong.err);
}
