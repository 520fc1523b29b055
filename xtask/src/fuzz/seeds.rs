//! The documents that are mutated.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::failure::Failure;

/// A document, as text and as values.
pub(super) struct Seed {
    pub(super) text: String,
    /// `None` where it cannot be parsed.
    pub(super) value: Option<Value>,
}

/// Every document below a folder that is not larger than so many bytes, in the order of their paths; one
/// that is empty where there is none.
pub(super) fn read(folder: &Path, largest: u64) -> Result<Vec<Seed>, Failure> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    paths.sort();
    let mut seeds = Vec::new();
    for path in paths {
        let size = fs::metadata(&path).map(|data| data.len()).unwrap_or_default();
        // One that is no text is no document.
        if let (true, Ok(text)) = (size <= largest, fs::read_to_string(&path)) {
            let name = path.to_string_lossy();
            seeds.push(Seed { value: specs::parse_value(&name, &text), text });
        }
    }
    if seeds.is_empty() {
        seeds.push(Seed { text: String::new(), value: None });
    }
    Ok(seeds)
}

fn collect(folder: &Path, paths: &mut Vec<std::path::PathBuf>) -> Result<(), Failure> {
    let failure = |source| Failure::Read { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(failure)? {
        let path = entry.map_err(failure)?.path();
        let kind = path.extension().unwrap_or_default();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if ["yaml", "yml", "json"].iter().any(|known| kind == *known) {
            paths.push(path);
        }
    }
    Ok(())
}
