//! How fast import is, and that nothing makes it slow.
//!
//! `cargo bench --bench import` prints two tables: pages of 1, 4 and 16 MB, and
//! shapes that no page has, of 1 and 4 MB each. The column to look at is `growth`:
//! how many times longer four times the text takes. Four is linear, five what caches
//! make of it, sixteen quadratic; above seven the line says so. `-- --steps` prints
//! every step; `-- NAME` only the shapes whose name holds NAME.
//!
//! Each run is a process of its own, so that it has its own peak of memory and can
//! be ended when it takes too long.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::expect_used,
    missing_docs,
    reason = "a bench is a program of its own: it reads its arguments and prints, and stops where it cannot go on"
)]

use std::{
    io::Write as _,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use kanyin::{
    diag::Source,
    import::{
        self, Content, SeedFile, blocks,
        decode::{self, Encoding},
        doubts, duplicates, furniture, heads, join, metadata,
        passage::Passage,
        question::Questions,
        repairs, restore, roles, segment, unwrap,
    },
    limits::Limits,
    topics::Vocabulary,
};

#[allow(dead_code, reason = "each bench uses a part of it")]
mod corpus;
#[allow(dead_code, reason = "each bench uses a part of it")]
mod measure;

use corpus::pages::{HOSTILE, Shape, pages};

/// The shape that pages have.
const PAGES: Shape = ("pages", |bytes| pages(bytes, corpus::SEED));
/// The longest that one run may take.
const LONGEST: Duration = Duration::from_mins(2);
/// A run is short, and measured three times, below so many seconds.
const SHORT: f64 = 2.0;
/// Four times the text may take so many times as long. One megabyte fits into the
/// caches of a processor and four do not, so that it takes more than four times.
const LINEAR: f64 = 7.0;
/// Bytes of a megabyte.
const MB: usize = 1_000_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [one, shape, size, steps] = &arguments[..]
        && one == "--one"
    {
        return run(shape, size.parse().expect("a size in MB"), steps == "steps");
    }
    let steps = arguments.iter().any(|a| a == "--steps");
    let wanted: Vec<&String> = arguments.iter().filter(|a| !a.starts_with("--")).collect();
    let shapes = |shapes: &[Shape], sizes: &[usize]| {
        let named = |name: &str| wanted.is_empty() || wanted.iter().any(|w| name.contains(*w));
        let shapes: Vec<&Shape> = shapes.iter().filter(|(name, _)| named(name)).collect();
        if !shapes.is_empty() {
            println!(
                "{:<36}{:>4}{:>9}{:>8}{:>8}{:>8}  slowest step",
                "", "MB", "seconds", "MB/s", "growth", "MiB"
            );
        }
        for (name, _) in shapes {
            measure_shape(name, sizes, steps);
        }
    };
    shapes(&[PAGES], &[1, 4, 16]);
    shapes(HOSTILE, &[1, 4]);
}

/// Runs one shape at each size and prints a line for each.
fn measure_shape(name: &str, sizes: &[usize], steps: bool) {
    let mut before: Option<f64> = None;
    for &size in sizes {
        let run = in_a_process(name, size, true);
        // Short runs again: the fastest of three is what the work takes, the rest is
        // what else this machine did.
        let again = if run.seconds.is_some_and(|s| s < SHORT) { 2 } else { 0 };
        let again = (0..again).filter_map(|_| in_a_process(name, size, false).seconds);
        let seconds = run.seconds.map(|first| again.fold(first, f64::min));
        let growth = before.zip(seconds).map(|(before, now)| now / before.max(0.02));
        let verdict = if growth.is_some_and(|g| g > LINEAR) { "  NOT LINEAR" } else { "" };
        let show = |value: Option<f64>, unit: &str| {
            value.map_or("–".into(), |v| format!("{v:.2}{unit}"))
        };
        println!(
            "{name:<36}{size:>4}{:>9}{:>8}{:>8}{:>8}  {}{verdict}",
            seconds.map_or("> 120".into(), |s| format!("{s:.2}")),
            seconds.map_or("–".into(), |s| format!("{:.1}", size as f64 / s)),
            show(growth, "x"),
            run.mebibytes.map_or("–".into(), |m| m.to_string()),
            run.slowest,
        );
        for step in run.steps.iter().filter(|_| steps) {
            println!("    {step}");
        }
        before = seconds;
    }
}

/// What a run has told.
struct Run {
    /// How long [`import::plan`] took; `None` if it had to be ended.
    seconds: Option<f64>,
    /// Peak memory.
    mebibytes: Option<u64>,
    slowest: String,
    steps: Vec<String>,
}

fn in_a_process(shape: &str, size: usize, steps: bool) -> Run {
    let mode = if steps { "steps" } else { "all" };
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--one", shape, &size.to_string(), mode])
        .stdout(Stdio::piped())
        .spawn()
        .expect("this program again");
    let started = Instant::now();
    let ended = loop {
        match child.try_wait().expect("the state of the child") {
            Some(_) => break true,
            None if started.elapsed() > LONGEST => break false,
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    if !ended {
        child.kill().expect("the end of a child that takes too long");
    }
    let told = child.wait_with_output().expect("what the child has told").stdout;
    let told = String::from_utf8_lossy(&told);
    let fields = || told.lines().filter_map(|line| line.split_once('\t'));
    let value = |name: &str| fields().find(|(key, _)| *key == name).map(|(_, value)| value);
    let seconds = |text: &str| text.parse::<f64>().unwrap_or_default();
    let steps =
        || fields().filter_map(|(key, value)| Some((key.strip_prefix("step ")?, seconds(value))));
    let slowest = steps().max_by(|a, b| a.1.total_cmp(&b.1));
    let last = steps().next_back().map_or("the text", |(step, _)| step);
    Run {
        seconds: value("all").map(seconds),
        mebibytes: value("peak").and_then(|v| v.parse().ok()),
        slowest: match slowest {
            _ if !ended => format!("ended after {last}"),
            Some((step, taken)) => format!("{step} {taken:.2}"),
            None => String::new(),
        },
        steps: steps().map(|(step, taken)| format!("{step:<12}{taken:>9.3}")).collect(),
    }
}

/// One run, in this process: makes the text, takes the time, tells the parent.
fn run(shape: &str, size: usize, steps: bool) {
    let known = [PAGES].into_iter().chain(HOSTILE.iter().copied());
    let (_, make) =
        known.into_iter().find(|(name, _)| *name == shape).expect("a shape that there is");
    let text = make(size * MB);
    let encoding = if shape.ends_with("GB 18030") { Encoding::Gb18030 } else { Encoding::Utf8 };
    let bytes = encoding.encode(&text).expect("a text that the encoding has bytes for");
    let vocabulary = Source::new("topics.yaml".to_owned(), corpus::vocabulary());
    let vocabulary = Vocabulary::parse(&vocabulary, &Limits::default()).into_value(&mut Vec::new());
    // The dictionary and the table of places are loaded once a process; their tenth of
    // a second is not what is measured.
    let warm =
        SeedFile { name: "warm.txt".into(), bytes: pages(10_000, 1).into(), ..SeedFile::default() };
    import::plan(&[warm], &Content::new(), &vocabulary, false, &|| ());
    if steps {
        step_by_step(&bytes, &vocabulary);
    }
    let seeds = [SeedFile { name: "seed.txt".into(), bytes, ..SeedFile::default() }];
    let started = Instant::now();
    let plan = import::plan(&seeds, &Content::new(), &vocabulary, false, &|| ());
    tell("all", started.elapsed());
    // A seed of any shape is imported or refused in words, never at the cost of a character.
    let lost = plan.diagnostics.iter().any(|d| format!("{d:?}").contains("fault of kanyin"));
    assert!(!lost, "{:?}", plan.diagnostics);
    if let Some(peak) = measure::peak_of(std::process::id()) {
        println!("peak\t{}", peak >> 20);
    }
}

/// The steps of [`import::restore`], one by one.
fn step_by_step(bytes: &[u8], vocabulary: &Vocabulary) {
    let seed = step("decode", || decode::decode("seed.txt", bytes)).expect("a text");
    let blocks = step("blocks", || blocks::split(&seed));
    let (blocks, _) = step("furniture", || furniture::take_out(&seed, blocks));
    let lines = blocks.into_iter().map(|b| Passage::new(b.span, b.after_blank || b.indented));
    let (passages, _) = step("unwrap", || unwrap::unwrap(&seed, lines.collect()));
    let runs = step("duplicates", || duplicates::find(&seed, &passages));
    let (mut passages, _) = step("restore", || restore::restore(&seed, passages, &runs));
    let mut none = Questions::default();
    step("roles", || roles::assign(&seed, &mut passages, &mut none));
    let (passages, _) = step("join", || join::join(&seed, passages, &mut none));
    let segments = step("segment", || segment::segment(&seed, passages, &mut none));
    let (mut drafts, _) =
        step("heads", || heads::settle(&seed, segments, &mut Questions::default()));
    step("repairs", || {
        for draft in &mut drafts {
            repairs::repair(&seed, draft);
        }
    });
    step("doubts", || drafts.iter().for_each(|draft| drop(doubts::doubts(&seed, draft))));
    step("metadata", || {
        for draft in drafts {
            metadata::describe(&seed, draft, vocabulary);
        }
    });
}

fn step<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let done = work();
    tell(&format!("step {name}"), started.elapsed());
    done
}

/// A line for the parent, which may end this process after any.
fn tell(name: &str, taken: Duration) {
    println!("{name}\t{:.6}", taken.as_secs_f64());
    std::io::stdout().flush().expect("a parent that reads");
}
