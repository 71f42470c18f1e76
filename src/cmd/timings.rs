//! What a build spends its time on: `--timings`.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::json;

use super::{Console, console::Tone};
use crate::{
    site::Step,
    tongue::{Said, said},
};

/// How timings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timings {
    /// As a table, for people.
    Table,
    /// As one line of JSON.
    Json,
}

/// A part of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Files are read.
    Read,
    /// A step of the pipeline. What is made is written at once.
    Step(Step),
    /// Issues are made into single files.
    Archives,
    /// All is brought to the disk and put in the place of the old site.
    Exchange,
}

impl Phase {
    /// Its name in JSON.
    fn key(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Step(Step::Articles) => "articles",
            Self::Step(Step::Library) => "library",
            Self::Step(Step::Search) => "search",
            Self::Step(Step::Plan) => "plan",
            Self::Step(Step::Pages) => "pages",
            Self::Step(Step::Machines) => "machines",
            Self::Archives => "archives",
            Self::Exchange => "exchange",
        }
    }

    /// Its name for people.
    pub(super) fn name(self) -> Said {
        match self {
            Self::Read => said!("reading", "读取"),
            Self::Step(Step::Articles) => said!("articles", "解析文章"),
            Self::Step(Step::Library) => said!("library", "编目"),
            Self::Step(Step::Search) => said!("search", "检索"),
            Self::Step(Step::Plan) => said!("plan", "安排网页"),
            Self::Step(Step::Pages) => said!("pages", "排印网页"),
            Self::Step(Step::Machines) => said!("feeds", "订阅源"),
            Self::Archives => said!("archives", "存档"),
            Self::Exchange => said!("exchange", "换上新站"),
        }
    }
}

/// A phase that is over.
#[derive(Clone, Copy, Debug)]
struct Lap {
    phase: Phase,
    took: Duration,
    files: u64,
    bytes: u64,
}

/// A phase that goes on.
#[derive(Debug)]
struct Current {
    phase: Phase,
    began: Instant,
    files: u64,
    bytes: u64,
}

/// Takes the time of each phase, from any thread.
#[derive(Debug)]
pub(super) struct Stopwatch {
    laps: Mutex<(Vec<Lap>, Current)>,
    /// Files that were read, and their bytes: most are read where they are needed.
    read: (AtomicU64, AtomicU64),
}

impl Stopwatch {
    /// Begins with `phase`.
    pub(super) fn start(phase: Phase) -> Self {
        let current = Current { phase, began: Instant::now(), files: 0, bytes: 0 };
        Self { laps: Mutex::new((Vec::new(), current)), read: <_>::default() }
    }

    /// The phase before is over, and another one begins.
    pub(super) fn begin(&self, phase: Phase) {
        let mut laps = self.laps.lock().unwrap_or_else(PoisonError::into_inner);
        let (laps, current) = &mut *laps;
        let now = Instant::now();
        laps.push(current.end(now));
        *current = Current { phase, began: now, files: 0, bytes: 0 };
    }

    /// A file was read. All of them are told with the phase that reads.
    pub(super) fn count_read(&self, bytes: usize) {
        self.read.0.fetch_add(1, Ordering::Relaxed);
        self.read.1.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// A file was made in the phase that goes on.
    pub(super) fn count(&self, bytes: usize) {
        let mut laps = self.laps.lock().unwrap_or_else(PoisonError::into_inner);
        laps.1.files += 1;
        laps.1.bytes += bytes as u64;
    }

    /// All phases, the last as if it were over.
    fn all(&self) -> Vec<Lap> {
        let laps = self.laps.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut laps, last) = (laps.0.clone(), laps.1.end(Instant::now()));
        laps.push(last);
        for lap in laps.iter_mut().filter(|lap| lap.phase == Phase::Read) {
            lap.files += self.read.0.load(Ordering::Relaxed);
            lap.bytes += self.read.1.load(Ordering::Relaxed);
        }
        laps
    }

    /// Shows all phases.
    pub(super) fn show(&self, console: Console, how: Timings) {
        let laps = self.all();
        match how {
            Timings::Table => table(console, &laps),
            Timings::Json => console.print(&json_of(&laps).to_string()),
        }
    }
}

impl Current {
    fn end(&self, now: Instant) -> Lap {
        let took = now.duration_since(self.began);
        Lap { phase: self.phase, took, files: self.files, bytes: self.bytes }
    }
}

fn table(console: Console, laps: &[Lap]) {
    let all: Duration = laps.iter().map(|lap| lap.took).sum();
    let head = said!(
        "   seconds  share    files        MB  phase",
        "      秒数   占比   文件数      兆字节  阶段"
    );
    console.print(&console.tint(Tone::Strong, head.text(console.tongue())));
    for Lap { phase, took, files, bytes } in laps {
        let share = 100.0 * took.as_secs_f64() / all.as_secs_f64().max(f64::MIN_POSITIVE);
        let name = phase.name();
        let name = name.text(console.tongue());
        let (took, megabytes) = (took.as_secs_f64(), *bytes as f64 / 1e6);
        console.print(&format!("{took:>10.3} {share:>5.1}% {files:>8} {megabytes:>9.1}  {name}"));
    }
    let all = all.as_secs_f64();
    console.print(&format!("{all:>10.3}"));
}

fn json_of(laps: &[Lap]) -> serde_json::Value {
    let phases: Vec<serde_json::Value> = laps
        .iter()
        .map(|Lap { phase, took, files, bytes }| {
            let seconds = took.as_secs_f64();
            json!({ "phase": phase.key(), "seconds": seconds, "files": files, "bytes": bytes })
        })
        .collect();
    let all: Duration = laps.iter().map(|lap| lap.took).sum();
    json!({ "seconds": all.as_secs_f64(), "phases": phases })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phase_is_told_with_what_was_made_in_it() {
        let watch = Stopwatch::start(Phase::Read);
        watch.count_read(10);
        watch.begin(Phase::Step(Step::Pages));
        watch.count(3);
        watch.count_read(20);
        watch.count(4);
        watch.begin(Phase::Exchange);
        let told = json_of(&watch.all());
        let phases: Vec<_> = ["read", "pages", "exchange"].into_iter().map(Some).collect();
        let found = told["phases"].as_array().into_iter().flatten();
        let found: Vec<_> = found.map(|phase| phase["phase"].as_str()).collect();
        assert_eq!(found, phases);
        assert_eq!(
            (&told["phases"][0]["files"], &told["phases"][0]["bytes"]),
            (&json!(2), &json!(30))
        );
        assert_eq!(told["phases"][1]["files"], 2);
        assert_eq!(told["phases"][1]["bytes"], 7);
        assert!(told["seconds"].as_f64().is_some_and(|seconds| seconds >= 0.0));
    }
}
