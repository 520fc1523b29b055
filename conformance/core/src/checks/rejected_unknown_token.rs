//! A token that is not live is refused, where RFC 7009 has nothing to refuse.

use crate::case::CaseKind;
use crate::check::{Check, Profile, Severity, Violation};
use crate::expectation::StatusVerdict;
use crate::heuristics::is_revocation;

/// The id of the check.
pub const ID: &str = "rejected-unknown-token";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "the revocation of an unknown or revoked token succeeds",
    requirement: "The client wants the token to be unusable, and it is: an unknown token and a second revocation get the same response as a first one. Where the document declares 404 for them, it departs from RFC 7009; a client that can distinguish unknown tokens can search for valid ones.",
    severity: Severity::Info,
    profile: Some(Profile::Rfc7009),
    clause: "RFC 7009 §2.2",
    example: "a second revocation of the same token gets 404",
    help: "respond with 200 whether the token is live or not",
    applies: |context| {
        *context.kind == CaseKind::ValidUnknown
            && context.verdict == Some(&StatusVerdict::Conforms)
            && is_revocation(context.operation)
            && context.response().is_some_and(|response| response.class() == 4)
    },
    run: |context| {
        let status = context.response().map_or(0, |response| response.status);
        vec![Violation {
            place: context.operation.pointer.child("responses"),
            ..context.violation(
                format!("{status} for a token that is not live"),
                "a success, as for a token that is live",
                format!("status {status}"),
            )
        }]
    },
};
