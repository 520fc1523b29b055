//! An answer that was begun and then cut, stalled or misframed, or a connection dropped in its place.

use crate::check::{Check, Severity, Subject, Violation};
use crate::exchange::Reply;

/// The id of the check.
pub const ID: &str = "complete-response";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "an answer is whole and well framed",
    requirement: "An answer that is begun must come to the end that its framing announces, and must be HTTP. A \
                  connection that is dropped in place of an answer counts as well. Each is tried once more \
                  before it is told. A target that cannot be reached at all is never a finding.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9112 §6.3 and §8",
    example: "Content-Length: 100, and the connection closes after 20 bytes",
    help: "find out why the server or a proxy before it ends the answer early",
    applies: |subject| matches!(subject.exchange.reply, Reply::Broken { .. }),
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let Reply::Broken { detail, answer } = &subject.exchange.reply else {
        return Vec::new();
    };
    let begun = match answer {
        Some(answer) => format!("status {}, then: {detail}", answer.status),
        None => format!("no readable answer: {detail}"),
    };
    vec![Violation {
        symptom: match answer {
            Some(answer) => format!("incomplete {}", answer.status),
            None => "no readable answer".to_owned(),
        },
        expected: "a whole, well-framed answer".to_owned(),
        actual: begun,
        place: subject.operation.pointer.clone(),
        clause: None,
        severity: None,
    }]
}
