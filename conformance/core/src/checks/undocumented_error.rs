//! A refusal that the document does not provide for: a gap of the document, not of the target.

use crate::case::{CaseKind, Role};
use crate::check::{Check, CheckContext, Severity, Violation};
use crate::expectation::{StatusVerdict, is_described};
use specs::contract::StatusRange;

/// The id of the check.
pub const ID: &str = "undocumented-error";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "the document declares how a request is rejected",
    requirement: "Where a document declares no status for a kind of rejection (a body that cannot be parsed or violates a rule, credentials that are missing or wrong, an unknown value), any 4xx is accepted. That is a gap of the document, reported once for each kind: the target is not at fault.",
    severity: Severity::Info,
    profile: None,
    clause: "the document: responses of the operation",
    example: "a request without credentials gets 401, and the document declares only 204 and 404",
    help: "declare the status in the document",
    applies: |context| {
        context.step.role == Role::Main
            && context.verdict == Some(&StatusVerdict::Conforms)
            && is_documentable(context.kind)
            && context.response().is_some_and(|received| {
                received.class() == 4 && !is_provided_for(context, received.status)
            })
    },
    run,
};

/// Whether the kind is one that a document should name; others are HTTP's own (405, 406, 415).
fn is_documentable(kind: &CaseKind) -> bool {
    matches!(
        kind,
        CaseKind::Malformed
            | CaseKind::Invalid { .. }
            | CaseKind::NoCredentials
            | CaseKind::WrongCredentials
            | CaseKind::PartialCredentials
            | CaseKind::BadSignature(_)
            | CaseKind::Forbidden
            | CaseKind::ValidUnknown
    )
}

/// Whether the document has a status for the kind, or one that stands for all, or the user names one.
fn is_provided_for(context: &CheckContext<'_>, status: u16) -> bool {
    let (operation, kind) = (context.operation, context.kind);
    let declared = operation.responses.lookup(status).map(|response| response.status);
    matches!(declared, Some(StatusRange::Class(_) | StatusRange::Default))
        || is_described(operation, kind)
        || context.rules.statuses(kind, &operation.id).is_some()
        || matches!(status, 405 | 406 | 413 | 415 | 429 | 431)
}

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(received) = context.response() else {
        return Vec::new();
    };
    let kind = context.kind;
    vec![Violation {
        symptom: format!("no status for {}", kind.as_str()),
        expected: format!("a declared status for a request {}", kind.words()),
        actual: format!("status {}, which the document does not provide for this", received.status),
        place: context.operation.pointer.clone().child("responses"),
        clause: None,
        severity: None,
    }]
}
