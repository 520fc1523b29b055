//! An operation that reaches beyond what it names.

use crate::case::{Cause, Expected, Probing, Role};
use crate::check::{Check, Severity, Subject, Violation};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "state-scripts";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "an operation touches only what it names",
    requirement: "A call that names one thing must leave its neighbours alone: after a success with one live value, the same call with another live value must succeed. Where what does not exist is a success too, the probe of the user says whether the other one lives.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: the request of the operation",
    example: "one token is revoked, and another one is unknown from then on",
    help: "change only what the request names",
    applies: |subject: &Subject<'_>| match &subject.step.role {
        Role::Neighbour => true,
        Role::Chained(chained) => chained.expected == Expected::LeftAlone,
        Role::Probe(Probing::Alive(cause)) => *cause == Cause::Valid,
        _ => false,
    },
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let (Some(misfit), Some(answer)) =
        (subject.misfit(ViolationKind::SideEffectOnOtherResource), subject.exchange.any_answer())
    else {
        return Vec::new();
    };
    let asked = match &subject.step.role {
        Role::Probe(_) => "the probe with another live value",
        Role::Chained(_) => "a request for something else that was created",
        _ => "a valid request with a live value of its own",
    };
    vec![Violation {
        symptom: "a neighbour was touched".to_owned(),
        expected: format!("{}: the request before named something else", misfit.expected),
        actual: format!("status {} to {asked}", answer.status),
        place: subject.case.rule.clone(),
        clause: None,
        severity: None,
    }]
}
