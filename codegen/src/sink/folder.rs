//! The contents of an output folder: the file at a path, and the files that were generated.
//!
//! Links are never followed, except for the folder itself.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::error::SinkError;
use crate::output::MARK;

/// The mark is in one of this many lines from the top.
const MARK_LINES: usize = 3;

/// More bytes than those lines can have.
const MARK_BYTES: u64 = 4096;

/// The result of a search for a file.
pub(super) enum Found {
    Nothing,
    Text(String),
    /// Not a file, or not a text: a folder, a link, bytes that are not UTF-8.
    Other,
}

/// Finds the file at `path` below `dir`.
pub(super) fn find(dir: &Path, path: &str) -> Result<Found, SinkError> {
    let mut location = dir.to_owned();
    let mut names = path.split('/').peekable();
    while let Some(name) = names.next() {
        location.push(name);
        let kind = match fs::symlink_metadata(&location) {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(source) => {
                return Err(SinkError::Read { path: location, source });
            }
        };
        let wanted = if names.peek().is_some() { kind.is_dir() } else { kind.is_file() };
        if !wanted {
            return Ok(Found::Other);
        }
    }
    match fs::read_to_string(&location) {
        Ok(text) => Ok(Found::Text(text)),
        Err(error) if error.kind() == ErrorKind::InvalidData => Ok(Found::Other),
        Err(source) => Err(SinkError::Read { path: location, source }),
    }
}

/// Whether a text has the mark of a generated file.
pub(super) fn is_marked(text: &str) -> bool {
    text.lines().take(MARK_LINES).any(|line| line.contains(MARK))
}

/// The paths below `dir` of all files with the mark of a generated file.
pub(super) fn marked_files(dir: &Path) -> Result<BTreeSet<String>, SinkError> {
    let mut marked = BTreeSet::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let location = dir.join(&folder);
        for entry in entries(&location)? {
            // A name that is not UTF-8 is none that the generator gave.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            let kind = entry.file_type().map_err(|source| read_error(entry.path(), source))?;
            if kind.is_dir() && is_ours(&path, &entry) {
                folders.push(path);
            } else if kind.is_file() && begins_marked(&entry.path())? {
                marked.insert(path);
            }
        }
    }
    Ok(marked)
}

fn entries(folder: &Path) -> Result<Vec<DirEntry>, SinkError> {
    let listing = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        listing => listing.and_then(Iterator::collect::<io::Result<Vec<_>>>),
    };
    listing.map_err(|source| read_error(folder.to_owned(), source))
}

/// Whether generated files can be in this folder: not where cargo builds, not where tools keep their
/// state, not in another package.
fn is_ours(path: &str, entry: &DirEntry) -> bool {
    let hidden = entry.file_name().to_string_lossy().starts_with('.');
    path != "target" && !hidden && !entry.path().join("Cargo.toml").exists()
}

fn begins_marked(path: &Path) -> Result<bool, SinkError> {
    let mut head = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MARK_BYTES).read_to_end(&mut head))
        .map_err(|source| read_error(path.to_owned(), source))?;
    Ok(is_marked(&String::from_utf8_lossy(&head)))
}

fn read_error(path: PathBuf, source: io::Error) -> SinkError {
    SinkError::Read { path, source }
}
