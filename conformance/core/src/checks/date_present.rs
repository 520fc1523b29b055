//! An answer that does not say when it was made.

use crate::check::{Check, Profile, Severity, Subject, Violation};

/// The id of the check.
pub const ID: &str = "date-present";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "an answer carries `Date`",
    requirement: "An origin server with a clock sends Date in every answer of the classes 2, 3 and 4; caches and clients \
                  reckon ages from it. A server without a clock must not, so that it fails a run only where the \
                  profile `http` is named.",
    severity: Severity::Info,
    profile: Some(Profile::Http),
    clause: "RFC 9110 §6.6.1",
    example: "a 200 without Date",
    help: "send Date with every answer",
    applies: |subject| subject.answer().is_some_and(|answer| (2..5).contains(&answer.class())),
    run: |subject| match subject.answer() {
        Some(answer) if answer.header("date").is_none() => vec![missing(subject, answer.status)],
        _ => Vec::new(),
    },
};

fn missing(subject: &Subject<'_>, status: u16) -> Violation {
    subject.violation("no Date", "a Date field", format!("status {status} without Date"))
}
