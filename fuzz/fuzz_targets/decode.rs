//! Any bytes: refused in words, or a text whose every character has its place.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/it/promises.rs"]
#[allow(dead_code, reason = "each target keeps one")]
mod promises;

fuzz_target!(|bytes: &[u8]| promises::decode(bytes));
