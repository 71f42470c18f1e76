//! The layers of the design, held by reading the sources.
//!
//! A module imports only from layers below its own; the pipelines are pure; one
//! module touches files, one prints; no file is longer than a person reads. The
//! reader of sources is simple on purpose: it knows comments, `use` groups and
//! test modules, and no more of Rust.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use super::program::repository;

/// The modules, lowest layer first. Peers of one layer do not use each other,
/// but for the foundations: they may, and never in a circle.
const LAYERS: [&[&str]; 8] = [
    &["diag", "disk", "limits", "tongue"],
    &[
        "text", "route", "yaml", "places", "config", "targets", "topics", "article", "markdown",
        "media", "pictures", "schema", "words",
    ],
    &["import", "site"],
    &["proof", "archive"],
    &["preview", "publish"],
    &["cmd"],
    &["cli"],
    &["main"],
];

/// How many of the layers are foundations.
const FOUNDATIONS: usize = 2;

/// Who may use `disk`.
const READERS_OF_DISK: [&str; 3] = ["cmd", "preview", "publish"];

/// Longest source file, in lines.
const LONGEST: usize = 600;

/// Crates and parts of std that touch the world, with the modules that may.
const WORLD: [(&str, &[&str]); 19] = [
    ("std::fs", &["disk"]),
    ("cap_std", &["disk"]),
    ("rustix", &["disk"]),
    ("walkdir", &["disk"]),
    ("std::env", &["cli"]),
    ("std::net", &["preview", "cmd"]),
    ("std::process", &["main", "cli", "cmd", "publish"]),
    ("std::time", &["preview", "publish", "cmd", "disk"]),
    ("std::thread", &["preview", "publish", "cmd", "disk"]),
    ("tokio", &["preview", "publish", "cmd"]),
    ("axum", &["preview"]),
    ("hyper", &["preview"]),
    ("notify", &["preview"]),
    ("object_store", &["publish"]),
    ("reqwest", &["publish"]),
    ("rustls", &["publish"]),
    ("indicatif", &["cmd"]),
    ("anstream", &["cmd", "diag"]),
    ("clap", &["cli"]),
];

/// Calls that print, and the modules that may. `cli` asks whether they are
/// terminals, and lets clap print its own help.
const PRINTING: [(&str, &[&str]); 7] = [
    ("println!", &["cmd"]),
    ("eprintln!", &["cmd"]),
    ("print!(", &["cmd"]),
    ("eprint!(", &["cmd"]),
    ("dbg!", &[]),
    ("stdout()", &["cmd", "cli"]),
    ("stderr()", &["cmd", "cli"]),
];

/// Calls that make the output depend on more than the input.
const CLOCKS: [&str; 3] = ["SystemTime::now", "Timestamp::now", "Zoned::now"];

/// A source file: its path below `src/` and its text.
type File = (String, String);

/// What is wrong with these files, in their order.
fn faults(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut uses: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in files {
        let length = text.lines().count();
        if length > LONGEST {
            faults.push(format!("{path}: {length} lines; {LONGEST} is the most"));
        }
        if is_test(path) {
            continue;
        }
        let module = module_of(path);
        let code = without_tests(&without_comments(text));
        if module != "lib" && layer(module).is_none() {
            faults.push(format!("{path}: `{module}` has no layer: give it one"));
        }
        for used in own_modules(path, &code) {
            faults.extend(wrong_use(path, module, &used));
            uses.entry(module).or_default().insert(used);
        }
        faults.extend(touched(path, module, &code));
    }
    for module in LAYERS.iter().copied().flatten() {
        if !files.iter().any(|(path, _)| module_of(path) == *module) {
            faults.push(format!("`{module}` has a layer and no file"));
        }
    }
    faults.extend(circles(&uses));
    faults
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// `import` of `import/decode.rs`, `route` of `route.rs`.
fn module_of(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// Why `module` may not use `used`, if it may not.
fn wrong_use(path: &str, module: &str, used: &str) -> Option<String> {
    let (mine, its) = (layer(module)?, layer(used)?);
    if used == module {
        return None;
    }
    if used == "disk" && !READERS_OF_DISK.contains(&module) {
        return Some(format!("{path}: uses `disk`, which is open to {READERS_OF_DISK:?} only"));
    }
    if its > mine {
        return Some(format!("{path}: `{module}` uses `{used}`, which lies above it"));
    }
    if its == mine && mine >= FOUNDATIONS {
        return Some(format!("{path}: `{module}` uses its peer `{used}`"));
    }
    None
}

/// What the code touches that its module may not.
fn touched(path: &str, module: &str, code: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let std_parts = first_names(code, "std");
    for (name, allowed) in WORLD {
        let found = match name.strip_prefix("std::") {
            Some(part) => std_parts.contains(part),
            None => !first_names(code, name).is_empty(),
        };
        if found && !allowed.contains(&module) {
            faults.push(format!("{path}: `{module}` uses `{name}`, which is for {allowed:?}"));
        }
    }
    for (call, allowed) in PRINTING {
        if has_word(code, call) && !allowed.contains(&module) {
            faults.push(format!("{path}: `{module}` has `{call}`, which is for {allowed:?}"));
        }
    }
    for clock in CLOCKS {
        if has_word(code, clock) {
            faults.push(format!("{path}: `{clock}`: the output depends on the input alone"));
        }
    }
    faults
}

/// Circles among the foundations: a module that uses itself through others.
fn circles(uses: &BTreeMap<&str, BTreeSet<String>>) -> Vec<String> {
    let reached_from = |start: &str| {
        let mut reached = BTreeSet::new();
        let mut next = vec![start.to_owned()];
        while let Some(module) = next.pop() {
            for used in uses.get(module.as_str()).into_iter().flatten() {
                if *used != module && reached.insert(used.clone()) {
                    next.push(used.clone());
                }
            }
        }
        reached
    };
    let in_circle = |module: &&&str| reached_from(module).contains(**module);
    uses.keys().filter(in_circle).map(|m| format!("`{m}` uses itself through others")).collect()
}

/// The modules of this crate that a file names: by `crate::`, by `kanyin::`
/// (the program), or by enough `super::`.
fn own_modules(path: &str, code: &str) -> BTreeSet<String> {
    let mut found = first_names(code, "crate");
    found.extend(first_names(code, "kanyin"));
    let inner = path.trim_end_matches(".rs").trim_end_matches("/mod");
    let up = vec!["super"; inner.split('/').count()].join("::");
    found.extend(first_names(code, &up));
    // `crate::Something` is no module: types at the root there are none.
    found.retain(|name| {
        name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())
    });
    found.remove("super");
    found
}

/// The first names after `root::`, those in a group included.
fn first_names(code: &str, root: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let start = format!("{root}::");
    for (at, _) in code.match_indices(&start) {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + start.len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(group_names(group)),
            None => names.extend(Some(identifier(rest)).filter(|name| !name.is_empty())),
        }
    }
    names
}

/// The first names of the entries of a `use` group, up to its closing brace.
fn group_names(group: &str) -> Vec<String> {
    let (mut depth, mut fresh) = (0_usize, true);
    let mut names = Vec::new();
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && depth == 0 && !c.is_whitespace() => {
                names.push(identifier(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Whether `word` stands in the code and is not the end of a longer name.
fn has_word(code: &str, word: &str) -> bool {
    code.match_indices(word)
        .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// The code without lines that are comments.
fn without_comments(text: &str) -> String {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| [line, "\n"]).collect()
}

/// The code up to its test module, which stands at the end of a file.
fn without_tests(code: &str) -> String {
    let lines: Vec<&str> = code.lines().collect();
    let is_test = |at: &usize| {
        lines[*at] == "#[cfg(test)]"
            && lines[at + 1..].iter().any(|l| l.starts_with("mod ") && l.ends_with('{'))
    };
    let end = (0..lines.len()).find(is_test).unwrap_or(lines.len());
    lines[..end].join("\n")
}

/// All sources below `folder`, by path.
fn sources(folder: &Path) -> Vec<File> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let below =
                    path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
                files
                    .push((below.replace('\\', "/"), fs::read_to_string(&path).expect("a source")));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn the_sources_keep_their_layers() {
    let files = sources(&repository().join("src"));
    let faults = faults(&files);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn tests_and_benches_are_no_longer_than_a_person_reads() {
    let folders = ["tests", "benches"].map(|name| repository().join(name));
    let files = folders.iter().filter(|f| f.is_dir()).flat_map(|f| sources(f));
    let long: Vec<String> = files
        .filter(|(path, text)| !path.contains("node_modules") && text.lines().count() > LONGEST)
        .map(|(path, _)| path)
        .collect();
    assert_eq!(long, Vec::<String>::new());
}

/// The faults of one file, those of the absent others left out.
fn faults_of(path: &str, text: &str) -> Vec<String> {
    let all = faults(&[(path.to_owned(), text.to_owned())]);
    all.into_iter().filter(|fault| !fault.contains("has a layer and no file")).collect()
}

#[test]
fn every_rule_can_fail() {
    let cases = [
        ("import/mod.rs", "use crate::site::View;", "its peer `site`"),
        (
            "site/mod.rs",
            "use crate::{\n    diag::Source,\n    import::{self, plan},\n};",
            "its peer `import`",
        ),
        ("text/mod.rs", "fn f() { crate::site::build() }", "`site`, which lies above"),
        ("route.rs", "use super::cmd::run;", "`cmd`, which lies above"),
        ("import/decode.rs", "use super::super::cmd::run;", "`cmd`, which lies above"),
        ("cmd/mod.rs", "use crate::{cli::Invocation};", "`cli`, which lies above"),
        ("preview/mod.rs", "use crate::cmd::Console;", "`cmd`, which lies above"),
        ("import/mod.rs", "use crate::proof::Pages;", "`proof`, which lies above"),
        ("proof/mod.rs", "use crate::disk::Root;", "uses `disk`"),
        ("publish/plan.rs", "use crate::preview::Pages;", "its peer `preview`"),
        ("cmd/publish.rs", "use object_store::ObjectStore;", "`object_store`"),
        ("import/mod.rs", "use crate::disk::Root;", "uses `disk`"),
        ("cli.rs", "use crate::disk::Root;", "uses `disk`"),
        (
            "archive/mod.rs",
            "use crate::import::ledger;\nuse crate::proof::Pages;",
            "its peer `proof`",
        ),
        ("site/mod.rs", "use crate::archive::make;", "`archive`, which lies above"),
        ("archive/mod.rs", "use crate::disk::Root;", "uses `disk`"),
        ("cloud/mod.rs", "", "has no layer"),
        ("site/load.rs", "use std::fs;", "`std::fs`"),
        ("cmd/init.rs", "fn f() { std::fs::write(a, b) }", "`std::fs`"),
        (
            "import/mod.rs",
            "use std::{\n    collections::{BTreeMap, HashMap},\n    env,\n};",
            "`std::env`",
        ),
        ("import/mod.rs", "use std::time::Instant;", "`std::time`"),
        ("site/feeds/mod.rs", "use std::net::TcpStream;", "`std::net`"),
        ("markdown/mod.rs", "use std::process::Command;", "`std::process`"),
        ("places/mod.rs", "use walkdir::WalkDir;", "`walkdir`"),
        ("site/mod.rs", "fn f() {\n    println!(\"done\");\n}", "`println!`"),
        ("preview/mod.rs", "fn f() { let mut out = io::stderr(); }", "`stderr()`"),
        ("cmd/mod.rs", "fn f() { dbg!(1); }", "`dbg!`"),
        ("site/feeds/mod.rs", "fn f() { jiff::Timestamp::now(); }", "`Timestamp::now`"),
        ("diag.rs", "//\n".repeat(LONGEST + 1).leak(), "601 lines"),
    ];
    for (path, text, fault) in cases {
        let found = faults_of(path, text);
        assert!(
            found.iter().any(|f| f.contains(fault)),
            "{path} with\n{text}\ngives {found:?}, not {fault}"
        );
    }
}

#[test]
fn what_is_allowed_is_no_fault() {
    let cases = [
        ("import/mod.rs", "use crate::{article::Article, diag::Source};"),
        ("import/decode.rs", "use super::blocks::Block;\nuse super::super::diag::Source;"),
        ("article/mod.rs", "use crate::{text::width, yaml::Value};"),
        ("cmd/mod.rs", "use crate::{disk::Root, import, site};\nfn f() { println!(\"x\") }"),
        ("import/mod.rs", "//! See [`crate::site`] and `std::fs`.\n// println!(\"x\")"),
        ("import/mod.rs", "fn f() {}\n\n#[cfg(test)]\nmod tests {\n    use crate::site;\n}"),
        ("import/tests.rs", "use std::fs;"),
        ("disk/mod.rs", "use std::fs;\nuse crate::diag::Place;"),
        ("text/mod.rs", "fn pretty_println!() {} mod_crate::site"),
    ];
    for (path, text) in cases {
        assert_eq!(faults_of(path, text), Vec::<String>::new(), "{path} with\n{text}");
    }
}

#[test]
fn circles_and_missing_modules_are_found() {
    let files = [
        ("text/mod.rs".to_owned(), "use crate::yaml::Value;".to_owned()),
        ("yaml/mod.rs".to_owned(), "use crate::text::width;".to_owned()),
    ];
    let found = faults(&files);
    assert!(found.contains(&"`text` uses itself through others".to_owned()), "{found:?}");
    assert!(found.contains(&"`site` has a layer and no file".to_owned()), "{found:?}");
}
