//! The server: loopback, reading only, bounded.

use std::{
    collections::VecDeque,
    convert::Infallible,
    hash::{BuildHasher as _, RandomState},
    sync::Arc,
    time::Duration,
};

use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{
        IntoResponse as _, Redirect, Response,
        sse::{self, Sse},
    },
};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch::Receiver,
    task::AbortHandle,
};
use tokio_stream::{StreamExt as _, wrappers::WatchStream};

use super::{
    Edition, inject,
    proof::Proof,
    range::{self, Whole},
    request::{Refusal, accept, hosts, is_own_origin},
    session::{Shown, Version, broken},
};
use crate::{
    diag::Diagnostic,
    media::{content_type, ending},
    route::is_archive,
    site::headers_of,
    tongue::Tongue,
};

/// Connections that are held at once: far more than an editor's browsers open,
/// far fewer than the files a process may have.
const CONNECTIONS: usize = 256;

/// How long a client may take to say what it wants.
const HEADER_TIME: Duration = Duration::from_secs(10);

/// Behind the token, in the address of the stream for the editor's pages.
const PROOF_STREAM: &str = "/proof";

/// What each answer needs.
struct Server {
    hosts: Vec<String>,
    /// Part of the address of the stream of changes: a page of another site,
    /// which cannot read ours, cannot know it.
    token: String,
    shown: Receiver<Arc<Shown>>,
    proof: Option<Proof>,
    /// The language of what is shown over the pages.
    tongue: Tongue,
}

/// The answers of the server at `port`.
pub(super) fn router(
    port: u16,
    shown: Receiver<Arc<Shown>>,
    proof: Option<Proof>,
    tongue: Tongue,
) -> Router {
    let server = Server { hosts: hosts(port), token: token(), shown, proof, tongue };
    Router::new().fallback(answer).with_state(Arc::new(server))
}

/// 128 bits from the system's generator, by way of the standard library's keys.
fn token() -> String {
    let part = || RandomState::new().hash_one(0);
    format!("{:016x}{:016x}", part(), part())
}

/// Answers connections for ever. When there are too many, the oldest goes: slow
/// clients then cannot keep out an editor, whose newest request is among the
/// last to be dropped.
pub(super) async fn serve(listener: TcpListener, router: Router) {
    let mut connections: VecDeque<AbortHandle> = VecDeque::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of files, most likely: some will be closed soon.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        connections.retain(|connection| !connection.is_finished());
        if connections.len() >= CONNECTIONS
            && let Some(oldest) = connections.pop_front()
        {
            oldest.abort();
        }
        connections.push_back(tokio::spawn(connection(stream, router.clone())).abort_handle());
    }
}

async fn connection(stream: TcpStream, router: Router) {
    let service = TowerToHyperService::new(router);
    let mut http = http1::Builder::new();
    let http = http.timer(TokioTimer::new()).header_read_timeout(HEADER_TIME);
    // A client that went away, or spoke no HTTP, is its own business.
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(State(server): State<Arc<Server>>, request: Request) -> Response {
    let path = accept(&request, &server.hosts);
    let (Parts { headers: wanted, .. }, _) = request.into_parts();
    let answer = match path {
        Ok(path) => route(&server, &path, &wanted).await,
        Err(refusal) => Err(refusal),
    };
    let mut response = range::cut(&wanted, answer.unwrap_or_else(refuse));
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Pages of other sites cannot even embed what is not published yet.
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

fn refuse(refusal: Refusal) -> Response {
    let body = format!("{}\n", refusal.message());
    let mut response =
        (refusal.status(), [(header::CONTENT_TYPE, content_type(".txt"))], body).into_response();
    if refusal == Refusal::Method {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

/// The preview's own addresses stand apart from the site's.
async fn route(server: &Server, path: &str, headers: &HeaderMap) -> Result<Response, Refusal> {
    if let Some(proof) = &server.proof {
        match path.strip_prefix("_proof") {
            // Links on the page count from its folder.
            Some("") => return Ok(Redirect::permanent("/_proof/").into_response()),
            Some(path) if path.starts_with('/') => {
                return Ok(proof_page(server, proof, &path[1..]).await);
            }
            _ => {}
        }
    }
    match path.strip_prefix("_kanyin/") {
        None => Ok(file(server, path).await),
        Some("live.js") => Ok(found("live.js", Bytes::from_static(include_bytes!("live.js")))),
        Some("problems.css") => {
            Ok(found("problems.css", Bytes::from_static(include_bytes!("problems.css"))))
        }
        Some(path) if path.starts_with(&format!("events/{}", server.token)) => {
            let version = match path.strip_prefix(&format!("events/{}", server.token)) {
                Some("") => Shown::site_version,
                Some(PROOF_STREAM) => Shown::proof_version,
                _ => return Ok(no_part()),
            };
            let own = is_own_origin(headers, &server.hosts);
            own.then(|| changes(server.shown.clone(), version)).ok_or(Refusal::Origin)
        }
        Some(_) => Ok(no_part()),
    }
}

fn no_part() -> Response {
    (StatusCode::NOT_FOUND, "no such part of the preview\n").into_response()
}

/// The stream of versions, the present one first.
fn changes(shown: Receiver<Arc<Shown>>, version: fn(&Shown) -> Version) -> Response {
    let events = WatchStream::new(shown).map(move |shown| {
        let version = version(&shown);
        let data = format!("{{\"content\":{},\"styles\":{}}}", version.content, version.styles);
        Ok::<_, Infallible>(sse::Event::default().data(data))
    });
    Sse::new(events)
        .keep_alive(sse::KeepAlive::new().interval(Duration::from_secs(15)))
        .into_response()
}

/// What is shown. Before the first build there is nothing; it takes a moment.
async fn shown(server: &Server) -> Option<Arc<Shown>> {
    let mut shown = server.shown.clone();
    let built = shown.wait_for(|shown| shown.version.content > 0).await;
    built.ok().map(|shown| Arc::clone(&shown))
}

/// One of the editor's pages. They are shown even where the site has faults.
async fn proof_page(server: &Server, proof: &Proof, path: &str) -> Response {
    let Some(shown) = shown(server).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let made = proof.after(shown.builds).await;
    let token = format!("{}{PROOF_STREAM}", server.token);
    let parts = inject::problems(&made.diagnostics, false, server.tongue)
        + &inject::script(shown.proof_version(), &token);
    let Some(pages) = &made.pages else {
        return unable(&parts);
    };
    let path = if path.is_empty() { "index.html" } else { path };
    match pages.get(path) {
        Some(bytes) if ending(path) == "html" => {
            found(path, inject::into_page(bytes, &parts).into())
        }
        Some(bytes) => found(path, bytes.clone()),
        None => {
            let page = inject::page_of_problems(&format!("<p>404</p>{parts}"));
            (StatusCode::NOT_FOUND, found("404.html", page.into())).into_response()
        }
    }
}

/// A file of the site as it is now.
async fn file(server: &Server, path: &str) -> Response {
    let Some(shown) = shown(server).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let parts = parts(server, &shown);
    let Some(site) = shown.site.clone() else { return unable(&parts) };
    let path = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    let wanted = path.clone();
    let made = tokio::task::spawn_blocking(move || made(&*site, &wanted)).await;
    let (status, bytes, rules) = match made {
        Ok(Ok(made)) => made,
        Ok(Err(problems)) => return unable(&faulty(server, &shown, &problems)),
        Err(error) => return unable(&faulty(server, &shown, &[broken(&error)])),
    };
    match bytes {
        // An archive is read as it will be kept: it forbids what would be added.
        Some(bytes)
            if status == StatusCode::OK && (ending(&path) != "html" || is_archive(&path)) =>
        {
            with_own_headers(&rules, &path, found(&path, bytes))
        }
        Some(bytes) if status == StatusCode::OK => {
            let page = inject::into_page(&bytes, &parts);
            with_own_headers(&rules, &path, found(&path, page.into()))
        }
        bytes => {
            let page = bytes.map(|bytes| inject::at_root(&bytes));
            let page = page.unwrap_or_else(|| inject::page_of_problems("<p>404</p>"));
            let body = inject::into_page(&page, &parts).into();
            (status, found("404.html", body)).into_response()
        }
    }
}

/// The file at `path`, or the page for what is missing, and the site's `_headers`.
fn made(
    site: &dyn Edition,
    path: &str,
) -> Result<(StatusCode, Option<Bytes>, Bytes), Vec<Diagnostic>> {
    let rules = site.file("_headers")?.unwrap_or_default();
    match site.file(path)? {
        Some(bytes) => Ok((StatusCode::OK, Some(bytes), rules)),
        None => Ok((StatusCode::NOT_FOUND, site.file("404.html")?, rules)),
    }
}

/// Where a page would be: what is wrong.
fn unable(parts: &str) -> Response {
    let page = inject::page_of_problems(parts);
    (StatusCode::SERVICE_UNAVAILABLE, found("x.html", page.into())).into_response()
}

/// What is shown in the place of a page with these `problems`.
fn faulty(server: &Server, shown: &Shown, problems: &[Diagnostic]) -> String {
    inject::problems(problems, false, server.tongue) + &inject::script(shown.version, &server.token)
}

/// `response` with the headers that the site's own `_headers` gives to the file at
/// `path`: so a theme is tried under the policy that hosts will hold it to. What the
/// preview adds to a page keeps it. The page for what is missing has none, as hosts
/// give it none: it is shown under any address.
fn with_own_headers(rules: &[u8], path: &str, mut response: Response) -> Response {
    for (name, value) in headers_of(&String::from_utf8_lossy(rules), path) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn parts(server: &Server, shown: &Shown) -> String {
    inject::problems(&shown.diagnostics, shown.stale, server.tongue)
        + &inject::script(shown.version, &server.token)
}

/// The length is said even where the body is not sent: to HEAD.
fn found(path: &str, bytes: Bytes) -> Response {
    let length = bytes.len().to_string();
    let headers =
        [(header::CONTENT_TYPE, content_type(path).to_owned()), (header::CONTENT_LENGTH, length)];
    (headers, Extension(Whole(bytes.clone())), Body::from(bytes)).into_response()
}
