//! The text of a document, and the locations of pointers in it.

mod files;
mod origins;
mod overlaid;
mod spans;

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

pub(crate) use self::files::{Files, Parts};
pub(crate) use self::origins::Origins;
pub(crate) use self::overlaid::{Origin, Overlaid};
pub(crate) use self::spans::Duplicate;
use self::spans::SpanIndex;
use crate::Pointer;

/// A document's text under its display name. Cheap to clone.
#[derive(Clone)]
pub struct Source(Arc<Inner>);

struct Inner {
    name: String,
    text: String,
    digest: OnceLock<String>,
    /// The byte at which each line begins.
    lines: OnceLock<Vec<usize>>,
    spans: OnceLock<SpanIndex>,
    /// Set once, where overlays change the document.
    overlaid: OnceLock<Overlaid>,
    /// Empty where the document is one text.
    files: OnceLock<Files>,
    /// Empty where the document is read as it is written.
    origins: OnceLock<Origins>,
}

/// A location in a document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Which text it is in: 0 for the document itself, else one of the files that it refers to, see
    /// [`Source::file`].
    pub file: usize,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The byte at which it begins.
    pub offset: usize,
    /// How many bytes it has.
    pub length: usize,
}

impl Source {
    /// A document's text; `name` is what messages call it, such as `specs/nomba.yaml`.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self(Arc::new(Inner {
            name: name.into(),
            text: text.into(),
            digest: OnceLock::new(),
            lines: OnceLock::new(),
            spans: OnceLock::new(),
            files: OnceLock::new(),
            overlaid: OnceLock::new(),
            origins: OnceLock::new(),
        }))
    }

    /// What messages call it.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The SHA-256 of the text, and of those of the files that the document refers to, in lower-case
    /// hexadecimal.
    pub fn digest(&self) -> &str {
        self.0.digest.get_or_init(|| {
            let texts = self.texts().map(|source| source.text().as_bytes());
            let bytes = texts.fold(Sha256::new(), Sha256::chain_update).finalize();
            bytes.iter().map(|byte| format!("{byte:02x}")).collect()
        })
    }

    /// The text of a line (from 1), without its end.
    pub fn line(&self, number: usize) -> Option<&str> {
        let lines = self.lines();
        let start = *lines.get(number.checked_sub(1)?)?;
        let end = lines.get(number).copied().unwrap_or(self.text().len());
        Some(self.text()[start..end].trim_end_matches(['\n', '\r']))
    }

    /// The location of a pointer: the key where it points to a property, else the item. `None` where
    /// the text has no such location.
    pub fn locate(&self, pointer: &Pointer) -> Option<Location> {
        let (file, pointer) = self.written_in(pointer);
        let source = self.file(file);
        let span = source.spans().locate(&pointer)?;
        Some(Location { file, ..source.location(span) })
    }

    /// The location of a pointer, or else of the nearest of its ancestors that the text has.
    pub fn locate_near(&self, pointer: &Pointer) -> Location {
        let (file, pointer) = self.written_in(pointer);
        let source = self.file(file);
        Location { file, ..source.location(source.spans().locate_near(&pointer)) }
    }

    /// As [`Source::locate_near`], with the text of the location where that is another one: that of a
    /// file that the document refers to, or of an overlay that has inserted the part.
    pub fn origin(&self, pointer: &Pointer) -> (Option<Self>, Location) {
        let location = self.locate_near(pointer);
        ((location.file > 0).then(|| self.file(location.file).clone()), location)
    }

    /// The overlays that the document is changed by, in order.
    pub fn overlays(&self) -> &[Self] {
        self.0.overlaid.get().map_or(&[], Overlaid::sources)
    }

    /// Records where the parts of a document come from that overlays have changed.
    pub(crate) fn set_overlaid(&self, overlaid: Overlaid) {
        // Overlays are applied once.
        let _ = self.0.overlaid.set(overlaid);
    }

    /// Records where the parts of a rewritten document are in the text.
    pub(crate) fn set_origins(&self, origins: Origins) {
        // A document is rewritten once.
        let _ = self.0.origins.set(origins);
    }

    /// Whether it is parsed as JSON, by its name or its first character.
    pub(crate) fn is_json(&self) -> bool {
        let text = self.text().trim_start_matches('\u{feff}').trim_start();
        self.name().to_ascii_lowercase().ends_with(".json") || text.starts_with(['{', '['])
    }

    /// The location of these bytes.
    pub(crate) fn location(&self, span: Range<usize>) -> Location {
        let lines = self.lines();
        let offset = self.boundary(span.start);
        let end = self.boundary(span.end.max(offset));
        let line = lines.partition_point(|start| *start <= offset);
        let start = lines[line.saturating_sub(1)];
        let column = self.text()[start..offset].chars().count() + 1;
        Location { file: 0, line, column, offset, length: end - offset }
    }

    /// The location of one character, by line and column, both from 1.
    pub(crate) fn location_at(&self, line: usize, column: usize) -> Location {
        let lines = self.lines();
        let start = lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text().len());
        let rest = &self.text()[start..];
        let mut characters = rest.char_indices().skip(column.saturating_sub(1));
        let (skipped, length) = match characters.next() {
            Some((at, character)) if character != '\n' => (at, character.len_utf8()),
            Some((at, _)) => (at, 0),
            None => (rest.len(), 0),
        };
        self.location(start + skipped..start + skipped + length)
    }

    /// Keys that occur twice in one object.
    pub(crate) fn duplicates(&self) -> &[Duplicate] {
        self.spans().duplicates()
    }

    /// The byte at which each line begins; never empty.
    pub(crate) fn lines(&self) -> &[usize] {
        self.0.lines.get_or_init(|| {
            let breaks = self.text().bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
        })
    }

    fn spans(&self) -> &SpanIndex {
        self.0.spans.get_or_init(|| SpanIndex::new(self.text(), self.is_json()))
    }

    fn boundary(&self, mut offset: usize) -> usize {
        offset = offset.min(self.text().len());
        while !self.text().is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({}, {} bytes)", self.name(), self.text().len())
    }
}

#[cfg(test)]
mod tests;
