//! What was deleted, and is there all the same.

use crate::case::{Chained, Expected, Role};
use crate::check::{Check, Severity, Subject, Violation};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "gone-after-delete";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "what was deleted is gone",
    requirement: "After a deletion that is not only accepted (202), what was deleted is not found any more. What is only marked as deleted may still be shown, but not as it was before.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9110 §9.3.5",
    example: "DELETE /things/{id} is answered 204, and GET shows the same thing as before",
    help: "delete before the success is answered, or answer 202",
    applies: |subject: &Subject<'_>| {
        matches!(&subject.step.role, Role::Chained(Chained { expected: Expected::Gone, .. }))
    },
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let (Some(misfit), Some(answer)) =
        (subject.misfit(ViolationKind::AvailableAfterDelete), subject.exchange.any_answer())
    else {
        return Vec::new();
    };
    vec![Violation {
        symptom: "what was deleted is shown as before".to_owned(),
        expected: format!("{} to what a step before has deleted", misfit.expected),
        actual: format!("status {}, and the same content as before the deletion", answer.status),
        place: subject.operation.pointer.clone(),
        clause: None,
        severity: None,
    }]
}
