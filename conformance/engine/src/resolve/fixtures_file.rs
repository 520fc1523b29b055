//! Reads fixtures from a JSON file: the part of a target that says who may call and what exists.

use std::path::Path;
use std::sync::Arc;

use super::Fixtures;
use crate::config::Mistakes;
use crate::given::Resolver;
use conformance_core::nearest::did_you_mean;

/// Why fixtures cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FixturesError {
    /// The file cannot be read.
    #[error("{file}: cannot be read: {source}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file has mistakes, each of which is named.
    #[error("{0}")]
    Mistakes(Mistakes),
    /// A member is not what it must be.
    #[error("{place}: {message}{help}")]
    Wrong {
        /// The file with a JSON Pointer, or the flag.
        place: String,
        /// What is wrong.
        message: String,
        /// What to do, on a line of its own, or nothing.
        help: String,
    },
}

impl FixturesError {
    pub(super) fn wrong(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Wrong { place: place.into(), message: message.into(), help: String::new() }
    }

    pub(super) fn with_help(
        place: impl Into<String>,
        message: impl Into<String>,
        help: String,
    ) -> Self {
        Self::Wrong {
            place: place.into(),
            message: message.into(),
            help: format!("\n  help: {help}"),
        }
    }

    pub(super) fn unknown(place: String, key: &str, known: &[&str]) -> Self {
        let help = did_you_mean(key, known.iter().copied())
            .unwrap_or_else(|| format!("use one of {}", known.join(", ")));
        Self::with_help(place, format!("unknown key `{key}`"), help)
    }
}

impl Fixtures {
    /// Reads a fixtures file.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read, is not JSON, or holds something unknown.
    pub fn load(path: &Path) -> Result<Self, FixturesError> {
        let file = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|source| FixturesError::Unreadable { file: file.clone(), source })?;
        Self::parse(&file, &text)
    }

    /// Reads fixtures from text.
    ///
    /// # Errors
    ///
    /// Where the text is not JSON or holds something unknown.
    pub fn parse(file: &str, text: &str) -> Result<Self, FixturesError> {
        let folder = Path::new(file).parent().unwrap_or(Path::new(""));
        let resolver = Arc::new(Resolver::new(folder));
        crate::resolve::fixtures_of_json(file, text, &resolver).map_err(FixturesError::Mistakes)
    }
}

pub(super) fn from_environment(name: &str, place: &str) -> Result<String, FixturesError> {
    std::env::var(name).map_err(|_| {
        FixturesError::wrong(place, format!("the environment variable `{name}` is not set"))
    })
}
