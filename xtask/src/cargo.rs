//! Starting cargo.

use std::process::{Command, ExitStatus};

use crate::failure::Failure;

/// The cargo that started this program.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a command on this terminal; its exit code.
pub(crate) fn run(command: &mut Command) -> Result<u8, Failure> {
    match command.status() {
        Ok(status) => Ok(code(status)),
        Err(source) => Err(start_failure(command, source)),
    }
}

/// Runs a command and takes what it writes to stdout.
pub(crate) fn read(command: &mut Command) -> Result<String, Failure> {
    match command.output() {
        Ok(output) => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(source) => Err(start_failure(command, source)),
    }
}

/// The exit code; 1 for a command that was ended by a signal.
fn code(status: ExitStatus) -> u8 {
    status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}

fn start_failure(command: &Command, source: std::io::Error) -> Failure {
    Failure::Start { program: command.get_program().to_string_lossy().into_owned(), source }
}
