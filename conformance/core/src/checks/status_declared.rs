//! After a valid request, a status that nobody declared.

use crate::check::{Check, Severity, Subject};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "status-declared";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "after a valid request, only declared statuses",
    requirement: "A request that the document allows must be answered with a status that the operation declares. A status that nobody declared leaves every caller without a way to read the answer.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: responses of the operation",
    example: "a valid request is answered 202, and the operation declares 200, 400 and 404",
    help: "answer with a declared status, or declare this one",
    applies: |subject: &Subject<'_>| subject.reading.is_some(),
    run: |subject| subject.status_violation(ViolationKind::UndeclaredStatus),
};
