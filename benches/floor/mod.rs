//! The floor of a build: its files, written from memory.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// A file's path below its directory, and its bytes.
pub(crate) type File = (PathBuf, Vec<u8>);

/// All files below `directory`, by their path from it.
pub(crate) fn read(directory: &Path) -> Vec<File> {
    let entries = walkdir::WalkDir::new(directory).sort_by_file_name().into_iter();
    let files = entries.map(|e| e.expect("a readable output")).filter(|e| e.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(directory).expect("a path below it").to_owned();
            (path, fs::read(entry.path()).expect("a readable file"))
        })
        .collect()
}

/// Writes `files` into a new directory of `beside` so many times, by so many threads, and says
/// how long that took in the middle, in seconds.
pub(crate) fn median(files: &[File], beside: &Path, threads: usize, runs: usize) -> f64 {
    let mut took: Vec<Duration> = (0..runs).map(|_| write(files, beside, threads)).collect();
    took.sort_unstable();
    took[runs / 2].as_secs_f64()
}

fn write(files: &[File], beside: &Path, threads: usize) -> Duration {
    let output = tempfile::tempdir_in(beside).expect("a temporary directory");
    let started = Instant::now();
    let mut made = HashSet::new();
    for folder in files.iter().filter_map(|(path, _)| path.parent()) {
        if made.insert(folder) {
            fs::create_dir_all(output.path().join(folder)).expect("a folder");
        }
    }
    std::thread::scope(|scope| {
        for part in files.chunks(files.len().div_ceil(threads).max(1)) {
            let output = output.path();
            scope.spawn(move || {
                for (path, text) in part {
                    fs::write(output.join(path), text).expect("a file");
                }
            });
        }
    });
    started.elapsed()
}
