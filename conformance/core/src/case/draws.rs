//! The live values that a case uses.

use super::{Case, Role, Slot};
use crate::case::Owner;

impl Case {
    /// The fields whose live values the steps use, in their order: each once, and once more where another
    /// value of the same field is wanted.
    pub fn draws(&self) -> Vec<(Owner, &str)> {
        let mut drawn: Vec<(Owner, &str, bool)> = Vec::new();
        let mut fresh = 0;
        for step in &self.steps {
            if step.role == Role::Repeat {
                fresh = drawn.len();
            }
            for slot in step.request.slots() {
                let draw = match slot {
                    Slot::Live(field) => (Owner::Own, field.as_str(), false),
                    Slot::OtherLive(field) => (Owner::Own, field.as_str(), true),
                    Slot::Others(field) => (Owner::Others, field.as_str(), false),
                    _ => continue,
                };
                if !drawn[fresh..].contains(&draw) {
                    drawn.push(draw);
                }
            }
        }
        drawn.into_iter().map(|(owner, field, _)| (owner, field)).collect()
    }
}
