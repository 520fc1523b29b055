//! A form whose parameter comes twice is taken.

use crate::case::CaseKind;
use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::heuristics::{form_fields, is_oauth};

/// The id of the check.
pub const ID: &str = "accepted-repeated-parameter";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a repeated OAuth 2.0 parameter is rejected",
    requirement: "Parameters of OAuth 2.0 must not be repeated. Which of two is meant is ambiguous, and a proxy may choose another one than the server; the response is invalid_request.",
    severity: Severity::Info,
    profile: Some(Profile::Oauth),
    clause: "RFC 6749 §3.2",
    example: "token=a&token=a gets 204",
    help: "reject the request with 400 and invalid_request",
    applies: |context| {
        *context.kind == CaseKind::Unusual
            && is_oauth(context.contract, context.operation)
            && context.response().is_some_and(|response| response.class() == 2)
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let fields = form_fields(&context.exchange.request);
    let comes_twice = |name: &str| fields.iter().filter(|(known, _)| known == name).count() > 1;
    let Some((name, _)) = fields.iter().find(|(name, _)| comes_twice(name)) else {
        return Vec::new();
    };
    vec![context.violation(
        "a repeated parameter is taken",
        format!("a refusal, since `{name}` comes twice"),
        format!("status {}", context.response().map_or(0, |response| response.status)),
    )]
}
