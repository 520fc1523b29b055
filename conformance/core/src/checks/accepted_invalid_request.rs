//! An operation that accepts what the document forbids.

use crate::check::{Check, CheckContext, Severity};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "accepted-invalid-request";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &["negative_data_rejection", "missing_required_header"],
    title: "an invalid request is rejected",
    requirement: "A request that violates a rule of a parameter or of the body, or whose body cannot be parsed, must be rejected with a 4xx. Each such request was proved to be invalid as it is sent.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: schemas of parameters and body",
    example: "a body without a required property gets 204",
    help: "validate the request against the document before the operation runs",
    applies: |context: &CheckContext<'_>| context.verdict.is_some(),
    run: |context| context.status_violations(ViolationKind::AcceptedInvalidRequest),
};
