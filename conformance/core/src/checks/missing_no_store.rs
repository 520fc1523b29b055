//! Caches may store a response with tokens.

use serde_json::Value;

use crate::check::{Check, CheckContext, Detect, Profile, Severity, Violation};
use crate::heuristics::{is_oauth, is_revocation};

pub(super) const CHECK: Check = Check {
    id: "missing-no-store",
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
    detect: Detect::Exchange(run),
    ..Check::DEFAULTS
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
    // RFC 6749 §5.1: a response that issues a token must have both.
    let issues_token =
        ["access_token", "token_type"].iter().all(|name| content.get(name).is_some());
    vec![context.violation(
        if issues_token { "a token that may be stored" } else { "a response that may be stored" },
        "Cache-Control with no-store",
        format!("status {} without no-store", response.status),
    )]
}
