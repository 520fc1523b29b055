//! Content that does not say what it is.

use crate::check::{Check, CheckContext, Severity, Violation};

/// The id of the check.
pub const ID: &str = "missing-content-type";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a body has a Content-Type, also where none is declared",
    requirement: "A response with a body should have a Content-Type, else its recipient has to guess. Where the document declares content, `content-type-conformance` requires it.",
    severity: Severity::Warning,
    profile: None,
    clause: "RFC 9110 §8.3",
    example: "a 405 with {\"error\":\"no\"} and without Content-Type",
    help: "send a Content-Type with every body",
    applies: |context| {
        let has_content = context.response().is_some_and(|response| {
            !response.body.is_empty() && !matches!(response.status, 204 | 304)
        });
        has_content && context.declared.is_none_or(|declared| declared.content.is_empty())
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(response) = context.response().filter(|response| response.media_type().is_none())
    else {
        return Vec::new();
    };
    vec![Violation {
        symptom: format!("{} without Content-Type", response.status),
        expected: "a Content-Type with the content".to_owned(),
        actual: format!("{} bytes of content without Content-Type", response.body.len()),
        place: context.operation.pointer.clone(),
        clause: None,
        severity: None,
    }]
}
