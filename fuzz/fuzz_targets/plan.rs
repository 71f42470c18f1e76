//! Any bytes as a seed: refused in words, or articles from which it can be set
//! again, and which a second import leaves as they are.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/it/promises.rs"]
#[allow(dead_code, reason = "each target keeps one")]
mod promises;

fuzz_target!(|bytes: &[u8]| drop(promises::plan(bytes)));
