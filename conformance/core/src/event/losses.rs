//! What a run does not test, since the document has faults there.

use schemars::JsonSchema;
use serde::Serialize;
use specs::Contract;
use specs::contract::{Loss, Operation};

/// How much of a document's operations a run can test, and which parts it cannot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Losses {
    /// Operations that the document declares.
    pub operations: usize,
    /// Operations of which a part is left out or loosened.
    pub with_losses: usize,
    /// Operations that are left out.
    pub left_out: usize,
    /// The parts, in the order of the document.
    pub parts: Vec<LostPart>,
}

/// A part of a document that is left out or loosened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LostPart {
    /// The code of the diagnostic.
    pub code: String,
    /// `<file>:<line>:<column>`.
    pub place: String,
    /// Its JSON Pointer in the document.
    pub pointer: String,
    /// Why, in one line.
    pub reason: String,
}

impl Losses {
    /// The losses of a contract, but for those of generated types only: the JSON Schema views, which
    /// the suite validates with, have everything.
    pub fn of(contract: &Contract) -> Self {
        let counts = |loss: &&Loss| !loss.is_of_types_only();
        let is_lossy = |operation: &&Operation| contract.losses_of(operation).iter().any(counts);
        let coverage = contract.coverage();
        let part = |loss: &Loss| LostPart {
            code: loss.code.to_owned(),
            place: loss.location.map_or_else(
                || contract.source.name().to_owned(),
                |at| format!("{}:{}:{}", contract.source.name(), at.line, at.column),
            ),
            pointer: loss.pointer.to_string(),
            reason: loss.reason.clone(),
        };
        Self {
            operations: coverage.operations,
            with_losses: contract.operations.iter().filter(is_lossy).count(),
            left_out: coverage.left_out,
            parts: contract.losses().iter().filter(counts).map(part).collect(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// How much is not tested, in one line.
    pub fn summary(&self) -> String {
        let Self { operations, with_losses, left_out, parts } = self;
        let noun = if parts.len() == 1 { "part" } else { "parts" };
        format!(
            "{} {noun} of the document cannot be tested: of {operations} operations, {left_out} are left \
             out, {with_losses} have losses",
            parts.len()
        )
    }
}

impl std::fmt::Display for LostPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}: {}", self.place, self.code, self.reason)
    }
}
