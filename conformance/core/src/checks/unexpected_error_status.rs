//! A refusal with a status that does not fit its kind.

use crate::check::{Check, CheckContext, Severity};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "unexpected-error-status";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a rejection has a status that is declared for its kind",
    requirement: "Where the operation declares statuses for a kind of rejection (400 or 422 for an invalid request, 401 rather than 403 without credentials, 404 for an unknown value), a rejection must have one of them. Where it declares none, any 4xx is accepted. 405, 406, 413, 415, 429 and 431 need not be declared.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: responses of the operation; RFC 9110 §15.5",
    example: "a body without a required property gets 404, and the operation declares 400",
    help: "respond with the status that the document declares for this kind of request",
    applies: |context: &CheckContext<'_>| context.verdict.is_some(),
    run: |context| context.status_violations(ViolationKind::UnexpectedErrorStatus),
};
