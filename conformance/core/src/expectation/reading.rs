//! What a response's status says about a case: it fits, it says nothing, or one check must object.

use crate::exchange::RequestPart;
use specs::contract::{Operation, StatusRange};

use super::ViolationKind;
use super::fitting::list;
use super::{Fitting, fitting};
use crate::case::CaseKind;
use crate::exchange::Malformation;

/// What the status of a response says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusVerdict {
    /// It is one of those that must come.
    Conforms,
    /// It says nothing about the target, and why.
    Inconclusive(String),
    /// It must not come.
    Violation(StatusViolation),
}

/// A status that must not come. Exactly one check objects to it: the most specific one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusViolation {
    /// The id of the check.
    pub kind: ViolationKind,
    /// The statuses that would have fitted.
    pub expected: String,
}

/// Reads the status of a response.
///
/// `generated_values` names the parts of the request whose values were generated; `recorded` is a
/// status that somebody wrote down for this request, which fits as well as a declared one.
pub fn read(
    operation: &Operation,
    kind: &CaseKind,
    generated_values: &[RequestPart],
    recorded: Option<u16>,
    status: u16,
) -> StatusVerdict {
    match status {
        // RFC 6585 §4, RFC 9110 §15.6.4 and §15.6.5: the target was not the one to speak.
        429 | 503 | 504 => {
            return StatusVerdict::Inconclusive(format!("the target responded {status}"));
        }
        501 if matches!(kind, CaseKind::MethodNotAllowed | CaseKind::SafeMethod) => {
            return StatusVerdict::Conforms;
        }
        // RFC 9112 §6.1 and RFC 9110 §15.6.6: a coding or a version that a server does not know.
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

/// The same where the user demands one of these statuses of it.
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
    let parts = generated_values.iter().filter(|part| part.may_cause(status));
    let mut names: Vec<String> = parts.map(ToString::to_string).collect();
    names.sort_unstable();
    let names = names.join(", ");
    StatusVerdict::Inconclusive(format!(
        "the target responded {status}, and these values were generated: {names}"
    ))
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

/// RFC 7009 §2.1: refused; or treated like what does not exist, which §2.2 has succeed.
fn not_owned(
    operation: &Operation,
    generated_values: &[RequestPart],
    status: u16,
) -> StatusVerdict {
    let fitting = fitting(operation, &CaseKind::NotOwned);
    match status {
        // A caller that is not known is refused for that alone.
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

/// Whether the document admits the status. One that declares refusals only says nothing of successes.
pub(super) fn is_declared(operation: &Operation, status: u16) -> bool {
    let is_refusal =
        |range: StatusRange| matches!(range, StatusRange::Exact(400..) | StatusRange::Class(4 | 5));
    let is_silent = || operation.responses.iter().all(|response| is_refusal(response.status));
    operation.responses.lookup(status).is_some() || ((200..300).contains(&status) && is_silent())
}

/// A path that does not have the method may say so, hide, or ask who calls.
fn method(status: u16) -> StatusVerdict {
    match status {
        300.. => StatusVerdict::Conforms,
        _ => {
            violation(ViolationKind::AcceptedUndeclaredMethod, "405, or another refusal".to_owned())
        }
    }
}

/// Others may be served beside the document's paths; but not the same operation.
fn path(operation: &Operation, status: u16) -> StatusVerdict {
    let is_success =
        operation.responses.iter().any(|response| response.status == StatusRange::Exact(status));
    match status {
        200..300 if is_success => {
            violation(ViolationKind::UnexpectedErrorStatus, "404, or another refusal".to_owned())
        }
        _ => StatusVerdict::Conforms,
    }
}

/// Taken or refused; but what is taken gets the same response as declared.
fn unusual(operation: &Operation, status: u16) -> StatusVerdict {
    match status {
        400.. => StatusVerdict::Conforms,
        _ if is_declared(operation, status) => StatusVerdict::Conforms,
        _ => violation(
            ViolationKind::UndeclaredStatus,
            format!("{}, or a refusal,", successes(operation)),
        ),
    }
}

/// Whoever carries out what cannot be read in one way alone may be made to carry out what a client
/// never sent.
fn malformed_message(malformation: Malformation, status: u16) -> StatusVerdict {
    match status {
        200..300 if malformation.must_be_refused() => violation(
            ViolationKind::AcceptedMalformedMessage,
            "400, or another refusal, or a closed connection,".to_owned(),
        ),
        _ => StatusVerdict::Conforms,
    }
}

/// RFC 9110 §12.5.1: a server may disregard the field and response as ever.
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

/// Whether what was generated may have hidden the fault of the request. Many a server looks at the form
/// of parameters and content, and at what they name, before it looks at credentials.
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

/// The check that objects to the acceptance of a request that had to be refused.
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

/// The declared successes in words.
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
