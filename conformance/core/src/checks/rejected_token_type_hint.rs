//! A hint that the server does not know is in the way of a revocation.

use crate::case::CaseKind;
use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::expectation::StatusVerdict;
use crate::heuristics::{UNHEARD_OF_HINT, is_revocation};

/// The id of the check.
pub const ID: &str = "rejected-token-type-hint";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "an unknown `token_type_hint` is ignored",
    requirement: "The hint only helps to find the token; the server ignores an unknown one and searches everywhere. A document with a closed list of hints departs from that: by the document the hint is rejected, so that a violation fails a run only with the profile `rfc7009`.",
    severity: Severity::Info,
    profile: Some(Profile::Rfc7009),
    clause: "RFC 7009 §2.2 and §2.1",
    example: "token_type_hint=other gets 422, and the token stays live",
    help: "ignore unknown hints, and leave their list open in the document",
    applies: |context| {
        is_about_hint(context)
            && context.verdict == Some(&StatusVerdict::Conforms)
            // What was not supplied may have been rejected instead.
            && context.exchange.request.generated_values.is_empty()
            && is_revocation(context.operation)
    },
    run: |context| match context.response() {
        Some(response) if matches!(response.status, 400 | 422) => vec![Violation {
            place: context.case.rule.clone(),
            ..context.violation(
                "an unknown token_type_hint is refused",
                "a response as if the hint were left out",
                format!("status {}", response.status),
            )
        }],
        _ => Vec::new(),
    },
};

fn is_about_hint(context: &CheckContext<'_>) -> bool {
    match context.kind {
        CaseKind::Invalid { pointer, keyword } => {
            keyword == "enum" && pointer.last().as_deref() == Some("token_type_hint")
        }
        CaseKind::Unusual => {
            let body = context.exchange.request.body.as_deref().unwrap_or_default();
            String::from_utf8_lossy(body).contains(UNHEARD_OF_HINT)
        }
        _ => false,
    }
}
