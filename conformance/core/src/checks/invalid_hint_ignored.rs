//! A hint that the server does not know stands in the way of a revocation.

use crate::case::Cause;
use crate::check::{Check, Profile, Severity, Subject, Violation};
use crate::expectation::Reading;
use crate::prose::{UNHEARD_OF_HINT, is_revocation};

/// The id of the check.
pub const ID: &str = "invalid-hint-ignored";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "a `token_type_hint` that is not known is ignored",
    requirement: "The hint only helps to look the token up; the server ignores one that it does not know, and looks \
                  everywhere. A document that closes the list of hints departs from that: by the document the hint \
                  is refused, so that it fails a run only where the profile `rfc7009` is named.",
    severity: Severity::Info,
    profile: Some(Profile::Rfc7009),
    clause: "RFC 7009 §2.2 and §2.1",
    example: "token_type_hint=other is answered 422, and the token lives on",
    help: "ignore hints that are not known, and leave their list open in the document",
    applies: |subject| {
        is_about_hint(subject)
            && subject.reading == Some(&Reading::Fits)
            // What nobody supplied may have been turned down instead.
            && subject.exchange.request.made_up.is_empty()
            && is_revocation(subject.operation)
    },
    run: |subject| match subject.answer() {
        Some(answer) if matches!(answer.status, 400 | 422) => vec![Violation {
            place: subject.case.rule.clone(),
            ..subject.violation(
                "an unknown token_type_hint is refused",
                "an answer as if the hint were left out",
                format!("status {}", answer.status),
            )
        }],
        _ => Vec::new(),
    },
};

fn is_about_hint(subject: &Subject<'_>) -> bool {
    match subject.cause {
        Cause::Invalid { pointer, keyword } => {
            keyword == "enum" && pointer.last().as_deref() == Some("token_type_hint")
        }
        Cause::Unusual => {
            let body = subject.exchange.request.body.as_deref().unwrap_or_default();
            String::from_utf8_lossy(body).contains(UNHEARD_OF_HINT)
        }
        _ => false,
    }
}
