//! An `error` of an OAuth 2.0 server that no client can act on.

use serde_json::Value;

use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::fields::is_error_text;
use crate::heuristics::{is_oauth, response_members};

/// The id of the check.
pub const ID: &str = "unregistered-oauth-error";

/// The codes of RFC 6749 §5.2, RFC 6750 §3.1, RFC 7009 §2.2.1, RFC 8707 §2 and RFC 9449 §12.2.
const CODES: [&str; 12] = [
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
    "invalid_token",
    "insufficient_scope",
    "unsupported_token_type",
    "invalid_target",
    "invalid_dpop_proof",
    "use_dpop_nonce",
];

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "`error` is a code of OAuth 2.0",
    requirement: "Where an OAuth 2.0 operation declares a property `error` for 400 or 401, its value is a registered code, in printable ASCII without quotes and backslashes; texts for people are in error_description. A document that declares any string allows any string, so that a violation fails a run only with the profile `oauth`.",
    severity: Severity::Info,
    profile: Some(Profile::Oauth),
    clause: "RFC 6749 §5.2; RFC 7009 §2.2.1",
    example: "a 400 with {\"error\":\"The token is missing.\"}",
    help: "send a code such as invalid_request, and the text in error_description",
    applies: |context| {
        context.response().is_some_and(|response| matches!(response.status, 400 | 401))
            && is_oauth(context.contract, context.operation)
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(declared) = context.declared else {
        return Vec::new();
    };
    let members = response_members(&context.contract.schemas, declared);
    let Some(member) = members.iter().find(|member| member.name == "error") else {
        return Vec::new();
    };
    let content = context.json().unwrap_or(&Value::Null);
    let Some(code) = content.get("error").and_then(Value::as_str) else {
        return Vec::new();
    };
    let symptom = match code {
        known if CODES.contains(&known) => return Vec::new(),
        text if is_error_text(text) => "`error` is no registered code",
        _ => "`error` in signs that are not allowed",
    };
    vec![Violation {
        place: context.contract.schemas.get(member.schema).pointer.clone(),
        ..context.violation(symptom, "a code such as invalid_request", format!("`error`: {code:?}"))
    }]
}
