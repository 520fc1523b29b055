//! A signature that is right, and not for this request or not for now.

use crate::check::{Check, CheckContext, Profile, Severity};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "stale-signature";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "a signature is good for its time and for what it covers",
    requirement: "A signature that has expired, one that is created in the future, and one over a header, a query \
                  or content that was changed afterwards must be refused: else whoever sees one request can send others. What \
                  the user's profile does not cover is not changed; Pipevest's covers no query of a POST.",
    severity: Severity::Warning,
    profile: Some(Profile::Provider),
    clause: "RFC 9421 §3.2 and §7.2.1; RFC 9530 §2",
    example: "a request whose signature has expired an hour ago gets 204",
    help: "compare created and expires with the clock, and make the signature base and the digest of what came",
    applies: |context: &CheckContext<'_>| context.verdict.is_some(),
    run: |context| context.status_violations(ViolationKind::StaleSignature),
};
