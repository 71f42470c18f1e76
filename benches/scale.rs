//! How time and memory of a build grow with the archive, as a table and as a chart.
//!
//! `cargo bench --bench scale -- 1000 10000 100000` makes publications of so many articles
//! and builds each from nothing, twice over: with everything, as a paper gets it that changes
//! no setting, and without what reads all texts once more or multiplies terms, the search
//! and places by topics. Up to 10,000 articles the median of three runs is told, above that
//! one run. The first is left out where it would want more memory than there is.
//! `--chart FILE` draws what came out: a line that is level grows as the archive does.
//!
//! A site stands in memory-backed storage where there is room, else in the directory for
//! temporary files: the last column says which.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a bench is a program of its own: it reads its arguments, writes files and prints, and stops where it cannot go on"
)]

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

#[allow(dead_code, reason = "each bench uses a part of it")]
mod corpus;
#[allow(dead_code, reason = "each bench uses a part of it")]
mod measure;
mod program;

use program::{Run, kanyin, processors, storage, write};

/// Up to so many articles each build is run three times.
const OFTEN: usize = 10_000;
/// Room that is wanted for each article, source and output.
const BYTES_PER_ARTICLE: u64 = 40 * 1024;

/// Memory that an article takes with everything, about, in bytes.
const MEMORY_PER_ARTICLE: u64 = 45 * 1024;

/// What is built.
const KINDS: [(&str, &str); 2] =
    [("with everything", ""), ("without search", "search: false\ncity_topics: false\n")];

/// What was measured of one size.
struct Point {
    /// Where it was built.
    room: PathBuf,
    articles: usize,
    pages: usize,
    run: Run,
}

impl Point {
    /// Microseconds of wall time.
    fn a_page(&self) -> f64 {
        self.run.wall.as_secs_f64() * 1e6 / self.pages as f64
    }

    /// KiB of the peak of memory.
    fn an_article(&self) -> f64 {
        self.run.peak.unwrap_or_default() as f64 / 1024.0 / self.articles as f64
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let chart = arguments.iter().position(|a| a == "--chart");
    let chart = chart.and_then(|at| arguments.get(at + 1));
    let sizes: Vec<usize> = arguments.iter().filter_map(|a| a.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    let memory = measure::of_the_machine();
    println!("{} processors, {} GiB\n", processors(), memory.unwrap_or_default() >> 30);
    println!(
        "{:>9}  {:<16}{:>9}{:>9}{:>9}{:>9}{:>9}{:>13}  in",
        "articles", "", "pages", "wall s", "CPU s", "MiB", "µs/page", "KiB/article"
    );
    let mut series: Vec<(&str, Vec<Point>)> = KINDS.map(|(name, _)| (name, Vec::new())).into();
    for &articles in &sizes {
        let room = storage(articles as u64 * BYTES_PER_ARTICLE);
        let site = tempfile::tempdir_in(&room).expect("a temporary directory");
        for file in corpus::publication(articles, corpus::SEED) {
            write(&site.path().join(file.path), file.text.as_bytes());
        }
        let settings = fs::read_to_string(site.path().join("kanyin.yaml")).expect("the settings");
        for ((name, more), (_, points)) in KINDS.iter().zip(&mut series) {
            let wanted = articles as u64 * MEMORY_PER_ARTICLE;
            if more.is_empty() && memory.is_some_and(|there| there < wanted) {
                println!("{articles:>9}  {name:<16} left out: it wants {} GiB", wanted >> 30);
                continue;
            }
            write(&site.path().join("kanyin.yaml"), (settings.clone() + more).as_bytes());
            let point = measured(articles, site.path(), &room);
            println!("{}", line(name, &point));
            points.push(point);
        }
    }
    if let Some(file) = chart {
        series.retain(|(_, points)| !points.is_empty());
        write(Path::new(file), drawn(&series).as_bytes());
        println!("\ndrawn in {file}");
    }
}

fn line(name: &str, point: &Point) -> String {
    let Point { room, articles, pages, run } = point;
    format!(
        "{articles:>9}  {name:<16}{pages:>9}{:>9.2}{:>9}{:>9}{:>9.0}{:>13.1}  {}",
        run.wall.as_secs_f64(),
        run.cpu.map_or("–".into(), |cpu| format!("{:.2}", cpu.as_secs_f64())),
        run.peak.map_or("–".into(), |peak| (peak >> 20).to_string()),
        point.a_page(),
        point.an_article(),
        room.display()
    )
}

/// Builds what stands in `site` from nothing.
fn measured(articles: usize, site: &Path, room: &Path) -> Point {
    let runs = if articles <= OFTEN { 3 } else { 1 };
    let mut all: Vec<Run> = (0..runs)
        .map(|_| {
            for folder in ["public", ".kanyin"].map(|name| site.join(name)) {
                if folder.exists() {
                    fs::remove_dir_all(folder).expect("what the last run left gone");
                }
            }
            kanyin(site, "build")
        })
        .collect();
    all.sort_by_key(|run| run.wall);
    let run = all.swap_remove(runs / 2);
    let files = walkdir::WalkDir::new(site.join("public")).into_iter();
    let pages = files
        .map(|entry| entry.expect("a readable output"))
        .filter(|entry| entry.path().extension() == Some(OsStr::new("html")))
        .count();
    Point { room: room.to_owned(), articles, pages, run }
}

/// A panel of the chart: what it shows, and of which height.
type Panel = (&'static str, fn(&Point) -> f64);

const PANELS: [Panel; 2] =
    [("time a page, µs", Point::a_page), ("peak of memory an article, KiB", Point::an_article)];

/// Width and height of a panel, and room around it.
const PANEL: (f64, f64) = (300.0, 180.0);
const ROOM: (f64, f64) = (60.0, 50.0);

/// Both panels side by side: how many articles, each step ten times the last, and what
/// each of them costs.
fn drawn(series: &[(&str, Vec<Point>)]) -> String {
    let width = 2.0 * (PANEL.0 + 2.0 * ROOM.0);
    let height = PANEL.1 + 2.0 * ROOM.1 + 20.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         font-family=\"sans-serif\" font-size=\"12\">\n<title>What a page and an article cost, by \
         the size of the archive</title>\n<style>\n.s0{{stroke:#b3261e;fill:#b3261e}}\
         .s1{{stroke:#1f5fa8;fill:#1f5fa8}}.line{{fill:none;stroke-width:2}}\
         .grid{{stroke:#8888;stroke-width:.5}}text{{fill:#444;stroke:none}}\n\
         @media (prefers-color-scheme:dark){{text{{fill:#ccc}}.s0{{stroke:#ff8a80;fill:#ff8a80}}\
         .s1{{stroke:#82b1ff;fill:#82b1ff}}}}\n</style>\n"
    );
    for (number, panel) in PANELS.iter().enumerate() {
        let left = ROOM.0 + number as f64 * (PANEL.0 + 2.0 * ROOM.0);
        svg += &format!("<g transform=\"translate({left} {})\">\n", ROOM.1);
        svg += &drawn_panel(series, *panel);
        svg += "</g>\n";
    }
    for (number, (name, _)) in series.iter().enumerate() {
        let x = ROOM.0 + 160.0 * number as f64;
        let y = height - 14.0;
        svg += &format!(
            "<circle class=\"s{number}\" cx=\"{x}\" cy=\"{}\" r=\"4\"/><text x=\"{}\" y=\"{y}\">{name}</text>\n",
            y - 4.0,
            x + 10.0
        );
    }
    svg + "</svg>\n"
}

fn drawn_panel(series: &[(&str, Vec<Point>)], (title, of): Panel) -> String {
    let points = || series.iter().flat_map(|(_, points)| points);
    let decade = |articles: usize| (articles as f64).log10();
    let (first, last) = points().fold((f64::MAX, f64::MIN), |(first, last), point| {
        (first.min(decade(point.articles)), last.max(decade(point.articles)))
    });
    let step = round(points().map(of).fold(0.0, f64::max) / 4.0);
    let x = |articles: usize| (decade(articles) - first) / (last - first).max(1e-9) * PANEL.0;
    let y = |value: f64| PANEL.1 - value / (4.0 * step) * PANEL.1;
    let mut svg = format!("<text x=\"0\" y=\"-20\" font-weight=\"bold\">{title}</text>\n");
    for mark in 0..=4 {
        let value = f64::from(mark) * step;
        let y = y(value);
        svg += &format!(
            "<path class=\"grid\" d=\"M0 {y:.1}H{}\"/><text x=\"-8\" y=\"{:.1}\" text-anchor=\"end\">{value}</text>\n",
            PANEL.0,
            y + 4.0
        );
    }
    let mut sizes: Vec<usize> = points().map(|point| point.articles).collect();
    sizes.sort_unstable();
    sizes.dedup();
    for articles in sizes {
        svg += &format!(
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
            x(articles),
            PANEL.1 + 20.0,
            grouped(articles)
        );
    }
    for (number, (_, points)) in series.iter().enumerate() {
        let places: Vec<(f64, f64)> =
            points.iter().map(|point| (x(point.articles), y(of(point)))).collect();
        let line: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
        svg += &format!("<path class=\"line s{number}\" d=\"M{}\"/>\n", line.join("L"));
        for (x, y) in places {
            svg += &format!("<circle class=\"s{number}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>\n");
        }
    }
    svg
}

/// The next number that is 1, 2 or 5 with noughts.
fn round(value: f64) -> f64 {
    let power = 10_f64.powf(value.max(1e-9).log10().floor());
    [1.0, 2.0, 5.0, 10.0].map(|n| n * power).into_iter().find(|&n| n >= value).unwrap_or(value)
}

/// `10000` as `10,000`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    groups.join(",")
}
