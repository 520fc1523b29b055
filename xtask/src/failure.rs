//! Why a command failed, and the exit codes.

use std::io;
use std::path::PathBuf;

use codegen::cli;

use crate::print;

/// Success.
pub(crate) const CLEAN: u8 = 0;
/// A difference or a violation was found, or a step failed.
pub(crate) const FINDINGS: u8 = 1;
/// A spec or the configuration is wrong.
pub(crate) const CONFIGURATION: u8 = 3;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Generate(#[from] cli::Failure),
    #[error("cannot read {}: {source}", .path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot start {program}: {source}")]
    Start { program: String, source: io::Error },
    #[error("cannot parse the output of `cargo metadata`: {reason}")]
    Metadata { reason: String },
}

impl Failure {
    /// Prints it; the exit code.
    pub(crate) fn report(&self) -> u8 {
        print::err(format!("error: {self}"));
        print::err(format!("help: {}", self.help()));
        if let Self::Generate(failure) = self { failure.code() } else { CONFIGURATION }
    }

    fn help(&self) -> &str {
        match self {
            Self::Generate(failure) => failure.help(),
            Self::Read { .. } => "make sure that it exists and is readable",
            Self::Start { .. } => "install the Rust toolchain, or put it on the PATH",
            Self::Metadata { .. } => "run `cargo metadata` to see its output",
        }
    }
}
