//! A request changed a resource that it does not name.

use crate::case::{CaseKind, Expected, ProbeExpectation, Role};
use crate::check::{Check, CheckContext, Detect, Scope, Severity, Violation};
use crate::expectation::ViolationKind;

pub(super) const CHECK: Check = Check {
    id: "side-effect-on-other-resource",
    aliases: &["ResourceHierarchy"],
    title: "an operation changes only what it names",
    requirement: "After a success with one live value, the same request with another live value must succeed. Where a value that does not exist is a success too, the user's probe shows whether the other one is live.",
    severity: Severity::Error,
    clause: "the document: the request of the operation",
    example: "one token is revoked, and another one is unknown from then on",
    help: "change only what the request names",
    scope: Scope::WithProbes,
    applies: |context: &CheckContext<'_>| match &context.step.role {
        Role::OtherResource => true,
        Role::Chained(chained) => chained.expected == Expected::LeftAlone,
        Role::Probe(ProbeExpectation::Live(kind)) => *kind == CaseKind::Valid,
        _ => false,
    },
    detect: Detect::StatusWith(ViolationKind::SideEffectOnOtherResource, run),
    ..Check::DEFAULTS
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
        Role::Chained(_) => "a request for another created resource",
        _ => "a valid request with another live value",
    };
    vec![Violation {
        symptom: "another resource was changed".to_owned(),
        expected: format!("{}: the request before named another resource", violation.expected),
        actual: format!("status {} to {asked}", response.status),
        place: context.case.rule.clone(),
        clause: None,
        severity: None,
    }]
}
