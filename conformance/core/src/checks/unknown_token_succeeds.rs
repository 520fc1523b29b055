//! A token that is not alive is refused, where RFC 7009 has nothing to refuse.

use crate::case::Cause;
use crate::check::{Check, Profile, Severity, Violation};
use crate::expectation::Reading;
use crate::prose::is_revocation;

/// The id of the check.
pub const ID: &str = "unknown-token-succeeds";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "a token that is unknown, or revoked already, is answered like any other",
    requirement: "What the client wants, that the token be of no use, is so already: an unknown token and a second \
                  revocation are answered like the first. Where the document declares 404 for them, it departs from \
                  RFC 7009; whoever can tell unknown tokens from others can try out which ones live.",
    severity: Severity::Info,
    profile: Some(Profile::Rfc7009),
    clause: "RFC 7009 §2.2",
    example: "a second revocation of the same token is answered 404",
    help: "answer 200 whether the token lives or not",
    applies: |subject| {
        *subject.cause == Cause::ValidUnknown
            && subject.reading == Some(&Reading::Fits)
            && is_revocation(subject.operation)
            && subject.answer().is_some_and(|answer| answer.class() == 4)
    },
    run: |subject| {
        let status = subject.answer().map_or(0, |answer| answer.status);
        vec![Violation {
            place: subject.operation.pointer.child("responses"),
            ..subject.violation(
                format!("{status} for a token that is not alive"),
                "a success, as for a token that is alive",
                format!("status {status}"),
            )
        }]
    },
};
