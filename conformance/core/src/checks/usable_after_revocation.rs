//! What has ended, and works all the same.

use crate::case::{ProbeExpectation, Role};
use crate::check::{Check, CheckContext, Severity, Violation};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "usable-after-revocation";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "what is revoked does not work any more",
    requirement: "After a success, the value that was named is revoked at once: the probe that the user named gets the same response as for a revoked one. Where the caller ended its own credential, its next request is refused. A `grace` of the probe allows the end some time.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 7009 §2 and §2.1",
    example: "a token is revoked with 204, and a call with it gets 200 afterwards",
    help: "end the value before the success gets a response, and look at it in every call",
    applies: |context: &CheckContext<'_>| {
        matches!(
            context.step.role,
            Role::Probe(ProbeExpectation::Revoked) | Role::AfterOwnCredential
        )
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let (Some(violation), Some(response)) = (
        context.status_violation(ViolationKind::UsableAfterRevocation),
        context.exchange.any_response(),
    ) else {
        return Vec::new();
    };
    let (symptom, asked) = match context.step.role {
        Role::AfterOwnCredential => {
            ("the caller's own credential works after its end", "a request with the credential")
        }
        _ => ("what was revoked still works", "the probe with the value"),
    };
    vec![Violation {
        symptom: symptom.to_owned(),
        expected: format!("{} to {asked} that the request before has ended", violation.expected),
        actual: format!("status {}", response.status),
        place: context.case.rule.clone(),
        clause: None,
        severity: None,
    }]
}
