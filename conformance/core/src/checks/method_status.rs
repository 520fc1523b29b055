//! A method that is not allowed is refused in other words than HTTP's.

use crate::case::Cause;
use crate::check::{Check, Profile, Severity};

/// The id of the check.
pub const ID: &str = "method-status";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "a method that is not allowed is answered 405 or 501",
    requirement: "A method that a path does not have should be answered 405, and one that the server does not know \
                  at all 501. Many gateways answer 404, so that it fails a run only where the profile `http` is named.",
    severity: Severity::Info,
    profile: Some(Profile::Http),
    clause: "RFC 9110 §9.1",
    example: "PUT on a path that declares POST alone is answered 404",
    help: "refuse the method with 405",
    applies: |subject| {
        *subject.cause == Cause::MethodNotAllowed
            && subject.answer().is_some_and(|answer| answer.class() == 4 && answer.status != 429)
            // What nobody supplied may have been turned down first.
            && subject.exchange.request.made_up.is_empty()
    },
    run: |subject| match subject.answer() {
        Some(answer) if answer.status != 405 => vec![subject.violation(
            format!("{} for a method that is not allowed", answer.status),
            "405, or 501 for a method that is not known at all",
            format!("status {} to {}", answer.status, subject.exchange.request.method),
        )],
        _ => Vec::new(),
    },
};
