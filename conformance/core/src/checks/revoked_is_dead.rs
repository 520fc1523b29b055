//! What has ended, and works all the same.

use crate::case::{Probing, Role};
use crate::check::{Check, Severity, Subject, Violation};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "revoked-is-dead";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "what is revoked does not work any more",
    requirement: "After a success, the value that was named is dead at once: the probe that the user named is answered as for a dead one. Where the caller ended its own credential, its next request is refused. A `grace` of the probe allows the end some time.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 7009 §2 and §2.1",
    example: "a token is revoked with 204, and a call with it is answered 200 afterwards",
    help: "end the value before the success is answered, and look at it in every call",
    applies: |subject: &Subject<'_>| {
        matches!(subject.step.role, Role::Probe(Probing::Dead) | Role::AfterOwn)
    },
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let (Some(misfit), Some(answer)) =
        (subject.misfit(ViolationKind::UsableAfterRevocation), subject.exchange.any_answer())
    else {
        return Vec::new();
    };
    let (symptom, asked) = match subject.step.role {
        Role::AfterOwn => {
            ("the caller's own credential works after its end", "a request with the credential")
        }
        _ => ("what was revoked still works", "the probe with the value"),
    };
    vec![Violation {
        symptom: symptom.to_owned(),
        expected: format!("{} to {asked} that the request before has ended", misfit.expected),
        actual: format!("status {}", answer.status),
        place: subject.case.rule.clone(),
        clause: None,
        severity: None,
    }]
}
