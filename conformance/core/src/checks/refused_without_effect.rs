//! A refusal that did its work all the same.

use crate::case::{Cause, Probing, Role};
use crate::check::{Check, Severity, Subject, Violation};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "refused-without-effect";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "a refused request changes nothing",
    requirement: "A request that is refused, for its credentials, its content, its media type or its method, must not be carried out, nor may one that names something unknown touch what exists. The valid request with the same live value comes after it, and must succeed. Where what does not exist is a success too, the probe of the user says whether the value lives.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9110 §9.2.1 and §15.5",
    example: "a request without credentials is answered 401, and its token is revoked all the same",
    help: "refuse before anything is changed",
    applies: |subject: &Subject<'_>| match &subject.step.role {
        Role::FollowUp(_) => true,
        Role::Probe(Probing::Alive(cause)) => !matches!(cause, Cause::Valid | Cause::NotOwned),
        _ => false,
    },
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let (Some(misfit), Some(answer)) =
        (subject.misfit(ViolationKind::SideEffectOfRejectedRequest), subject.exchange.any_answer())
    else {
        return Vec::new();
    };
    let (asked, cause) = match &subject.step.role {
        Role::FollowUp(cause) => ("the valid request", cause),
        Role::Probe(Probing::Alive(cause)) => ("the probe", cause),
        _ => return Vec::new(),
    };
    let before = &subject.case.title;
    vec![Violation {
        symptom: format!("{} had an effect", cause.symptom()),
        expected: format!(
            "{}: the request before, {before}, must have changed nothing",
            misfit.expected
        ),
        actual: format!(
            "status {} to {asked} with the live value that the request before had left alone",
            answer.status
        ),
        place: subject.case.rule.clone(),
        clause: None,
        severity: None,
    }]
}
