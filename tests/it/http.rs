//! A client for the preview, small enough to send what no browser sends.

use std::{
    io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _},
    net::{Ipv4Addr, TcpStream},
    time::{Duration, Instant},
};

pub(super) type Fault = Box<dyn std::error::Error>;

/// Longer than anything here takes on a machine that is busy with other things.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// Asks the server at one port of loopback.
pub(super) struct Client {
    pub(super) port: u16,
}

impl Client {
    /// One that asks the server at `url`.
    pub(super) fn of(url: &str) -> Result<Self, Fault> {
        let port = url.trim_end_matches('/').rsplit(':').next().ok_or("no port")?;
        Ok(Self { port: port.parse()? })
    }

    /// The answer to a GET of `path`.
    pub(super) fn get(&self, path: &str) -> Result<Answer, Fault> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", self.port))
    }

    /// The answer to a request whose head is given but for its end.
    pub(super) fn ask(&self, head: &str) -> Result<Answer, Fault> {
        let mut stream = self.connect()?;
        stream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes())?;
        // Shorter than the pause between two signs of life of a stream: an
        // answer that is one by mistake does not hold the test for ever.
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let mut bytes = Vec::new();
        // A refusal may close before all was read.
        match stream.read_to_end(&mut bytes) {
            Err(error) if error.kind() != ErrorKind::ConnectionReset => return Err(error.into()),
            _ => {}
        }
        Answer::parse(&String::from_utf8(bytes)?)
    }

    pub(super) fn connect(&self) -> Result<TcpStream, Fault> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(stream)
    }

    /// The path of the stream of changes, as a page's script learns it.
    pub(super) fn events_path(&self) -> Result<String, Fault> {
        let body = self.get("/")?.body;
        let (_, rest) = body.split_once("token=").ok_or("no token")?;
        Ok(format!("/_kanyin/events/{}", rest.split('"').next().unwrap_or_default()))
    }

    /// Opens the stream of changes.
    pub(super) fn listen(&self) -> Result<Stream, Fault> {
        self.listen_at(&self.events_path()?)
    }

    /// Opens the stream of changes at `path`.
    pub(super) fn listen_at(&self, path: &str) -> Result<Stream, Fault> {
        let mut stream = self.connect()?;
        let port = self.port;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n\r\n"
        )?;
        Ok(Stream(BufReader::new(stream)))
    }
}

/// The stream of changes, as it comes.
pub(super) struct Stream(BufReader<TcpStream>);

impl Stream {
    /// The data of the next message.
    pub(super) fn next(&mut self) -> Result<String, Fault> {
        let start = Instant::now();
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line)? == 0 {
                return Err("the stream ended".into());
            }
            if start.elapsed() > PATIENCE {
                return Err("no message came".into());
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return Ok(data.trim_end().to_owned());
            }
        }
    }
}

/// An answer, its head in small letters.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        let (head, body) =
            text.split_once("\r\n\r\n").ok_or_else(|| format!("no answer: {text:?}"))?;
        let status = head.split(' ').nth(1).ok_or("no status")?.parse()?;
        Ok(Self { status, head: head.to_ascii_lowercase(), body: body.to_owned() })
    }

    pub(super) fn has(&self, line: &str) -> bool {
        self.head.lines().any(|known| known == line)
    }
}
