//! What was created, and cannot be found.

use specs::contract::StatusRange;

use crate::case::{Chained, Expected, Role};
use crate::check::{Check, CheckContext, Severity, Violation};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "unavailable-after-create";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &["ensure_resource_availability"],
    title: "a created resource is available",
    requirement: "After a creation that is not only accepted (202), the resource that its response names must be available to the operations that read, change and delete it, and must be what was sent. Each 201 names a new resource. It is an error where the creation declares 201, else a warning, since some targets need time.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9110 §15.3.2; the document: links and paths",
    example: "POST /things gets 201 with an id, and GET /things/{id} gets 404",
    help: "respond with 201 once the resource can be read, and name it; else respond with 202",
    applies: |context: &CheckContext<'_>| expected(context).is_some(),
    run,
};

fn expected(context: &CheckContext<'_>) -> Option<Expected> {
    match &context.step.role {
        Role::Chained(Chained { expected, .. }) => Some(*expected),
        _ => None,
    }
}

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let (Some(violation), Some(received), Some(expected)) = (
        context.status_violation(ViolationKind::UnavailableAfterCreate),
        context.exchange.any_response(),
        expected(context),
    ) else {
        return Vec::new();
    };
    let method = context.operation.method.as_str();
    let (symptom, actual) = match (expected, received.class()) {
        (_, 2) => {
            (format!("{method} shows something else"), "what another creation sent".to_owned())
        }
        // One that is not the deleted one is for `side-effect-on-other-resource`.
        (Expected::LeftAlone, _) => {
            ("two creations, one name".to_owned(), "the name that was deleted since".to_owned())
        }
        _ => (format!("{method} does not find it"), format!("status {}", received.status)),
    };
    let says_done = context.contract.operation(&context.case.operation).is_some_and(|create| {
        create.responses.iter().any(|response| response.status == StatusRange::Exact(201))
    });
    // OpenAPI 3.0.4 §4.7.20: a link is no promise that the call succeeds.
    let is_certain = says_done && expected != Expected::Linked;
    vec![Violation {
        symptom,
        expected: format!("{} to {method} on what a step before has created", violation.expected),
        actual,
        place: context.operation.pointer.clone(),
        clause: None,
        severity: (!is_certain).then_some(Severity::Warning),
    }]
}
