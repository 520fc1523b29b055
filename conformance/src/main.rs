//! The command line: parses, calls, exits.

use std::process::ExitCode;

fn main() -> ExitCode {
    conformance::cli::main()
}
