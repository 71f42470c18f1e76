//! A real server of buckets (moto's) on loopback, a look into it that is not
//! kanyin's, and a line to it that breaks.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use kanyin::{
    publish::{Environment, LEDGER, s3::Bucket},
    targets,
};

use super::{
    http::{Answer, PATIENCE},
    program::repository,
    publish::Files,
};

/// Where `.ci/run` puts it.
const PROGRAM: &str = "target/tools/moto/bin/moto_server";

/// The name of the bucket.
pub(crate) const NAME: &str = "paper";

/// A server with one bucket; ended when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    /// What it writes down of each request.
    log: tempfile::TempDir,
    /// What was fetched, by its `ETag`.
    known: Mutex<HashMap<String, Vec<u8>>>,
}

impl Server {
    /// Starts one on a port that is free.
    pub(crate) fn start() -> Self {
        let program = repository().join(PROGRAM);
        assert!(program.is_file(), "{PROGRAM} is not there: `bash .ci/run` installs it");
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let log = tempfile::tempdir().expect("a temporary directory");
        let child = Command::new(program)
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(log.path().join("log")).expect("a log"))
            .spawn()
            .expect("the server starts");
        let server = Self { child, port, log, known: Mutex::default() };
        let started = Instant::now();
        while server.try_ask("PUT", &format!("/{NAME}"), &[]).is_none() {
            assert!(started.elapsed() < PATIENCE * 2, "the server does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// The bucket, below a prefix, reached at `port`.
    pub(crate) fn open_at(port: u16, prefix: &str) -> Bucket {
        Bucket::open(&Self::settings(port, prefix), &environment()).expect("a bucket")
    }

    /// What `kanyin.yaml` would say.
    pub(crate) fn settings(port: u16, prefix: &str) -> targets::Bucket {
        targets::Bucket {
            bucket: NAME.into(),
            prefix: prefix.into(),
            endpoint: Some(format!("http://127.0.0.1:{port}")),
            region: None,
            addressing: targets::Addressing::Path,
            conditional_writes: true,
        }
    }

    pub(crate) fn open(&self, prefix: &str) -> Bucket {
        Self::open_at(self.port, prefix)
    }

    fn try_ask(&self, method: &str, path: &str, body: &[u8]) -> Option<Answer> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Length: {}\r\nConnection: close\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/s3/aws4_request\r\n\r\n",
            self.port,
            body.len()
        );
        stream.write_all(&[head.as_bytes(), body].concat()).ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok()?;
        Answer::parse(&String::from_utf8_lossy(&bytes)).ok()
    }

    /// Asks the server as somebody else would.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        self.try_ask(method, path, body).expect("an answer")
    }

    /// The keys of all objects below a prefix, with their `ETag`s.
    fn list(&self, prefix: &str) -> Vec<(String, String)> {
        let part = |object: &str, name: &str| -> String {
            let from = object.split(&format!("<{name}>")).nth(1).unwrap_or_default();
            from.split("</").next().unwrap_or_default().to_owned()
        };
        let mut found: Vec<(String, String)> = Vec::new();
        loop {
            let after = found.last().map(|(key, _)| format!("&start-after={key}"));
            let path = format!("/{NAME}?list-type=2{}", after.unwrap_or_default());
            let listed = self.ask("GET", &path, &[]).body;
            let objects = listed.split("<Contents>").skip(1);
            found.extend(objects.map(|object| (part(object, "Key"), part(object, "ETag"))));
            if !listed.contains("<IsTruncated>true") {
                found.retain_mut(|(key, _)| {
                    let below = key.strip_prefix(prefix).map(str::to_owned);
                    below.is_some_and(|below| {
                        *key = below;
                        true
                    })
                });
                return found;
            }
        }
    }

    /// All objects below a prefix (`a/`, or none), the ledger left out. An `ETag`
    /// is a digest: what has a known one need not be fetched again.
    pub(crate) fn files(&self, prefix: &str) -> Files {
        let mut known = self.known.lock().expect("no panic");
        let mut files = Files::new();
        for (key, etag) in self.list(prefix).into_iter().filter(|(key, _)| key != LEDGER) {
            let bytes = known.entry(etag).or_insert_with(|| {
                let got = self.ask("GET", &format!("/{NAME}/{prefix}{key}"), &[]);
                assert_eq!(got.status, 200, "{key}");
                got.body.into_bytes()
            });
            files.insert(key, bytes.clone());
        }
        files
    }

    /// How often each method was asked for since the last look.
    pub(crate) fn requests(&self, seen: &mut usize) -> Vec<String> {
        let log = fs::read_to_string(self.log.path().join("log")).unwrap_or_default();
        let new = log.get(*seen..).unwrap_or_default();
        let requests = new.lines().filter_map(|line| {
            let request = line.split('"').nth(1)?;
            let at = ["GET ", "PUT ", "DELETE ", "HEAD ", "POST "]
                .iter()
                .find_map(|method| request.find(method))?;
            Some(request[at..].split(" HTTP").next()?.to_owned())
        });
        let requests = requests.collect();
        *seen = log.len();
        requests
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Credentials that moto takes: it takes any.
pub(crate) fn environment() -> Environment {
    let variables = [("AWS_ACCESS_KEY_ID", "kanyin"), ("AWS_SECRET_ACCESS_KEY", "hush-hush")];
    Environment::new(variables.into_iter().map(|(name, value)| (name.into(), value.into())))
}

/// What happens to a request on a bad line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It does not arrive.
    Cut,
    /// It arrives, and its answer does not.
    Unanswered,
    /// The server is in trouble.
    Busy,
}

/// A line to a server on which every third request has a fault; its port.
pub(crate) fn bad_line(port: u16, faults: &'static [Fault]) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let own = listener.local_addr().expect("an address").port();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let number = counted.fetch_add(1, Ordering::Relaxed);
            let fault = (number % 3 == 2).then(|| faults[number / 3 % faults.len()]);
            // A connection that breaks is what this is for.
            std::thread::spawn(move || drop(hand_on(stream, port, fault)));
        }
    });
    (own, count)
}

fn hand_on(mut client: TcpStream, port: u16, fault: Option<Fault>) -> std::io::Result<()> {
    if fault == Some(Fault::Cut) {
        return Ok(());
    }
    let request = read_request(&mut client)?;
    if fault == Some(Fault::Busy) {
        let answer = "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        return client.write_all(answer.as_bytes());
    }
    let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    server.write_all(&request)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    if fault == Some(Fault::Unanswered) { Ok(()) } else { client.write_all(&answer) }
}

/// One request, to the end of its body. moto closes after each.
fn read_request(client: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut part = vec![0; 65536];
    loop {
        let read = client.read(&mut part)?;
        bytes.extend_from_slice(&part[..read]);
        if let Some(head) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
            let length = text.lines().find_map(|l| l.strip_prefix("content-length:"));
            let length: usize = length.and_then(|n| n.trim().parse().ok()).unwrap_or(0);
            if bytes.len() >= head + 4 + length {
                return Ok(bytes);
            }
        }
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
}

/// A directory for a publication that publishes to the server.
pub(crate) fn settings(port: u16) -> String {
    format!(
        "\npublish:\n  cloud:\n    kind: s3\n    bucket: {NAME}\n    prefix: site\n    endpoint: http://127.0.0.1:{port}\n"
    )
}
