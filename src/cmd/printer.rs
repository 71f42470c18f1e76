//! A site as it is written: each file goes to the disk as soon as it is made.

use std::sync::{
    OnceLock,
    atomic::{AtomicUsize, Ordering},
};

use bytes::Bytes;
use indicatif::ProgressBar;

use super::{
    Console,
    timings::{Phase, Stopwatch},
};
use crate::{
    diag::Diagnostic,
    disk::Stage,
    route::Address,
    site::{Keep, Moved, Output, Sink, Step, Stopped},
};

/// Writes what it takes into a tree beside the old one.
pub(super) struct Printer<'t> {
    console: Console,
    stage: &'t Stage<'t>,
    watch: &'t Stopwatch,
    bar: ProgressBar,
    /// Where what was written is wanted in memory too.
    keep: Option<Keep>,
    files: AtomicUsize,
    pages: AtomicUsize,
    /// Why it takes no more.
    refused: OnceLock<Diagnostic>,
}

/// What was written.
pub(super) struct Written {
    /// How many files, and how many of them are pages.
    pub(super) files: usize,
    pub(super) pages: usize,
    /// They themselves, if they were to be kept.
    pub(super) output: Option<Output>,
}

impl<'t> Printer<'t> {
    pub(super) fn new(
        console: Console,
        stage: &'t Stage<'t>,
        watch: &'t Stopwatch,
        keep: bool,
    ) -> Self {
        Self {
            console,
            stage,
            watch,
            bar: console.progress(0, &Phase::Read.name()),
            keep: keep.then(Keep::default),
            files: AtomicUsize::new(0),
            pages: AtomicUsize::new(0),
            refused: OnceLock::new(),
        }
    }

    /// What it has taken so far, if that is kept.
    pub(super) fn kept(&self) -> Output {
        self.keep.as_ref().map(Keep::output).unwrap_or_default()
    }

    /// Archives follow: they are made of what was taken.
    pub(super) fn begin_archives(&self) {
        self.begin_phase(Phase::Archives, 0);
    }

    fn begin_phase(&self, phase: Phase, files: usize) {
        self.watch.begin(phase);
        self.bar.set_message(phase.name().text(self.console.tongue()).to_owned());
        self.bar.set_length(files as u64);
        self.bar.reset();
    }

    /// Ends the display of progress.
    ///
    /// # Errors
    /// A file could not be written.
    pub(super) fn finish(self, moved: Moved) -> Result<Written, Diagnostic> {
        self.bar.finish_and_clear();
        if let Some(problem) = self.refused.into_inner() {
            return Err(problem);
        }
        Ok(Written {
            files: self.files.into_inner(),
            pages: self.pages.into_inner(),
            output: self.keep.map(|keep| keep.into_output(moved)),
        })
    }
}

impl Sink for Printer<'_> {
    fn begin(&self, step: Step, files: usize) {
        self.begin_phase(Phase::Step(step), files);
    }

    fn put(&self, address: &Address, bytes: Bytes) -> Result<(), Stopped> {
        if let Err(error) = self.stage.write(address.as_str(), &bytes) {
            // The first one is told.
            let _ = self.refused.set(error.into());
            return Err(Stopped);
        }
        self.watch.count(bytes.len());
        self.bar.inc(1);
        self.files.fetch_add(1, Ordering::Relaxed);
        self.pages.fetch_add(usize::from(address.is_page()), Ordering::Relaxed);
        self.keep.as_ref().map_or(Ok(()), |keep| keep.put(address, bytes))
    }
}
