//! A client that shows wrong credentials and gets what it asks for, since it need not show any.

use crate::case::{CaseKind, Quality, Slot};
use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::heuristics::is_oauth;

/// The id of the check.
pub const ID: &str = "accepted-wrong-client-credentials";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "wrong client credentials are rejected, also where none are required",
    requirement: "Where an OAuth 2.0 operation may be called with or without credentials, in a header or in the body, credentials that are present and wrong must be rejected: 401 if they came in Authorization, else 400 or 401. A wrong secret in the body beside right credentials in the header is information. Operations that require credentials are tested by `ignored-authentication`.",
    severity: Severity::Warning,
    profile: Some(Profile::Oauth),
    clause: "RFC 6749 §2.3 and §5.2; RFC 7009 §2.1",
    example: "a revocation with a wrong password in Authorization: Basic gets 204",
    help: "verify all credentials that a request has, and reject wrong ones with invalid_client",
    applies: |context| {
        *context.kind == CaseKind::Unusual
            && context.operation.security.allows_anonymous()
            && shows_wrong(context)
            && is_oauth(context.contract, context.operation)
    },
    run,
};

fn in_header(context: &CheckContext<'_>, quality: Quality) -> bool {
    context.step.request.credentials.iter().any(|used| used.quality == quality)
}

fn shows_wrong(context: &CheckContext<'_>) -> bool {
    let slots = context.step.request.slots();
    in_header(context, Quality::Wrong) || slots.iter().any(|slot| matches!(slot, Slot::Wrong(_)))
}

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(response) = context.response() else {
        return Vec::new();
    };
    let place = if in_header(context, Quality::Wrong) { "header" } else { "body" };
    let is_contradiction = in_header(context, Quality::Right);
    let violation = match response.class() {
        2 => Violation {
            severity: is_contradiction.then_some(Severity::Info),
            ..context.violation(
                if is_contradiction {
                    "a wrong secret beside right credentials is taken".to_owned()
                } else {
                    format!("wrong credentials in the {place} are taken")
                },
                "a refusal of the wrong credentials",
                format!("status {}", response.status),
            )
        },
        // RFC 6749 §5.2: who tried Authorization must be reported so by a 401 with a challenge.
        4 if place == "header"
            && !matches!(response.status, 401 | 429)
            // What was not supplied may have been rejected first.
            && context.exchange.request.generated_values.is_empty() =>
        {
            Violation {
                severity: Some(Severity::Info),
                clause: Some("RFC 6749 §5.2"),
                ..context.violation(
                    format!("wrong credentials in the header gets {}", response.status),
                    "401 with a challenge",
                    format!("status {}", response.status),
                )
            }
        }
        _ => return Vec::new(),
    };
    vec![Violation { place: context.case.rule.clone(), ..violation }]
}
