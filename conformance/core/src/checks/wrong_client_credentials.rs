//! A client that shows wrong credentials and gets what it asks for, since it need not show any.

use crate::case::{Cause, Quality, Slot};
use crate::check::{Check, Profile, Severity, Subject, Violation};
use crate::prose::is_oauth;

/// The id of the check.
pub const ID: &str = "wrong-client-credentials";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "wrong credentials of a client are refused, also where none are needed",
    requirement: "Where an operation of OAuth 2.0 may be called with or without credentials, in the header or in the \
                  body, credentials that are shown and wrong are refused: 401 where they came in Authorization, else \
                  400 or 401. A wrong secret beside right credentials in the header is worth knowing. Operations \
                  that demand credentials are looked at by `authentication-required`.",
    severity: Severity::Warning,
    profile: Some(Profile::Oauth),
    clause: "RFC 6749 §2.3 and §5.2; RFC 7009 §2.1",
    example: "a revocation with a wrong password in Authorization: Basic is answered 204",
    help: "check whatever credentials a request shows, and refuse wrong ones with invalid_client",
    applies: |subject| {
        *subject.cause == Cause::Unusual
            && subject.operation.security.allows_anonymous()
            && shows_wrong(subject)
            && is_oauth(subject.contract, subject.operation)
    },
    run,
};

fn in_header(subject: &Subject<'_>, quality: Quality) -> bool {
    subject.step.request.credentials.iter().any(|used| used.quality == quality)
}

fn shows_wrong(subject: &Subject<'_>) -> bool {
    let slots = subject.step.request.slots();
    in_header(subject, Quality::Wrong) || slots.iter().any(|slot| matches!(slot, Slot::Wrong(_)))
}

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let Some(answer) = subject.answer() else {
        return Vec::new();
    };
    let place = if in_header(subject, Quality::Wrong) { "header" } else { "body" };
    let is_contradiction = in_header(subject, Quality::Right);
    let violation = match answer.class() {
        2 => Violation {
            severity: is_contradiction.then_some(Severity::Info),
            ..subject.violation(
                match is_contradiction {
                    true => "a wrong secret beside right credentials is taken".to_owned(),
                    false => format!("wrong credentials in the {place} are taken"),
                },
                "a refusal of the wrong credentials",
                format!("status {}", answer.status),
            )
        },
        // RFC 6749 §5.2: who tried Authorization must be told so by a 401 with a challenge.
        4 if place == "header"
            && !matches!(answer.status, 401 | 429)
            // What nobody supplied may have been turned down first.
            && subject.exchange.request.made_up.is_empty() =>
        {
            Violation {
                severity: Some(Severity::Info),
                clause: Some("RFC 6749 §5.2"),
                ..subject.violation(
                    format!("wrong credentials in the header are answered {}", answer.status),
                    "401 with a challenge",
                    format!("status {}", answer.status),
                )
            }
        }
        _ => return Vec::new(),
    };
    vec![Violation { place: subject.case.rule.clone(), ..violation }]
}
