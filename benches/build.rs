//! How fast a site is built, beside how fast its files could be written at all.
//!
//! `cargo bench --bench build -- 1000 10000` makes publications of so many articles
//! (1,000 if none is said), builds each five times into a fresh output with the
//! release program, and prints one table: medians with the fastest and the slowest,
//! processor time, peak memory, the time a page, and the ratio to the *floor*: the
//! same files under the same names, written from memory by one and by two threads.
//! Time a page says whether the build is linear. Two more columns are medians of builds
//! after a build, in hundredths of the first: with nothing changed, and with one article.
//!
//! All of it stands in memory-backed storage where there is room, else in the
//! directory for temporary files: the first line says where.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a bench is a program of its own: it reads its arguments, writes files and prints, and stops where it cannot go on"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

#[allow(dead_code, reason = "each bench uses a part of it")]
mod corpus;
mod floor;
#[allow(dead_code, reason = "each bench uses a part of it")]
mod measure;
mod program;

use program::{kanyin, processors, storage, write};

/// How often each publication is built.
const RUNS: usize = 5;
/// Room that is wanted for each article, source and both copies of the output.
const BYTES_PER_ARTICLE: u64 = 64 * 1024;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let sizes: Vec<usize> =
        arguments.iter().map(|a| a.parse().expect("a number of articles")).collect();
    let sizes = if sizes.is_empty() { vec![1_000] } else { sizes };
    let most = sizes.iter().copied().max().unwrap_or_default() as u64;
    let room = storage(most * BYTES_PER_ARTICLE);
    println!("in {}, {RUNS} runs each, {} processors\n", room.display(), processors());
    println!(
        "{:>9}{:>9}{:>8}  {:<21}{:>7}{:>7}{:>9}{:>14}{:>8}{:>8}{:>8}{:>8}{:>9}",
        "articles",
        "files",
        "MB",
        "build, wall s",
        "CPU s",
        "MiB",
        "µs/page",
        "floor 1/2 s",
        "ratio 1",
        "ratio 2",
        "same %",
        "edit %",
        "check s"
    );
    for size in sizes {
        let site = tempfile::tempdir_in(&room).expect("a temporary directory");
        println!("{}", row(size, site.path()));
    }
}

/// Makes, builds, checks and writes one publication; the line of the table.
fn row(articles: usize, site: &Path) -> String {
    let mut newest = (PathBuf::new(), String::new());
    for file in corpus::publication(articles, corpus::SEED) {
        let path = site.join(file.path);
        write(&path, file.text.as_bytes());
        if path.extension() == Some("md".as_ref()) && !path.ends_with("_issue.md") {
            newest = (path, file.text);
        }
    }
    let output = site.join("public");
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        // What is kept between builds goes too.
        for folder in [&output, &site.join(".kanyin")] {
            if folder.exists() {
                fs::remove_dir_all(folder).expect("what the last run left gone");
            }
        }
        runs.push(kanyin(site, "build"));
    }
    let same = median((0..RUNS).map(|_| kanyin(site, "build").wall));
    let (article, text) = newest;
    let edited = median((0..RUNS).map(|run| {
        write(&article, format!("{text}\n改了{run}次。\n").as_bytes());
        kanyin(site, "build").wall
    }));
    let pages = floor::read(&output);
    let bytes: usize = pages.iter().map(|(_, text)| text.len()).sum();
    let check = kanyin(site, "check");
    let [one, two] = [1, 2].map(|threads| floor::median(&pages, site, threads, RUNS));
    runs.sort_by_key(|run| run.wall);
    let middle = &runs[RUNS / 2];
    let wall = middle.wall.as_secs_f64();
    let (least, most) = (runs[0].wall.as_secs_f64(), runs[RUNS - 1].wall.as_secs_f64());
    let cpu = middle.cpu.map_or("–".into(), |cpu| format!("{:.2}", cpu.as_secs_f64()));
    let peak = runs.iter().filter_map(|run| run.peak).max();
    format!(
        "{articles:>9}{:>9}{:>8.1}  {:<21}{cpu:>7}{:>7}{:>9.0}{:>14}{:>8.1}{:>8.1}{:>8.1}{:>8.1}{:>9.2}",
        pages.len(),
        bytes as f64 / 1e6,
        format!("{wall:.3} ({least:.3}–{most:.3})"),
        peak.map_or("–".into(), |peak| (peak >> 20).to_string()),
        wall / pages.len() as f64 * 1e6,
        format!("{one:.3}/{two:.3}"),
        wall / one,
        wall / two,
        same.as_secs_f64() / wall * 100.0,
        edited.as_secs_f64() / wall * 100.0,
        check.wall.as_secs_f64(),
    )
}

fn median(walls: impl Iterator<Item = Duration>) -> Duration {
    let mut walls: Vec<Duration> = walls.collect();
    walls.sort_unstable();
    walls[walls.len() / 2]
}
