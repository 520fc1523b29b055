//! A refusal that did its work all the same.

use crate::case::{CaseKind, ProbeExpectation, Role};
use crate::check::{Check, CheckContext, Severity, Violation};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "side-effect-of-rejected-request";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a rejected request changes nothing",
    requirement: "A request that is rejected for its credentials, its body, its media type or its method must not be executed, and one that names something unknown must not change what exists. The valid request with the same live value follows, and must succeed. Where a value that does not exist is a success too, the user's probe shows whether the value is live.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9110 §9.2.1 and §15.5",
    example: "a request without credentials gets 401, and its token is revoked all the same",
    help: "reject the request before anything is changed",
    applies: |context: &CheckContext<'_>| match &context.step.role {
        Role::FollowUp(_) => true,
        Role::Probe(ProbeExpectation::Live(kind)) => {
            !matches!(kind, CaseKind::Valid | CaseKind::NotOwned)
        }
        _ => false,
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let (Some(violation), Some(response)) = (
        context.status_violation(ViolationKind::SideEffectOfRejectedRequest),
        context.exchange.any_response(),
    ) else {
        return Vec::new();
    };
    let (asked, kind) = match &context.step.role {
        Role::FollowUp(kind) => ("the valid request", kind),
        Role::Probe(ProbeExpectation::Live(kind)) => ("the probe", kind),
        _ => return Vec::new(),
    };
    let before = &context.case.title;
    vec![Violation {
        symptom: format!("{} had an effect", kind.symptom()),
        expected: format!(
            "{}: the request before, {before}, must have changed nothing",
            violation.expected
        ),
        actual: format!(
            "status {} to {asked} with the live value that the request before had left alone",
            response.status
        ),
        place: context.case.rule.clone(),
        clause: None,
        severity: None,
    }]
}
