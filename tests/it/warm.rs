//! A build that takes over what the last one made gives what a clean one gives, byte
//! for byte, whatever was changed in between.

use std::fs;

use proptest::prelude::*;

use super::program::{Publication, files_below, text};

/// Something that somebody does between two builds.
#[derive(Clone, Debug)]
enum Act {
    /// Writes an article: the number says which, whether there is one or not.
    Write {
        article: usize,
        words: String,
        city: usize,
    },
    /// Says more at the end of an article, where no list shows it.
    Continue {
        article: usize,
        words: String,
    },
    Remove(usize),
    Rename(usize),
    Title(String),
    Topic(String),
    /// Sets one block of all pages otherwise.
    Template(String),
    /// Shows the text of articles and nothing else.
    Plain,
    /// Writes into a file of the site, or removes it.
    Touch(usize),
    Lose(usize),
    /// Damages what the last build has noted.
    Note(usize),
    /// Puts something into the tree before the last one.
    Before(usize),
}

const CITIES: [&str; 3] = ["赤水市", "盘州市", "贵阳市"];

fn path(article: usize) -> String {
    format!("content/2026-01-0{}/a{article}.md", 1 + article % 2)
}

fn article(words: &str, city: usize) -> String {
    let city = CITIES[city % CITIES.len()];
    let lead = "山高水长，".repeat(30);
    format!("---\ntitle: 题{words}\ncity: {city}\n---\n\n{words}说，水利{words}。{lead}\n")
}

/// The file of the site that a number means.
fn printed(paper: &Publication, number: usize) -> Option<std::path::PathBuf> {
    let mut files = files_below(&paper.path("public"));
    // What says whose the folder is is no file of the site.
    files.retain(|name, _| !name.starts_with('.'));
    let name = files.keys().nth(number % files.len().max(1))?;
    Some(paper.path("public").join(name))
}

fn act(paper: &Publication, act: &Act) {
    // What is not there cannot be removed or renamed, and need not be.
    match act {
        Act::Write { article: number, words, city } => {
            paper.write(&path(*number), article(words, *city).as_bytes());
        }
        Act::Continue { article, words } => {
            if let Ok(text) = fs::read_to_string(paper.path(&path(*article))) {
                paper.write(&path(*article), format!("{text}\n{words}。\n").as_bytes());
            }
        }
        Act::Remove(number) => drop(fs::remove_file(paper.path(&path(*number)))),
        Act::Rename(number) => {
            let new = path(*number).replace("/a", "/b");
            drop(fs::rename(paper.path(&path(*number)), paper.path(&new)));
        }
        Act::Title(title) => {
            let settings = format!("title: {title}报\nbase_url: https://a.example/\n");
            paper.write("kanyin.yaml", settings.as_bytes());
        }
        Act::Topic(topic) => {
            let vocabulary = format!("水利:\n  kind: 议题\n'{topic}':\n  kind: 议题\n");
            paper.write("topics.yaml", vocabulary.as_bytes());
        }
        Act::Template(words) => {
            let template = format!(
                "{{% extends \"broadsheet/article.html\" %}}{{% block dateline %}}{words}{{% endblock %}}"
            );
            paper.write("templates/article.html", template.as_bytes());
        }
        Act::Plain => {
            // Photo pieces set the block otherwise.
            let template = "{% block label %}{% endblock %}{{ title }}{{ body | safe }}";
            paper.write("templates/article.html", template.as_bytes());
        }
        Act::Touch(number) => {
            if let Some(file) = printed(paper, *number) {
                let mut bytes = fs::read(&file).expect("a file of the site");
                bytes.push(b' ');
                fs::write(&file, bytes).expect("a file of the site");
            }
        }
        Act::Lose(number) => {
            if let Some(file) = printed(paper, *number) {
                fs::remove_file(file).expect("a file of the site");
            }
        }
        Act::Note(number) => {
            let kept = ["built", "notes/articles-0", "notes/search", "notes/related"];
            let file = paper.path(".kanyin").join(kept[number % kept.len()]);
            let number = number / kept.len();
            let mut note = fs::read(&file).unwrap_or_default();
            let at = number % note.len().max(1);
            if let Some(byte) = note.get_mut(at) {
                *byte ^= 1;
            }
            fs::write(file, note).expect("a note");
        }
        Act::Before(number) => meddle(paper, *number),
    }
}

/// Puts a file, a folder or a link where something else is expected, or where nothing is.
fn meddle(paper: &Publication, number: usize) {
    let before = paper.path(".kanyin/before");
    if !before.exists() {
        return;
    }
    let (places, things) = (["index.html", "article", "article/2026-01-01", "more"], 3);
    let place = before.join(places[number % places.len()]);
    // What is not there need not be removed.
    let _ = fs::remove_dir_all(&place);
    let _ = fs::remove_file(&place);
    match (number / places.len()) % things {
        _ if !place.parent().is_some_and(std::path::Path::is_dir) => {}
        0 => fs::write(&place, "x").expect("a file"),
        1 => fs::create_dir_all(place.join("a/b")).expect("folders"),
        _ => std::os::unix::fs::symlink(paper.path("content"), &place).expect("a link"),
    }
}

fn acts() -> impl Strategy<Value = Act> {
    let words = "[春夏秋冬水火土木]{1,6}";
    let number = 0_usize..1000;
    prop_oneof![
        4 => (0_usize..8, words, 0_usize..3)
            .prop_map(|(article, words, city)| Act::Write { article, words, city }),
        4 => (0_usize..4, words).prop_map(|(article, words)| Act::Continue { article, words }),
        1 => (0_usize..8).prop_map(Act::Remove),
        1 => (0_usize..8).prop_map(Act::Rename),
        1 => words.prop_map(Act::Title),
        1 => words.prop_map(Act::Topic),
        1 => words.prop_map(Act::Template),
        1 => Just(Act::Plain),
        1 => number.clone().prop_map(Act::Touch),
        1 => number.clone().prop_map(Act::Lose),
        1 => number.clone().prop_map(Act::Note),
        1 => number.prop_map(Act::Before),
    ]
}

fn paper() -> Publication {
    let paper = Publication::new(&[]);
    act(&paper, &Act::Title("河口".to_owned()));
    for number in 0..4 {
        paper.write(&path(number), article(&"春".repeat(number + 1), number).as_bytes());
    }
    for issue in ["2026-01-01", "2026-01-02"] {
        let page = format!("---\ndate: {issue}\n---\n");
        paper.write(&format!("content/{issue}/_issue.md"), page.as_bytes());
    }
    paper
}

fn built(paper: &Publication, arguments: &[&str]) -> String {
    let run = paper.run(arguments);
    assert_eq!(run.status.code(), Some(0), "{arguments:?}: {}", text(&run.stderr));
    text(&run.stdout)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_changed_a_build_gives_what_a_clean_one_gives(acts in proptest::collection::vec(acts(), 1..6)) {
        let paper = paper();
        built(&paper, &["build"]);
        for one in acts {
            act(&paper, &one);
            built(&paper, &["build"]);
            built(&paper, &["build", "--output", "clean"]);
            let (warm, clean) = (files_below(&paper.path("public")), files_below(&paper.path("clean")));
            let names: Vec<_> = warm.keys().filter(|name| warm.get(*name) != clean.get(*name)).collect();
            prop_assert!(names.is_empty() && warm.len() == clean.len(), "after {:?}: {:?}", one, names);
        }
    }
}

/// What neither a list nor a number tells: a word in the midst of a long text.
#[test]
fn a_word_in_a_long_text_is_enough_to_make_a_page_anew() {
    let paper = paper();
    let long = |word: &str| {
        let long = format!("{}。\n\n", "山高水长".repeat(60));
        format!("---\ntitle: 长文\n---\n\n{long}{long}{word}。\n\n{long}").into_bytes()
    };
    paper.write(&path(9), &long("春耕"));
    built(&paper, &["build"]);
    for word in ["夏收", "秋收", "冬藏"] {
        paper.write(&path(9), &long(word));
        let said = built(&paper, &["build", "--verify"]);
        assert!(said.contains("byte for byte"), "{said}");
        let files = files_below(&paper.path("public"));
        let has = |(name, file): (&String, &Vec<u8>)| {
            name.ends_with(".html") && text(file).contains(word)
        };
        assert!(files.iter().any(has), "{word}");
    }
}

/// What articles are compared by is not kept where no page shows which are alike; what was kept
/// holds for the templates it was kept with.
#[test]
fn a_page_that_begins_to_show_related_articles_shows_those_that_are() {
    let paper = paper();
    let words = "碓窝声声，渡口无人，石磨旁边的老屋还在".to_owned();
    for article in [4, 5] {
        act(&paper, &Act::Write { article, words: words.clone(), city: article });
    }
    act(&paper, &Act::Plain);
    built(&paper, &["build"]);
    // Who builds a second time takes notes.
    act(&paper, &Act::Write { article: 0, words: "夏".to_owned(), city: 0 });
    built(&paper, &["build"]);
    assert!(paper.path(".kanyin/notes/articles-0").exists());
    let page = || fs::read(paper.path("public/article/2026-01-01/a4.html")).expect("a page");
    assert!(!text(&page()).contains("a5.html"));
    act(&paper, &Act::Template("甲".to_owned()));
    let said = built(&paper, &["build", "--verify"]);
    assert!(said.contains("byte for byte"), "{said}");
    assert!(text(&page()).contains("article/2026-01-02/a5.html"), "{}", text(&page()));
}

#[test]
fn what_need_not_be_made_is_not_made_and_the_reason_is_told() {
    let paper = paper();
    let why = |file: &str| built(&paper, &["build", "--verify", "--why", file]);
    let told = |said: &str, words: &str| assert!(said.contains(words), "{words}: {said}");
    told(&why("index.html"), "nothing is known of an earlier build");
    let said = why("index.html");
    told(&said, "nothing has changed");
    told(&said, "was kept");

    act(&paper, &Act::Write { article: 1, words: "夏".to_owned(), city: 1 });
    let inode = |file: &str| {
        use std::os::unix::fs::MetadataExt as _;
        fs::metadata(paper.path("public").join(file)).expect("a file").ino()
    };
    let (kept, made) = ("404.html", "article/2026-01-02/a1.html");
    let before = (inode(kept), inode(made));
    told(&why(made), "what it shows has changed");
    assert_eq!(inode(kept), before.0, "a page that is as it was is not written again");
    assert_ne!(inode(made), before.1);

    act(&paper, &Act::Template("甲".to_owned()));
    told(&why(made), "templates, words or options have changed");
    fs::write(paper.path("public/index.html"), "x").expect("a file of the site");
    told(&why("public/index.html"), "somebody has touched the file");
    fs::write(paper.path("public/extra.html"), "x").expect("a file beside the site");
    built(&paper, &["build", "--verify"]);
    assert!(!paper.path("public/extra.html").exists());
    act(&paper, &Act::Write { article: 7, words: "秋".to_owned(), city: 1 });
    told(&why("article/2026-01-02/a7.html"), "it was not there before");

    let unknown = paper.run(&["build", "--why", "indx.html"]);
    assert_eq!(unknown.status.code(), Some(1));
    told(&text(&unknown.stderr), "did you mean index.html?");
}

/// What bodies said holds for the settings by which they were read.
#[test]
fn what_was_kept_is_not_kept_for_other_settings() {
    let paper = paper();
    let topics = |names: &[&str]| {
        let topics: Vec<String> = names.iter().map(|n| format!("{n}:\n  kind: 议题\n")).collect();
        paper.write("topics.yaml", topics.concat().as_bytes());
    };
    topics(&["水利"]);
    let filed = "---\ntitle: 题\ntopics: [水利]\n---\n\n水利。\n";
    paper.write("content/2026-01-01/filed.md", filed.as_bytes());
    built(&paper, &["build"]);
    assert!(paper.path(".kanyin/notes/articles-0").exists());
    act(&paper, &Act::Write { article: 1, words: "夏".to_owned(), city: 1 });
    built(&paper, &["build", "--verify"]);
    // A body knows its topics by their places among all.
    topics(&["农业", "水利"]);
    let said = built(&paper, &["build", "--verify"]);
    assert!(said.contains("as a clean build makes them"), "{said}");
    let page = fs::read(paper.path("public/article/2026-01-01/filed.html")).expect("an article");
    assert!(text(&page).contains("水利</a>"), "{}", text(&page));
}

/// What a build had to say is said again by the next, although it makes nothing.
#[test]
fn a_build_that_makes_nothing_says_what_there_is_to_say() {
    let paper = paper();
    paper.write("content/undated/a.md", article("春", 0).as_bytes());
    let said = [paper.run(&["build"]), paper.run(&["build"])];
    let [first, second] = said.each_ref().map(|run| text(&run.stderr));
    assert!(first.contains("the issue has no date"), "{first}");
    assert_eq!(first, second);
    assert!(text(&said[1].stdout).contains("nothing has changed"));
}

/// How often a build reads a text, and what it says.
fn texts_read(paper: &Publication) -> (u64, String) {
    let run = paper.run(&["build", "--timings=json"]);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let said = text(&run.stdout);
    let timings = said.lines().find(|line| line.starts_with('{')).expect("timings");
    let timings: serde_json::Value = serde_json::from_str(timings).expect("JSON");
    let phases = timings["phases"].as_array().expect("phases").iter();
    let mut reading = phases.filter(|phase| phase["phase"] == "read");
    (reading.next().expect("reading")["files"].as_u64().expect("a number"), said)
}

/// To know that nothing has changed no text is read of which the system says so much. Who writes
/// one and sets back its time, at the same length, is found out.
#[test]
fn texts_that_rest_are_not_read_and_one_that_was_touched_is() {
    let paper = paper();
    let texts = fs::read_dir(paper.path("content")).expect("issues").flatten();
    let texts =
        texts.map(|issue| fs::read_dir(issue.path()).expect("an issue").count()).sum::<usize>();
    let (read, _) = texts_read(&paper);
    assert_eq!(read, texts as u64 + 1, "each once, and the front page's lead again");
    let (read, said) = texts_read(&paper);
    assert!(read > 0 && said.contains("nothing has changed"), "of texts just written: {read}");
    // Two changes within two seconds may look like one.
    let rest = || std::thread::sleep(std::time::Duration::from_secs(4));
    rest();
    let (read, said) = texts_read(&paper);
    assert!(read > 0 && said.contains("nothing has changed"), "nobody saw them rest: {read}");
    for _ in 0..2 {
        let (read, said) = texts_read(&paper);
        assert!(read == 0 && said.contains("nothing has changed"), "{read} {said}");
    }
    let said = built(&paper, &["build", "--verify"]);
    assert!(said.contains("as a clean build makes them"), "{said}");

    let file = paper.path(&path(0));
    let modified = fs::metadata(&file).and_then(|m| m.modified()).expect("a time");
    fs::write(&file, article("秋", 0)).expect("an article");
    let open = fs::File::options().write(true).open(&file).expect("an article");
    open.set_modified(modified).expect("a time");
    rest();
    let (read, said) = texts_read(&paper);
    assert!(read > 0 && said.contains("in public"), "{said}");
    let page = fs::read(paper.path("public/article/2026-01-01/a0.html")).expect("a page");
    assert!(text(&page).contains("秋说"), "{}", text(&page));

    fs::remove_file(paper.path(&path(1))).expect("an article");
    let (_, said) = texts_read(&paper);
    assert!(said.contains("in public"), "{said}");
    assert!(!paper.path("public/article/2026-01-02/a1.html").exists());
}

/// A record or a note that cannot be kept costs the next build time, and nobody the site.
#[test]
fn without_a_record_the_site_stands_and_is_made_anew() {
    for way in ["built", "notes/articles-0", "notes/search"] {
        stands_without(way);
    }
}

fn stands_without(way: &str) {
    let paper = paper();
    paper.write(&format!(".kanyin/{way}/in-the-way"), b"");
    for city in 0..3 {
        act(&paper, &Act::Write { article: 1, words: "夏".to_owned(), city });
        let run = paper.run(&["build", "--verify"]);
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        assert!(text(&run.stderr).contains("warning: "), "{way}: {}", text(&run.stderr));
        assert!(text(&run.stdout).contains("as a clean build makes them"));
    }
}

/// A site that is not what a clean build gives is found out.
#[test]
fn a_wrong_site_is_found_out() {
    let paper = paper();
    built(&paper, &["build"]);
    // As if the program had noted the wrong file as the right one.
    let page = paper.path("public/index.html");
    let (bytes, modified) = (
        fs::read(&page).expect("a page"),
        fs::metadata(&page).and_then(|m| m.modified()).expect("a time"),
    );
    fs::write(&page, vec![b' '; bytes.len()]).expect("a page");
    let file = fs::File::options().write(true).open(&page).expect("a page");
    file.set_modified(modified).expect("a time");
    built(&paper, &["build"]);
    let found = paper.run(&["build", "--verify"]);
    assert_eq!(found.status.code(), Some(1));
    let said = text(&found.stderr);
    assert!(said.contains("index.html") && said.contains("not as a clean build"), "{said}");
}
