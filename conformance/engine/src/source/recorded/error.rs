//! Why recordings cannot be used: every mistake with file, line, column and help.

use crate::har::Problem;

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
    /// Files violate the conventions.
    #[error("{}", messages(.0))]
    Wrong(Vec<Problem>),
}

fn messages(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n")
}
