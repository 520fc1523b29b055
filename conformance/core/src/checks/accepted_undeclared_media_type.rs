//! An operation that takes content in a media type that it does not declare.

use crate::check::{Check, CheckContext, Severity};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "accepted-undeclared-media-type";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a body of an undeclared media type is rejected",
    requirement: "The operation declares the media types of its request body; a body of any other must be rejected, preferably with 415.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: content of the request body; RFC 9110 §15.5.16",
    example: "a body of type text/plain gets 204, and only application/json is declared",
    help: "reject other media types with 415",
    applies: |context: &CheckContext<'_>| context.verdict.is_some(),
    run: |context| context.status_violations(ViolationKind::AcceptedUndeclaredMediaType),
};
