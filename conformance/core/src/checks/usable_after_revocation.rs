//! What has ended, and works all the same.

use crate::case::{ProbeExpectation, Role};
use crate::check::{Check, CheckContext, Severity, Violation};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "usable-after-revocation";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a revoked value is not usable any more",
    requirement: "After a success, the value that was named is revoked immediately: the user's probe gets the response for a revoked one. Where the caller revoked its own credential, its next request is rejected. A `grace` of the probe allows a delay.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 7009 §2 and §2.1",
    example: "a token is revoked with 204, and a request with it gets 200 afterwards",
    help: "revoke the value before the success is sent, and check it in every request",
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
