//! The forms of reports: one record each, with its name, its destinations, and its reporter.

use std::io::Write;
use std::path::PathBuf;

use super::Reporter;

/// A form of report that can be requested.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// Its name on the command line.
    pub name: &'static str,
    /// A description in one line.
    pub about: &'static str,
    /// Its possible destinations.
    pub goes: Goes,
    /// Creates its reporter.
    pub make: fn(Box<dyn Write>, &Setting) -> Box<dyn Reporter>,
}

/// The possible destinations of a report, and how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goes {
    /// Lines for a log: into a file, or to standard output beside other lines.
    Log,
    /// A stream of lines: into a file, or to standard output alone.
    Stream,
    /// One document: into a file that is complete or missing, or to standard output alone.
    Document,
    /// One document: into a file that is complete or missing.
    File,
}

impl Goes {
    /// Whether it requires a file.
    pub fn needs_file(self) -> bool {
        self == Self::File
    }

    /// Whether its file is complete or missing.
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Document | Self::File)
    }

    /// Whether both can be written to standard output.
    pub fn shares(self, other: Self) -> bool {
        self == Self::Log && other == Self::Log
    }
}

/// The settings of a reporter, beside the writer.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Only findings and the verdict.
    pub quiet: bool,
    /// Whether it goes into a file.
    pub to_file: bool,
    /// The folder to which the files of documents are relative, such as that of the repository.
    pub root: Option<PathBuf>,
    /// When the run began, in milliseconds since 1970.
    pub begun: u64,
    /// The file of the step summary of a workflow.
    pub summary: Option<PathBuf>,
}
