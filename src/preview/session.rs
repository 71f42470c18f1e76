//! The session: what happened, what is shown because of it.

use std::{path::PathBuf, sync::Arc, time::Instant};

use tokio::sync::{mpsc, watch};

use super::{Edition, Made, Make, Notice, watch::Watcher};
use crate::{
    diag::{Checked, Diagnostic},
    site::Change,
    tongue::{Said, said},
};

/// All that can happen to a preview.
pub(super) enum Event {
    /// Files of the site were saved, made or removed: their paths below it.
    /// None, if the system lost count.
    FilesChanged(Vec<PathBuf>),
    /// A build is done.
    Built(Built),
    /// Changes are no longer noticed.
    WatchFailed(Said),
    /// The end.
    Stop,
}

/// What was made, and how long it took.
pub(super) struct Built {
    made: Checked<Made>,
    took: std::time::Duration,
}

/// Which state a page shows. A page compares the one it was made with to the
/// present one, and so misses no change, whatever messages it missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Version {
    /// Counts changes that need a page to be loaded again; 0 before the first
    /// build.
    pub(super) content: u64,
    /// Counts changes of style sheets alone.
    pub(super) styles: u64,
}

/// What the server shows.
#[derive(Clone, Default)]
pub(super) struct Shown {
    /// The last good site, if there ever was one.
    pub(super) site: Option<Arc<dyn Edition>>,
    /// Whether it is older than the files, which have errors.
    pub(super) stale: bool,
    /// The present problems.
    pub(super) diagnostics: Arc<[Diagnostic]>,
    /// Grows when one of these changes.
    pub(super) version: Version,
    /// How many builds there were: each one follows a change of some file.
    pub(super) builds: u64,
}

impl Shown {
    /// What a page of the site compares itself to.
    pub(super) fn site_version(&self) -> Version {
        self.version
    }

    /// What one of the editor's pages does: ledgers and seeds are no part of the
    /// site, so that any build may have changed it.
    pub(super) fn proof_version(&self) -> Version {
        Version { content: self.builds, styles: 0 }
    }

    /// What is shown after a build.
    fn after(&self, built: Checked<Made>) -> Self {
        let Checked { value: Made { site, change }, mut diagnostics } = built;
        crate::diag::sort(&mut diagnostics);
        let stale = site.is_none() && self.site.is_some();
        let change = if site.is_some() { change } else { Change::Nothing };
        let site = site.or_else(|| self.site.clone());
        let same_problems = *diagnostics == *self.diagnostics;
        let version = match change {
            // The first build is a change even if it finds nothing.
            _ if self.version.content == 0 || !same_problems => self.version.next_content(),
            Change::Pages => self.version.next_content(),
            Change::Styles => Version { styles: self.version.styles + 1, ..self.version },
            Change::Nothing => self.version,
        };
        Self { site, stale, diagnostics: diagnostics.into(), version, builds: self.builds + 1 }
    }
}

impl Version {
    fn next_content(self) -> Self {
        Self { content: self.content + 1, ..self }
    }
}

/// The main loop and what it needs.
pub(super) struct Session {
    make: Arc<Make>,
    send: mpsc::UnboundedSender<Event>,
    watcher: Option<Watcher>,
    shown: watch::Sender<Arc<Shown>>,
    /// Whether a build runs.
    building: bool,
    /// What was saved since the build began: another one follows.
    waiting: Option<Saved>,
}

/// Files that were saved; none if any may have been.
type Saved = Vec<PathBuf>;

/// Both.
fn joined(one: Option<Saved>, other: Saved) -> Saved {
    match one {
        None => other,
        Some(one) if one.is_empty() || other.is_empty() => Vec::new(),
        Some(one) => [one, other].concat(),
    }
}

impl Session {
    /// A session that shows nothing yet, and where to see what it shows.
    pub(super) fn new(
        make: Arc<Make>,
        send: mpsc::UnboundedSender<Event>,
        watcher: Option<Watcher>,
    ) -> (Self, watch::Receiver<Arc<Shown>>) {
        let (shown, see) = watch::channel(Arc::default());
        (Self { make, send, watcher, shown, building: false, waiting: None }, see)
    }

    /// Handles one event after the other until the end.
    pub(super) async fn run(
        mut self,
        mut events: mpsc::UnboundedReceiver<Event>,
        say: &mut dyn FnMut(Notice),
    ) {
        self.start_build(Vec::new());
        while let Some(event) = events.recv().await {
            match event {
                Event::FilesChanged(paths) => {
                    if let Some(watcher) = &mut self.watcher {
                        watcher.renew(&paths);
                    }
                    self.start_build(paths);
                }
                Event::Built(built) => say(self.show(built)),
                Event::WatchFailed(why) => say(Notice::NotWatching { why }),
                Event::Stop => return,
            }
        }
    }

    /// One build at a time; what changes meanwhile is built afterwards, once.
    fn start_build(&mut self, saved: Saved) {
        if self.building {
            self.waiting = Some(joined(self.waiting.take(), saved));
            return;
        }
        self.building = true;
        let (make, send) = (Arc::clone(&self.make), self.send.clone());
        tokio::spawn(async move {
            let start = Instant::now();
            let done = tokio::task::spawn_blocking(move || make(&saved)).await;
            let none = Made { site: None, change: Change::Nothing };
            let done = done.unwrap_or_else(|error| Checked::new(none, vec![broken(&error)]));
            let _ = send.send(Event::Built(Built { made: done, took: start.elapsed() }));
        });
    }

    fn show(&mut self, built: Built) -> Notice {
        let pages = built.made.value.site.as_ref().map(|site| site.pages());
        let shown = Arc::new(self.shown.borrow().after(built.made));
        let diagnostics = Arc::clone(&shown.diagnostics);
        self.shown.send_replace(shown);
        self.building = false;
        if let Some(saved) = self.waiting.take() {
            self.start_build(saved);
        }
        Notice::Built { pages, diagnostics, took: built.took }
    }
}

/// A build that panicked must not end a session over the last good pages.
pub(super) fn broken(error: &tokio::task::JoinError) -> Diagnostic {
    let cause = Said::verbatim(error.to_string());
    Diagnostic::error(said!(
        "the build stopped by a fault of the program: {cause}",
        "程序出了毛病，这次没有建成：{cause}",
        cause
    ))
    .hint(said!(
        "please report it; the preview goes on when a file is saved",
        "请报告这个毛病；存盘以后预览会继续"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preview::Pages;

    fn made(change: Change) -> Checked<Made> {
        Checked::clean(Made { site: Some(Arc::new(Pages::new())), change })
    }

    fn bad() -> Checked<Made> {
        let problem = Diagnostic::error(Said::verbatim("bad"));
        Checked::new(Made { site: None, change: Change::Pages }, vec![problem])
    }

    #[test]
    fn a_version_grows_with_what_changed() {
        let one = Shown::default().after(made(Change::Nothing));
        assert_eq!(one.version, Version { content: 1, styles: 0 });
        let same = one.after(made(Change::Nothing));
        assert_eq!(same.version, one.version);
        let style = one.after(made(Change::Styles));
        assert_eq!(style.version, Version { content: 1, styles: 1 });
        let pages = one.after(made(Change::Pages));
        assert_eq!(pages.version, Version { content: 2, styles: 0 });
    }

    #[test]
    fn problems_stand_over_the_last_good_pages_and_go() {
        let never = Shown::default().after(bad());
        assert!(never.site.is_none() && never.version.content == 1);
        let good = never.after(made(Change::Nothing));
        assert!(good.diagnostics.is_empty() && good.version.content == 2);
        let bad = good.after(bad());
        assert!(bad.stale && !never.stale && !good.stale);
        assert!(bad.site.is_some() && bad.diagnostics.len() == 1 && bad.version.content == 3);
        // The problems are gone, if nothing else is new.
        let good = bad.after(made(Change::Nothing));
        assert!(good.diagnostics.is_empty() && good.version.content == 4);
    }

    #[test]
    fn what_is_saved_during_a_build_is_known_after_it() {
        let saved = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Saved>();
        assert_eq!(joined(None, saved(&["a"])), saved(&["a"]));
        assert_eq!(joined(Some(saved(&["a"])), saved(&["b"])), saved(&["a", "b"]));
        // None means any.
        assert!(joined(Some(saved(&["a"])), saved(&[])).is_empty());
        assert!(joined(Some(saved(&[])), saved(&["a"])).is_empty());
    }
}
