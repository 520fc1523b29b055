//! A refusal that the document does not provide for: a gap of the document, not of the target.

use crate::case::{Cause, Role};
use crate::check::{Check, Severity, Subject, Violation};
use crate::expectation::{Reading, is_told};
use specs::contract::StatusRange;

/// The id of the check.
pub const ID: &str = "undocumented-cause";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "the document says how a request is refused",
    requirement: "Where a document declares no status for a cause of refusal (content that cannot be read or breaks a \
                  rule, credentials that are missing or wrong, something unknown), any 4xx is taken for right. \
                  That is a gap of the document, told once for each cause: the target is not to blame.",
    severity: Severity::Info,
    profile: None,
    clause: "the document: responses of the operation",
    example: "a request without credentials is answered 401, and the document declares 204 and 404 only",
    help: "declare the status in the document",
    applies: |subject| {
        subject.step.role == Role::Main
            && subject.reading == Some(&Reading::Fits)
            && is_documentable(subject.cause)
            && subject.answer().is_some_and(|answer| {
                answer.class() == 4 && !is_provided_for(subject, answer.status)
            })
    },
    run,
};

/// Whether the cause is one that a document should name; others are HTTP's own (405, 406, 415).
fn is_documentable(cause: &Cause) -> bool {
    matches!(
        cause,
        Cause::Malformed
            | Cause::Invalid { .. }
            | Cause::NoCredentials
            | Cause::WrongCredentials
            | Cause::PartialCredentials
            | Cause::BadSignature(_)
            | Cause::Forbidden
            | Cause::ValidUnknown
    )
}

/// Whether the document has a status for the cause, or one that stands for all, or the user names one.
fn is_provided_for(subject: &Subject<'_>, status: u16) -> bool {
    let (operation, cause) = (subject.operation, subject.cause);
    let declared = operation.responses.lookup(status).map(|response| response.status);
    matches!(declared, Some(StatusRange::Class(_) | StatusRange::Default))
        || is_told(operation, cause)
        || subject.rules.statuses(cause, &operation.id).is_some()
        || matches!(status, 405 | 406 | 413 | 415 | 429 | 431)
}

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let Some(answer) = subject.answer() else {
        return Vec::new();
    };
    let cause = subject.cause;
    vec![Violation {
        symptom: format!("no status for {}", cause.as_str()),
        expected: format!("a declared status for a request {}", cause.words()),
        actual: format!("status {}, which the document does not provide for this", answer.status),
        place: subject.operation.pointer.clone().child("responses"),
        clause: None,
        severity: None,
    }]
}
