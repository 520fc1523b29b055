//! The verdict on the status of a response: it conforms, is inconclusive, or is a violation for one check.

use crate::exchange::RequestPart;
use specs::contract::{Operation, StatusRange};

use super::ViolationKind;
use super::fitting::list;
use super::{Fitting, InconclusiveReason, fitting};
use crate::case::CaseKind;
use crate::exchange::Malformation;

/// The verdict on the status of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusVerdict {
    /// It is an expected one.
    Conforms,
    /// It says nothing about the target, for this reason.
    Inconclusive(InconclusiveReason),
    /// It violates an expectation.
    Violation(StatusViolation),
}

/// A status that is wrong. Exactly one check reports it: the most specific one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusViolation {
    /// What is wrong with it; decides the check.
    pub kind: ViolationKind,
    /// A description of the expected statuses.
    pub expected: String,
}

/// The verdict on the status of a response.
///
/// `generated_values` names the parts of the request whose values were generated; `recorded` is a
/// recorded status for this request, which is accepted like a declared one.
pub fn read(
    operation: &Operation,
    kind: &CaseKind,
    generated_values: &[RequestPart],
    recorded: Option<u16>,
    status: u16,
) -> StatusVerdict {
    match status {
        // RFC 6585 §4, RFC 9110 §15.6.4 and §15.6.5: a limit or a gateway responded, not the operation.
        429 | 503 | 504 => {
            return StatusVerdict::Inconclusive(InconclusiveReason::Unavailable(status));
        }
        501 if matches!(kind, CaseKind::MethodNotAllowed | CaseKind::SafeMethod) => {
            return StatusVerdict::Conforms;
        }
        // RFC 9112 §6.1 and RFC 9110 §15.6.6: a coding or a version that a server does not support.
        501 | 505 if matches!(kind, CaseKind::MalformedMessage(_)) => {
            return StatusVerdict::Conforms;
        }
        500.. => return violation(ViolationKind::ServerError, "no server error".to_owned()),
        _ => {}
    }
    if recorded == Some(status) {
        return StatusVerdict::Conforms;
    }
    match kind {
        CaseKind::Valid | CaseKind::ValidUnknown | CaseKind::NotOwned | CaseKind::Unusual
            if declares_interim_only(operation) =>
        {
            let reason = "the document declares interim responses (1xx) only: an upgrade of the \
                          protocol is not tested";
            StatusVerdict::Inconclusive(reason.to_owned().into())
        }
        CaseKind::Valid => valid(operation, generated_values, status),
        CaseKind::ValidUnknown => unknown(operation, generated_values, status),
        CaseKind::NotOwned => not_owned(operation, generated_values, status),
        CaseKind::MethodNotAllowed => method(status),
        CaseKind::UnknownPath => path(operation, status),
        CaseKind::NotAcceptable => not_acceptable(operation, generated_values, status),
        CaseKind::SafeMethod => StatusVerdict::Conforms,
        CaseKind::MalformedMessage(malformation) => malformed_message(*malformation, status),
        CaseKind::Unusual => unusual(operation, status),
        _ => refusal(operation, kind, generated_values, status),
    }
}

/// The verdict where the user requires one of these statuses.
pub fn narrowed(demanded: &[u16], status: u16, reading: StatusVerdict) -> StatusVerdict {
    match reading {
        StatusVerdict::Inconclusive(_) => reading,
        _ if demanded.contains(&status) => StatusVerdict::Conforms,
        StatusVerdict::Violation(StatusViolation { kind, .. }) => violation(kind, list(demanded)),
        StatusVerdict::Conforms => violation(ViolationKind::UnexpectedErrorStatus, list(demanded)),
    }
}

pub(super) fn violation(kind: ViolationKind, expected: String) -> StatusVerdict {
    StatusVerdict::Violation(StatusViolation { kind, expected })
}

fn generated_values_reason(generated_values: &[RequestPart], status: u16) -> StatusVerdict {
    let parts = generated_values.iter().filter(|part| part.may_cause(status)).cloned().collect();
    StatusVerdict::Inconclusive(InconclusiveReason::GeneratedValues { status, parts })
}

/// Whether a target that rejects a generated value may respond with this status.
fn excuses(generated_values: &[RequestPart], status: u16) -> bool {
    generated_values.iter().any(|part| part.may_cause(status))
}

fn valid(operation: &Operation, generated_values: &[RequestPart], status: u16) -> StatusVerdict {
    let is_declared = is_declared(operation, status);
    match status {
        200..400 if is_declared => StatusVerdict::Conforms,
        400..500 if excuses(generated_values, status) => {
            generated_values_reason(generated_values, status)
        }
        400..500 if is_declared => {
            violation(ViolationKind::RejectedValidRequest, successes(operation))
        }
        _ => violation(ViolationKind::UndeclaredStatus, successes(operation)),
    }
}

fn unknown(operation: &Operation, generated_values: &[RequestPart], status: u16) -> StatusVerdict {
    let fitting = fitting(operation, &CaseKind::ValidUnknown);
    match status {
        400.. if fitting.admits(status) => StatusVerdict::Conforms,
        400.. if excuses(generated_values, status) => {
            generated_values_reason(generated_values, status)
        }
        200..300 if fitting.demanded.is_empty() => {
            if is_declared(operation, status) {
                StatusVerdict::Conforms
            } else {
                violation(ViolationKind::UndeclaredStatus, successes(operation))
            }
        }
        _ => violation(ViolationKind::UnexpectedErrorStatus, fitting.words()),
    }
}

/// RFC 7009 §2.1: rejected; or treated like an unknown value, for which §2.2 requires a success.
fn not_owned(
    operation: &Operation,
    generated_values: &[RequestPart],
    status: u16,
) -> StatusVerdict {
    let fitting = fitting(operation, &CaseKind::NotOwned);
    match status {
        // An unknown caller is rejected for that alone.
        400.. if excuses(generated_values, status) => {
            generated_values_reason(generated_values, status)
        }
        400.. if fitting.admits(status) => StatusVerdict::Conforms,
        200..300 => match unknown(operation, generated_values, status) {
            StatusVerdict::Conforms => StatusVerdict::Conforms,
            _ => violation(ViolationKind::ForeignResourceAccess, fitting.words()),
        },
        _ => violation(ViolationKind::UnexpectedErrorStatus, fitting.words()),
    }
}

/// Whether the document says nothing of final responses, such as of an operation that switches protocols.
fn declares_interim_only(operation: &Operation) -> bool {
    let is_interim =
        |range: StatusRange| matches!(range, StatusRange::Exact(100..200) | StatusRange::Class(1));
    let mut ranges = operation.responses.iter().map(|response| response.status).peekable();
    ranges.peek().is_some() && ranges.all(is_interim)
}

/// Whether the document allows the status. One that declares only rejections allows every success.
pub(super) fn is_declared(operation: &Operation, status: u16) -> bool {
    let is_refusal =
        |range: StatusRange| matches!(range, StatusRange::Exact(400..) | StatusRange::Class(4 | 5));
    let is_silent = || operation.responses.iter().all(|response| is_refusal(response.status));
    operation.responses.lookup(status).is_some() || ((200..300).contains(&status) && is_silent())
}

/// An undeclared method may be rejected by any status, such as 405, 404 or 401.
fn method(status: u16) -> StatusVerdict {
    match status {
        300.. => StatusVerdict::Conforms,
        _ => violation(
            ViolationKind::AcceptedUndeclaredMethod,
            "405, or another rejection".to_owned(),
        ),
    }
}

/// A target may serve undeclared paths, but not by the operation of a declared one.
fn path(operation: &Operation, status: u16) -> StatusVerdict {
    let is_success =
        operation.responses.iter().any(|response| response.status == StatusRange::Exact(status));
    match status {
        200..300 if is_success => {
            violation(ViolationKind::UnexpectedErrorStatus, "404, or another rejection".to_owned())
        }
        _ => StatusVerdict::Conforms,
    }
}

/// Accepted or rejected; but an accepted request gets a declared response.
fn unusual(operation: &Operation, status: u16) -> StatusVerdict {
    match status {
        400.. => StatusVerdict::Conforms,
        _ if is_declared(operation, status) => StatusVerdict::Conforms,
        _ => violation(
            ViolationKind::UndeclaredStatus,
            format!("{}, or a rejection,", successes(operation)),
        ),
    }
}

/// A server that accepts an ambiguous message can be made to execute a request that no client
/// sent.
fn malformed_message(malformation: Malformation, status: u16) -> StatusVerdict {
    match status {
        200..300 if malformation.must_be_refused() => violation(
            ViolationKind::AcceptedMalformedMessage,
            "400, or another rejection, or a closed connection,".to_owned(),
        ),
        _ => StatusVerdict::Conforms,
    }
}

/// RFC 9110 §12.5.1: a server may disregard the field and respond as usual.
fn not_acceptable(
    operation: &Operation,
    generated_values: &[RequestPart],
    status: u16,
) -> StatusVerdict {
    match status {
        400..500 if fitting(operation, &CaseKind::NotAcceptable).admits(status) => {
            StatusVerdict::Conforms
        }
        _ => valid(operation, generated_values, status),
    }
}

fn refusal(
    operation: &Operation,
    kind: &CaseKind,
    generated_values: &[RequestPart],
    status: u16,
) -> StatusVerdict {
    let fitting: Fitting = fitting(operation, kind);
    match status {
        200..300 => violation(accepted_check(kind), fitting.words()),
        400.. if fitting.admits(status) => StatusVerdict::Conforms,
        400.. if is_hidden(kind, generated_values, status) => {
            generated_values_reason(generated_values, status)
        }
        _ => violation(ViolationKind::UnexpectedErrorStatus, fitting.words()),
    }
}

/// Whether a generated value may have caused the rejection in place of the tested violation. Many servers
/// validate parameters and body, and look up what they name, before they verify credentials.
fn is_hidden(kind: &CaseKind, generated_values: &[RequestPart], status: u16) -> bool {
    match kind {
        CaseKind::NoCredentials
        | CaseKind::WrongCredentials
        | CaseKind::PartialCredentials
        | CaseKind::BadSignature(_) => {
            matches!(status, 400 | 404 | 422) && excuses(generated_values, status)
        }
        _ => matches!(status, 401 | 403 | 404) && excuses(generated_values, status),
    }
}

/// The violation where a request of this kind is accepted.
fn accepted_check(kind: &CaseKind) -> ViolationKind {
    match kind {
        CaseKind::NoCredentials | CaseKind::WrongCredentials | CaseKind::PartialCredentials => {
            ViolationKind::IgnoredAuthentication
        }
        CaseKind::BadSignature(tampering) if tampering.breaks_it() => {
            ViolationKind::UnverifiedSignature
        }
        CaseKind::BadSignature(_) => ViolationKind::StaleSignature,
        CaseKind::Malformed | CaseKind::Invalid { .. } => ViolationKind::AcceptedInvalidRequest,
        CaseKind::UnsupportedMediaType => ViolationKind::AcceptedUndeclaredMediaType,
        _ => ViolationKind::UnexpectedErrorStatus,
    }
}

/// A description of the declared successes.
pub(super) fn successes(operation: &Operation) -> String {
    let list: Vec<String> = operation
        .responses
        .iter()
        .map(|response| response.status)
        .filter(|status| match status {
            StatusRange::Exact(code) => (200..400).contains(code),
            StatusRange::Class(class) => matches!(class, 2 | 3),
            StatusRange::Default => true,
        })
        .map(|status| status.to_string())
        .collect();
    if list.is_empty() { "a declared success".to_owned() } else { list.join(" or ") }
}
