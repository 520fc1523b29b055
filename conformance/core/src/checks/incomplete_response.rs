//! A response that was begun and then cut, stalled or malformed, one with more after its end, or a
//! connection dropped in its place.

use crate::check::{Check, CheckContext, Severity, Violation};
use crate::exchange::Via;
use crate::exchange::{ExchangeResult, HttpResponse};

/// The id of the check.
pub const ID: &str = "incomplete-response";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a response is complete and well framed",
    requirement: "A response must reach the end that its framing announces, must be HTTP, and must be followed by nothing, which a client would parse as the next response. A response to HEAD has no body, and one with Transfer-Encoding no Content-Length. A connection that is closed without a response counts as well. An incomplete response is requested again over a raw connection before it is reported. A target that cannot be reached is never a finding; nor is a closed connection after a malformed message.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9112 §6.3 and §8",
    example: "Content-Length: 100, and the connection closes after 20 bytes",
    help: "find out why the server, or a proxy in front of it, ends the response early",
    applies: |context| !matches!(context.exchange.request.via, Via::Malformed(_)),
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    match &context.exchange.reply {
        ExchangeResult::Broken { detail, response: Some(response) } => vec![violation(
            context,
            format!("incomplete {}", response.status),
            "a whole, well-framed response",
            format!("status {}, then: {detail}", response.status),
            None,
        )],
        ExchangeResult::Broken { detail, response: None } => vec![violation(
            context,
            "no readable response".to_owned(),
            "a whole, well-framed response",
            format!("no readable response: {detail}"),
            None,
        )],
        ExchangeResult::Dropped { detail } => vec![violation(
            context,
            "no response".to_owned(),
            "a whole, well-framed response",
            format!("no readable response: {detail}"),
            None,
        )],
        ExchangeResult::Complete(response) => whole(context, response),
    }
}

/// What is wrong with the framing of a response that came to its end.
fn whole(context: &CheckContext<'_>, response: &HttpResponse) -> Vec<Violation> {
    let mut violations = Vec::new();
    let is_coded = response.header("transfer-encoding").is_some();
    // A 204 is for another check, whose rules are stricter.
    if response.status == 204 {
        return violations;
    }
    if is_coded && let Some(length) = response.header("content-length") {
        violations.push(violation(
            context,
            format!("{} with two framings", response.status),
            "Content-Length or Transfer-Encoding, not both",
            format!("Transfer-Encoding together with Content-Length: {length}"),
            Some("RFC 9112 §6.2"),
        ));
    }
    // Some old servers end with one line break more (RFC 9112 §2.2 speaks of clients that do).
    if response.stray.iter().any(|byte| !b"\r\n".contains(byte)) {
        let is_head = context.exchange.request.method == "HEAD";
        let (what, clause) = if is_head {
            ("content after the response to HEAD", "RFC 9110 §9.3.2")
        } else {
            ("bytes after the end of the response", "RFC 9112 §6.3")
        };
        violations.push(violation(
            context,
            format!("{}: {what}", response.status),
            "nothing after the end that the framing announces",
            format!(
                "{what}: {} bytes, which begin with {:?}",
                response.stray.len(),
                crate::excerpt::excerpt(&response.stray, 60)
            ),
            Some(clause),
        ));
    }
    violations
}

fn violation(
    context: &CheckContext<'_>,
    symptom: String,
    expected: &str,
    actual: String,
    clause: Option<&'static str>,
) -> Violation {
    Violation {
        symptom,
        expected: expected.to_owned(),
        actual,
        place: context.operation.pointer.clone(),
        clause,
        severity: None,
    }
}
