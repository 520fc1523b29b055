//! What a form of report is: one record that says what it is called, where it goes, and who writes it.

use std::io::Write;
use std::path::PathBuf;

use super::Reporter;

/// A form of report that can be requested.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// What the command line calls it.
    pub name: &'static str,
    /// What it is, in a line.
    pub about: &'static str,
    /// Where it may go.
    pub goes: Goes,
    /// Makes its reporter.
    pub make: fn(Box<dyn Write>, &Setting) -> Box<dyn Reporter>,
}

/// Where a report may go, and how it gets there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goes {
    /// Lines for a log: into a file, or to standard output beside other lines.
    Log,
    /// One line after the other: into a file, or to standard output alone.
    Stream,
    /// One document: into a file, whole or not at all, or to standard output alone.
    Document,
    /// One document: into a file, whole or not at all.
    File,
}

impl Goes {
    /// Whether it cannot do without a file.
    pub fn needs_file(self) -> bool {
        self == Self::File
    }

    /// Whether it is in its file whole or not at all.
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Document | Self::File)
    }

    /// Whether both can stand on standard output.
    pub fn shares(self, other: Self) -> bool {
        self == Self::Log && other == Self::Log
    }
}

/// What reporters are made with, beside the writer.
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
    /// Where a step of a workflow is summed up.
    pub summary: Option<PathBuf>,
}
