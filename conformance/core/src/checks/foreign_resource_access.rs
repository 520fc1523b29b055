//! A value of another client that is taken for the caller's own.

use crate::case::{CaseKind, ProbeExpectation, Role};
use crate::check::{Check, CheckContext, Severity, Violation};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "foreign-resource-access";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &["NameSpaceRule", "broken object level authorization"],
    title: "a value of another client is rejected and stays live",
    requirement: "A value that belongs to another client must be rejected, or treated like one that does not exist. In either case it stays live, as the user's probe shows. The check runs where the fixtures have `foreign-values`.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 7009 §2.1; OWASP API1:2023",
    example: "a client revokes the token of another one, and gets 200",
    help: "check who owns what a request names, not only whether it exists",
    applies: |context: &CheckContext<'_>| match &context.step.role {
        Role::Main => *context.kind == CaseKind::NotOwned,
        Role::Probe(ProbeExpectation::Live(kind)) => *kind == CaseKind::NotOwned,
        _ => false,
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let (Some(violation), Some(response)) = (
        context.status_violation(ViolationKind::ForeignResourceAccess),
        context.exchange.any_response(),
    ) else {
        return Vec::new();
    };
    let (symptom, asked) = if context.step.role.is_probe() {
        ("another client's value was ended", "the probe with a value")
    } else {
        ("another client's value was taken", "a request with a value")
    };
    vec![Violation {
        symptom: symptom.to_owned(),
        expected: format!("{} to {asked} that belongs to another client", violation.expected),
        actual: format!("status {}", response.status),
        place: context.case.rule.clone(),
        clause: None,
        severity: None,
    }]
}
