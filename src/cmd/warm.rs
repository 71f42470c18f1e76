//! What a build may take over from the last one, and whether it did so rightly.

use rayon::prelude::*;

use super::{
    Console, Site,
    record::{Files, Why},
};
use crate::{
    diag::{Diagnostic, Place, nearest},
    disk::{Entry, Limit, Tree},
    import::ledger,
    route::Address,
    site::{Key, Output, PictureFiles, ThemeFiles},
    tongue::{plural, said},
};

/// So many files that a clean build makes otherwise are named.
const NAMED: usize = 20;

/// The key of what is said of the whole site: settings, topics, theme.
pub(super) fn settings_of(site: &Site, theme: &ThemeFiles) -> Key {
    let day = site.day.map(|day| day.to_string());
    Key::of(&(site.key, &site.config.base_url, day, &theme.files))
}

/// The key of all that a site is made from beside its texts: pictures, and settings; `None` where
/// something could not be read.
pub(super) fn beside_of(site: &Site, pictures: &PictureFiles, settings: Key) -> Option<Key> {
    let pictures: Vec<(&str, Vec<&str>)> = pictures
        .iter()
        .map(|(path, picture)| match picture {
            // A print stands under the digest of its bytes.
            Ok(picture) => (&**path, picture.files().map(|print| &*print.path).collect()),
            Err(why) => (&**path, vec![why.en()]),
        })
        .collect();
    Some(Key::of(&(settings, pictures, archived(site)?)))
}

/// What archives are made from beside articles: the ledgers, and the seeds they name.
fn archived(site: &Site) -> Option<Vec<(String, Key)>> {
    if site.config.archive.is_empty() {
        return Some(Vec::new());
    }
    let ledgers = site.root.walk("content", &["jsonl"]).value.into_iter();
    let ledgers = ledgers.filter(|entry| entry.name() == ledger::FILE_NAME);
    let ledgers = ledgers.map(|entry| (entry, Limit::new(u64::MAX, "limits.article")));
    let limit = Limit::new(site.config.limits.seed_bytes, "limits.seed");
    let seeds = site.root.walk("seeds", &[]).value.into_iter().map(|entry| (entry, limit));
    let files: Vec<_> = ledgers.chain(seeds).collect();
    let read = |(entry, limit): &(Entry, Limit)| {
        Some((entry.path.to_string(), Key::of(&*site.root.read(&entry.path, *limit).ok()?)))
    };
    files.par_iter().map(read).collect()
}

/// The address that somebody means who names a file of the site.
pub(super) fn asked(name: &str) -> Address {
    let name = name.strip_prefix("./").unwrap_or(name);
    let name = name.strip_prefix("public/").unwrap_or(name).trim_start_matches('/');
    if name.is_empty() { Address::front() } else { Address::file(name) }
}

/// Says why a file was made, or that there is no such file.
pub(super) fn tell(console: Console, name: &str, why: Why, files: &Files) -> Option<Diagnostic> {
    let address = asked(name);
    let address = address.as_str();
    if files.contains_key(address) {
        console.say(&said!("{address} {why}", "{address} {why}", address, why = why.said()));
        return None;
    }
    let problem = Diagnostic::error(said!(
        "the site has no file `{address}`",
        "网站里没有文件 `{address}`",
        address
    ));
    Some(match nearest(address, files.keys().map(String::as_str)) {
        Some(near) => problem.hint(said!("did you mean {near}?", "是不是 {near}？")),
        None => problem.hint(said!(
            "write its path in public/, as in `--why index.html`",
            "请写它在 public/ 里的路径，例如 `--why index.html`"
        )),
    })
}

/// Holds the site that stands against a clean build, byte for byte.
pub(super) fn verify(console: Console, tree: &Tree<'_>, clean: &Output) -> Vec<Diagnostic> {
    let files: Vec<(&Address, &[u8])> = clean.files().collect();
    let differs = |(address, bytes): &&(&Address, &[u8])| !tree.holds(address.as_str(), bytes);
    let mut wrong: Vec<String> =
        files.par_iter().filter(differs).map(|(address, _)| address.to_string()).collect();
    let standing = tree.standing().unwrap_or_default();
    let extra = standing.into_keys().filter(|path| clean.get_path(path).is_none());
    wrong.extend(extra);
    wrong.sort_unstable();
    if wrong.is_empty() {
        let (count, all) = (files.len(), plural(files.len(), "file"));
        console.say(&said!(
            "{all}: as a clean build makes them, byte for byte",
            "{count} 个文件，与从头印制的逐字节相同"
        ));
    }
    let problem = |path: &String| {
        let problem =
            Diagnostic::error(said!("is not as a clean build makes it", "与从头印制的不一样"));
        problem.at(Place::file(path.as_str())).hint(said!(
            "this is a fault of kanyin: please report it, remove `.kanyin/built` and `.kanyin/notes`, and build again",
            "这是 kanyin 的毛病，请报告；删掉 `.kanyin/built` 和 `.kanyin/notes` 再印一次"
        ))
    };
    let mut problems: Vec<Diagnostic> = wrong.iter().take(NAMED).map(problem).collect();
    if let Some(more) = wrong.len().checked_sub(NAMED).filter(|more| *more > 0) {
        problems.push(Diagnostic::note(said!(
            "{more} more files are not as a clean build makes them",
            "还有 {more} 个文件与从头印制的不一样"
        )));
    }
    problems
}
