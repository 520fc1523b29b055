//! A response that does not say when it was made.

use crate::check::{Check, CheckContext, Profile, Severity, Violation};

/// The id of the check.
pub const ID: &str = "missing-date";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a response has `Date`",
    requirement: "An origin server with a clock sends Date in every 2xx, 3xx and 4xx response; caches and clients compute ages from it. A server without a clock must not send it, so that a violation fails a run only with the profile `http`.",
    severity: Severity::Info,
    profile: Some(Profile::Http),
    clause: "RFC 9110 §6.6.1",
    example: "a 200 without Date",
    help: "send Date with every response",
    applies: |context| {
        context.response().is_some_and(|response| (2..5).contains(&response.class()))
    },
    run: |context| match context.response() {
        Some(response) if response.header("date").is_none() => {
            vec![missing(context, response.status)]
        }
        _ => Vec::new(),
    },
};

fn missing(context: &CheckContext<'_>, status: u16) -> Violation {
    context.violation("no Date", "a Date field", format!("status {status} without Date"))
}
