//! Problems of a document, collected and rendered.

pub(crate) mod codes;
mod render;

use std::collections::HashSet;

pub use self::codes::{CODES, Code};
use crate::{Location, Pointer, Source};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// There is no contract while it stands.
    Error,
    /// There is a contract all the same.
    Warning,
}

/// One problem of a document.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// What kind of problem it is: one of [`CODES`].
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it, as an imperative.
    pub help: String,
    /// The place in the document; `None` where the text could not be read as one.
    pub pointer: Option<Pointer>,
    /// The place in the text; `None` where there is no text.
    pub location: Option<Location>,
    /// A second place that has to do with it.
    pub related: Option<Related>,
}

/// A second place that has to do with a problem.
#[derive(Debug, Clone)]
pub struct Related {
    /// The place in the text.
    pub location: Location,
    /// What stands there.
    pub label: String,
}

/// The problems of one document, in the order of their places.
#[derive(Debug, Clone)]
pub struct Diagnostics {
    source: Source,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// No problem yet.
    pub fn new(source: Source) -> Self {
        Self { source, list: Vec::new() }
    }

    /// The text that the problems are in.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Whether there is a problem that stands in the way of a contract.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there is no problem at all.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many problems there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The problems, in the order of their places.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// The problems as text for people: code, place, the lines in question, help. `colour` adds ANSI
    /// escapes. Does not depend on the terminal.
    pub fn render(&self, colour: bool) -> String {
        render::render(self, colour)
    }

    /// Adds a problem at a place in the document; the code says how bad it is.
    pub(crate) fn report(
        &mut self,
        code: &'static Code,
        pointer: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        self.list.push(Diagnostic {
            code: code.id,
            severity: code.severity,
            message: message.into(),
            help: help.into(),
            pointer: Some(pointer.clone()),
            location: None,
            related: None,
        });
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    /// Adds a problem at a place in the text.
    pub(crate) fn report_at(
        &mut self,
        code: &'static Code,
        location: Option<Location>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        let diagnostic = self.report(code, &Pointer::root(), message, help);
        diagnostic.pointer = None;
        diagnostic.location = location;
        diagnostic
    }

    /// Finds the places of all problems and puts them in order.
    pub(crate) fn settle(&mut self) {
        for diagnostic in &mut self.list {
            if let (Some(pointer), None) = (&diagnostic.pointer, diagnostic.location) {
                diagnostic.location = Some(self.source.locate_near(pointer));
            }
        }
        self.list.sort_by_key(|diagnostic| diagnostic.location.map(|place| place.offset));
        // What several operations refer to is read several times.
        let mut seen = HashSet::new();
        self.list.retain(|diagnostic| {
            let place = diagnostic.location.map(|place| (place.offset, place.length));
            seen.insert((diagnostic.code, place, diagnostic.message.clone()))
        });
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
