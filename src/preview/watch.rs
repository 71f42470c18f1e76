//! Seeing that files of the site change.

use std::{
    path::{Component, Path, PathBuf},
    time::Duration,
};

use notify::{
    Config, EventKind, RecommendedWatcher, RecursiveMode,
    event::{AccessKind, AccessMode},
};
use notify_debouncer_full::{
    DebounceEventResult, DebouncedEvent, Debouncer, NoCache, new_debouncer_opt,
};
use tokio::sync::mpsc::UnboundedSender;

use super::session::Event;
use crate::tongue::{Said, said};

/// Folders whose files make the site, or the editor's pages. Not `public/`, which
/// is made from it.
const FOLDERS: [&str; 4] = ["content", "seeds", "themes", "templates"];

/// Files beside them that do.
const FILES: [&str; 2] = ["kanyin.yaml", "topics.yaml"];

/// How long nothing more must happen before a change counts: an editor saves in
/// several steps.
const QUIET: Duration = Duration::from_millis(30);

/// How often it is looked whether that time is over.
const LOOK: Duration = Duration::from_millis(5);

/// Sends [`Event::FilesChanged`] until it is dropped.
pub(super) struct Watcher {
    debouncer: Debouncer<RecommendedWatcher, NoCache>,
    site: PathBuf,
}

impl Watcher {
    /// Watches the site in `site`. Folders need not be there yet: the site's own
    /// directory is watched as well, and says when they come.
    pub(super) fn start(site: &Path, send: UnboundedSender<Event>) -> Result<Self, Said> {
        let fail = |error: notify::Error| explain(&error);
        let place = site.to_owned();
        let handle = move |result: DebounceEventResult| {
            if let Some(event) = translate(&place, result) {
                // Nobody listens any more only when the session has ended.
                let _ = send.send(event);
            }
        };
        let config = Config::default().with_follow_symlinks(false);
        let debouncer =
            new_debouncer_opt(QUIET, Some(LOOK), handle, NoCache::new(), config).map_err(fail)?;
        let mut watcher = Self { debouncer, site: site.to_owned() };
        watcher.debouncer.watch(site, RecursiveMode::NonRecursive).map_err(fail)?;
        for folder in FOLDERS {
            watcher.add(folder).map_err(fail)?;
        }
        Ok(watcher)
    }

    /// Watches anew the folders among the `changed`: they were made, removed or
    /// put in the place of another. With none given, all of them.
    pub(super) fn renew(&mut self, changed: &[PathBuf]) {
        for folder in FOLDERS {
            if changed.is_empty() || changed.iter().any(|path| path == Path::new(folder)) {
                // It may be unknown, or gone: both are fine here.
                let _ = self.debouncer.unwatch(self.site.join(folder));
                let _ = self.add(folder);
            }
        }
    }

    fn add(&mut self, folder: &str) -> notify::Result<()> {
        match self.debouncer.watch(self.site.join(folder), RecursiveMode::Recursive) {
            Err(error) if is_missing(&error) => Ok(()),
            done => done,
        }
    }
}

fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

/// What to tell a person, who can do something about the usual reason.
fn explain(error: &notify::Error) -> Said {
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            said!(
                "the system's bound on watched folders is reached",
                "系统允许监视的文件夹数已到上限"
            )
        }
        _ => Said::verbatim(error.to_string()),
    }
}

fn translate(site: &Path, result: DebounceEventResult) -> Option<Event> {
    let events = match result {
        Ok(events) => events,
        Err(errors) => return errors.first().map(|error| Event::WatchFailed(explain(error))),
    };
    if events.iter().any(|event| event.need_rescan()) {
        return Some(Event::FilesChanged(Vec::new()));
    }
    let changed = events.iter().filter(|event| is_change(event)).flat_map(|event| &event.paths);
    let mut paths: Vec<PathBuf> = changed.filter_map(|path| relevant(site, path)).collect();
    paths.sort();
    paths.dedup();
    (!paths.is_empty()).then_some(Event::FilesChanged(paths))
}

/// Reading is no change: a build that reads would otherwise start the next.
fn is_change(event: &DebouncedEvent) -> bool {
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

/// The path below the site, if the site is made from it.
fn relevant(site: &Path, path: &Path) -> Option<PathBuf> {
    let path = path.strip_prefix(site).ok()?;
    let names: Vec<&[u8]> = path
        .components()
        .map(|part| match part {
            Component::Normal(name) => name.as_encoded_bytes(),
            _ => b".",
        })
        .collect();
    let first = names.first()?;
    let ours = FOLDERS.iter().any(|name| name.as_bytes() == *first)
        || (names.len() == 1 && FILES.iter().any(|name| name.as_bytes() == *first));
    // Editors keep their own files beside the text.
    let aside = names.iter().any(|name| name.starts_with(b".") || name.ends_with(b"~"));
    (ours && !aside).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_make_the_site_count() {
        let site = Path::new("/site");
        let counts = |path: &str| relevant(site, &site.join(path)).is_some();
        for path in [
            "content",
            "content/期/a.md",
            "themes/x/page.html",
            "templates/a",
            "kanyin.yaml",
            "topics.yaml",
        ] {
            assert!(counts(path), "{path}");
        }
        let others = [
            "",
            "public/index.html",
            "target",
            ".git/HEAD",
            "content/.a.md.swp",
            "content/a.md~",
            "x/kanyin.yaml",
        ];
        for path in others {
            assert!(!counts(path), "{path}");
        }
        assert_eq!(relevant(site, Path::new("/elsewhere/content")), None);
    }
}
