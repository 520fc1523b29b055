//! A signature that is right, and not for this request or not for now.

use crate::check::{Check, CheckContext, Profile, Severity};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "stale-signature";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a signature is rejected that is out of date or covers other content",
    requirement: "A signature that has expired, one that is created in the future, and one over a header, a query or a body that was changed afterwards must be rejected: else an observer of one request can send others. What the user's profile does not cover is not changed; Pipevest's covers no query of a POST.",
    severity: Severity::Warning,
    profile: Some(Profile::Provider),
    clause: "RFC 9421 §3.2 and §7.2.1; RFC 9530 §2",
    example: "a request whose signature expired an hour ago gets 204",
    help: "compare created and expires with the clock, and compute the signature base and the digest from what was received",
    applies: |context: &CheckContext<'_>| context.verdict.is_some(),
    run: |context| context.status_violations(ViolationKind::StaleSignature),
};
