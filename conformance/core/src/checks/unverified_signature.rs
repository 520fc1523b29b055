//! A signature that is ignored.

use crate::check::{Check, CheckContext, Severity};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "unverified-signature";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a request with a wrong signature is rejected",
    requirement: "Where the document requires a signature, one with a flipped bit, one by an unknown key, one that names an unknown key, and one that cannot be parsed must be rejected like wrong credentials. The cases exist where the user has a key; all other requests are signed with it.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: the Signature header; RFC 9421 §3.2",
    example: "a request whose signature has a flipped bit gets 204",
    help: "verify the signature with the key that it names before the operation runs",
    applies: |context: &CheckContext<'_>| context.verdict.is_some(),
    run: |context| context.status_violations(ViolationKind::UnverifiedSignature),
};
