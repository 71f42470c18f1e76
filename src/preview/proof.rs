//! The editor's pages: made when somebody asks, and again after each build.
//!
//! A build follows each saved file, whether it finds the site changed or not; so
//! the number of the build says how old the pages are. Nobody who only looks at
//! the site pays for them.

use std::sync::Arc;

use tokio::sync::Mutex;

use super::{Build, Pages};
use crate::diag::{Checked, Diagnostic};

/// The pages and what was wrong when they were made.
#[derive(Clone, Debug, Default)]
pub(super) struct Made {
    /// None, if the settings cannot be read.
    pub(super) pages: Option<Arc<Pages>>,
    pub(super) diagnostics: Arc<[Diagnostic]>,
}

/// What makes the pages, and those that it made last.
pub(super) struct Proof {
    make: Arc<Build>,
    last: Mutex<Option<(u64, Made)>>,
}

impl Proof {
    pub(super) fn new(make: Arc<Build>) -> Self {
        Self { make, last: Mutex::new(None) }
    }

    /// The pages as they are after the build of this number. Who asks while they
    /// are being made waits for the same ones.
    pub(super) async fn after(&self, build: u64) -> Made {
        let mut last = self.last.lock().await;
        if let Some((_, made)) = last.as_ref().filter(|(number, _)| *number >= build) {
            return made.clone();
        }
        let all = Arc::clone(&self.make);
        let Checked { value, mut diagnostics } = tokio::task::spawn_blocking(move || all())
            .await
            .unwrap_or_else(|error| Checked::new(None, vec![super::session::broken(&error)]));
        crate::diag::sort(&mut diagnostics);
        let made = Made { pages: value.map(Arc::new), diagnostics: diagnostics.into() };
        *last = Some((build, made.clone()));
        made
    }
}
