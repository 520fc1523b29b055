//! A refusal of what the document allows.

use crate::check::{Check, Severity, Subject};

/// The id of the check.
pub const ID: &str = "valid-accepted";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "a valid request is accepted",
    requirement: "A request that the document allows, with right credentials and with values that exist, must be answered with a declared success. Where a value is made up, a refusal says nothing.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: the request of the operation",
    example: "the form that the document declares is answered 400",
    help: "accept every request that the document allows",
    applies: |subject: &Subject<'_>| subject.reading.is_some(),
    run: |subject| subject.status_violation(ID),
};
