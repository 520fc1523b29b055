//! Accepted diagnostics: they are listed, and do not count for `--deny`; an entry that matches nothing
//! fails. A TOML file has an `[[accepted]]` for each: a code, globs of JSON Pointers and of files, a
//! reason.

mod file;
mod glob;

use std::path::Path;

use specs::{Diagnostic, Diagnostics, Outcome, Source};

use super::{Failure, printer};

/// The accepted diagnostics of a command, with what they have matched so far.
#[derive(Debug, Default)]
pub struct Accepted {
    entries: Vec<Entry>,
}

/// Which diagnostics are accepted, and why.
#[derive(Debug)]
struct Entry {
    /// Where it is in the file, as `FILE:LINE`.
    place: String,
    code: Option<String>,
    pointer: Option<String>,
    file: Option<String>,
    reason: String,
    /// Whether it has matched a diagnostic.
    is_used: bool,
}

/// A diagnostic that is accepted.
#[derive(Debug)]
pub(super) struct Matched {
    pub(super) found: Diagnostic,
    /// The text that its location is in.
    pub(super) source: Source,
    /// Why it is accepted.
    pub(super) reason: String,
    /// The index of the entry that matches it.
    entry: usize,
}

impl Accepted {
    /// Reads the file, if one is named.
    ///
    /// # Errors
    /// The file cannot be read, or has mistakes, which have been printed.
    pub fn load(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Self::default()) };
        let text = std::fs::read_to_string(path)
            .map_err(|source| Failure::Read { path: path.to_owned(), source })?;
        let file = path.display().to_string();
        let entries = file::parse(&file, &text).map_err(|mistakes| {
            mistakes.iter().for_each(printer::err);
            Failure::Accepted { file, mistakes: mistakes.len() }
        })?;
        Ok(Self { entries })
    }

    /// Separates the diagnostics that no entry matches from those that are accepted. What is fatal is never
    /// accepted: there would be no contract.
    pub(super) fn split(&mut self, list: &Diagnostics) -> (Diagnostics, Vec<Matched>) {
        let mut others = Diagnostics::new(list.source().clone());
        let mut matched = Vec::new();
        for found in list {
            let Some(entry) = self.matching(list, found) else {
                others.push(found.clone());
                continue;
            };
            let reason = self.entries[entry].reason.clone();
            let source = list.source_of(found).clone();
            matched.push(Matched { found: found.clone(), source, reason, entry });
        }
        (others, matched)
    }

    /// The first entry that matches. All that match are used.
    fn matching(&mut self, list: &Diagnostics, diagnostic: &Diagnostic) -> Option<usize> {
        if diagnostic.outcome == Outcome::Fatal {
            return None;
        }
        let mut first = None;
        for (index, entry) in self.entries.iter_mut().enumerate() {
            if entry.matches(list, diagnostic) {
                entry.is_used = true;
                first = first.or(Some(index));
            }
        }
        first
    }

    /// Lines for people: what each entry matches, and why it is accepted.
    pub(super) fn lines(&self, matched: &[Matched]) -> Vec<String> {
        let line = |(index, entry): (usize, &Entry)| {
            let of_entry = matched.iter().filter(|one| one.entry == index);
            let places: Vec<String> = of_entry.map(Matched::place).collect();
            let shown = places.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
            let more = places.len().saturating_sub(MOST);
            let more = if more > 0 { format!(", and {more} more") } else { String::new() };
            let Entry { place, reason, .. } = entry;
            (!places.is_empty())
                .then(|| format!("accepted: {shown}{more}\n  reason: {reason} ({place})"))
        };
        self.entries.iter().enumerate().filter_map(line).collect()
    }

    /// Prints the entries that have matched nothing.
    ///
    /// # Errors
    /// How many these are.
    pub(super) fn finish(&self) -> Result<(), Failure> {
        let unused: Vec<&Entry> = self.entries.iter().filter(|entry| !entry.is_used).collect();
        for entry in &unused {
            printer::err(format!("error: {}: the entry matches no diagnostic", entry.place));
        }
        match unused.len() {
            0 => Ok(()),
            count => Err(Failure::Unused { unused: count, all: self.entries.len() }),
        }
    }
}

/// An entry that matches many diagnostics has the places of so many of them in its line.
const MOST: usize = 5;

impl Matched {
    /// `untyped-schema at api.yaml:4:7`
    fn place(&self) -> String {
        let at =
            self.found.location.map_or(String::new(), |at| format!(":{}:{}", at.line, at.column));
        format!("{} at {}{at}", self.found.code, self.source.name())
    }
}

impl Entry {
    fn matches(&self, list: &Diagnostics, diagnostic: &Diagnostic) -> bool {
        let is_code = self.code.as_ref().is_none_or(|code| code == diagnostic.code);
        is_code
            && self
                .file
                .as_ref()
                .is_none_or(|glob| is_file(glob, list.source_of(diagnostic).name()))
            && self.pointer.as_ref().is_none_or(|glob| is_at(glob, list, diagnostic))
    }
}

/// Whether the glob is of the path of a file, or of an end of it that begins with a name.
fn is_file(glob: &str, file: &str) -> bool {
    let glob = glob.strip_prefix("./").unwrap_or(glob);
    let ends = file.match_indices('/').map(|(slash, _)| &file[slash + 1..]);
    std::iter::once(file).chain(ends).any(|end| glob::matches(glob, end))
}

/// Whether the glob is of the pointer in the document, or of that in the file that has the part.
fn is_at(glob: &str, list: &Diagnostics, diagnostic: &Diagnostic) -> bool {
    diagnostic.pointer.as_ref().is_some_and(|pointer| {
        glob::matches(glob, pointer.as_str())
            || glob::matches(glob, list.source().text_of(pointer).1.as_str())
    })
}

#[cfg(test)]
mod tests;
