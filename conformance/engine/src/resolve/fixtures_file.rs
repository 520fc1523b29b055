//! Reads fixtures from a JSON file: the part of a target that contains credentials and values.

use std::path::Path;
use std::sync::Arc;

use super::fixtures_of_json;
use crate::fixtures::{Fixtures, FixturesError};
use crate::value_source::Resolver;

impl Fixtures {
    /// Reads a fixtures file.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, is not JSON, or has an unknown key.
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
    /// If the text is not JSON or has an unknown key.
    pub fn parse(file: &str, text: &str) -> Result<Self, FixturesError> {
        let folder = Path::new(file).parent().unwrap_or(Path::new(""));
        let resolver = Arc::new(Resolver::new(folder));
        fixtures_of_json(file, text, &resolver).map_err(FixturesError::Mistakes)
    }
}
