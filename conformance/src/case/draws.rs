//! Which live values a case draws.

use super::{Case, Role, Slot};

/// A live value that a case draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draw<'a> {
    /// The parameter or body property.
    pub field: &'a str,
    /// Whether the value belongs to another client.
    pub is_of_others: bool,
}

impl Case {
    /// The live values that the steps draw: each once, and once more where another value of the same field
    /// is wanted.
    pub fn draws(&self) -> Vec<Draw<'_>> {
        let mut drawn: Vec<(Draw<'_>, bool)> = Vec::new();
        let mut fresh = 0;
        for step in &self.steps {
            if step.role == Role::Repeat {
                fresh = drawn.len();
            }
            for slot in step.request.slots() {
                let draw = match slot {
                    Slot::Live(field) => (Draw { field, is_of_others: false }, false),
                    Slot::OtherLive(field) => (Draw { field, is_of_others: false }, true),
                    Slot::Others(field) => (Draw { field, is_of_others: true }, false),
                    _ => continue,
                };
                if !drawn[fresh..].contains(&draw) {
                    drawn.push(draw);
                }
            }
        }
        drawn.into_iter().map(|(draw, _)| draw).collect()
    }
}
