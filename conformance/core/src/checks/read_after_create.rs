//! What was created, and cannot be found.

use specs::contract::StatusRange;

use crate::case::{Chained, Expected, Role};
use crate::check::{Check, Severity, Subject, Violation};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "read-after-create";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "what was created is there",
    requirement: "After a creation that is not only accepted (202), what its answer names is there for the operations that read, change and delete it, and is what was sent. Each 201 names something new. It is an error where the creation declares 201, which says that it has happened; else a warning, since some targets need time.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9110 §15.3.2; the document: links and paths",
    example: "POST /things is answered 201 with an id, and GET /things/{id} is answered 404",
    help: "answer 201 once what was created can be read, and name it; else answer 202",
    applies: |subject: &Subject<'_>| expected(subject).is_some(),
    run,
};

fn expected(subject: &Subject<'_>) -> Option<Expected> {
    match &subject.step.role {
        Role::Chained(Chained { expected, .. }) => Some(*expected),
        _ => None,
    }
}

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let (Some(misfit), Some(answer), Some(expected)) = (
        subject.misfit(ViolationKind::UnavailableAfterCreate),
        subject.exchange.any_answer(),
        expected(subject),
    ) else {
        return Vec::new();
    };
    let method = subject.operation.method.as_str();
    let (symptom, actual) = match (expected, answer.class()) {
        (_, 2) => {
            (format!("{method} shows something else"), "what another creation sent".to_owned())
        }
        // One that is not the deleted one is for `state-scripts`.
        (Expected::LeftAlone, _) => {
            ("two creations, one name".to_owned(), "the name that was deleted since".to_owned())
        }
        _ => (format!("{method} does not find it"), format!("status {}", answer.status)),
    };
    let says_done = subject.contract.operation(&subject.case.operation).is_some_and(|create| {
        create.responses.iter().any(|response| response.status == StatusRange::Exact(201))
    });
    // OpenAPI 3.0.4 §4.7.20: a link is no promise that the call succeeds.
    let is_certain = says_done && expected != Expected::Linked;
    vec![Violation {
        symptom,
        expected: format!("{} to {method} on what a step before has created", misfit.expected),
        actual,
        place: subject.operation.pointer.clone(),
        clause: None,
        severity: (!is_certain).then_some(Severity::Warning),
    }]
}
