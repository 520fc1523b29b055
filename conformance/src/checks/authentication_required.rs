//! An operation that runs for callers whom the document keeps out.

use crate::check::{Check, Severity, Subject};

/// The id of the check.
pub const ID: &str = "authentication-required";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "no call without right credentials",
    requirement: "Where the document asks for credentials and allows no anonymous call, a request without them, with \
                  wrong ones, or with only some of those that are needed together must be refused. Wrong ones are \
                  wrong in little where the right ones are supplied: the same user-id with another password, one \
                  character of a key or token changed. So a comparison of their beginnings shows, and a signature \
                  of a token that nobody verifies.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: security of the operation; RFC 9110 §15.5.2",
    example: "a request without Authorization is answered 204",
    help: "verify every credential before the operation runs",
    applies: |subject: &Subject<'_>| subject.reading.is_some(),
    run: |subject| subject.status_violation(ID),
};
