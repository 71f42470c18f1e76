//! The preview: the site in a browser while it is being edited.
//!
//! 1. `watch` sees which of the site's files change.
//! 2. `session` has the site brought up to date, and keeps the last good one
//!    beside the present problems.
//! 3. `server` answers on loopback only, and only who asks for this very
//!    server: `request` refuses the rest.
//! 4. `range` cuts out the part of a file that is asked for; `inject` puts into each page the script that reloads it and, if there
//!    are any, the problems.
//!
//! 5. `proof` has the editor's pages made when somebody asks for them.
//!
//! The site itself is an [`Edition`], kept up to date by a function that is handed in: a
//! file is made when somebody asks for it. Nothing is written: `public/` is the business of
//! a build.

mod inject;
mod proof;
mod range;
mod request;
mod server;
mod session;
mod watch;

use std::{
    collections::BTreeMap,
    io,
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use tokio::sync::mpsc;

use crate::{
    diag::{Checked, Diagnostic},
    media::ending,
    site::Change,
    tongue::{Said, Tongue, said},
};
use session::Event;

/// A site of which each file can be had.
pub trait Edition: Send + Sync {
    /// The file at `path`, if there is one.
    ///
    /// # Errors
    /// It cannot be made.
    fn file(&self, path: &str) -> Result<Option<Bytes>, Vec<Diagnostic>>;

    /// How many pages it has.
    fn pages(&self) -> usize;
}

/// The files of a site by their address.
pub type Pages = BTreeMap<String, Bytes>;

impl Edition for Pages {
    fn file(&self, path: &str) -> Result<Option<Bytes>, Vec<Diagnostic>> {
        Ok(self.get(path).cloned())
    }

    fn pages(&self) -> usize {
        self.keys().filter(|path| ending(path) == "html").count()
    }
}

/// A site as its files are now.
#[derive(Clone)]
pub struct Made {
    /// The site; `None` if the input is too bad to show it: the last good one then stays.
    pub site: Option<Arc<dyn Edition>>,
    /// What has become of the last good one.
    pub change: Change,
}

/// Brings the site up to date after these of its files have changed, given by their paths
/// in its directory; with none given, any may have.
pub type Make = dyn Fn(&[PathBuf]) -> Checked<Made> + Send + Sync;

/// Makes pages from the files as they are now. `None` if the input is too bad to show
/// anything.
pub type Build = dyn Fn() -> Checked<Option<Pages>> + Send + Sync;

/// The port that is taken if nobody asks for another.
pub const DEFAULT_PORT: u16 = 4000;

/// What a preview needs to know.
#[derive(Clone, Debug)]
pub struct Options {
    /// The site's directory, to be watched.
    pub site: PathBuf,
    /// The port on 127.0.0.1; 0 for any that is free.
    pub port: u16,
    /// The language of what is shown over the pages.
    pub tongue: Tongue,
}

/// What a preview has to say while it runs.
#[derive(Clone, Debug)]
pub enum Notice {
    /// It answers at this address.
    Ready {
        /// To be opened in a browser.
        url: String,
        /// The editor's pages, if there are any.
        proof: Option<String>,
    },
    /// The site was brought up to date, or could not be.
    Built {
        /// How many pages it has; `None` if the last good ones stay.
        pages: Option<usize>,
        /// All problems.
        diagnostics: Arc<[Diagnostic]>,
        /// How long it took.
        took: Duration,
    },
    /// Changes will not be noticed.
    NotWatching {
        /// Why.
        why: Said,
    },
}

/// Why there is no preview. As text it is in English.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.said().en())]
pub enum Error {
    /// Another program answers at the port.
    Taken {
        /// The port that was asked for.
        port: u16,
        /// The next one that is free.
        free: Option<u16>,
    },
    /// The port cannot be used for another reason.
    Listen {
        /// The port that was asked for.
        port: u16,
        /// The system's answer.
        source: io::Error,
    },
    /// The program's own machinery cannot be started.
    Start(#[source] io::Error),
}

impl Error {
    /// In words.
    pub fn said(&self) -> Said {
        match self {
            Self::Taken { port, .. } => {
                said!("port {port} is taken by another program", "端口 {port} 被别的程序占用")
            }
            Self::Listen { port, source } => {
                let cause = Said::system(source);
                said!(
                    "cannot answer on port {port}: {cause}",
                    "端口 {port} 不能用：{cause}",
                    port,
                    cause
                )
            }
            Self::Start(source) => {
                let cause = Said::system(source);
                said!("cannot start the preview: {cause}", "预览启动不了：{cause}", cause)
            }
        }
    }
}

impl From<Error> for Diagnostic {
    fn from(error: Error) -> Self {
        let diagnostic = Self::error(error.said());
        match error {
            Error::Taken { free: Some(free), .. } => {
                diagnostic.hint(said!("`--port {free}` is free", "可以用 `--port {free}`"))
            }
            Error::Taken { free: None, .. } => {
                diagnostic.hint(said!("choose another with `--port`", "请用 `--port` 换一个"))
            }
            Error::Listen { port: 1..1024, .. } => diagnostic.hint(said!(
                "choose a port of 1024 or more with `--port`",
                "请用 `--port` 选 1024 以上的端口"
            )),
            Error::Listen { .. } | Error::Start(_) => diagnostic,
        }
    }
}

/// Ends a preview from another thread.
#[derive(Clone, Debug)]
pub struct Stop(mpsc::UnboundedSender<Event>);

impl Stop {
    /// Ends it at once. One that has ended stays so.
    pub fn now(&self) {
        // The only error is that nobody listens any more.
        let _ = self.0.send(Event::Stop);
    }
}

/// A preview that holds its port but does not answer yet.
pub struct Preview {
    options: Options,
    listener: TcpListener,
    port: u16,
    proof: Option<Arc<Build>>,
    send: mpsc::UnboundedSender<Event>,
    events: mpsc::UnboundedReceiver<Event>,
}

impl Preview {
    /// Takes the port.
    ///
    /// # Errors
    /// If it is taken, or cannot be had.
    pub fn open(options: Options) -> Result<Self, Error> {
        let listener = listen(options.port)?;
        let local = listener.local_addr().map_err(Error::Start)?;
        let (send, events) = mpsc::unbounded_channel();
        Ok(Self { options, listener, port: local.port(), proof: None, send, events })
    }

    /// The same with the editor's pages under `/_proof/`, made by `proof`.
    #[must_use]
    pub fn with_proof(self, proof: Arc<Build>) -> Self {
        Self { proof: Some(proof), ..self }
    }

    /// What ends it.
    pub fn stop(&self) -> Stop {
        Stop(self.send.clone())
    }

    /// Answers until it is stopped, by [`Preview::stop`] or by Ctrl-C.
    ///
    /// # Errors
    /// If the machinery cannot be started.
    pub fn run(self, make: Arc<Make>, say: &mut dyn FnMut(Notice)) -> Result<(), Error> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(Error::Start)?;
        let done = runtime.block_on(self.answer(make, say));
        // Open streams and a build that still runs must not hold up the end.
        runtime.shutdown_background();
        done
    }

    async fn answer(self, make: Arc<Make>, say: &mut dyn FnMut(Notice)) -> Result<(), Error> {
        self.listener.set_nonblocking(true).map_err(Error::Start)?;
        let listener = tokio::net::TcpListener::from_std(self.listener).map_err(Error::Start)?;
        // Before the first build: what is saved while it runs is built next.
        let watcher = watch::Watcher::start(&self.options.site, self.send.clone());
        let watcher = watcher.map_err(|why| say(Notice::NotWatching { why })).ok();
        let (session, shown) = session::Session::new(make, self.send.clone(), watcher);
        tokio::spawn(stop_by_signal(self.send)?);
        let proof = self.proof.map(proof::Proof::new);
        let url = format!("http://127.0.0.1:{}/", self.port);
        let ready = Notice::Ready { proof: proof.is_some().then(|| format!("{url}_proof/")), url };
        tokio::spawn(server::serve(
            listener,
            server::router(self.port, shown, proof, self.options.tongue),
        ));
        say(ready);
        session.run(self.events, say).await;
        Ok(())
    }
}

/// Waits for Ctrl-C, or for the system asking the program to end.
fn stop_by_signal(send: mpsc::UnboundedSender<Event>) -> Result<impl Future<Output = ()>, Error> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Error::Start)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(Error::Start)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        let _ = send.send(Event::Stop);
    })
}

/// Only ever on loopback: what is not published yet is nobody else's business.
fn listen(port: u16) -> Result<TcpListener, Error> {
    let at = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    at(port).map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => {
            let mut next = port.saturating_add(1)..=port.saturating_add(100);
            Error::Taken { port, free: next.find(|&port| at(port).is_ok()) }
        }
        _ => Error::Listen { port, source },
    })
}
