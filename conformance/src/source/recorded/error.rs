//! Why recordings cannot be used: one message with file, line, column and help.

use specs::{Pointer, Source};

/// Why recordings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// A file cannot be read.
    #[error("{file}: cannot be read: {source}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not what the conventions say.
    #[error("{file}:{line}:{column}: {message}\n  help: {help}")]
    Wrong {
        /// The file.
        file: String,
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
}
pub(super) fn wrong(
    source: &Source,
    place: &Pointer,
    message: String,
    help: impl Into<String>,
) -> RecordingError {
    let location = source.locate_near(place);
    RecordingError::Wrong {
        file: source.name().to_owned(),
        line: location.line,
        column: location.column,
        message,
        help: help.into(),
    }
}
