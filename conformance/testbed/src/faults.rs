//! Faults of servers, each with the check that must find it. They are injected into the mock of any document
//! to which they apply.

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

/// One defect of a server.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// Kebab-case.
    pub id: &'static str,
    /// The name of its file, as a group in the output of the self-test.
    pub class: &'static str,
    /// What the server does, as a verb phrase.
    pub what: &'static str,
    /// The check that must find it.
    pub check: &'static str,
    /// Whether it is possible with a document.
    pub applies: fn(&Applicability<'_>) -> bool,
    /// How it is injected.
    pub mutation: Mutation,
    /// The configuration that the check needs to report it as an error.
    pub needs: Needs,
}

/// How a fault or an equivalent variant is injected.
#[derive(Debug, Clone, Copy)]
pub enum Mutation {
    /// Changes messages between the caller and the mock.
    Change(Change),
    /// Switches on defects of the mock.
    Defects(Defects),
    /// Switches on permitted quirks of the mock.
    Quirks(Quirks),
}

/// The configuration that a check needs to report a fault as an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// The longest time that a response may take, in milliseconds.
    MaxResponseTime(u64),
    /// A profile.
    Profile(Profile),
    /// `--strict`: warnings, and rejections without a declared status, are errors.
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

/// A fault that changes responses, and needs no configuration.
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

/// A fault of any kind that needs no configuration.
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
