//! The preview over real loopback connections.

use std::{
    collections::{BTreeMap, VecDeque},
    env, fs,
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpListener},
    ops::Deref,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, mpsc},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use kanyin::{
    diag::{Checked, Diagnostic, Source},
    preview::{Error, Made, Make, Notice, Options, Pages, Preview, Stop},
    site::Change,
    tongue::Tongue,
};

use super::http::{Client, Fault, PATIENCE, Stream};

type Done = Result<(), Fault>;

/// A site as small as can be: each file of `content/` is a page, each of
/// `archives/` an archive, each of `themes/` is a style sheet, `content/bad.html` is a problem, and with
/// `content/slow.html` it takes its time. `last` is what it was before.
fn build(site: &Path, last: &Mutex<Pages>) -> Checked<Made> {
    let mut pages: Pages = BTreeMap::new();
    for (folder, below) in [("content", ""), ("archives", "archive/"), ("themes", "style/")] {
        for entry in fs::read_dir(site.join(folder)).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            pages.insert(
                format!("{below}{name}"),
                fs::read(entry.path()).unwrap_or_default().into(),
            );
        }
    }
    if pages.contains_key("slow.html") {
        fs::write(site.join("started"), "").unwrap_or_default();
        std::thread::sleep(PATIENCE);
    }
    match pages.get("bad.html") {
        None => {
            let before = std::mem::replace(&mut *last.lock().expect("no panic"), pages.clone());
            let plain = |pages: &Pages| -> Pages {
                let others = pages.iter().filter(|(path, _)| !path.starts_with("style/"));
                others.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
            };
            let sheets = |pages: &Pages| pages.len() - plain(pages).len();
            let change = match plain(&before) == plain(&pages) && sheets(&before) == sheets(&pages)
            {
                true if before == pages => Change::Nothing,
                true => Change::Styles,
                false => Change::Pages,
            };
            Checked::clean(Made { site: Some(Arc::new(pages)), change })
        }
        Some(bytes) => {
            assert!(!bytes.starts_with(b"panic"), "as the file asks");
            let source = Source::new("content/bad.html", String::from_utf8_lossy(bytes));
            let problem = Diagnostic::error(kanyin::tongue::Said::verbatim("no <b>good</b>"))
                .at(source.place(0..source.text().len()));
            Checked::new(Made { site: None, change: Change::Nothing }, vec![problem])
        }
    }
}

/// A preview that runs, ended when it is dropped.
struct Running {
    site: tempfile::TempDir,
    client: Client,
    stop: Stop,
    notices: mpsc::Receiver<Notice>,
    thread: Option<JoinHandle<Result<(), Error>>>,
}

impl Running {
    fn start(files: &[(&str, &str)]) -> Result<Self, Fault> {
        let site = tempfile::tempdir()?;
        write(site.path(), files)?;
        let preview = Preview::open(Options {
            site: site.path().canonicalize()?,
            port: 0,
            tongue: Tongue::Chinese,
        })?;
        let (stop, place) = (preview.stop(), site.path().to_owned());
        let (send, notices) = mpsc::channel();
        let last = Mutex::default();
        let make: Arc<Make> = Arc::new(move |_| build(&place, &last));
        let thread =
            std::thread::spawn(move || preview.run(make, &mut |notice| drop(send.send(notice))));
        let client = match notices.recv_timeout(PATIENCE)? {
            Notice::Ready { url, .. } => Client::of(&url)?,
            other => return Err(format!("{other:?}").into()),
        };
        let running = Self { site, client, stop, notices, thread: Some(thread) };
        running.built()?;
        Ok(running)
    }

    /// Waits for the next build; how many problems it has.
    fn built(&self) -> Result<usize, Fault> {
        match self.notices.recv_timeout(PATIENCE)? {
            Notice::Built { diagnostics, .. } => Ok(diagnostics.len()),
            other => Err(format!("{other:?}").into()),
        }
    }

    /// Follows the stream until the front page holds `text`.
    fn wait_for_page(&self, stream: &mut Stream, text: &str) -> Done {
        while !self.get("/")?.body.contains(text) {
            stream.next()?;
        }
        Ok(())
    }

    /// Waits until no build follows another any more.
    fn settle(&self) -> Done {
        let more =
            std::iter::from_fn(|| self.notices.recv_timeout(Duration::from_millis(300)).ok());
        if more.take(30).count() < 30 { Ok(()) } else { Err("it builds for ever".into()) }
    }

    fn write(&self, files: &[(&str, &str)]) -> Done {
        write(self.site.path(), files)
    }
}

impl Deref for Running {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.now();
        let ended = self.thread.take().map(JoinHandle::join);
        assert!(matches!(ended, Some(Ok(Ok(())))) || std::thread::panicking(), "{ended:?}");
    }
}

fn write(site: &Path, files: &[(&str, &str)]) -> Done {
    for (path, text) in files {
        let path = site.join(path);
        let folder = path.parent().unwrap_or(site);
        fs::create_dir_all(folder)?;
        // In one step, as good editors do: no build sees half a file.
        fs::write(folder.join(".new"), text)?;
        fs::rename(folder.join(".new"), path)?;
    }
    Ok(())
}

const SITE: [(&str, &str); 4] = [
    ("content/index.html", "<html><head></head><body>头版</body></html>"),
    ("content/404.html", "<html><head></head><body>没有这一页</body></html>"),
    ("content/feed.xml", "<feed/>"),
    ("themes/page.css", "body {}"),
];

#[test]
fn only_who_names_this_server_exactly_is_answered() -> Done {
    let running = Running::start(&SITE)?;
    let port = running.port;
    let status = |head: String| running.ask(&head).map(|answer| answer.status);
    for host in [
        format!("127.0.0.1:{port}"),
        format!("localhost:{port}"),
        format!("LOCALHOST:{port}"),
        format!("[::1]:{port}"),
    ] {
        assert_eq!(status(format!("GET / HTTP/1.1\r\nHost: {host}\r\n"))?, 200, "{host}");
    }
    for host in [
        "evil.cn".to_owned(),
        format!("evil.cn:{port}"),
        "127.0.0.1".to_owned(),
        format!("localhost:{port}.evil.cn"),
        String::new(),
    ] {
        assert_eq!(status(format!("GET / HTTP/1.1\r\nHost: {host}\r\n"))?, 421, "{host}");
    }
    assert_eq!(status("GET / HTTP/1.0\r\n".into())?, 421);
    let twice = format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nHost: evil.cn\r\n");
    assert!((400..500).contains(&status(twice)?));
    let absolute = format!("GET http://localhost:{port}/ HTTP/1.1\r\nHost: localhost:{port}\r\n");
    assert_eq!(status(absolute)?, 400);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "FOO"] {
        let answer = running.ask(&format!("{method} / HTTP/1.1\r\nHost: localhost:{port}\r\n"))?;
        assert_eq!(answer.status, 405, "{method}");
        assert!(answer.has("allow: get, head"), "{answer:?}");
    }
    let paths = [
        "/../Cargo.toml",
        "/%2e%2e/x",
        "/a/..%2f..",
        "/a%5c..",
        "/C:/x",
        "/%00",
        "/a%2fb",
        "/%ff",
        "/a\\..\\b",
        "/%",
    ];
    for path in paths {
        let answer = running.get(path)?;
        assert!((400..404).contains(&answer.status), "{path}: {answer:?}");
    }
    Ok(())
}

#[test]
fn an_archive_is_served_as_it_is() -> Done {
    let archive = "<!doctype html><title>一期</title><body>它不许脚本</body>";
    let files = [("content/index.html", "<body>刊</body>"), ("archives/1.html", archive)];
    let running = Running::start(&files)?;
    assert_eq!(running.get("/archive/1.html")?.body, archive);
    assert!(running.get("/")?.body.contains("<script"));
    Ok(())
}

#[test]
fn files_have_their_type_and_missing_ones_the_sites_own_page() -> Done {
    let running = Running::start(&SITE)?;
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/index.html?x=..", "text/html; charset=utf-8"),
        ("/style/page.css", "text/css; charset=utf-8"),
        ("/feed.xml", "application/xml; charset=utf-8"),
        ("/_kanyin/live.js", "text/javascript; charset=utf-8"),
    ] {
        let answer = running.get(path)?;
        assert_eq!(answer.status, 200, "{path}");
        for line in [
            &*format!("content-type: {kind}"),
            "cache-control: no-store",
            "x-content-type-options: nosniff",
        ] {
            assert!(answer.has(line), "{path}: {line}: {answer:?}");
        }
        let head = running
            .ask(&format!("HEAD {path} HTTP/1.1\r\nHost: localhost:{}\r\n", running.port))?;
        assert_eq!((head.status, &*head.body), (200, ""), "{path}");
        assert!(head.has(&format!("content-length: {}", answer.body.len())), "{path}: {head:?}");
    }
    let front = running.get("/")?.body;
    assert!(
        front.contains("头版<script src=\"/_kanyin/live.js?content=1&amp;styles=0&amp;token="),
        "{front}"
    );
    assert!(!running.get("/feed.xml")?.body.contains("script"));
    for path in [
        "/nothing",
        "/a/b/c.html",
        "/.kanyin-output",
        "/%252e%252e/x",
        "/style/",
        "/_kanyin/",
        "/_kanyin/events/0",
    ] {
        assert_eq!(running.get(path)?.status, 404, "{path}");
    }
    let missing = running.get("/a/b/c.html")?.body;
    assert!(
        missing.contains("<head><base href=\"/\">") && missing.contains("没有这一页<script"),
        "{missing}"
    );
    Ok(())
}

#[test]
fn a_part_of_a_file_is_sent_where_one_is_asked_for() -> Done {
    let running = Running::start(&SITE)?;
    let port = running.port;
    let ask = |range: &str| {
        running.ask(&format!(
            "GET /style/page.css HTTP/1.1\r\nHost: localhost:{port}\r\nRange: {range}\r\n"
        ))
    };
    let whole = running.get("/style/page.css")?;
    assert!(whole.has("accept-ranges: bytes"), "{whole:?}");
    let (body, total) = (whole.body.as_str(), whole.body.len());
    for (range, first, last) in [
        ("bytes=0-3", 0, 3),
        ("bytes=2-", 2, total - 1),
        ("bytes=-4", total - 4, total - 1),
        ("bytes=1-9999", 1, total - 1),
    ] {
        let answer = ask(range)?;
        assert_eq!((answer.status, &*answer.body), (206, &body[first..=last]), "{range}");
        for line in [
            format!("content-range: bytes {first}-{last}/{total}"),
            format!("content-length: {}", last + 1 - first),
        ] {
            assert!(answer.has(&line), "{range}: {line}: {answer:?}");
        }
    }
    let beyond = ask(&format!("bytes={total}-"))?;
    assert!(beyond.status == 416 && beyond.has(&format!("content-range: bytes */{total}")));
    for several in ["bytes=0-1,3-4", "lines=1-2", "bytes=9-2", "bytes=x", ""] {
        let answer = ask(several)?;
        assert!([200, 416].contains(&answer.status), "{several}: {answer:?}");
        assert!(answer.status == 416 || answer.body == body, "{several}: {answer:?}");
    }
    Ok(())
}

#[test]
fn an_edit_reaches_the_page_wherever_it_is_made() -> Done {
    let running = Running::start(&SITE[..2])?;
    let mut stream = running.listen()?;
    assert_eq!(stream.next()?, r#"{"content":1,"styles":0}"#);
    running.write(&[("content/index.html", "<body>第二版</body>")])?;
    assert_eq!(stream.next()?, r#"{"content":2,"styles":0}"#);
    assert!(running.get("/")?.body.contains("第二版"));
    // A folder that was not there at the start, and what is saved in it later.
    running.write(&[("themes/page.css", "one")])?;
    assert_eq!(stream.next()?, r#"{"content":3,"styles":0}"#);
    running.write(&[("themes/page.css", "another")])?;
    assert_eq!(stream.next()?, r#"{"content":3,"styles":1}"#);
    assert_eq!(running.get("/style/page.css")?.body, "another");
    // Folders are put in the place of others, and simple editors write in place:
    // how many builds that makes is nobody's business.
    running.write(&[("new/index.html", "<body>第三版</body>")])?;
    fs::rename(running.site.path().join("content"), running.site.path().join("old"))?;
    fs::rename(running.site.path().join("new"), running.site.path().join("content"))?;
    running.wait_for_page(&mut stream, "第三版")?;
    running.settle()?;
    fs::write(running.site.path().join("content/index.html"), "<body>第四版</body>")?;
    running.wait_for_page(&mut stream, "第四版")?;
    running.settle()?;
    // What is not part of the site's input starts no build, and none is written.
    running.write(&[("target/x", "x"), ("content/.hidden", "x"), ("other.yaml", "x")])?;
    let late = std::iter::from_fn(|| running.notices.recv_timeout(Duration::from_millis(500)).ok());
    assert_eq!(late.count(), 0);
    assert!(!running.site.path().join("public").exists());
    Ok(())
}

#[test]
fn problems_lie_over_the_last_good_page_and_go() -> Done {
    let running = Running::start(&SITE)?;
    running.write(&[("content/bad.html", "</pre><script>alert('x')</script>")])?;
    while running.built()? == 0 {}
    let page = running.get("/")?.body;
    assert!(
        page.contains("头版") && page.contains("1 处问题") && page.contains("content/bad.html"),
        "{page}"
    );
    assert!(
        page.contains("no &lt;b&gt;good")
            && !page.contains("<script>alert")
            && !page.contains('\u{1b}'),
        "{page}"
    );
    assert!(running.get("/nothing")?.body.contains("1 处问题"));
    running.write(&[("content/bad.html", "panic")])?;
    while !running.get("/")?.body.contains("程序出了毛病") {
        running.built()?;
    }
    assert!(running.get("/")?.body.contains("头版"));
    fs::remove_file(running.site.path().join("content/bad.html"))?;
    while running.built()? > 0 {}
    assert!(!running.get("/")?.body.contains("处问题"));
    Ok(())
}

#[test]
fn without_a_good_page_the_problems_stand_alone() -> Done {
    let running = Running::start(&[("content/bad.html", "x")])?;
    let answer = running.get("/any.html")?;
    assert_eq!(answer.status, 503);
    assert!(
        answer.body.contains("1 处问题") && answer.body.contains("/_kanyin/live.js"),
        "{answer:?}"
    );
    let mut stream = running.listen()?;
    stream.next()?;
    fs::remove_file(running.site.path().join("content/bad.html"))?;
    running.write(&SITE)?;
    stream.next()?;
    while !running.get("/")?.body.contains("头版") {
        running.built()?;
    }
    Ok(())
}

#[test]
fn the_stream_of_changes_is_for_pages_of_this_server() -> Done {
    let running = Running::start(&SITE)?;
    let (path, port) = (running.events_path()?, running.port);
    assert_eq!(path.len(), "/_kanyin/events/".len() + 32);
    for origin in ["http://evil.cn", "null", "https://localhost"] {
        let answer = running.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: {origin}\r\n"
        ))?;
        assert_eq!(answer.status, 403, "{origin}");
        assert!(!answer.head.contains("access-control"), "{answer:?}");
    }
    let other = Running::start(&SITE)?;
    assert_ne!(other.events_path()?, path);
    assert_eq!(other.get(&path)?.status, 404);
    Ok(())
}

#[test]
fn slow_clients_do_not_keep_an_editor_out() -> Done {
    let running = Running::start(&SITE)?;
    let mut slow = Vec::new();
    for _ in 0..400 {
        let mut stream = running.connect()?;
        stream.write_all(b"GET / HT")?;
        slow.push(stream);
    }
    for _ in 0..20 {
        assert_eq!(running.get("/")?.status, 200);
    }
    // Room was made by closing the oldest, long before its time to speak was
    // over; the newest may still go on.
    slow[0].set_read_timeout(Some(Duration::from_secs(2)))?;
    assert!(matches!(slow[0].read(&mut [0; 64]), Ok(0)), "the oldest is still held");
    let mut newest = slow.pop().ok_or("none")?;
    write!(newest, "TP/1.1\r\nHost: localhost:{}\r\n\r\n", running.port)?;
    assert!(newest.read(&mut [0; 64])? > 0);
    Ok(())
}

#[test]
fn ten_thousand_connections_do_not_use_up_the_files_of_the_process() -> Done {
    const HELD: usize = 600;
    let (site, mut child) = start_child(Some(1024))?;
    let client = Client::of(&wait_for(&site.path().join("url"))?)?;
    let mut held = VecDeque::new();
    for number in 0..10_000 {
        let mut stream = client.connect()?;
        // The server may have closed it by now.
        let _ = stream.write_all(b"GET / HT");
        held.push_back(stream);
        if held.len() > HELD {
            held.pop_front();
        }
        if number % 1000 == 999 {
            assert_eq!(client.get("/")?.status, 200, "after {number} connections");
        }
    }
    assert!(child.try_wait()?.is_none(), "the preview ended");
    child.kill()?;
    child.wait()?;
    Ok(())
}

#[test]
fn a_taken_port_is_named_with_a_free_one() -> Done {
    let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = other.local_addr()?.port();
    let error = Preview::open(Options { site: PathBuf::new(), port, tongue: Tongue::Chinese })
        .err()
        .ok_or("taken twice")?;
    let Error::Taken { port: taken, free } = &error else { return Err(error.into()) };
    assert!(*taken == port && free.is_none_or(|free| free > port), "{error}");
    let drawn = Diagnostic::from(error).draw(false, Tongue::English);
    assert!(
        drawn.contains(&format!("port {port} is taken")) && drawn.contains("--port"),
        "{drawn}"
    );
    Ok(())
}

/// Name of the variable that tells a child which site to show.
const CHILD: &str = "KANYIN_TEST_SERVE";

/// Not a test: the program that gets the Ctrl-C.
#[test]
#[ignore = "started and interrupted by the test below"]
fn child() -> Done {
    let Ok(site) = env::var(CHILD) else { return Ok(()) };
    let site = PathBuf::from(site);
    let preview = Preview::open(Options { site: site.clone(), port: 0, tongue: Tongue::Chinese })?;
    let report = site.join("url");
    let last = Mutex::default();
    preview.run(Arc::new(move |_| build(&site, &last)), &mut |notice| {
        if let Notice::Ready { url, .. } = notice {
            let _ = fs::write(report.with_extension("tmp"), url);
            let _ = fs::rename(report.with_extension("tmp"), &report);
        }
    })?;
    Ok(())
}

/// The text of a file that another process is about to write.
fn wait_for(path: &Path) -> Result<String, Fault> {
    let start = Instant::now();
    loop {
        match fs::read_to_string(path) {
            Ok(text) => return Ok(text),
            Err(_) if start.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(5)),
            Err(error) => return Err(error.into()),
        }
    }
}

/// Starts the child, which may open so many files.
fn start_child(files: Option<usize>) -> Result<(tempfile::TempDir, Child), Fault> {
    let site = tempfile::tempdir()?;
    write(site.path(), &SITE)?;
    let name =
        module_path!().split_once("::").map_or("", |(_, module)| module).to_owned() + "::child";
    let bound = files.map(|files| format!("ulimit -n {files}; ")).unwrap_or_default();
    let child = Command::new("sh")
        .args(["-c", &format!("{bound}exec \"$@\""), "sh"])
        .arg(env::current_exe()?)
        .args(["--exact", &name, "--ignored", "--nocapture"])
        .env(CHILD, site.path().canonicalize()?)
        .stdout(Stdio::null())
        .spawn()?;
    Ok((site, child))
}

#[test]
fn ctrl_c_ends_it_at_once_with_streams_open_and_a_build_running() -> Done {
    let (site, mut child) = start_child(None)?;
    let url = wait_for(&site.path().join("url"))?;
    let client = Client::of(&url)?;
    let mut streams = (0..8).map(|_| client.listen()).collect::<Result<Vec<_>, _>>()?;
    for stream in &mut streams {
        stream.next()?;
    }
    write(site.path(), &[("content/slow.html", "")])?;
    wait_for(&site.path().join("started"))?;
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status()?.success());
    let end = Instant::now();
    while child.try_wait()?.is_none() {
        if end.elapsed() > Duration::from_secs(10) {
            child.kill()?;
            return Err("still there ten seconds after Ctrl-C".into());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(child.wait()?.success());
    assert!(streams[0].next().is_err());
    Ok(())
}
