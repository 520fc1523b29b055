//! What was deleted, and is there all the same.

use crate::case::{Chained, Expected, Role};
use crate::check::{Check, CheckContext, Severity, Violation};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "available-after-delete";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &["use_after_free", "UseAfterFree"],
    title: "a deleted resource is gone",
    requirement: "After a deletion that is not only accepted (202), the deleted resource must not be found. A resource that is only marked as deleted may still be returned, but not unchanged.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9110 §9.3.5",
    example: "DELETE /things/{id} gets 204, and GET returns the same thing as before",
    help: "delete the resource before the success is sent, or respond with 202",
    applies: |context: &CheckContext<'_>| {
        matches!(&context.step.role, Role::Chained(Chained { expected: Expected::Gone, .. }))
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let (Some(violation), Some(response)) = (
        context.status_violation(ViolationKind::AvailableAfterDelete),
        context.exchange.any_response(),
    ) else {
        return Vec::new();
    };
    vec![Violation {
        symptom: "what was deleted is shown as before".to_owned(),
        expected: format!("{} to what a step before has deleted", violation.expected),
        actual: format!("status {}, and the same content as before the deletion", response.status),
        place: context.operation.pointer.clone(),
        clause: None,
        severity: None,
    }]
}
