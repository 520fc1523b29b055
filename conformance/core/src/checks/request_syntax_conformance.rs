//! Requests whose syntax RFC 9112 has a rule for, read in another way.

use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::exchange::ExchangeResult;
use crate::exchange::{Malformation, Via};

/// The id of the check.
pub const ID: &str = "request-syntax-conformance";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "requests are parsed as RFC 9112 says",
    requirement: "A request without Host, and one with a space before the colon of a header field, must get 400; methods are case-sensitive; an absolute URL in the request line must be accepted. The HTTP server or a gateway decides this, and several widespread ones are lenient.",
    severity: Severity::Info,
    profile: Some(Profile::Http),
    clause: "RFC 9112 §3 and §5",
    example: "a request without Host gets 200",
    help: "let the HTTP server, or the gateway in front of it, parse requests strictly",
    applies: |context| matches!(context.exchange.request.via, Via::Malformed(_)),
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Via::Malformed(malformation) = context.exchange.request.via else { return Vec::new() };
    let Some((clause, is_taken)) = rule(malformation) else { return Vec::new() };
    let actual = match &context.exchange.reply {
        ExchangeResult::Complete(response) if is_taken => match response.status {
            400..=499 if context.exchange.request.generated_values.is_empty() => {
                format!("status {}", response.status)
            }
            _ => return Vec::new(),
        },
        ExchangeResult::Complete(response) if response.class() == 2 => {
            format!("status {}", response.status)
        }
        ExchangeResult::Dropped { detail } if is_taken => detail.clone(),
        _ => return Vec::new(),
    };
    let expected = if is_taken { "acceptance" } else { "400, or another refusal," };
    vec![Violation {
        symptom: format!(
            "{} {}",
            malformation.as_str(),
            if is_taken { "refused" } else { "taken" }
        ),
        expected: format!("{expected} after a request with {}", malformation.title()),
        actual,
        place: context.operation.pointer.clone(),
        clause: Some(clause),
        severity: None,
    }]
}

/// Where the rule stands, and whether the request must be taken; `None` where a server is free.
fn rule(malformation: Malformation) -> Option<(&'static str, bool)> {
    match malformation {
        Malformation::NoHost => Some(("RFC 9112 §3.2", false)),
        Malformation::SpaceBeforeColon => Some(("RFC 9112 §5.1", false)),
        Malformation::LowerMethod => Some(("RFC 9110 §9.1", false)),
        Malformation::AbsoluteForm => Some(("RFC 9112 §3.2.2", true)),
        _ => None,
    }
}
