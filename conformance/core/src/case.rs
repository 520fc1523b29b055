//! What is asked of a target, and why: a list of steps with a kind. Recorded, synthetic and stateful
//! cases are one type; a lone request is a scenario of one step.

mod capture;
mod case_kind;
mod draws;
mod owner;
mod plan;
mod purpose;
mod role;
mod tampering;
mod template;

pub use capture::{Capture, Source};
pub use case_kind::CaseKind;
pub use plan::{BodyPlan, CredentialUse, Quality, RequestPlan, Spelling};
pub use purpose::Purpose;
pub use role::{Chained, Expected, ProbeExpectation, Role};
pub use tampering::Tampering;
pub use template::{Manner, Piece, Slot, Template};

pub use owner::Owner;

use specs::Pointer;

use crate::exchange::Via;
use crate::slug::slug;

/// Where a case comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// An exchange that somebody wrote down.
    Recorded,
    /// Made from the document.
    Synthetic,
    /// Drawn from the document at random.
    Random,
}

impl Origin {
    /// The word for it in case ids.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Synthetic => "synthetic",
            Self::Random => "random",
        }
    }
}

/// One request of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What is sent.
    pub request: RequestPlan,
    /// How it is sent.
    pub via: Via,
    /// The one status that must come, where somebody wrote it down.
    pub status: Option<u16>,
    /// What the step is there for.
    pub role: Role,
}

/// What is asked of a target, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// `<provider>/<source>/<operation>/<variant>`, unique in a run.
    pub id: String,
    /// The id of the operation in the contract.
    pub operation: String,
    /// Where the case comes from.
    pub origin: Origin,
    /// Why the response must be what is expected.
    pub kind: CaseKind,
    /// What it adds to the others of its kind.
    pub purpose: Purpose,
    /// One line on what the request does.
    pub title: String,
    /// What is sent, in order.
    pub steps: Vec<Step>,
    /// The place in the document of the rule that is exercised.
    pub rule: Pointer,
    /// Where a recorded exchange was written down.
    pub provenance: Option<String>,
}

impl Case {
    /// The id of the operation that a step asks.
    pub fn operation_of(&self, step: usize) -> &str {
        match self.steps.get(step).map(|step| &step.role) {
            Some(Role::Chained(chained)) => &chained.operation,
            Some(Role::Recorded { operation, .. }) => operation,
            _ => &self.operation,
        }
    }

    /// The id of a case.
    pub fn identify(provider: &str, origin: Origin, operation: &str, variant: &str) -> String {
        format!("{provider}/{}/{}/{variant}", origin.as_str(), slug(operation))
    }

    /// Whether it ends the credential that the caller itself uses, so that nothing may come after it.
    pub fn ends_the_caller(&self) -> bool {
        self.steps.iter().any(|step| step.role == Role::Own)
    }

    /// The live fields that the case draws, each once.
    pub fn live_fields(&self) -> Vec<&str> {
        let mut fields = Vec::new();
        for slot in self.steps.iter().flat_map(|step| step.request.slots()) {
            match slot {
                Slot::Live(field) if !fields.contains(&field.as_str()) => fields.push(field),
                _ => {}
            }
        }
        fields
    }
}
