//! The command `specwright`: parses, calls, exits.

use std::process::ExitCode;

fn main() -> ExitCode {
    codegen::cli::main()
}
