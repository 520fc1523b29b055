//! Faults that servers have, each with the check that must find it. Any document's mock can be spoilt
//! by them; a fault that a document gives no room for does not apply.

mod authentication;
mod bodies;
mod framing;
mod headers;
mod routing;
mod state;
mod statuses;
mod validation;

use specs::Contract;
use specs::contract::{Operation, StatusRange};

use crate::mock::Flaws;
use crate::spoil::{Answer, Change, Sent};

/// One way in which a server is wrong.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// Kebab-case.
    pub id: &'static str,
    /// What it has to do with: the name of its file.
    pub class: &'static str,
    /// What the server does.
    pub what: &'static str,
    /// The check that must find it.
    pub check: &'static str,
    /// Whether the document gives room for it.
    pub applies: fn(&Room<'_>) -> bool,
    /// How it comes about.
    pub spoil: Spoil,
}

/// How a fault comes about.
#[derive(Debug, Clone, Copy)]
pub enum Spoil {
    /// Between the caller and the mock.
    Change(Change),
    /// In the mock itself.
    Flaws(Flaws),
}

/// What a document has that faults need.
#[derive(Debug, Clone, Copy)]
pub struct Room<'a> {
    /// The document.
    pub contract: &'a Contract,
    /// Whether there are live values.
    pub live: bool,
}

impl Room<'_> {
    /// Whether some operation is so.
    pub fn any(&self, is: impl Fn(&Operation) -> bool) -> bool {
        self.contract.operations.iter().any(is)
    }

    /// Whether some operation declares one of these statuses by number.
    pub fn declares(&self, statuses: &[u16]) -> bool {
        self.any(|operation| declares(operation, statuses))
    }

    /// Whether some operation asks for credentials of every caller.
    pub fn secured(&self) -> bool {
        self.any(|operation| !operation.security.allows_anonymous())
    }

    /// Whether a request can be against the document: there is something that must be right.
    pub fn validates(&self) -> bool {
        self.any(|operation| {
            operation.body.as_ref().is_some_and(|body| body.required)
                || operation.parameters.iter().any(|parameter| {
                    parameter.required
                        && parameter.location != specs::contract::ParameterLocation::Path
                })
        })
    }
}

/// A fault of what is answered.
const fn answers(
    class: &'static str,
    id: &'static str,
    what: &'static str,
    check: &'static str,
    applies: fn(&Room<'_>) -> bool,
    change: fn(&Sent, &mut Answer),
) -> Fault {
    Fault { id, class, what, check, applies, spoil: Spoil::Change(Change::Answer(change)) }
}

fn declares(operation: &Operation, statuses: &[u16]) -> bool {
    operation.responses.iter().any(|response| {
        matches!(response.status, StatusRange::Exact(status) if statuses.contains(&status))
    })
}

/// Every fault, by class.
pub fn all() -> impl Iterator<Item = &'static Fault> {
    let classes: [&'static [Fault]; 8] = [
        statuses::FAULTS,
        bodies::FAULTS,
        headers::FAULTS,
        framing::FAULTS,
        authentication::FAULTS,
        validation::FAULTS,
        routing::FAULTS,
        state::FAULTS,
    ];
    classes.into_iter().flatten()
}
