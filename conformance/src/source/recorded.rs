//! Cases from recordings: HAR 1.2 files whose entries say where they come from. Credentials and tokens
//! in them are placeholders; the conventions stand in this crate's README.

mod cause;
mod embedded;
mod error;
mod har;
mod matching;
mod placeholder;
mod reading;

pub use error::RecordingError;

use std::path::Path;

use super::{CaseSource, Inputs};
use crate::case::Case;

/// A recordings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// What messages call it.
    pub name: String,
    /// The text.
    pub text: String,
}

/// The recordings that come with the harness.
pub fn embedded(provider: &str) -> Vec<Recording> {
    embedded::ALL
        .iter()
        .filter(|(name, _)| name.split('/').next() == Some(provider))
        .map(|(name, text)| Recording {
            name: format!("recordings/{name}"),
            text: (*text).to_owned(),
        })
        .collect()
}

/// The `*.har` files of `<directory>/<provider>/`, by name; none where there is no such directory.
///
/// # Errors
///
/// Where the directory or a file cannot be read.
pub fn in_directory(directory: &Path, provider: &str) -> Result<Vec<Recording>, RecordingError> {
    let directory = directory.join(provider);
    if !directory.is_dir() {
        return Ok(Vec::new());
    }
    let unreadable = |path: &Path| {
        let file = path.display().to_string();
        move |source| RecordingError::Unreadable { file, source }
    };
    let mut list = Vec::new();
    for entry in std::fs::read_dir(&directory).map_err(unreadable(&directory))? {
        let path = entry.map_err(unreadable(&directory))?.path();
        if path.extension().is_some_and(|extension| extension == "har") {
            let text = std::fs::read_to_string(&path).map_err(unreadable(&path))?;
            list.push(Recording { name: path.display().to_string(), text });
        }
    }
    list.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(list)
}

/// Cases from recordings.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    cases: Vec<Case>,
}

impl Recorded {
    /// Reads recordings of one document's operations.
    ///
    /// # Errors
    ///
    /// The first mistake, with its place.
    pub fn read(inputs: &Inputs<'_>, recordings: &[Recording]) -> Result<Self, RecordingError> {
        let mut cases: Vec<Case> = Vec::new();
        for recording in recordings {
            reading::read(inputs, recording, &mut cases)?;
        }
        Ok(Self { cases })
    }
}

impl CaseSource for Recorded {
    fn cases(&self, _inputs: &Inputs<'_>) -> Vec<Case> {
        self.cases.clone()
    }
}
