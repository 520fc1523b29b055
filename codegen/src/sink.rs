//! Writing generated files to a folder, or comparing them with it.
//!
//! The one module of this crate that does I/O. It does not depend on contracts or emitters.

mod check;
mod disk;
mod error;
mod folder;

use std::collections::BTreeMap;
use std::path::Path;

pub use check::{Difference, Kind};
pub use disk::Written;
pub use error::SinkError;

use crate::output::OutputFile;

/// Makes these the generated files of the folder `dir`, and returns what changed.
///
/// Only what differs is written, each file atomically. Files that have [`crate::output::MARK`] in
/// their first three lines and are not among `files` are removed. All others remain unchanged:
/// `target/`, dot folders, other packages below `dir`, and whatever a link leads to.
///
/// # Errors
/// A file in the way that was not generated, or a folder or file that cannot be written. Unless the error
/// is [`SinkError::Interrupted`], no file was changed.
pub fn write(dir: &Path, files: &[OutputFile]) -> Result<Written, SinkError> {
    write_part(dir, files, &|_| true)
}

/// As [`write()`], for the paths that `part` selects; others are neither written nor removed.
///
/// # Errors
/// As [`write()`].
pub fn write_part(
    dir: &Path,
    files: &[OutputFile],
    part: &dyn Fn(&str) -> bool,
) -> Result<Written, SinkError> {
    disk::write(dir, &chosen(files, part)?, part)
}

/// How the folder `dir` differs from these generated files, by path. Writes nothing.
///
/// # Errors
/// A folder or file that cannot be read.
pub fn check(dir: &Path, files: &[OutputFile]) -> Result<Vec<Difference>, SinkError> {
    check_part(dir, files, &|_| true)
}

/// As [`check()`], for the paths that `part` selects.
///
/// # Errors
/// As [`check()`].
pub fn check_part(
    dir: &Path,
    files: &[OutputFile],
    part: &dyn Fn(&str) -> bool,
) -> Result<Vec<Difference>, SinkError> {
    check::check(dir, &chosen(files, part)?, part)
}

/// The files that `part` selects: path to text.
fn chosen<'a>(
    files: &'a [OutputFile],
    part: &dyn Fn(&str) -> bool,
) -> Result<BTreeMap<&'a str, &'a str>, SinkError> {
    let mut chosen = BTreeMap::new();
    for file in files.iter().filter(|file| part(&file.path)) {
        let inside = file
            .path
            .split('/')
            .all(|name| !matches!(name, "" | "." | "..") && !name.contains(['\\', ':', '\0']));
        if !inside || chosen.insert(file.path.as_str(), file.text.as_str()).is_some() {
            return Err(SinkError::BadPath { path: file.path.clone() });
        }
    }
    Ok(chosen)
}
