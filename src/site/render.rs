//! The fourth step: pages set with the theme's templates.

use std::{cell::Cell, collections::BTreeMap};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::{
    AT_ONCE,
    key::{Key, Keys},
    output::{Outlet, Sink},
    plan::{Assets, Page, Planner, View},
    search,
    theme::{Theme, has_ending},
};
use crate::{
    diag::Diagnostic,
    markdown::highlight,
    route::Address,
    tongue::{Said, said},
};

/// Room for the template engine, which recurses over expressions, components
/// and blocks. A thread's usual 2 MiB are enough for any template somebody
/// wrote by hand; this is for those nobody did.
const STACK_BYTES: usize = 16 * 1024 * 1024;

thread_local! {
    /// Whether the stack of a thread has room for any template.
    static IS_ROOMY: Cell<bool> = const { Cell::new(false) };
}

/// Threads whose stacks have room for any template.
pub(super) struct Room(rayon::ThreadPool);

impl Room {
    /// Starts them.
    ///
    /// # Errors
    /// No threads could be started.
    pub(super) fn new() -> Result<Self, Diagnostic> {
        // To ask how many there are would start others.
        let threads = rayon::ThreadPoolBuilder::new();
        let refused = |_| {
            Diagnostic::error(said!(
                "no threads could be started to set the pages",
                "排版的线程启动不了"
            ))
        };
        let threads = threads.stack_size(STACK_BYTES).start_handler(|_| IS_ROOMY.set(true));
        threads.build().map(Self).map_err(refused)
    }

    /// Does `work` on them.
    pub(super) fn of<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.0.install(work)
    }
}

/// Does `work` on threads whose stacks have room for any template: on those that are there, if
/// that is where it is asked for.
///
/// # Errors
/// No threads could be started.
pub fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Diagnostic> {
    if IS_ROOMY.get() { Ok(work()) } else { Ok(Room::new()?.of(work)) }
}

/// Sets all pages, in parallel, each gone from memory when it was handed on. Problems
/// come in the order of the pages whatever the number of threads.
pub(super) fn render(
    pages: &[Page],
    planner: &Planner<'_>,
    theme: &Theme,
    max_bytes: usize,
    outlet: &Outlet<'_, impl Sink>,
) -> Vec<Diagnostic> {
    let common = theme.key();
    let set = |page: &Page| {
        if outlet.has_stopped() {
            return Vec::new();
        }
        let own = planner.own(page.of);
        if outlet.keeps(&page.address, own) {
            return Vec::new();
        }
        let view = planner.view(page);
        let seen = Key::of(&(view.template(), view.seen().key()));
        let keys = Keys { theme: common, view: seen, own };
        let set = || set(&view, theme, max_bytes);
        outlet.put_page(&page.address, keys, set).err().unwrap_or_default()
    };
    let problems: Result<Vec<Vec<Diagnostic>>, _> =
        with_room(|| pages.par_iter().with_max_len(AT_ONCE).map(set).collect());
    problems.map_or_else(|problem| vec![problem], |problems| problems.concat())
}

/// Sets a page of at most `max_bytes`. The engine wants a stack with room.
pub(super) fn set(
    view: &View,
    theme: &Theme,
    max_bytes: usize,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let context = view.seen().context();
    let fault = |error: tera::Error| vec![Diagnostic::error(Said::verbatim(error.to_string()))];
    theme.set(view.template(), &context.map_err(fault)?, max_bytes)
}

/// The theme's files under names that change with what is in them, so that a
/// browser may keep them for ever, and where each one went; with the script that
/// searches, if the site has a search and the theme no such script of its own.
pub(super) fn assets(theme: &Theme, searched: bool) -> (Assets, Vec<(Address, Vec<u8>)>) {
    let mut paths = BTreeMap::new();
    let mut files = Vec::with_capacity(theme.assets.len() + 1);
    let own = theme.assets.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let mut assets: BTreeMap<&str, &[u8]> =
        searched.then_some(search::SCRIPT).into_iter().collect();
    assets.extend(own);
    let (styles, others): (Vec<_>, Vec<_>) =
        assets.into_iter().partition(|(path, _)| has_ending(path, "css"));
    // Style sheets last: they name other files.
    for (path, bytes) in others.into_iter().chain(styles) {
        let mut bytes = bytes.to_vec();
        if has_ending(path, "css") {
            bytes = rewrite(path, &bytes, &paths);
        }
        if path == theme.stylesheet {
            bytes.extend_from_slice(highlight::STYLE.as_bytes());
        }
        let printed = fingerprinted(path, &bytes);
        files.push((Address::file(printed.as_str()), bytes));
        paths.insert(path.to_owned(), printed);
    }
    let stylesheet = paths.get(&theme.stylesheet).cloned().unwrap_or_default();
    (Assets { stylesheet, paths }, files)
}

/// `assets/a.css` as `assets/a.0123456789ab.css`.
fn fingerprinted(path: &str, bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let hash =
        digest.iter().take(6).fold(String::new(), |hash, byte| hash + &format!("{byte:02x}"));
    let (folder, name) = path
        .rsplit_once('/')
        .map_or(("", path), |(_, name)| path.split_at(path.len() - name.len()));
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{folder}{stem}.{hash}.{ending}"),
        None => format!("{folder}{name}.{hash}"),
    }
}

/// A style sheet with the names of the files it loads (`url(…)`) as they are
/// published.
fn rewrite(path: &str, bytes: &[u8], paths: &BTreeMap<String, String>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else { return bytes.to_vec() };
    let renamed = |file: &str, name: &str| {
        // A published file stays in its folder: only its name is new.
        let new = paths.get(file)?.rsplit('/').next()?;
        let kept = name.rsplit_once('/').map_or(0, |(folder, _)| folder.len() + 1);
        Some(format!("{}{new}", &name[..kept]))
    };
    replace_urls(path, text, renamed).into_bytes()
}

/// The style sheet `path` with other addresses in `url(…)`: `renamed` is asked
/// with the path of the file meant and the address as written, and `None` leaves
/// that as it is.
pub(super) fn replace_urls(
    path: &str,
    text: &str,
    renamed: impl Fn(&str, &str) -> Option<String>,
) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("url(") {
        let Some((inside, after)) = after.split_once(')') else { break };
        out.push_str(before);
        out.push_str("url(");
        let name = inside.trim().trim_matches(['"', '\'']);
        match renamed(&below(folder, name), name) {
            Some(new) => out.push_str(&new),
            None => out.push_str(inside),
        }
        out.push(')');
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What the relative address `name` means in `folder`, as a path.
pub(super) fn below(folder: &str, name: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_stands_before_the_ending() {
        let named = fingerprinted("assets/a.b.css", b"x");
        assert!(named.starts_with("assets/a.b.") && has_ending(&named, "css"), "{named}");
        assert_eq!(named.len(), "assets/a.b..css".len() + 12);
        assert_ne!(named, fingerprinted("assets/a.b.css", b"y"));
        assert!(fingerprinted("CNAME", b"").starts_with("CNAME."));
    }

    #[test]
    fn a_style_sheet_finds_what_it_loads() {
        let paths = BTreeMap::from([(
            "assets/f/song.woff2".to_owned(),
            "assets/f/song.1.woff2".to_owned(),
        )]);
        let css = "@font-face{src:url(\"f/song.woff2\") format('woff2'),url( ../assets/f/song.woff2 )}a{b:url(x.png)}c{d:url(";
        let out = rewrite("assets/a.css", css.as_bytes(), &paths);
        assert_eq!(
            String::from_utf8_lossy(&out),
            "@font-face{src:url(f/song.1.woff2) format('woff2'),url(../assets/f/song.1.woff2)}a{b:url(x.png)}c{d:url("
        );
    }
}
