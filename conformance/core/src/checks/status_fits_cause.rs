//! A refusal with a status that does not fit its cause.

use crate::check::{Check, Severity, Subject};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "status-fits-cause";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "a refusal has the status that is declared for its cause",
    requirement: "Where the operation declares statuses that fit a cause (400 or 422 for what is invalid, 401 before 403 without credentials, 404 for what does not exist), a refusal must have one of them. Where it declares none, any 4xx will do. What may stand undeclared: 405, 406, 413, 415, 429, 431.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: responses of the operation; RFC 9110 §15.5",
    example: "a body without a required member is answered 404, and the operation declares 400",
    help: "answer with the status that the document declares for this cause",
    applies: |subject: &Subject<'_>| subject.reading.is_some(),
    run: |subject| subject.status_violation(ViolationKind::UnexpectedErrorStatus),
};
