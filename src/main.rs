//! The program `kanyin`.

use std::process::ExitCode;

fn main() -> ExitCode {
    kanyin::cli::run()
}
