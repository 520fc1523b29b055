//! A response about tokens that caches may keep.

use serde_json::Value;

use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::heuristics::{is_oauth, is_revocation};

/// The id of the check.
pub const ID: &str = "missing-no-store";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "responses with tokens have `Cache-Control: no-store`",
    requirement: "A response that contains a token must not be stored, and must say so. Few documents declare it, so that a violation fails a run only with the profile `oauth`.",
    severity: Severity::Info,
    profile: Some(Profile::Oauth),
    clause: "RFC 6749 §5.1",
    example: "a 200 with access_token and without Cache-Control: no-store",
    help: "send Cache-Control: no-store",
    applies: |context| {
        context.kind.reaches_operation()
            && context.response().is_some_and(|response| response.class() == 2)
            && (is_revocation(context.operation) || is_oauth(context.contract, context.operation))
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(response) = context.response() else {
        return Vec::new();
    };
    let mut values = response.header_values("cache-control");
    if values.any(|value| value.to_ascii_lowercase().contains("no-store")) {
        return Vec::new();
    }
    let content = context.json().unwrap_or(&Value::Null);
    // RFC 6749 §5.1: both are required of a response that hands out a token.
    let hands_out = ["access_token", "token_type"].iter().all(|name| content.get(name).is_some());
    vec![context.violation(
        if hands_out { "a token that may be stored" } else { "a response that may be stored" },
        "Cache-Control with no-store",
        format!("status {} without no-store", response.status),
    )]
}
