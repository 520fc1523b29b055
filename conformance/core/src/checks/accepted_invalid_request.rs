//! An operation that accepts what the document forbids.

use crate::check::{Check, CheckContext, Severity};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "accepted-invalid-request";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "an invalid or unreadable request is refused",
    requirement: "A request that breaks a rule of a parameter or of the body, or whose body cannot be read, must be refused with a 4xx. Each such request was proved invalid in the form in which it is sent.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: schemas of parameters and body",
    example: "a body without a required member gets 204",
    help: "validate the request against the document before the operation runs",
    applies: |context: &CheckContext<'_>| context.verdict.is_some(),
    run: |context| context.status_violations(ViolationKind::AcceptedInvalidRequest),
};
