//! Import of very many seeds, through the program.
//!
//! `cargo bench --bench seeds -- 5000 20` writes 5,000 seeds of 20 kB and imports
//! them twice: the first time all is new, the second time nothing is. It prints how
//! long each took and the most memory that the program held. Without arguments it
//! does that for 1,000 and 4,000 seeds. One seed in fifty ran before.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::expect_used,
    missing_docs,
    reason = "a bench is a program of its own: it reads its arguments and prints, and stops where it cannot go on"
)]

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

#[allow(dead_code, reason = "each bench uses a part of it")]
mod corpus;
#[allow(dead_code, reason = "each bench uses a part of it")]
mod measure;

use corpus::pages::pages;

/// One seed in so many is printed again.
const AGAIN: usize = 50;

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    let (counts, kilobytes) = match numbers[..] {
        [count, kilobytes] => (vec![count], kilobytes),
        [count] => (vec![count], 20),
        _ => (vec![1000, 4000], 20),
    };
    println!(
        "{:>8}{:>6}{:>8}  {:<10}{:>9}{:>8}{:>8}",
        "seeds", "kB", "MB", "", "seconds", "MB/s", "MiB"
    );
    for count in counts {
        let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
        let bytes = write(dir.path(), count, kilobytes * 1000);
        for what in ["new", "unchanged"] {
            let (taken, peak) = import(dir.path());
            let megabytes = bytes as f64 / 1e6;
            println!(
                "{count:>8}{kilobytes:>6}{megabytes:>8.1}  {what:<10}{:>9.2}{:>8.1}{:>8}",
                taken.as_secs_f64(),
                megabytes / taken.as_secs_f64(),
                peak >> 20,
            );
        }
    }
}

/// Writes a publication of so many seeds and gives their size.
fn write(dir: &Path, count: usize, bytes: usize) -> usize {
    fs::create_dir(dir.join("seeds")).expect("a folder");
    fs::write(dir.join("kanyin.yaml"), "title: 河口日报\n").expect("settings");
    fs::write(dir.join("topics.yaml"), corpus::vocabulary()).expect("a vocabulary");
    let mut size = 0;
    for number in 0..count {
        let again = number % AGAIN == AGAIN - 1;
        let text = pages(bytes, corpus::SEED + if again { number - 1 } else { number } as u64);
        size += text.len();
        fs::write(dir.join(format!("seeds/{number:06}.txt")), text).expect("a seed");
    }
    size
}

/// Runs the program and looks at its memory until it ends.
fn import(dir: &Path) -> (Duration, u64) {
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_kanyin"))
        .args(["import", "--quiet"])
        .current_dir(dir)
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    let mut peak = 0;
    let status = loop {
        peak = peak.max(measure::peak_of(child.id()).unwrap_or_default());
        match child.try_wait().expect("the state of the child") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    assert!(status.success(), "import fails");
    (started.elapsed(), peak)
}
