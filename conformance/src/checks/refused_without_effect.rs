//! A refusal that did its work all the same.

use crate::case::Role;
use crate::check::{Check, Severity, Subject, Violation};

/// The id of the check.
pub const ID: &str = "refused-without-effect";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "a refused request changes nothing",
    requirement: "A request that is refused, for its credentials, its content, its media type or its method, must not be carried out, nor may one that names something unknown touch what exists. The valid request with the same live value comes after it, and must succeed.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9110 §9.2.1 and §15.5",
    example: "a request without credentials is answered 401, and its token is revoked all the same",
    help: "refuse before anything is changed",
    applies: |subject: &Subject<'_>| matches!(subject.step.role, Role::FollowUp(_)),
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let (Some(misfit), Some(answer), Role::FollowUp(cause)) =
        (subject.misfit(ID), subject.exchange.any_answer(), &subject.step.role)
    else {
        return Vec::new();
    };
    let before = &subject.case.title;
    vec![Violation {
        symptom: format!("{} had an effect", cause.symptom()),
        expected: format!(
            "{}: the request before, {before}, must have changed nothing",
            misfit.expected
        ),
        actual: format!(
            "status {} to the valid request with the live value that the request before had left alone",
            answer.status
        ),
        place: subject.case.rule.clone(),
        clause: None,
        severity: None,
    }]
}
