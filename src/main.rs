//! The program `kanyin`.

use std::process::ExitCode;

/// A build makes and drops millions of small values on all threads, at which the
/// system's allocator spends a fifth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    kanyin::cli::run()
}
