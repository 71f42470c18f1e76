//! What the documents say is so: files that they name exist, commands that they
//! name work, and nothing in the tree belongs to one machine.

use std::{collections::BTreeSet, fs, path::Path};

use super::program::{kanyin, repository, text};

/// The documents for people.
const DOCUMENTS: [&str; 8] = [
    "README.md",
    "README.zh.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "deploy/README.md",
    "deploy/README.zh.md",
    "docs/keys.md",
];

/// Where a path in a document starts, if it is one of the repository.
const FOLDERS: [&str; 11] = [
    "src/", "tests/", "themes/", "benches/", "fuzz/", "seeds/", "content/", "public/", "deploy/",
    "docs/", ".ci/",
];

/// Endings of files that a document may name without a folder.
const ENDINGS: [&str; 9] =
    [".rs", ".md", ".yaml", ".toml", ".mjs", ".html", ".tsv", ".css", ".txt"];

/// Names in documents that stand for files of a publication, or of no file yet.
const STAND_INS: [&str; 6] =
    ["桥.jpg", "_issue.md", "_ledger.jsonl", "atom.xml", "index.html", "404.html"];

/// Folders of the tree that nobody wrote.
const BUILT: [&str; 8] = [
    ".git",
    "target",
    "node_modules",
    "public",
    ".kanyin",
    "proptest-regressions",
    "artifacts",
    "found",
];

/// Every file of the tree, by its path from the repository.
fn tree() -> BTreeSet<String> {
    let root = repository();
    let mut files = BTreeSet::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !BUILT.contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if name != ".git" {
                let below = path.strip_prefix(root).expect("below the repository");
                files.insert(below.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    files
}

/// The documents that stand, with their texts.
fn documents() -> Vec<(&'static str, String)> {
    let read = |name| fs::read_to_string(repository().join(name)).ok().map(|text| (name, text));
    DOCUMENTS.into_iter().filter_map(read).collect()
}

/// What stands in `marks`, on one line each: `` `code` `` or `](links)`.
fn between<'a>(text: &'a str, open: &str, close: char) -> Vec<&'a str> {
    let mut found = Vec::new();
    for line in text.lines() {
        let mut rest = line;
        while let Some((_, after)) = rest.split_once(open) {
            let Some((inside, next)) = after.split_once(close) else { break };
            found.push(inside);
            rest = next;
        }
    }
    found
}

/// The names in `document` that no file of `tree` answers to.
fn missing(document: &str, tree: &BTreeSet<String>) -> Vec<String> {
    let exists = |path: &str| {
        let folder = format!("{}/", path.trim_end_matches('/'));
        path.starts_with("public/")
            || tree.contains(path)
            || tree.iter().any(|file| file.starts_with(&folder))
    };
    let named = |name: &str| tree.iter().any(|file| file.rsplit('/').next() == Some(name));
    let code = between(document, "`", '`').into_iter().filter(|name| {
        let stands_for = name.contains(['<', '>', '*', '{', ' ', '…']) || name.contains("NAME");
        !stands_for && !STAND_INS.contains(name) && !ENDINGS.contains(name)
    });
    let files = code.filter(|name| {
        if name.contains('/') {
            FOLDERS.iter().any(|folder| name.starts_with(folder)) && !exists(name)
        } else {
            ENDINGS.iter().any(|ending| name.ends_with(ending)) && !named(name)
        }
    });
    let links = between(document, "](", ')').into_iter().filter(|link| {
        let inside =
            !link.contains("://") && !link.starts_with('#') && !link.starts_with("mailto:");
        let stands_for = link.split(' ').next().is_some_and(|name| STAND_INS.contains(&name));
        inside && !stands_for && !exists(link.split('#').next().unwrap_or_default())
    });
    files.chain(links).map(str::to_owned).collect()
}

#[test]
fn documents_name_files_that_exist() {
    let tree = tree();
    for (name, document) in documents() {
        assert_eq!(missing(&document, &tree), Vec::<String>::new(), "named in {name}");
    }
}

#[test]
fn a_name_without_a_file_is_found() {
    let tree = BTreeSet::from(["src/route.rs".to_owned(), "LICENSE".to_owned()]);
    let good = "`src/route.rs`, `src/`, `route.rs`, [MIT](LICENSE), `content/<issue>/*.md`, `kanyin check`";
    assert_eq!(missing(good, &tree), Vec::<String>::new());
    let bad = "`src/gone.rs` and `old.rs`, [MIT](COPYING), [see](src/route.rs#x), `themes/`";
    assert_eq!(missing(bad, &tree), ["src/gone.rs", "old.rs", "themes/", "COPYING"]);
}

/// The commands of a document: `kanyin …` and `cargo …`, in its blocks and its lines.
fn commands<'a>(document: &'a str, program: &str) -> Vec<&'a str> {
    let blocks = document.lines().map(|line| line.trim().trim_start_matches("$ "));
    let all = between(document, "`", '`').into_iter().chain(blocks);
    all.filter_map(|line| line.strip_prefix(program)?.strip_prefix(' '))
        .map(|line| line.split(" #").next().unwrap_or_default().trim())
        .collect()
}

/// The verbs of the program, from its own help.
fn verbs() -> BTreeSet<String> {
    let help = text(&kanyin(repository(), &["--help"]).stdout);
    let list = help.split_once("Commands:").expect("a list of commands").1;
    let lines = list.lines().skip(1).take_while(|line| !line.trim().is_empty());
    let verb = |line: &str| line.split_whitespace().next().map(str::to_owned);
    lines
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(verb)
        .collect()
}

/// What of a command line `kanyin …` the program does not know.
fn unknown(command: &str, verbs: &BTreeSet<String>) -> Option<String> {
    let mut words = command.split(['[', ']', ' ', '=']).filter(|word| !word.is_empty());
    let verb = words.next()?;
    let is_verb = verb.chars().all(|c| c.is_ascii_lowercase());
    if !is_verb {
        return None;
    }
    if !verbs.contains(verb) {
        return Some(format!("`kanyin {verb}`"));
    }
    let help = text(&kanyin(repository(), &[verb, "--help"]).stdout);
    let flag = words.filter(|word| word.starts_with("--")).find(|flag| !help.contains(flag))?;
    Some(format!("`kanyin {verb} {flag}`"))
}

#[test]
fn documents_name_commands_that_exist() {
    let verbs = verbs();
    for (name, document) in documents() {
        let faults: Vec<String> =
            commands(&document, "kanyin").into_iter().filter_map(|c| unknown(c, &verbs)).collect();
        assert_eq!(faults, Vec::<String>::new(), "named in {name}");
    }
}

#[test]
fn a_command_that_is_none_is_found() {
    let verbs = verbs();
    assert!(
        ["init", "import", "build", "check", "serve", "press"].iter().all(|v| verbs.contains(*v))
    );
    assert_eq!(unknown("import [SEED…] [--dry-run]", &verbs), None);
    assert_eq!(unknown("fax", &verbs), Some("`kanyin fax`".into()));
    assert_eq!(unknown("check --fast", &verbs), Some("`kanyin check --fast`".into()));
    assert_eq!(
        commands("```sh\nkanyin press   # all\n```\nor `kanyin serve`", "kanyin"),
        ["serve", "press"]
    );
}

#[test]
fn readers_are_told_every_command() {
    let verbs = verbs();
    for (name, document) in documents().into_iter().filter(|(name, _)| name.starts_with("README")) {
        let told: BTreeSet<&str> =
            commands(&document, "kanyin").iter().filter_map(|c| c.split(' ').next()).collect();
        let untold: Vec<&String> =
            verbs.iter().filter(|v| *v != "help" && !told.contains(v.as_str())).collect();
        assert_eq!(untold, Vec::<&String>::new(), "not in {name}");
    }
}

#[test]
fn cargo_commands_are_plain() {
    let known = [
        "run", "test", "install", "fmt", "clippy", "doc", "deny", "bench", "build", "check", "fuzz",
    ];
    for (name, document) in documents() {
        for command in commands(&document, "cargo") {
            let words = command.split(' ').find(|word| !word.starts_with('+'));
            let verb = words.unwrap_or_default();
            assert!(known.contains(&verb), "{name}: cargo {command}");
        }
    }
}

#[test]
fn the_changelog_has_an_unreleased_head() {
    let changes = fs::read_to_string(repository().join("CHANGELOG.md")).expect("a changelog");
    let first = changes.lines().find(|line| line.starts_with("## "));
    assert_eq!(first, Some("## [Unreleased]"));
}

#[test]
fn the_licence_is_named_and_there() {
    let manifest = fs::read_to_string(repository().join("Cargo.toml")).expect("a manifest");
    assert!(manifest.contains("license = \"MIT\""), "Cargo.toml names another licence");
    let licence = fs::read_to_string(repository().join("LICENSE")).expect("a licence");
    assert!(licence.starts_with("MIT License"), "LICENSE is another licence");
}

/// What belongs to one machine or one network: homes, work folders, hosts of
/// registries. Each is written in two parts, so that this file is none of them.
const FOREIGN: [&str; 9] = [
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
    concat!("/wo", "rk/"),
    concat!("/tm", "p/"),
    concat!("registry.npm", "js.org"),
    concat!("index.cra", "tes.io"),
    concat!("py", "pi.org"),
    concat!("pythonhos", "ted.org"),
];

/// What in a text belongs to one machine.
fn foreign(text: &str) -> Option<&'static str> {
    FOREIGN.into_iter().find(|part| text.contains(part))
}

#[test]
fn nothing_in_the_tree_belongs_to_one_machine() {
    for path in tree() {
        let bytes = fs::read(repository().join(&path)).expect("a file of the tree");
        assert_eq!(foreign(&String::from_utf8_lossy(&bytes)), None, "in {path}");
    }
}

#[test]
fn a_machine_in_a_text_is_found() {
    assert_eq!(foreign("see target/debug"), None);
    assert!(foreign(&["open /ho", "me/li/paper"].concat()).is_some());
    assert!(foreign(&["https://registry.npm", "js.org/x"].concat()).is_some());
}

#[test]
fn the_checks_of_the_browser_pin_what_they_install() {
    let lock = repository().join("tests/browser/package-lock.json");
    let lock = fs::read_to_string(Path::new(&lock)).expect("a lock file");
    assert!(!lock.contains("\"resolved\""), "the lock file names a host");
    assert!(lock.contains("\"integrity\""), "the lock file holds no digests");
}
