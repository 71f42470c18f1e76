//! What `deploy/` offers ready-made: the files say what they must, a real nginx
//! serves what was published, and the steps of the workflow run.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use kanyin::{
    config::Config,
    diag::{Checked, Source},
    targets::Kind,
};

use super::{
    http::{Answer, Client, PATIENCE},
    program::{Publication, repository, text},
};

fn offered(name: &str) -> String {
    fs::read_to_string(repository().join("deploy").join(name)).expect("a file of deploy/")
}

/// A publication of one article that publishes to one target.
fn paper(target: &str) -> Publication {
    let paper = Publication::new(&[("content/1/a.md", "---\ntitle: 一\n---\n\n文\n".as_bytes())]);
    let settings = fs::read_to_string(paper.path("kanyin.yaml")).expect("settings");
    paper.write("kanyin.yaml", format!("{settings}\npublish:\n  {target}\n").as_bytes());
    paper
}

#[test]
fn the_settings_that_are_shown_are_read_as_they_are_meant() {
    let read = |settings: &str| {
        let source = Source::new("kanyin.yaml", format!("title: 报\n{settings}"));
        let Checked { value, diagnostics } = Config::parse(&source);
        assert!(diagnostics.is_empty(), "{settings}: {diagnostics:?}");
        value.expect("settings").publish
    };
    for name in ["README.md", "README.zh.md"] {
        let page = offered(name);
        for (number, settings) in page.split("```yaml\n").skip(1).enumerate() {
            let settings = settings.split("```").next().expect("an end");
            let found = read(settings).len();
            assert!(found == 3 || number > 0, "{name}: {found} targets");
        }
        // A row for each cloud.
        let rows = page.lines().filter(|line| line.starts_with("| ") && line.contains("https://"));
        let mut clouds = 0;
        for row in rows {
            let words: Vec<&str> = row.split('`').skip(1).step_by(2).take(2).collect();
            let [endpoint, addressing] = words[..] else { panic!("{name}: {row}") };
            let target = format!(
                "publish:\n  cloud: {{kind: s3, bucket: paper, endpoint: \"{endpoint}\", addressing: {addressing}}}"
            );
            let kind = &read(&target)["cloud"].kind;
            let Kind::S3(bucket) = kind else { panic!("{kind:?}") };
            assert_eq!(bucket.endpoint.as_deref(), Some(endpoint), "{name}");
            clouds += 1;
        }
        assert_eq!(clouds, 5, "{name}");
    }
}

#[test]
fn nginx_sends_the_policies_that_the_site_itself_names() {
    let paper = paper("web: {kind: directory, path: www}");
    assert!(paper.run(&["build"]).status.success());
    let headers = fs::read_to_string(paper.path("public/_headers")).expect("headers");
    let nginx = offered("nginx.conf");
    let policies =
        headers.lines().filter_map(|l| l.trim().strip_prefix("Content-Security-Policy: "));
    let policies: std::collections::BTreeSet<&str> = policies.collect();
    assert_eq!(policies.len(), 2, "{headers}");
    for policy in policies {
        assert!(nginx.contains(&format!("\"{policy}\"")), "{policy}");
    }
    for line in
        ["Referrer-Policy: strict-origin-when-cross-origin", "X-Content-Type-Options: nosniff"]
    {
        assert!(headers.contains(line), "{line}");
        assert!(nginx.contains(&format!("add_header {} always", line.replace(':', ""))), "{line}");
    }
}

fn publish(paper: &Publication) {
    let output = paper.run(&["publish"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
}

/// A running nginx; ended when it is dropped.
struct Nginx(Child);

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts nginx with the offered configuration for the site in `root`.
fn nginx(dir: &Path, root: &Path) -> (Nginx, Client) {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = free.local_addr().expect("an address").port();
    drop(free);
    let site = offered("nginx.conf")
        .replace("listen 80;", &format!("listen 127.0.0.1:{port};"))
        .replace("listen [::]:80;", "")
        .replace("/srv/www/paper/current", &root.display().to_string());
    // Only what belongs to this machine was changed.
    assert!(site.contains(&format!("127.0.0.1:{port}")) && !site.contains("root /srv/"));
    let own = dir.display();
    let all = format!(
        "daemon off;\nmaster_process off;\npid {own}/pid;\nerror_log {own}/error.log;\nevents {{}}\nhttp {{\n\
         access_log off;\ninclude /etc/nginx/mime.types;\ndefault_type application/octet-stream;\n\
         client_body_temp_path {own}/a;\nproxy_temp_path {own}/b;\nfastcgi_temp_path {own}/c;\n\
         uwsgi_temp_path {own}/d;\nscgi_temp_path {own}/e;\n{site}\n}}\n"
    );
    let settings = dir.join("nginx.conf");
    fs::write(&settings, all).expect("settings");
    let run = |arguments: &[&str]| {
        let mut command = Command::new("nginx");
        command.arg("-c").arg(&settings).arg("-p").arg(dir).args(arguments).stdin(Stdio::null());
        command
    };
    let tested = run(&["-t"]).output().expect("nginx is there: `bash .ci/run` installs it");
    assert!(tested.status.success(), "{}", text(&tested.stderr));
    let nginx = Nginx(run(&[]).spawn().expect("nginx starts"));
    let started = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(started.elapsed() < PATIENCE, "nginx does not answer");
        std::thread::sleep(Duration::from_millis(20));
    }
    (nginx, Client { port })
}

/// The head of an answer whose body is no text.
fn head(client: &Client, path: &str, header: &str) -> String {
    let mut stream = client.connect().expect("a connection");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\n{header}\r\nConnection: close\r\n\r\n")
        .expect("asked");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an answer");
    Answer::parse(&String::from_utf8_lossy(&bytes)).expect("an answer").head
}

#[test]
#[ignore = "wants nginx: bash .ci/run"]
fn nginx_serves_what_was_published_with_the_headers_it_should() {
    let paper = paper("web: {kind: directory, path: www, precompress: true}");
    publish(&paper);
    let live = paper.path("www/current");
    let dir = tempfile::tempdir().expect("a temporary directory");
    let (_nginx, client) = nginx(dir.path(), &live);
    let get = |path: &str| client.get(path).expect("an answer");
    let front = get("/");
    assert_eq!(front.status, 200);
    assert!(front.has("content-type: text/html; charset=utf-8"), "{}", front.head);
    assert!(front.has("cache-control: no-cache"), "{}", front.head);
    let mut hrefs = front.body.split("href=\"").filter_map(|rest| rest.split('"').next());
    let style = hrefs.find(|href| href.ends_with(".css")).expect("a style");
    let style = get(&format!("/{style}"));
    assert!(style.has("content-type: text/css; charset=utf-8"), "{}", style.head);
    assert!(style.has("cache-control: public, max-age=31536000, immutable"), "{}", style.head);
    let feed = get("/atom.xml");
    assert!(feed.has("content-type: application/atom+xml; charset=utf-8"), "{}", feed.head);
    let json = get("/feed.json");
    assert!(json.has("content-type: application/feed+json; charset=utf-8"), "{}", json.head);
    assert!(front.head.contains("content-security-policy: default-src 'none'; style-src 'self'"));
    assert!(front.has("referrer-policy: strict-origin-when-cross-origin"), "{}", front.head);
    let archive = get("/archive/1.html");
    assert!(archive.head.contains("style-src 'unsafe-inline'"), "{}", archive.head);
    let sitemap = get("/sitemap.xml");
    assert!(sitemap.head.contains("xml") && !sitemap.head.contains("atom"), "{}", sitemap.head);
    let lost = get("/article/1/lost.html");
    assert_eq!(lost.status, 404);
    assert!(lost.body.contains("</html>"), "the site's own page");
    for hidden in ["/_headers", "/.kanyin-published.jsonl", "/.git/config", "/../kanyin.yaml"] {
        assert!(matches!(get(hidden).status, 400 | 404), "{hidden}");
    }
    let posted = client.ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n");
    assert_eq!(posted.expect("an answer").status, 403);
    let small = head(&client, "/", "Accept-Encoding: gzip");
    assert!(small.contains("content-encoding: gzip"), "{small}");

    // A publish needs no reload, and what has not changed is not sent again.
    let about = |head: &str| head.lines().find(|l| l.starts_with("etag")).map(str::to_owned);
    let before = about(&get("/robots.txt").head);
    assert!(before.is_some());
    // nginx tells files apart by second and size.
    std::thread::sleep(Duration::from_millis(1100));
    paper.write("content/1/b.md", "---\ntitle: 二\n---\n\n文\n".as_bytes());
    publish(&paper);
    assert_eq!(get("/article/1/b.html").status, 200);
    assert_eq!(about(&get("/robots.txt").head), before);
}

#[test]
fn the_steps_of_the_workflow_publish_a_branch_and_push_it() {
    let workflow: serde_yaml::Value =
        serde_yaml::from_str(&offered("github-pages.yml")).expect("YAML");
    let steps = workflow["jobs"]["publish"]["steps"].as_sequence().expect("steps");
    let script = steps.iter().find(|s| s["name"] == "Publish").expect("the step that publishes");
    let script = script["run"].as_str().expect("a script");
    assert_eq!(workflow["permissions"]["contents"], "write");

    let paper = paper("pages: {kind: git, remote: ., branch: gh-pages}");
    let git = |dir: &Path, arguments: &[&str]| {
        let output = Command::new("git")
            .args(["-c", "user.name=Li Wen", "-c", "user.email=li@example.org"])
            .args(arguments)
            .current_dir(dir)
            .output()
            .expect("git runs");
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stdout)
    };
    let (site, origin) = (paper.path(""), tempfile::tempdir().expect("a temporary directory"));
    git(origin.path(), &["init", "--bare", "--quiet"]);
    git(&site, &["init", "--quiet", "--initial-branch", "main"]);
    paper.write(".gitignore", b"/.kanyin\n");
    let programs = Path::new(env!("CARGO_BIN_EXE_kanyin")).parent().expect("a folder");
    let path = [programs.as_os_str().to_owned(), std::env::var_os("PATH").expect("a path")];
    let path = std::env::join_paths(path.iter().flat_map(std::env::split_paths)).expect("a path");
    for turn in 1..=2 {
        paper.write("content/1/a.md", format!("---\ntitle: 一{turn}\n---\n\n文\n").as_bytes());
        git(&site, &["add", "--all"]);
        git(&site, &["commit", "--quiet", "--message", "Write"]);
        git(&site, &["push", "--quiet", &origin.path().to_string_lossy(), "main"]);
        // A runner has a fresh copy each time.
        let runner = tempfile::tempdir().expect("a temporary directory");
        let from = origin.path().to_string_lossy();
        git(runner.path(), &["clone", "--quiet", "--branch", "main", &from, "copy"]);
        let run = Command::new("bash")
            .args(["-e", "-c", script])
            .current_dir(runner.path().join("copy"))
            .env("PATH", &path)
            .output()
            .expect("bash runs");
        assert!(run.status.success(), "{}{}", text(&run.stdout), text(&run.stderr));
        let log = git(origin.path(), &["log", "--format=%s", "gh-pages"]);
        assert_eq!(log.lines().count(), turn, "{log}");
        let page = git(origin.path(), &["show", "gh-pages:article/1/a.html"]);
        assert!(page.contains(&format!("一{turn}")));
    }
}
