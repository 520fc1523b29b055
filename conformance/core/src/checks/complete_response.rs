//! An answer that was begun and then cut, stalled or misframed, one with more after its end, or a
//! connection dropped in its place.

use crate::check::{Check, Severity, Subject, Violation};
use crate::exchange::Via;
use crate::exchange::{Answer, Reply};

/// The id of the check.
pub const ID: &str = "complete-response";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "an answer is whole and well framed",
    requirement: "An answer that is begun must come to the end that its framing announces, must be HTTP, and \
                  nothing may come after it: whoever keeps the connection takes what follows for the next \
                  answer. An answer to HEAD has no content, and one with Transfer-Encoding no Content-Length. A \
                  connection that is dropped in place of an answer counts as well. A broken answer is asked for \
                  once more, over a bare connection, before it is told. A target that cannot be reached at all \
                  is never a finding; nor is a dropped connection after a message that is malformed on purpose.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9112 §6.3 and §8",
    example: "Content-Length: 100, and the connection closes after 20 bytes",
    help: "find out why the server or a proxy before it does not end the answer where it says",
    applies: |subject| !matches!(subject.exchange.request.via, Via::Odd(_)),
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    match &subject.exchange.reply {
        Reply::Broken { detail, answer: Some(answer) } => vec![violation(
            subject,
            format!("incomplete {}", answer.status),
            "a whole, well-framed answer",
            format!("status {}, then: {detail}", answer.status),
            None,
        )],
        Reply::Broken { detail, answer: None } => vec![violation(
            subject,
            "no readable answer".to_owned(),
            "a whole, well-framed answer",
            format!("no readable answer: {detail}"),
            None,
        )],
        Reply::Dropped { detail } => vec![violation(
            subject,
            "no answer".to_owned(),
            "a whole, well-framed answer",
            format!("no readable answer: {detail}"),
            None,
        )],
        Reply::Answered(answer) => whole(subject, answer),
    }
}

/// What is wrong with the framing of an answer that came to its end.
fn whole(subject: &Subject<'_>, answer: &Answer) -> Vec<Violation> {
    let mut violations = Vec::new();
    let is_coded = answer.header("transfer-encoding").is_some();
    // A 204 is for another check, whose rules are stricter.
    if answer.status == 204 {
        return violations;
    }
    if is_coded && let Some(length) = answer.header("content-length") {
        violations.push(violation(
            subject,
            format!("{} with two framings", answer.status),
            "Content-Length or Transfer-Encoding, not both",
            format!("Transfer-Encoding together with Content-Length: {length}"),
            Some("RFC 9112 §6.2"),
        ));
    }
    // Some old servers end with one line break more (RFC 9112 §2.2 speaks of clients that do).
    if answer.stray.iter().any(|byte| !b"\r\n".contains(byte)) {
        let is_head = subject.exchange.request.method == "HEAD";
        let (what, clause) = match is_head {
            true => ("content after the answer to HEAD", "RFC 9110 §9.3.2"),
            false => ("bytes after the end of the answer", "RFC 9112 §6.3"),
        };
        violations.push(violation(
            subject,
            format!("{}: {what}", answer.status),
            "nothing after the end that the framing announces",
            format!(
                "{what}: {} bytes, which begin with {:?}",
                answer.stray.len(),
                crate::excerpt::excerpt(&answer.stray, 60)
            ),
            Some(clause),
        ));
    }
    violations
}

fn violation(
    subject: &Subject<'_>,
    symptom: String,
    expected: &str,
    actual: String,
    clause: Option<&'static str>,
) -> Violation {
    Violation {
        symptom,
        expected: expected.to_owned(),
        actual,
        place: subject.operation.pointer.clone(),
        clause,
        severity: None,
    }
}
