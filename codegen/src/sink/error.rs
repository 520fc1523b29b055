//! Why a folder could not be written or compared, and what to do about it.

use std::io;
use std::path::PathBuf;

/// Why a folder could not be written or compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SinkError {
    /// An invalid path of an emitter: outside the folder, or used twice.
    #[error("generated path `{path}` is repeated or outside the output folder")]
    BadPath {
        /// The path.
        path: String,
    },
    /// Foreign files, or links, at the paths of generated files.
    #[error("cannot overwrite what specwright did not generate: {}", list(.paths))]
    Foreign {
        /// All of them.
        paths: Vec<PathBuf>,
    },
    /// A folder that does not exist and cannot be created.
    #[error("cannot create folder {}: {source}", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// A file or folder that cannot be read.
    #[error("cannot read {}: {source}", .path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// A file that cannot be written; no file was changed.
    #[error("cannot write {}: {source}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// A file that cannot be moved or removed after others were.
    #[error("stopped at {} with {} of {total} changes made: {source}", .path.display(), .done.len())]
    Interrupted {
        /// The file at which it stopped.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
        /// The paths below the folder that were written or removed before.
        done: Vec<String>,
        /// How many there should have been.
        total: usize,
    },
}

impl SinkError {
    /// What to do about it, as an imperative.
    pub fn help(&self) -> &'static str {
        match self {
            Self::BadPath { .. } => "report this as a bug of the generator",
            Self::Foreign { .. } => "move these files away, or choose another output folder",
            Self::Folder { .. } => {
                "choose an output folder whose parent is a folder that you may write to"
            }
            Self::Read { .. } => "make it readable, or choose another output folder",
            Self::Write { .. } => "make the folder writable, or choose another output folder",
            Self::Interrupted { .. } => {
                "repair the cause, then generate again to complete the write"
            }
        }
    }
}

fn list(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    names.join(", ")
}
