//! A refusal with a status that does not fit its kind.

use crate::check::{Check, CheckContext, Severity};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "unexpected-error-status";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "a refusal has the status that is declared for its kind",
    requirement: "Where the operation declares statuses that fit a kind (400 or 422 for what is invalid, 401 before 403 without credentials, 404 for what does not exist), a refusal must have one of them. Where it declares none, any 4xx will do. What may stand undeclared: 405, 406, 413, 415, 429, 431.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: responses of the operation; RFC 9110 §15.5",
    example: "a body without a required member gets 404, and the operation declares 400",
    help: "respond with the status that the document declares for this kind",
    applies: |context: &CheckContext<'_>| context.verdict.is_some(),
    run: |context| context.status_violations(ViolationKind::UnexpectedErrorStatus),
};
