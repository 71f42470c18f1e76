//! How long an editor waits: from saving a file to the new bytes on the socket.
//!
//! `cargo bench --bench preview -- 1000 10000 100000` makes publications of so many articles,
//! shows each with `kanyin serve`, and edits files of it as an editor would: the file is saved,
//! and the page is asked for until it has what was written. Medians of as many edits as the
//! table says, in milliseconds; what the program waits for after a file has changed, since
//! an editor saves in several steps, is in all of them.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a bench is a program of its own: it reads its arguments, writes files and prints, and stops where it cannot go on"
)]

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

#[allow(dead_code, reason = "each bench uses a part of it")]
mod corpus;
#[allow(dead_code, reason = "each bench uses a part of it")]
mod measure;
#[allow(dead_code, reason = "each bench uses a part of it")]
mod program;

use program::{processors, storage, write};

/// Edits of each kind.
const EDITS: usize = 9;
/// Longest that is waited for anything.
const PATIENCE: Duration = Duration::from_mins(10);
/// Room that is wanted for each article.
const BYTES_PER_ARTICLE: u64 = 8 * 1024;

fn main() {
    let sizes = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect::<Vec<usize>>();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    println!("{} processors, {EDITS} edits of each kind; milliseconds\n", processors());
    println!(
        "{:>9}{:>10}{:>8}{:>8}{:>8}{:>8}{:>8}{:>10}{:>9}",
        "articles", "opening", "page", "text", "place", "search", "style", "article", "MiB"
    );
    for articles in sizes {
        let room = storage(articles as u64 * BYTES_PER_ARTICLE);
        let site = tempfile::tempdir_in(&room).expect("a temporary directory");
        for file in corpus::publication(articles, corpus::SEED) {
            write(&site.path().join(file.path), file.text.as_bytes());
        }
        write(&site.path().join("themes/own/theme.yaml"), b"extends: broadsheet\n");
        write(&site.path().join("themes/own/assets/own.css"), b"body{color:#000}\n");
        let settings = site.path().join("kanyin.yaml");
        let text = fs::read_to_string(&settings).expect("the settings");
        write(&settings, format!("{text}theme: own\n").as_bytes());
        println!("{}", measured(site.path(), articles));
    }
}

/// A preview of what stands in `site`, and a row of the table.
fn measured(site: &Path, articles: usize) -> String {
    let preview = Preview::start(site);
    let files = articles_of(site);
    let chosen: Vec<&PathBuf> = (0..EDITS).map(|n| &files[n * files.len() / EDITS]).collect();
    let page = |path: &Path| {
        let text = fs::read_to_string(path).expect("an article");
        let slug = text.lines().find_map(|line| line.strip_prefix("slug: "));
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let issue = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        format!("article/{}/{}.html", issue.expect("an issue"), slug.unwrap_or(stem))
    };
    let median = |edit: &dyn Fn(&Path, usize) -> Duration| {
        let mut all: Vec<Duration> =
            chosen.iter().enumerate().map(|(n, path)| edit(path, n)).collect();
        all.sort_unstable();
        all[EDITS / 2].as_secs_f64() * 1e3
    };
    let asked = median(&|path, _| {
        let started = Instant::now();
        preview.get(&page(path));
        started.elapsed()
    });
    let text = median(&|path, n| {
        let before = fs::read_to_string(path).expect("an article");
        preview.edit(path, &format!("{before}\n第{n}次改动，山水之间。\n"), &page(path), "次改动")
    });
    let place = median(&|path, n| {
        let before = fs::read_to_string(path).expect("an article");
        let city = ["贵阳市", "遵义市"][n % 2];
        let lines = before.lines().filter(|line| !line.starts_with("city: "));
        let lines = lines.map(|line| match line.strip_prefix("title: ") {
            Some(title) => format!("title: {title}，又{n}\ncity: {city}\n"),
            None => format!("{line}\n"),
        });
        preview.edit(path, &lines.collect::<String>(), &page(path), &format!("，又{n}"))
    });
    // The first makes all of the index.
    preview.get("search.html");
    let search = median(&|path, n| {
        let before = fs::read_to_string(path).expect("an article");
        let text = format!("{before}\n第{n}次搜索，山水之间。\n");
        let started = Instant::now();
        preview.edit(path, &text, &page(path), "次搜索");
        preview.get("search.html");
        started.elapsed()
    });
    let sheet = site.join("themes/own/assets/own.css");
    let style = median(&|_, n| {
        let color = format!("#{n:06}");
        let front = preview.get("index.html");
        let at = front.find("assets/own.").expect("a style sheet");
        let old = front[at..].split('"').next().unwrap_or_default().to_owned();
        let started = Instant::now();
        write(&sheet, format!("body{{color:{color}}}\n").as_bytes());
        while preview.get("index.html").contains(&old) {
            std::thread::sleep(Duration::from_millis(1));
        }
        started.elapsed()
    });
    let article = median(&|path, n| {
        let text = format!("---\ntitle: 新的一篇{n}\n---\n\n正文。\n");
        let new = path.with_file_name(format!("new-{n}.md"));
        let issue = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        let page = format!("article/{}/new-{n}.html", issue.expect("an issue"));
        preview.edit(&new, &text, &page, "新的一篇")
    });
    let peak = preview.peak().map_or("–".into(), |peak| (peak >> 20).to_string());
    format!(
        "{articles:>9}{:>10.0}{asked:>8.1}{text:>8.0}{place:>8.0}{search:>8.0}{style:>8.0}{article:>10.0}{peak:>9}",
        preview.opening.as_secs_f64() * 1e3
    )
}

/// The files of articles, in order.
fn articles_of(site: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(site.join("content")).sort_by_file_name().into_iter();
    let files = files.map(|entry| entry.expect("a file").into_path());
    let article = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.strip_suffix(".md").is_some_and(|stem| !stem.starts_with('_'))
    };
    files.filter(article).collect()
}

/// `kanyin serve`, ended when it is dropped.
struct Preview {
    child: Child,
    /// Where it answers.
    host: String,
    /// From its start to its first page.
    opening: Duration,
}

impl Preview {
    fn start(site: &Path) -> Self {
        let started = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_kanyin"))
            .args(["--site".as_ref(), site.as_os_str(), "serve".as_ref()])
            .args(["--port", "0"])
            .env("LC_ALL", "C")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut lines = BufReader::new(child.stderr.take().expect("what it says")).lines();
        let host = lines.find_map(|line| {
            let line = line.expect("a line");
            Some(line.split_once("http://")?.1.split('/').next()?.to_owned())
        });
        // It must not wait for anybody to read what it says.
        std::thread::spawn(move || lines.for_each(drop));
        let mut preview = Self { child, host: host.expect("an address"), opening: Duration::ZERO };
        preview.get("index.html");
        preview.opening = started.elapsed();
        preview
    }

    /// The file at `path`, whatever its status.
    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        let host = &self.host;
        let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Saves a file; how long it takes until the page at `address` has `mark`.
    fn edit(&self, file: &Path, text: &str, address: &str, mark: &str) -> Duration {
        let started = Instant::now();
        write(file, text.as_bytes());
        while !self.get(address).contains(mark) {
            assert!(started.elapsed() < PATIENCE, "{address} never has {mark}");
            std::thread::sleep(Duration::from_millis(1));
        }
        started.elapsed()
    }

    fn peak(&self) -> Option<u64> {
        measure::peak_of(self.child.id())
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
