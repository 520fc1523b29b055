//! A method that is not allowed is refused in other words than HTTP's.

use crate::case::CaseKind;
use crate::check::{Check, Profile, Severity};

/// The id of the check.
pub const ID: &str = "undeclared-method-status";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a method that is not allowed gets 405 or 501",
    requirement: "A method that a path does not have should get 405, and one that the server does not implement 501. Many gateways respond with 404, so that a violation fails a run only with the profile `http`.",
    severity: Severity::Info,
    profile: Some(Profile::Http),
    clause: "RFC 9110 §9.1",
    example: "PUT on a path that declares only POST gets 404",
    help: "reject the method with 405",
    applies: |context| {
        *context.kind == CaseKind::MethodNotAllowed
            && context.response().is_some_and(|response| response.class() == 4 && response.status != 429)
            // What was not supplied may have been rejected first.
            && context.exchange.request.generated_values.is_empty()
    },
    run: |context| match context.response() {
        Some(response) if response.status != 405 => vec![context.violation(
            format!("{} for a method that is not allowed", response.status),
            "405, or 501 for a method that is not known at all",
            format!("status {} to {}", response.status, context.exchange.request.method),
        )],
        _ => Vec::new(),
    },
};
