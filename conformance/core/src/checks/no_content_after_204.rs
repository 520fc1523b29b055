//! A 204 that has content, or says that it has.

use crate::check::{Check, Severity, Subject, Violation};

/// The id of the check.
pub const ID: &str = "no-content-after-204";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "nothing follows a 204, and nothing is announced",
    requirement: "A 204 ends with its header section. Bytes after it are taken for the next answer on the same \
                  connection, and Content-Length or Transfer-Encoding make some clients wait for them. The bytes \
                  are looked for over a bare connection, since HTTP libraries hide them.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9110 §15.3.5",
    example: "204 with Content-Length: 2 and {} after it",
    help: "send a 204 without content, Content-Length and Transfer-Encoding",
    applies: |subject| subject.answer().is_some_and(|answer| answer.status == 204),
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let Some(answer) = subject.answer() else {
        return Vec::new();
    };
    let place = subject
        .declared
        .map_or_else(|| subject.case.rule.clone(), |declared| declared.pointer.clone());
    let mut violations = Vec::new();
    // RFC 9110 §8.6 and RFC 9112 §6.1: a server MUST NOT send either field in a 204.
    for (name, clause) in
        [("Content-Length", "RFC 9110 §8.6"), ("Transfer-Encoding", "RFC 9112 §6.1")]
    {
        if let Some(value) = answer.header(name) {
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
    let content = if answer.stray.is_empty() { &answer.body } else { &answer.stray };
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
