//! The program as it is measured: run, watched, and given its files.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use super::measure;

/// Between two looks at a child's memory.
const LOOK: Duration = Duration::from_millis(2);

/// Memory-backed storage with `bytes` of room, or the directory for temporary files.
pub(crate) fn storage(bytes: u64) -> PathBuf {
    let memory = Path::new("/dev/shm");
    let free = rustix::fs::statvfs(memory).map_or(0, |fs| fs.f_bavail * fs.f_frsize);
    if free > bytes { memory.to_owned() } else { std::env::temp_dir() }
}

/// How many processors there are.
pub(crate) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// One run of the program.
pub(crate) struct Run {
    /// From start to end.
    pub(crate) wall: Duration,
    /// User and system time.
    pub(crate) cpu: Option<Duration>,
    /// Peak memory in bytes.
    pub(crate) peak: Option<u64>,
}

/// Runs a verb on a site.
pub(crate) fn kanyin(site: &Path, verb: &str) -> Run {
    let before = measure::of_children();
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_kanyin"))
        .args(["--site".as_ref(), site.as_os_str(), verb.as_ref()])
        .stdout(Stdio::null())
        .spawn()
        .expect("the program");
    let mut peak = None;
    let status = loop {
        // The peak only grows: the last look before the end is the whole of it.
        peak = measure::peak_of(child.id()).or(peak);
        match child.try_wait().expect("the state of the child") {
            Some(status) => break status,
            None => std::thread::sleep(LOOK),
        }
    };
    let wall = started.elapsed();
    assert!(status.success(), "`kanyin {verb}` failed");
    let cpu =
        before.zip(measure::of_children()).map(|(before, after)| after.saturating_sub(before));
    Run { wall, cpu, peak }
}

/// Writes a file, with its folder.
pub(crate) fn write(path: &Path, bytes: &[u8]) {
    let folder = path.parent().expect("a folder for each file");
    fs::create_dir_all(folder).expect("the folder");
    fs::write(path, bytes).expect("the file");
}
