//! An answer about tokens that caches may keep.

use serde_json::Value;

use crate::check::{Check, Profile, Severity, Subject, Violation};
use crate::prose::{is_oauth, is_revocation};

/// The id of the check.
pub const ID: &str = "no-store";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "answers about tokens carry `Cache-Control: no-store`",
    requirement: "An answer that hands out a token must not be stored, and must say so. What is told of a token's end is \
                  no secret, but is soon out of date. Few documents declare it, so that it fails a run only where \
                  the profile `oauth` is named.",
    severity: Severity::Info,
    profile: Some(Profile::Oauth),
    clause: "RFC 6749 §5.1",
    example: "a 200 with access_token and without Cache-Control: no-store",
    help: "send Cache-Control: no-store",
    applies: |subject| {
        subject.cause.reaches_operation()
            && subject.answer().is_some_and(|answer| answer.class() == 2)
            && (is_revocation(subject.operation) || is_oauth(subject.contract, subject.operation))
    },
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let Some(answer) = subject.answer() else {
        return Vec::new();
    };
    let mut values = answer.header_values("cache-control");
    if values.any(|value| value.to_ascii_lowercase().contains("no-store")) {
        return Vec::new();
    }
    let content = subject.json().unwrap_or(&Value::Null);
    // RFC 6749 §5.1: both are required of an answer that hands out a token.
    let hands_out = ["access_token", "token_type"].iter().all(|name| content.get(name).is_some());
    vec![subject.violation(
        if hands_out { "a token that may be stored" } else { "an answer that may be stored" },
        "Cache-Control with no-store",
        format!("status {} without no-store", answer.status),
    )]
}
