//! A 401 that does not say how to authenticate.

use crate::check::{Check, CheckContext, Profile, Severity, Violation};

/// The id of the check.
pub const ID: &str = "missing-www-authenticate";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a 401 has `WWW-Authenticate`",
    requirement: "A 401 must have a challenge that says how to authenticate. Few documents declare it and few servers send it, so that a violation fails a run only with the profile `http`.",
    severity: Severity::Info,
    profile: Some(Profile::Http),
    clause: "RFC 9110 §11.6.1 and §15.5.2",
    example: "a 401 without WWW-Authenticate: Bearer",
    help: "send WWW-Authenticate with the scheme of the document in every 401",
    applies: |context| context.response().is_some_and(|response| response.status == 401),
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let challenge = context.response().and_then(|response| response.header("www-authenticate"));
    if challenge.is_some_and(|challenge| !challenge.is_empty()) {
        return Vec::new();
    }
    vec![Violation {
        symptom: "401 without WWW-Authenticate".to_owned(),
        expected: "a WWW-Authenticate field with a challenge".to_owned(),
        actual: "status 401 without WWW-Authenticate".to_owned(),
        place: context
            .operation
            .security
            .pointer
            .clone()
            .unwrap_or_else(|| context.operation.pointer.clone()),
        clause: None,
        severity: None,
    }]
}
