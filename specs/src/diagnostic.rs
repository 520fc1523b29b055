//! Diagnostics of a document, collected and rendered.

pub(crate) mod codes;
mod explain;
mod render;

use std::collections::HashSet;

pub use self::codes::{CODES, Code};
pub use self::explain::{EXPLANATIONS, Explanation, explanation};
use crate::{Location, Pointer, Source};

/// What a diagnostic means for the contract, from the worst on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The document has no contract until it is corrected.
    Fatal,
    /// A part of the document is left out of the contract, or loosened: see
    /// [`Contract::losses`](crate::Contract::losses).
    Lost,
    /// What the document means is plain, and the contract has it: a warning.
    Repaired,
}

impl Outcome {
    /// Every outcome, from the worst on.
    pub const ALL: [Self; 3] = [Self::Fatal, Self::Lost, Self::Repaired];

    /// Its name in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fatal => "fatal",
            Self::Lost => "lost",
            Self::Repaired => "repaired",
        }
    }
}

/// One error or warning about a document.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Its code: one of [`CODES`].
    pub code: &'static str,
    /// What it means for the contract.
    pub outcome: Outcome,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it, as an imperative.
    pub help: String,
    /// The pointer to its location in the document; `None` where the text could not be parsed.
    pub pointer: Option<Pointer>,
    /// The text that the location is in, where that is not the document itself: an overlay.
    pub source: Option<Source>,
    /// Its location in the text; `None` where there is no text.
    pub location: Option<Location>,
    /// A second location that is related to it.
    pub related: Option<Related>,
}

impl Diagnostic {
    /// Makes a diagnostic about a text one about a document that the text is a file of.
    pub(crate) fn move_to(&mut self, file: usize, pointer: &Pointer) {
        let related = self.related.as_mut().map(|related| &mut related.location);
        for location in self.location.as_mut().into_iter().chain(related) {
            location.file = file;
        }
        self.pointer.get_or_insert_with(|| pointer.clone());
    }
}

/// A second location that is related to a diagnostic.
#[derive(Debug, Clone)]
pub struct Related {
    /// The location in the text.
    pub location: Location,
    /// What is there.
    pub label: String,
}

/// The diagnostics of one document, in the order of their locations.
#[derive(Debug, Clone)]
pub struct Diagnostics {
    source: Source,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// No diagnostics yet.
    pub fn new(source: Source) -> Self {
        Self { source, list: Vec::new() }
    }

    /// The text that the diagnostics are about.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Whether there is no contract.
    pub fn is_fatal(&self) -> bool {
        self.count(Outcome::Fatal) > 0
    }

    /// How many diagnostics have this outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.outcome == outcome).count()
    }

    /// Whether there are no diagnostics at all.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many diagnostics there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The diagnostics, in the order of their locations.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// The diagnostics as text for people: code, location, the lines in question, help. `color` adds ANSI
    /// escapes. Does not depend on the terminal.
    pub fn render(&self, color: bool) -> String {
        render::render(self, color)
    }

    /// As [`Diagnostics::render`], with the first diagnostic of each code and outcome in a file in full,
    /// and the others of that kind counted, with their lines.
    pub fn render_brief(&self, color: bool) -> String {
        render::render_brief(self, color)
    }

    /// The text that the location of one of the diagnostics is in.
    pub fn source_of<'a>(&'a self, diagnostic: &'a Diagnostic) -> &'a Source {
        let file = diagnostic.location.map_or(0, |location| location.file);
        diagnostic.source.as_ref().unwrap_or_else(|| self.source.file(file))
    }

    /// Adds a diagnostic about a location in the document, with the usual outcome of the code.
    pub(crate) fn report(
        &mut self,
        code: &'static Code,
        pointer: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        self.list.push(Diagnostic {
            code: code.id,
            outcome: code.outcomes[0],
            message: message.into(),
            help: help.into(),
            pointer: Some(pointer.clone()),
            source: None,
            location: None,
            related: None,
        });
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    /// Adds a diagnostic of a part that is left out or loosened, where the code is of repairs as well.
    pub(crate) fn report_loss(
        &mut self,
        code: &'static Code,
        pointer: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        let diagnostic = self.report(code, pointer, message, help);
        diagnostic.outcome = Outcome::Lost;
        diagnostic
    }

    /// Adds a diagnostic of a repair, where the code is of losses as well.
    pub(crate) fn report_repair(
        &mut self,
        code: &'static Code,
        pointer: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        let diagnostic = self.report(code, pointer, message, help);
        diagnostic.outcome = Outcome::Repaired;
        diagnostic
    }

    /// Adds a diagnostic about a location in the text.
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

    /// The diagnostics as a list.
    pub(crate) fn into_list(self) -> Vec<Diagnostic> {
        self.list
    }

    /// Locates every diagnostic in the text, sorts them, and removes repeated ones.
    pub(crate) fn finish(&mut self) {
        for diagnostic in &mut self.list {
            if let (Some(pointer), None) = (&diagnostic.pointer, diagnostic.location) {
                let source = diagnostic.source.as_ref().unwrap_or(&self.source);
                diagnostic.location = Some(source.locate_near(pointer));
            }
        }
        let name =
            |found: &Diagnostic| found.source.as_ref().map(|source| source.name().to_owned());
        self.list.sort_by_key(|found| {
            (name(found), found.location.map(|location| (location.file, location.offset)))
        });
        // What several operations refer to is read several times.
        let mut seen = HashSet::new();
        self.list.retain(|found| {
            let span = found.location.map(|at| (at.file, at.offset, at.length));
            seen.insert((found.code, name(found), span, found.message.clone()))
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
