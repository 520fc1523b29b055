//! Comparing a folder with generated files, and describing the differences.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use similar::TextDiff;

use super::error::SinkError;
use super::folder::{self, Found};

/// Lines of one difference that are shown.
const DIFF_LINES: usize = 40;

/// Characters of one line that are shown.
const DIFF_COLUMNS: usize = 160;

/// After this time, a coarser difference is sufficient.
const DIFF_TIME: Duration = Duration::from_millis(500);

/// A file that differs from the generated one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The path below the folder.
    pub path: String,
    /// The kind of difference.
    pub kind: Kind,
    /// A unified diff from the file to the generated one, of at most a screenful.
    pub diff: String,
}

/// How a file differs from the generated one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Its text differs, or it is not a text.
    Edited,
    /// It is missing.
    Missing,
    /// It has the mark of a generated file, but is not generated.
    Extra,
}

pub(super) fn check(
    dir: &Path,
    files: &BTreeMap<&str, &str>,
    part: &dyn Fn(&str) -> bool,
) -> Result<Vec<Difference>, SinkError> {
    let mut differences = BTreeMap::new();
    for (path, text) in files {
        let (kind, diff) = match folder::find(dir, path)? {
            Found::Text(current) if current == *text => continue,
            Found::Text(current) => (Kind::Edited, unified(path, &current, text)),
            Found::Nothing => (Kind::Missing, unified(path, "", text)),
            Found::Other => (Kind::Edited, format!("{path} is not a plain text file\n")),
        };
        differences.insert((*path).to_owned(), (kind, diff));
    }
    for path in folder::marked_files(dir)? {
        if part(&path) && !files.contains_key(path.as_str()) {
            let current = match folder::find(dir, &path)? {
                Found::Text(current) => current,
                Found::Nothing | Found::Other => String::new(),
            };
            let diff = unified(&path, &current, "");
            differences.insert(path, (Kind::Extra, diff));
        }
    }
    let differences = differences.into_iter();
    Ok(differences.map(|(path, (kind, diff))| Difference { path, kind, diff }).collect())
}

fn unified(path: &str, current: &str, expected: &str) -> String {
    let diff = TextDiff::configure().timeout(DIFF_TIME).diff_lines(current, expected);
    let text = diff
        .unified_diff()
        .header(&format!("{path} (as it is)"), &format!("{path} (as generated)"))
        .to_string();
    let mut lines = text.lines();
    let mut shown: String = lines.by_ref().take(DIFF_LINES).map(|line| clip(line) + "\n").collect();
    let more = lines.count();
    if more > 0 {
        shown.push_str(&format!("… {more} more lines\n"));
    }
    shown
}

fn clip(line: &str) -> String {
    match line.char_indices().nth(DIFF_COLUMNS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
