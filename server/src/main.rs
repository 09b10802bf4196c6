//! The one binary: `server serve`, and the tools beside it.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}
