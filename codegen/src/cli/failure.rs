//! Why a command failed, and the exit codes.

use std::io;
use std::path::PathBuf;

use super::printer;
use crate::sink::SinkError;

/// Exit code: success.
pub const CLEAN: u8 = 0;
/// Exit code: something differs, or was found.
pub const FINDINGS: u8 = 1;
/// Exit code: the command line is wrong.
pub const USAGE: u8 = 2;
/// Exit code: a document or the configuration is wrong.
pub const CONFIGURATION: u8 = 3;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// Documents with denied diagnostics, which have been printed.
    #[error("no code can be generated: {bad} of {all} documents cannot be used")]
    Documents {
        /// How many are denied.
        bad: usize,
        /// Of how many.
        all: usize,
    },
    /// Documents without a contract. Their diagnostics have been printed.
    #[error("{bad} of {all} documents cannot be read")]
    Unread {
        /// How many are not read.
        bad: usize,
        /// Of how many.
        all: usize,
    },
    /// A file of accepted diagnostics with mistakes, which have been printed.
    #[error("{file} cannot be used: mistakes: {mistakes}")]
    Accepted {
        /// The file.
        file: String,
        /// How many mistakes it has.
        mistakes: usize,
    },
    /// Entries of accepted diagnostics that match nothing. They have been printed.
    #[error("{unused} of {all} entries of the accepted diagnostics match nothing")]
    Unused {
        /// How many match nothing.
        unused: usize,
        /// Of how many.
        all: usize,
    },
    /// A folder that cannot be written or compared.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// A file or folder that cannot be read.
    #[error("cannot read {}: {source}", .path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// A file or folder that cannot be written.
    #[error("cannot write {}: {source}", .path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// Arguments that exclude each other in a way that the command line cannot know.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do about it.
        help: String,
    },
}

impl Failure {
    /// Prints it; the exit code.
    pub fn report(&self) -> u8 {
        printer::err(format!("error: {self}"));
        printer::err(format!("help: {}", self.help()));
        self.code()
    }

    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Usage { .. } => USAGE,
            Self::Unused { .. } => FINDINGS,
            Self::Documents { .. }
            | Self::Unread { .. }
            | Self::Accepted { .. }
            | Self::Sink(_)
            | Self::Read { .. }
            | Self::Write { .. } => CONFIGURATION,
        }
    }

    /// What to do about it, as an imperative.
    pub fn help(&self) -> &str {
        match self {
            Self::Documents { .. } => {
                "correct what the diagnostics above report; `--accept` names what may stay"
            }
            Self::Unread { .. } => "correct what the diagnostics above report",
            Self::Accepted { .. } => "correct the mistakes above",
            Self::Unused { .. } => "remove these entries, or correct them",
            Self::Sink(error) => error.help(),
            Self::Read { .. } => "make sure that it exists and is readable",
            Self::Write { .. } => "choose a folder that you may write to",
            Self::Usage { help, .. } => help,
        }
    }
}
