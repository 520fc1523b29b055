//! A case: the requests that are sent to a target, with a kind. Recorded, synthetic and stateful
//! cases are one type; a single request is a case of one step.

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

/// The source of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A recorded exchange.
    Recorded,
    /// Generated from the document.
    Synthetic,
    /// Generated from the document at random.
    Random,
}

impl Origin {
    /// Its name in case ids.
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
    /// The expected status, where it was recorded.
    pub status: Option<u16>,
    /// The purpose of the step.
    pub role: Role,
}

/// The requests that are sent to a target, and what is expected of the responses.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// `<provider>/<source>/<operation>/<variant>`, unique in a run.
    pub id: String,
    /// The id of the operation in the contract.
    pub operation: String,
    /// The source of the case.
    pub origin: Origin,
    /// The kind of request, which decides what is expected.
    pub kind: CaseKind,
    /// What it adds to the others of its kind.
    pub purpose: Purpose,
    /// One line on what the request does.
    pub title: String,
    /// The requests, in order.
    pub steps: Vec<Step>,
    /// The location in the document of the rule that is exercised.
    pub rule: Pointer,
    /// The file and location of a recorded exchange.
    pub provenance: Option<String>,
}

impl Case {
    /// The id of the operation that a step calls.
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

    /// Whether it revokes the credential that the caller itself uses, so that it must be the last case.
    pub fn ends_the_caller(&self) -> bool {
        self.steps.iter().any(|step| step.role == Role::Own)
    }

    /// The fields whose live values the case uses, each once.
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
