//! The mistakes in a recording: each with its file, location and help.

use specs::{Pointer, Source};

/// One mistake. It is shown as `file:line:column: message (at pointer)` with the help on a line of its
/// own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}{}\n  help: {help}", at(.place))]
pub struct Problem {
    /// The file.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1.
    pub column: usize,
    /// The location as a JSON Pointer; empty if there is none.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What to do, as an imperative.
    pub help: String,
}

fn at(place: &str) -> String {
    if place.is_empty() { String::new() } else { format!(" (at {place})") }
}

/// The most mistakes that are reported.
const MOST: usize = 50;

/// Collects the mistakes of a file.
#[derive(Debug)]
pub struct Problems {
    source: Source,
    list: Vec<Problem>,
    more: usize,
}

impl Problems {
    /// None so far, in this text.
    pub fn of(name: &str, text: &str) -> Self {
        Self { source: Source::new(name, text), list: Vec::new(), more: 0 }
    }

    /// The name of the file in messages.
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// Adds one. Its location is that of the nearest value that exists.
    pub fn add(&mut self, place: &Pointer, message: impl Into<String>, help: impl Into<String>) {
        // Finding a location takes a pass over the whole text.
        if self.list.len() == MOST {
            self.more += 1;
            return;
        }
        let location = self.source.locate_near(place);
        self.list.push(Problem {
            file: self.source.name().to_owned(),
            line: location.line,
            column: location.column,
            place: place.to_string(),
            message: message.into(),
            help: help.into(),
        });
    }

    /// The mistakes, if there are any.
    pub fn into_list(mut self) -> Vec<Problem> {
        if self.more > 0
            && let Some(last) = self.list.last().cloned()
        {
            let message = format!("and {} more mistakes", self.more);
            self.list.push(Problem { message, help: "correct these first".to_owned(), ..last });
        }
        self.list
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
