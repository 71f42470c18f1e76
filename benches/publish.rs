//! What publishing into a bucket costs, beside a plain copy of the same files.
//!
//! `cargo bench --bench publish -- 10000` makes an edition of so many pages (10,000
//! if none is said) and sends it to moto's server on loopback, which
//! `bash .ci/run` installs: new, unchanged, and with one page edited. Beside it the
//! same files are put into the same server by nothing but as many requests at
//! once. All requests are counted by the server's own log.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a bench is a program of its own: it reads its arguments, starts a server and prints, and stops where it cannot go on"
)]

use std::{
    collections::BTreeMap,
    fs::{self, File},
    net::{Ipv4Addr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use kanyin::{
    publish::{Edition, Environment, Plan, Target, carry_out, s3::Bucket},
    route::Address,
    targets,
};
use object_store::{ObjectStoreExt as _, PutPayload, PutResult, aws::AmazonS3Builder};
use tokio::task::JoinSet;

/// Where `.ci/run` puts the server.
const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/tools/moto/bin/moto_server");
/// Requests at once, of the plain copy as of a publish.
const PARALLEL: usize = 32;
/// How often both are done; the table has the medians.
const RUNS: usize = 3;

fn main() {
    // Who publishes chooses one, and the plain copy comes first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let pages = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(10_000);
    let server = Server::start();
    let mut edition = edition(pages);
    let bytes: usize = edition.files().map(|(_, file)| file.bytes.len()).sum();
    println!("{pages} pages, {:.1} MB, {PARALLEL} requests at once\n", bytes as f64 / 1e6);
    println!(
        "{:<28}{:>9}{:>11}{:>11}{:>9}{:>9}",
        "", "s", "requests", "list pages", "reads", "puts"
    );
    let (mut copies, mut news) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        // In turn, so that both find the server as full as the other does.
        copies.push(server.time(|| plain_copy(&edition, server.port, &format!("copy{run}"))));
        news.push(server.time(|| publish(&edition, server.port, &format!("new{run}"))));
    }
    let copy = row("plain copy", copies);
    let new = row("publish, all new", news);
    let again = |edition: &Edition| server.time(|| publish(edition, server.port, "new0"));
    row("publish, unchanged", (0..RUNS).map(|_| again(&edition)).collect());
    let edits = (0..RUNS).map(|run| {
        let page = format!("<p>edited {run}").into_bytes();
        edition = std::mem::take(&mut edition).with(Address::file("article/1/7.html"), page);
        again(&edition)
    });
    row("publish, one page edited", edits.collect());
    println!("\nall new against the plain copy: {:.2}", new.as_secs_f64() / copy.as_secs_f64());
}

/// Prints the median of some runs and gives its time.
fn row(name: &str, mut runs: Vec<(Duration, Vec<String>)>) -> Duration {
    runs.sort_by_key(|(took, _)| *took);
    let (took, requests) = &runs[runs.len() / 2];
    let count = |is: &dyn Fn(&str) -> bool| requests.iter().filter(|r| is(r)).count();
    let listings = count(&|r| r.contains("list-type=2"));
    println!(
        "{name:<28}{:>9.2}{:>11}{listings:>11}{:>9}{:>9}",
        took.as_secs_f64(),
        requests.len(),
        count(&|r| !r.starts_with("PUT")) - listings,
        count(&|r| r.starts_with("PUT")),
    );
    *took
}

/// Pages of the size that pages have, a style sheet, an index.
fn edition(pages: usize) -> Edition {
    let mut files: BTreeMap<Address, Vec<u8>> = BTreeMap::new();
    for page in 0..pages {
        let text = format!("<p>第{page}篇，写在这里。</p>\n").repeat(200);
        files.insert(Address::file(format!("article/1/{page}.html")), text.into_bytes());
    }
    files.insert(Address::file("index.html"), b"<p>front".to_vec());
    Edition::new(files, false)
}

fn publish(edition: &Edition, port: u16, prefix: &str) {
    let settings = targets::Bucket {
        bucket: "paper".into(),
        prefix: prefix.into(),
        endpoint: Some(endpoint(port)),
        region: None,
        addressing: targets::Addressing::Path,
        conditional_writes: true,
    };
    let credentials = [("AWS_ACCESS_KEY_ID", "kanyin"), ("AWS_SECRET_ACCESS_KEY", "kanyin")];
    let credentials = credentials.into_iter().map(|(name, value)| (name.into(), value.into()));
    let mut bucket = Bucket::open(&settings, &Environment::new(credentials)).expect("a bucket");
    let standing = bucket.look().expect("what stands");
    let plan = Plan::new(edition, &standing, None);
    if !plan.is_empty() {
        carry_out(&plan, edition, &standing, &mut bucket, &|_| ()).expect("published");
    }
}

/// Puts all files, in any order, and that is all.
fn plain_copy(edition: &Edition, port: u16, prefix: &str) {
    let store = AmazonS3Builder::new()
        .with_endpoint(endpoint(port))
        .with_allow_http(true)
        .with_bucket_name("paper")
        .with_access_key_id("kanyin")
        .with_secret_access_key("kanyin")
        .build();
    let store = Arc::new(store.expect("a store"));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let mut under_way: JoinSet<object_store::Result<PutResult>> = JoinSet::new();
        for (address, file) in edition.files() {
            if under_way.len() == PARALLEL {
                under_way.join_next().await.expect("one").expect("no panic").expect("put");
            }
            let path = object_store::path::Path::from(format!("{prefix}/{address}"));
            let (store, payload) = (Arc::clone(&store), PutPayload::from(file.bytes.clone()));
            under_way.spawn(async move { store.put(&path, payload).await });
        }
        while let Some(done) = under_way.join_next().await {
            done.expect("no panic").expect("put");
        }
    });
}

fn endpoint(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

/// moto's server; ended when it is dropped.
struct Server {
    child: Child,
    port: u16,
    log: tempfile::TempDir,
}

impl Server {
    fn start() -> Self {
        assert!(Path::new(PROGRAM).is_file(), "{PROGRAM} is not there: `bash .ci/run` installs it");
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let log = tempfile::tempdir().expect("a temporary directory");
        let child = Command::new(PROGRAM)
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(File::create(log.path().join("log")).expect("a log"))
            .spawn()
            .expect("the server starts");
        let server = Self { child, port, log };
        while !server.make_bucket() {
            std::thread::sleep(Duration::from_millis(100));
        }
        server
    }

    fn make_bucket(&self) -> bool {
        use std::io::{Read as _, Write as _};
        let Ok(mut stream) = std::net::TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)) else {
            return false;
        };
        let asked = stream.write_all(
            b"PUT /paper HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        );
        let mut answer = String::new();
        asked.is_ok() && stream.read_to_string(&mut answer).is_ok() && answer.contains(" 200 ")
    }

    /// How long something takes, and what the server was asked for meanwhile.
    fn time(&self, work: impl FnOnce()) -> (Duration, Vec<String>) {
        let log = || fs::read_to_string(self.log.path().join("log")).expect("a log");
        let before = log().len();
        let started = Instant::now();
        work();
        let took = started.elapsed();
        let lines = log().split_off(before);
        let request = |line: &str| Some(line.split('"').nth(1)?.to_owned());
        (took, lines.lines().filter_map(request).collect())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
