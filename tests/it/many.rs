//! Many seeds: what is told of repairs and reruns, and what a kill leaves.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use kanyin::{
    diag::Source,
    import::{self, Content, SeedFile},
    limits::Limits,
    topics::Vocabulary,
};

use super::program::{files_below, kanyin, repository, text};

const A: &str =
    "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走，看水，也看人，一直走到天黑才回家。";
const B: &str =
    "堤是前年修的，花了三百万元，修堤的时候，沿河的住户让出了六十亩菜地，一句怨言也没有听见。";
const C: &str =
    "河口镇的集市逢五逢十开张，卖菜的天不亮就来占位置，新棚有水有电，摊主都说比从前好做生意。";

/// A publication with these seeds.
fn publication(seeds: &[(&str, String)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary directory");
    for name in ["kanyin.yaml", "topics.yaml"] {
        fs::copy(repository().join(name), dir.path().join(name)).expect("settings");
    }
    fs::create_dir(dir.path().join("seeds")).expect("a folder");
    for (name, seed) in seeds {
        fs::write(dir.path().join("seeds").join(name), seed).expect("a seed");
    }
    dir
}

fn page(headline: &str, paragraphs: &[&str]) -> String {
    format!("{headline}\n\n记者 刘娟\n\n{}\n", paragraphs.join("\n\n"))
}

fn content(paper: &Path) -> BTreeMap<String, String> {
    let files = files_below(&paper.join("content"));
    files.into_iter().map(|(name, bytes)| (name, text(&bytes))).collect()
}

/// Three seeds; an article of the first ran in the third too.
fn with_a_rerun() -> tempfile::TempDir {
    publication(&[
        ("a.txt", page("柳堤新绿", &[A, B])),
        ("b.txt", page("集市搬新棚", &[C])),
        ("c.txt", page("柳堤记", &[A, B])),
    ])
}

#[test]
fn an_article_in_two_seeds_is_reported_in_both_ledgers_and_left_in_both() {
    let paper = with_a_rerun();
    let run = kanyin(paper.path(), &["import"]);
    assert!(run.status.success());
    assert!(text(&run.stdout).contains("rerun 2"), "{}", text(&run.stdout));
    let said = text(&run.stderr);
    assert!(said.contains("content/c/liu-di-ji.md"), "{said}");
    assert!(said.contains("content/a/liu-di-xin-lu.md (seeds/a.txt:5)"), "{said}");
    let made = content(paper.path());
    for (ledger, other) in [
        ("a", "\"seed\":\"c.txt\",\"line\":5,\"file\":\"c/liu-di-ji.md\""),
        ("c", "\"seed\":\"a.txt\",\"line\":5,\"file\":\"a/liu-di-xin-lu.md\""),
    ] {
        let ledger = &made[&format!("{ledger}/_ledger.jsonl")];
        assert!(ledger.contains("\"kind\":\"rerun\",\"status\":\"reported\""), "{ledger}");
        assert!(ledger.contains(other), "{ledger}");
    }
    assert!(!made["b/_ledger.jsonl"].contains("rerun"));
    assert!(made["a/liu-di-xin-lu.md"].contains(A) && made["c/liu-di-ji.md"].contains(A));
    let again = text(&kanyin(paper.path(), &["import"]).stdout);
    assert!(
        again.contains("0 new, 0 updated, 9 unchanged") && again.contains("rerun 2"),
        "{again}"
    );
    assert!(text(&kanyin(paper.path(), &["check"]).stdout).contains("3 seeds set again"));
    // One seed by itself does not forget it, and a seed that is gone is not told of.
    assert!(kanyin(paper.path(), &["import", "a.txt"]).status.success());
    assert_eq!(content(paper.path()), made);
    fs::remove_file(paper.path().join("seeds/c.txt")).expect("removed");
    assert!(kanyin(paper.path(), &["import"]).status.success());
    assert!(!content(paper.path())["a/_ledger.jsonl"].contains("rerun"));
}

#[test]
fn one_by_one_or_all_at_once_comes_to_the_same() {
    let (paper, other) = (with_a_rerun(), with_a_rerun());
    for seed in ["c.txt", "a.txt", "b.txt"] {
        assert!(kanyin(other.path(), &["import", seed]).status.success());
    }
    for paper in [&paper, &other] {
        assert!(kanyin(paper.path(), &["import"]).status.success());
    }
    assert_eq!(content(paper.path()), content(other.path()));
}

#[test]
fn the_program_writes_what_the_plan_in_memory_says() {
    let paper = with_a_rerun();
    assert!(kanyin(paper.path(), &["import"]).status.success());
    let seed = |name: &str| SeedFile {
        name: name.into(),
        bytes: fs::read(paper.path().join("seeds").join(name)).expect("a seed"),
        ..SeedFile::default()
    };
    let seeds = ["c.txt", "b.txt", "a.txt"].map(seed);
    let topics = fs::read_to_string(paper.path().join("topics.yaml")).expect("a vocabulary");
    let vocabulary = Vocabulary::parse(&Source::new("topics.yaml", topics), &Limits::default());
    let plan = import::plan(&seeds, &Content::new(), &vocabulary.value, false, &|| ());
    let planned: BTreeMap<String, String> =
        plan.value.files.into_iter().map(|file| (file.path, file.text)).collect();
    assert_eq!(planned, content(paper.path()));
    assert_eq!(plan.value.repairs.iter().filter(|r| r.kind == "rerun").count(), 2);
}

/// The ids of the list of a dry run, by kind.
fn ids(paper: &Path) -> Vec<(String, String)> {
    let list = text(&kanyin(paper, &["import", "--dry-run"]).stdout);
    let heads = list.lines().filter(|line| line.contains("  content/"));
    let words = heads.filter_map(|line| line.split_once("  ")?.0.split_once(' '));
    words.map(|(kind, id)| (kind.to_owned(), id.to_owned())).collect()
}

#[test]
fn explain_prints_a_repair_in_full_and_writes_nothing() {
    let cut = format!("{}\n\n{}", &B[..60], &B[60..]);
    let paper = publication(&[
        ("a.txt", page("柳堤新绿", &[A, &cut, C])),
        ("b.txt", page("柳堤记", &[A, B, C])),
    ]);
    let ids = ids(paper.path());
    let of = |kind: &str| &ids.iter().find(|(k, _)| k == kind).expect("in the list").1;
    let explained = kanyin(paper.path(), &["import", "--explain", &of("joined")[..6], of("rerun")]);
    assert!(explained.status.success(), "{}", text(&explained.stderr));
    let said = text(&explained.stdout);
    for words in [
        "a paragraph cut by a break is whole again",
        "status     applied",
        "seeds/a.txt:9:1",
        "content/a/liu-di-xin-lu.md, paragraph 2",
        "no-terminal-punctuation",
        "% sure",
        "considered gap",
        "the article stands in another seed too",
        "reported only, left as printed",
        "content/b/liu-di-ji.md, of seeds/b.txt:5: about 100 % of it",
    ] {
        assert!(said.contains(words), "{words} is missing in:\n{said}");
    }
    assert!(!paper.path().join("content").exists());
    assert_eq!(text(&explained.stderr), "", "nothing but what was asked for");
    // The sum is that of the weights above it.
    let weights = said.lines().filter_map(|line| {
        line.split_whitespace().find(|w| w.starts_with(['+', '-']))?.parse::<f32>().ok()
    });
    let weights: Vec<f32> = weights.collect();
    let (sum, parts) = weights.split_last().expect("weights");
    assert!((parts.iter().sum::<f32>() - sum).abs() < 0.02, "{weights:?}");
}

#[test]
fn an_id_that_there_is_not_is_answered_with_the_nearest() {
    let paper = with_a_rerun();
    let ids = ids(paper.path());
    let id = &ids[0].1;
    let wrong = format!("{}{}", &id[..9], if id.ends_with('0') { '1' } else { '0' });
    let run = kanyin(paper.path(), &["import", "--explain", &wrong]);
    assert_eq!(run.status.code(), Some(1));
    let said = text(&run.stderr);
    assert!(
        said.contains(&format!("there is no repair {wrong}")) && said.contains(&format!("is {id}")),
        "{said}"
    );
    let several = kanyin(paper.path(), &["import", "--explain", ""]);
    assert!(text(&several.stderr).contains("repairs start with"), "{}", text(&several.stderr));
    assert_eq!(
        kanyin(paper.path(), &["import", "--dry-run", "--explain", id]).status.code(),
        Some(2)
    );
}

/// Seeds enough that a kill lands in every phase.
const SEEDS: usize = 120;

#[test]
fn killed_at_any_moment_import_leaves_whole_files_and_comes_to_its_end_the_next_time() {
    let turned = |text: &str, n: usize| {
        text.chars().cycle().skip(n % 40).take(60 + n % 9).collect::<String>()
    };
    let seeds: Vec<(String, String)> = (0..SEEDS)
        .map(|n| {
            let paragraphs = [turned(A, n) + "。", turned(B, n) + "。"];
            (format!("page-{n:03}.txt"), page("柳堤新绿", &[&paragraphs[0], &paragraphs[1], C]))
        })
        .collect();
    let seeds: Vec<(&str, String)> =
        seeds.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let paper = publication(&seeds);
    let start = Instant::now();
    assert!(kanyin(paper.path(), &["import"]).status.success());
    let pace = start.elapsed();
    let whole = content(paper.path());
    let mut halfway = 0;
    for turn in 0..10_u32 {
        fs::remove_dir_all(paper.path().join("content")).expect("removed");
        let mut child = Command::new(env!("CARGO_BIN_EXE_kanyin"))
            .env("LC_ALL", "C")
            .args(["import", "--quiet"])
            .current_dir(paper.path())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        // Half of the kills as soon as files get their names, half at any moment.
        let patience = Instant::now() + Duration::from_mins(1);
        let named = || paper.path().join("content/page-000/_issue.md").exists();
        while turn % 2 == 0 && !named() && Instant::now() < patience {}
        std::thread::sleep(if turn % 2 == 0 {
            Duration::from_micros(u64::from(turn) * 100)
        } else {
            pace * turn / 10
        });
        child.kill().expect("killed");
        child.wait().expect("waited for");
        let left = if paper.path().join("content").exists() {
            content(paper.path())
        } else {
            BTreeMap::new()
        };
        let visible = |name: &str| !name.rsplit('/').next().unwrap_or_default().starts_with('.');
        let mut named = 0;
        for (name, text) in left.iter().filter(|(name, _)| visible(name)) {
            assert_eq!(Some(text), whole.get(name), "turn {turn}: {name} is not whole");
            named += 1;
        }
        halfway += usize::from(named > 0 && named < whole.len());
        assert!(kanyin(paper.path(), &["import"]).status.success());
        assert_eq!(content(paper.path()), whole, "turn {turn}, after the next import");
    }
    assert!(halfway > 0, "no kill landed between two names");
}
