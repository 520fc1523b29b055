//! Faults that servers have, each with the check that must find it. Any document's mock can be mutated
//! by them; a fault that a document gives no room for does not apply.

mod applicability;
mod authentication;
mod bodies;
mod descriptions;
mod framing;
mod headers;
mod leaks;
mod media_types;
mod profiles;
mod redirects;
mod routing;
mod scripts;
mod signatures;
mod state;
mod statuses;
mod timing;
mod validation;
mod wire;

use std::time::Duration;

use crate::mock::{Defects, Quirks};
use crate::mutation::{Change, HttpResponse, Sent};
pub use applicability::Applicability;
use conformance_core::check::{Profile, Rules};

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
    pub applies: fn(&Applicability<'_>) -> bool,
    /// How it comes about.
    pub mutation: Mutation,
    /// What the user must ask for, so that the check looks for it.
    pub needs: Needs,
}

/// How a fault, or a variant that is as right, comes about.
#[derive(Debug, Clone, Copy)]
pub enum Mutation {
    /// Between the caller and the mock.
    Change(Change),
    /// In the mock itself.
    Defects(Defects),
    /// In the mock itself, and as right as without it.
    Quirks(Quirks),
}

/// What the user must ask for, so that a check looks for a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// The longest time that a response may take, in milliseconds.
    MaxResponseTime(u64),
    /// A profile.
    Profile(Profile),
    /// That warnings, and gaps of the document, are errors.
    Strict,
}

impl Needs {
    /// The rules of the run.
    pub fn rules(self) -> Rules {
        match self {
            Self::Nothing => Rules::default(),
            Self::MaxResponseTime(limit) => {
                Rules { too_slow: Some(Duration::from_millis(limit)), ..Rules::default() }
            }
            Self::Profile(profile) => Rules { profiles: vec![profile], ..Rules::default() },
            Self::Strict => Rules { strict: true, ..Rules::default() },
        }
    }
}

/// A fault of what gets a response.
const fn in_response(
    class: &'static str,
    id: &'static str,
    what: &'static str,
    check: &'static str,
    applies: fn(&Applicability<'_>) -> bool,
    change: fn(&Sent, &mut HttpResponse),
) -> Fault {
    mutated(class, id, what, check, applies, Mutation::Change(Change::HttpResponse(change)))
}

/// A fault of any kind that needs nothing of the user.
const fn mutated(
    class: &'static str,
    id: &'static str,
    what: &'static str,
    check: &'static str,
    applies: fn(&Applicability<'_>) -> bool,
    mutation: Mutation,
) -> Fault {
    Fault { id, class, what, check, applies, mutation, needs: Needs::Nothing }
}

/// Every fault, by class.
pub fn all() -> impl Iterator<Item = &'static Fault> {
    let classes: [&'static [Fault]; 17] = [
        statuses::FAULTS,
        redirects::FAULTS,
        bodies::FAULTS,
        media_types::FAULTS,
        headers::FAULTS,
        framing::FAULTS,
        authentication::FAULTS,
        signatures::FAULTS,
        validation::FAULTS,
        routing::FAULTS,
        state::FAULTS,
        leaks::FAULTS,
        timing::FAULTS,
        wire::FAULTS,
        scripts::FAULTS,
        profiles::FAULTS,
        descriptions::FAULTS,
    ];
    classes.into_iter().flatten()
}
