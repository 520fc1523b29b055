//! A Basic challenge that lacks what it must have.

use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::fields::challenges;

/// The id of the check.
pub const ID: &str = "invalid-basic-challenge";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a Basic challenge has a `realm`, and no charset but UTF-8",
    requirement: "A challenge of the scheme Basic must have a realm, and its charset, if any, is UTF-8.",
    severity: Severity::Warning,
    profile: Some(Profile::Oauth),
    clause: "RFC 7617 §2 and §2.1",
    example: "WWW-Authenticate: Basic",
    help: "send WWW-Authenticate: Basic realm=\"NAME\"",
    applies: |context| {
        context.response().is_some_and(|response| response.header("www-authenticate").is_some())
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(response) = context.response() else {
        return Vec::new();
    };
    let text = response.header_values("www-authenticate").collect::<Vec<_>>().join(", ");
    let mut violations = Vec::new();
    for challenge in challenges(&text).unwrap_or_default() {
        if !challenge.is("Basic") {
            continue;
        }
        if challenge.parameter("realm").is_none() {
            violations.push(context.violation(
                "Basic without realm",
                "a realm in the Basic challenge",
                format!("WWW-Authenticate: {text}"),
            ));
        }
        let charset = challenge.parameter("charset");
        if charset.is_some_and(|charset| !charset.eq_ignore_ascii_case("utf-8")) {
            violations.push(context.violation(
                "Basic with another charset",
                "no charset, or UTF-8",
                format!("WWW-Authenticate: {text}"),
            ));
        }
    }
    violations
}
