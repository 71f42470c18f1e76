//! The session: what happened, what is shown because of it.

use std::{path::PathBuf, sync::Arc, time::Instant};

use tokio::sync::{mpsc, watch};

use super::{Build, Notice, Pages, changes::Changes, watch::Watcher};
use crate::{
    diag::{Checked, Diagnostic},
    tongue::{Said, said},
};

/// All that can happen to a preview.
#[derive(Debug)]
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

/// What a build made, and how long it took.
#[derive(Debug)]
pub(super) struct Built {
    site: Checked<Option<Pages>>,
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
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    /// The last good pages, if there ever were any.
    pub(super) pages: Option<Arc<Pages>>,
    /// Whether they are older than the files: the newest build made none.
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
    fn after(&self, built: Checked<Option<Pages>>) -> Self {
        let mut diagnostics = built.diagnostics;
        crate::diag::sort(&mut diagnostics);
        let stale = built.value.is_none() && self.pages.is_some();
        let pages = built.value.map(Arc::new).or_else(|| self.pages.clone());
        let same_problems = *diagnostics == *self.diagnostics;
        let version = match Changes::between(self.pages.as_deref(), pages.as_deref()) {
            // The first build is a change even if it finds nothing.
            _ if self.version.content == 0 || !same_problems => self.version.next_content(),
            Changes::Some => self.version.next_content(),
            Changes::OnlyStyles => Version { styles: self.version.styles + 1, ..self.version },
            Changes::None => self.version,
        };
        Self { pages, stale, diagnostics: diagnostics.into(), version, builds: self.builds + 1 }
    }
}

impl Version {
    fn next_content(self) -> Self {
        Self { content: self.content + 1, ..self }
    }
}

/// The main loop and what it needs.
pub(super) struct Session {
    build: Arc<Build>,
    send: mpsc::UnboundedSender<Event>,
    watcher: Option<Watcher>,
    shown: watch::Sender<Arc<Shown>>,
    progress: Progress,
}

/// Whether a build runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Idle,
    Building,
    /// Something was saved since the build began: another one follows.
    BuildingOld,
}

impl Session {
    /// A session that shows nothing yet, and where to see what it shows.
    pub(super) fn new(
        build: Arc<Build>,
        send: mpsc::UnboundedSender<Event>,
        watcher: Option<Watcher>,
    ) -> (Self, watch::Receiver<Arc<Shown>>) {
        let (shown, see) = watch::channel(Arc::default());
        (Self { build, send, watcher, shown, progress: Progress::Idle }, see)
    }

    /// Handles one event after the other until the end.
    pub(super) async fn run(
        mut self,
        mut events: mpsc::UnboundedReceiver<Event>,
        say: &mut dyn FnMut(Notice),
    ) {
        self.start_build();
        while let Some(event) = events.recv().await {
            match event {
                Event::FilesChanged(paths) => {
                    if let Some(watcher) = &mut self.watcher {
                        watcher.renew(&paths);
                    }
                    self.start_build();
                }
                Event::Built(built) => say(self.show(built)),
                Event::WatchFailed(why) => say(Notice::NotWatching { why }),
                Event::Stop => return,
            }
        }
    }

    /// One build at a time; what changes meanwhile is built afterwards, once.
    fn start_build(&mut self) {
        if self.progress != Progress::Idle {
            self.progress = Progress::BuildingOld;
            return;
        }
        self.progress = Progress::Building;
        let (build, send) = (Arc::clone(&self.build), self.send.clone());
        tokio::spawn(async move {
            let start = Instant::now();
            let site = tokio::task::spawn_blocking(move || build()).await;
            let site = site.unwrap_or_else(|error| Checked::new(None, vec![broken(&error)]));
            let _ = send.send(Event::Built(Built { site, took: start.elapsed() }));
        });
    }

    fn show(&mut self, built: Built) -> Notice {
        let files = built.site.value.as_ref().map(Pages::len);
        let shown = Arc::new(self.shown.borrow().after(built.site));
        let diagnostics = Arc::clone(&shown.diagnostics);
        self.shown.send_replace(shown);
        let before = std::mem::replace(&mut self.progress, Progress::Idle);
        if before == Progress::BuildingOld {
            self.start_build();
        }
        Notice::Built { files, diagnostics, took: built.took }
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

    fn pages(files: &[(&str, &str)]) -> Checked<Option<Pages>> {
        let pages =
            files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned().into()));
        Checked::clean(Some(pages.collect()))
    }

    #[test]
    fn a_version_grows_with_what_changed() {
        let start = Shown::default();
        let one = start.after(pages(&[("a.html", "1"), ("a.css", "1")]));
        assert_eq!(one.version, Version { content: 1, styles: 0 });
        let same = one.after(pages(&[("a.html", "1"), ("a.css", "1")]));
        assert_eq!(same.version, one.version);
        let style = one.after(pages(&[("a.html", "1"), ("a.css", "2")]));
        assert_eq!(style.version, Version { content: 1, styles: 1 });
        let both = one.after(pages(&[("a.html", "2"), ("a.css", "2")]));
        assert_eq!(both.version, Version { content: 2, styles: 0 });
        let gone = one.after(pages(&[("a.html", "1")]));
        assert_eq!(gone.version.content, 2);
    }

    #[test]
    fn problems_stand_over_the_last_good_pages_and_go() {
        let problem = || vec![Diagnostic::error(Said::verbatim("bad"))];
        let never = Shown::default().after(Checked::new(None, problem()));
        assert!(never.pages.is_none() && never.version.content == 1);
        let good = never.after(pages(&[("a.html", "1")]));
        assert!(good.diagnostics.is_empty() && good.version.content == 2);
        let bad = good.after(Checked::new(None, problem()));
        assert!(bad.stale && !never.stale && !good.stale);
        assert_eq!(
            (bad.pages.clone(), bad.diagnostics.len(), bad.version.content),
            (good.pages, 1, 3)
        );
        let good = bad.after(pages(&[("a.html", "1")]));
        assert!(good.diagnostics.is_empty() && good.version.content == 4);
    }
}
