//! A signature that is ignored.

use crate::check::{Check, CheckContext, Severity};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "unverified-signature";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "no call with a signature that is not right",
    requirement: "Where the document wants a signature, one with a flipped bit, one by a key that is unknown, one that \
                  names such a key, and one that cannot be read must be refused like wrong credentials. The cases are \
                  made where the user has a key, and sign everything else with it.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: the Signature header; RFC 9421 §3.2",
    example: "a request whose signature has a flipped bit gets 204",
    help: "verify the signature with the key that it names before the operation runs",
    applies: |context: &CheckContext<'_>| context.verdict.is_some(),
    run: |context| context.status_violations(ViolationKind::UnverifiedSignature),
};
