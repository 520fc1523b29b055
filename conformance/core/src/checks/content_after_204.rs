//! A 204 that has content, or says that it has.

use crate::check::{Check, CheckContext, Severity, Violation};

/// The id of the check.
pub const ID: &str = "content-after-204";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a 204 has no body and announces none",
    requirement: "A 204 ends with its header section. Bytes after it are parsed as the next response of the connection, and Content-Length or Transfer-Encoding let some clients wait for a body. The bytes are read over a raw connection, since HTTP libraries hide them.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9110 §15.3.5",
    example: "204 with Content-Length: 2 and {} after it",
    help: "send a 204 without body, Content-Length and Transfer-Encoding",
    applies: |context| context.response().is_some_and(|response| response.status == 204),
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(response) = context.response() else {
        return Vec::new();
    };
    let place = context
        .declared
        .map_or_else(|| context.case.rule.clone(), |declared| declared.pointer.clone());
    let mut violations = Vec::new();
    // RFC 9110 §8.6 and RFC 9112 §6.1: a server MUST NOT send either field in a 204.
    for (name, clause) in
        [("Content-Length", "RFC 9110 §8.6"), ("Transfer-Encoding", "RFC 9112 §6.1")]
    {
        if let Some(value) = response.header(name) {
            violations.push(Violation {
                symptom: format!("204 with {name}"),
                expected: format!("no {name} in a 204"),
                actual: format!("{name}: {value}"),
                place: place.clone(),
                clause: Some(clause),
                severity: None,
            });
        }
    }
    let content = if response.stray.is_empty() { &response.body } else { &response.stray };
    if !content.is_empty() {
        violations.push(Violation {
            symptom: "bytes after a 204".to_owned(),
            expected: "nothing after the header section of a 204".to_owned(),
            actual: format!(
                "{} bytes, which begin with {:?}",
                content.len(),
                crate::excerpt::excerpt(content, 60)
            ),
            place,
            clause: None,
            severity: None,
        });
    }
    violations
}
