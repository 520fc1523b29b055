//! Content of which nobody says what it is.

use crate::check::{Check, Severity, Subject, Violation};

/// The id of the check.
pub const ID: &str = "content-type-present";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "content says what it is, also where none is declared",
    requirement: "An answer with content should have a Content-Type, or its reader has to guess. Where the document \
                  declares content, `content-type` demands it.",
    severity: Severity::Warning,
    profile: None,
    clause: "RFC 9110 §8.3",
    example: "a 405 with {\"error\":\"no\"} and without Content-Type",
    help: "send a Content-Type with all content",
    applies: |subject| {
        let has_content = subject
            .answer()
            .is_some_and(|answer| !answer.body.is_empty() && !matches!(answer.status, 204 | 304));
        has_content && subject.declared.is_none_or(|declared| declared.content.is_empty())
    },
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let Some(answer) = subject.answer().filter(|answer| answer.essence().is_none()) else {
        return Vec::new();
    };
    vec![Violation {
        symptom: format!("{} without Content-Type", answer.status),
        expected: "a Content-Type with the content".to_owned(),
        actual: format!("{} bytes of content without Content-Type", answer.body.len()),
        place: subject.operation.pointer.clone(),
        clause: None,
        severity: None,
    }]
}
