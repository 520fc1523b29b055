//! An operation that runs for callers whom the document keeps out.

use specs::contract::SchemeKind;

use crate::case::{Cause, Piece, Slot};
use crate::check::{Check, Severity, Subject, Violation};

/// The id of the check.
pub const ID: &str = "authentication-required";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "no call without right credentials",
    requirement: "Where the document asks for credentials and allows no anonymous call, a request without them, with \
                  wrong ones, with only some of those that are needed together, or with a token under the name of \
                  another scheme than Bearer must be refused. Wrong ones are wrong in little where the right ones \
                  are supplied: one character of a key, a token or a password changed, its case where it has both. \
                  So a comparison of their beginnings or without case shows, and a signature of a token that nobody \
                  verifies.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: security of the operation; RFC 9110 §15.5.2",
    example: "a request without Authorization is answered 204",
    help: "verify every credential before the operation runs",
    applies: |subject: &Subject<'_>| subject.reading.is_some(),
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let answer = subject.answer().filter(|answer| answer.class() == 2);
    let Some(answer) = answer.filter(|_| shows_other_scheme(subject)) else {
        return subject.status_violation(ID);
    };
    let symptom = "a token under the name of another scheme is taken";
    let expected = "a refusal of a token that is not sent as Bearer";
    let violation = subject.violation(symptom, expected, format!("status {}", answer.status));
    vec![Violation { place: subject.case.rule.clone(), ..violation }]
}

/// Whether a token that is to be sent as Bearer stands behind the name of another scheme.
fn shows_other_scheme(subject: &Subject<'_>) -> bool {
    let is_bearer = |scheme: &str| {
        let scheme = subject.contract.scheme(scheme).map(|scheme| &scheme.kind);
        matches!(scheme, Some(SchemeKind::Bearer))
    };
    let is_other = |pieces: &[Piece]| match pieces {
        [Piece::Text(name), Piece::Slot(Slot::Credential(scheme))] => {
            is_bearer(scheme) && !name.trim().eq_ignore_ascii_case("bearer")
        }
        _ => false,
    };
    let request = &subject.step.request;
    subject.case.cause == Cause::Unusual
        && request.credentials.is_empty()
        && !subject.operation.security.allows_anonymous()
        && request.headers.iter().any(|(_, template)| is_other(&template.0))
}
