//! An operation that reaches beyond what it names.

use crate::case::{CaseKind, Expected, ProbeExpectation, Role};
use crate::check::{Check, CheckContext, Severity, Violation};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "side-effect-on-other-resource";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &["ResourceHierarchy"],
    title: "an operation changes only what it names",
    requirement: "After a success with one live value, the same request with another live value must succeed. Where a value that does not exist is a success too, the user's probe shows whether the other one is live.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: the request of the operation",
    example: "one token is revoked, and another one is unknown from then on",
    help: "change only what the request names",
    applies: |context: &CheckContext<'_>| match &context.step.role {
        Role::OtherResource => true,
        Role::Chained(chained) => chained.expected == Expected::LeftAlone,
        Role::Probe(ProbeExpectation::Live(kind)) => *kind == CaseKind::Valid,
        _ => false,
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let (Some(violation), Some(response)) = (
        context.status_violation(ViolationKind::SideEffectOnOtherResource),
        context.exchange.any_response(),
    ) else {
        return Vec::new();
    };
    let asked = match &context.step.role {
        Role::Probe(_) => "the probe with another live value",
        Role::Chained(_) => "a request for something else that was created",
        _ => "a valid request with a live value of its own",
    };
    vec![Violation {
        symptom: "a other resource was touched".to_owned(),
        expected: format!("{}: the request before named something else", violation.expected),
        actual: format!("status {} to {asked}", response.status),
        place: context.case.rule.clone(),
        clause: None,
        severity: None,
    }]
}
