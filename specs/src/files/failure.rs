//! Why a reference refers to nothing.

use crate::Pointer;

/// Why a reference refers to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It has a URL that no map has.
    Unmapped(String),
    /// It refers to a file, and the document is a text without one.
    NoFiles,
    /// There are too many files, or they are too large.
    TooMany,
    /// The file cannot be read.
    Unreadable {
        /// Its path.
        path: String,
        /// Why not.
        reason: String,
    },
    /// The file, by its path, is neither YAML nor JSON.
    Malformed(String),
    /// The document, or the file, has no such location.
    Nothing(Pointer),
    /// There is no such anchor in the resource at this location.
    NoAnchor(Pointer),
}
