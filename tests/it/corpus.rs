//! The corpus of the fuzzer, and every crash it has found, at each run of the tests.

use std::{fs, path::PathBuf};

use super::{program::repository, promises};

/// The inputs kept for a target, by name.
fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = repository().join("fuzz/corpus").join(target);
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("a corpus").flatten().map(|e| e.path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read(path).expect("an input"))).collect()
}

/// Runs `check` on each input, and says at which it failed.
fn replay(target: &str, check: impl Fn(&[u8])) {
    let inputs = corpus(target);
    assert!(inputs.len() > 10, "the corpus of {target} is gone");
    for (path, bytes) in inputs {
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&bytes)));
        assert!(done.is_ok(), "{} fails, see above", path.display());
    }
}

#[test]
fn what_the_fuzzer_knows_is_decoded_or_refused() {
    replay("decode", promises::decode);
    replay("plan", promises::decode);
}

#[test]
fn what_the_fuzzer_knows_is_imported_and_nothing_is_lost() {
    replay("plan", |bytes| drop(promises::plan(bytes)));
}

#[test]
fn the_corpus_stays_small() {
    let inputs = ["decode", "plan"].into_iter().flat_map(corpus);
    let size: usize = inputs.map(|(_, bytes)| bytes.len()).sum();
    assert!(size <= 200_000, "{size} bytes");
}
