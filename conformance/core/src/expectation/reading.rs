//! What an answer's status says about a case: it fits, it says nothing, or one check must object.

use specs::contract::{Operation, StatusRange};

use super::ViolationKind;
use super::fitting::list;
use super::{Fitting, fitting};
use crate::case::Cause;
use crate::exchange::Oddity;

/// What the status of an answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// It is one of those that must come.
    Fits,
    /// It says nothing about the target, and why.
    Inconclusive(String),
    /// It must not come.
    Misfit(Misfit),
}

/// A status that must not come. Exactly one check objects to it: the most specific one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The id of the check.
    pub kind: ViolationKind,
    /// The statuses that would have fitted.
    pub expected: String,
}

/// Reads the status of an answer.
///
/// `made_up` names what the request carries that nobody supplied, as `<place> <name>`; `recorded` is a
/// status that somebody wrote down for this request, which fits as well as a declared one.
pub fn read(
    operation: &Operation,
    cause: &Cause,
    made_up: &[String],
    recorded: Option<u16>,
    status: u16,
) -> Reading {
    match status {
        // RFC 6585 §4, RFC 9110 §15.6.4 and §15.6.5: the target was not the one to speak.
        429 | 503 | 504 => return Reading::Inconclusive(format!("the target answered {status}")),
        501 if matches!(cause, Cause::MethodNotAllowed | Cause::SafeMethod) => {
            return Reading::Fits;
        }
        // RFC 9112 §6.1 and RFC 9110 §15.6.6: a coding or a version that a server does not know.
        501 | 505 if matches!(cause, Cause::Misframed(_)) => return Reading::Fits,
        500.. => return misfit(ViolationKind::ServerError, "no server error".to_owned()),
        _ => {}
    }
    if recorded == Some(status) {
        return Reading::Fits;
    }
    match cause {
        Cause::Valid => valid(operation, made_up, status),
        Cause::ValidUnknown => unknown(operation, made_up, status),
        Cause::NotOwned => not_owned(operation, made_up, status),
        Cause::MethodNotAllowed => method(status),
        Cause::UnknownPath => path(operation, status),
        Cause::NotAcceptable => not_acceptable(operation, made_up, status),
        Cause::SafeMethod => Reading::Fits,
        Cause::Misframed(odd) => misframed(*odd, status),
        Cause::Unusual => unusual(operation, status),
        _ => refusal(operation, cause, made_up, status),
    }
}

/// The same where the user demands one of these statuses of it.
pub fn narrowed(demanded: &[u16], status: u16, reading: Reading) -> Reading {
    match reading {
        Reading::Inconclusive(_) => reading,
        _ if demanded.contains(&status) => Reading::Fits,
        Reading::Misfit(Misfit { kind, .. }) => misfit(kind, list(demanded)),
        Reading::Fits => misfit(ViolationKind::UnexpectedErrorStatus, list(demanded)),
    }
}

pub(super) fn misfit(kind: ViolationKind, expected: String) -> Reading {
    Reading::Misfit(Misfit { kind, expected })
}

fn made_up_reason(made_up: &[String], status: u16) -> Reading {
    let one = |named: &&String| excuses(std::slice::from_ref(*named), status);
    let mut named: Vec<&str> = made_up.iter().filter(one).map(String::as_str).collect();
    named.sort_unstable();
    Reading::Inconclusive(format!(
        "the target answered {status}, and nobody supplied {}",
        named.join(", ")
    ))
}

/// Whether a target that turns down what was made up may answer so.
fn excuses(made_up: &[String], status: u16) -> bool {
    made_up.iter().any(|named| match named.split(' ').next() {
        Some("credential") => matches!(status, 401 | 403),
        Some("header") => matches!(status, 400 | 401 | 403),
        _ => matches!(status, 400 | 401 | 403 | 404 | 409 | 410 | 422),
    })
}

fn valid(operation: &Operation, made_up: &[String], status: u16) -> Reading {
    let is_declared = is_declared(operation, status);
    match status {
        200..400 if is_declared => Reading::Fits,
        400..500 if excuses(made_up, status) => made_up_reason(made_up, status),
        400..500 if is_declared => {
            misfit(ViolationKind::RejectedValidRequest, successes(operation))
        }
        _ => misfit(ViolationKind::UndeclaredStatus, successes(operation)),
    }
}

fn unknown(operation: &Operation, made_up: &[String], status: u16) -> Reading {
    let fitting = fitting(operation, &Cause::ValidUnknown);
    match status {
        400.. if fitting.admits(status) => Reading::Fits,
        400.. if excuses(made_up, status) => made_up_reason(made_up, status),
        200..300 if fitting.demanded.is_empty() => match is_declared(operation, status) {
            true => Reading::Fits,
            false => misfit(ViolationKind::UndeclaredStatus, successes(operation)),
        },
        _ => misfit(ViolationKind::UnexpectedErrorStatus, fitting.words()),
    }
}

/// RFC 7009 §2.1: refused; or told like what does not exist, which §2.2 has succeed.
fn not_owned(operation: &Operation, made_up: &[String], status: u16) -> Reading {
    let fitting = fitting(operation, &Cause::NotOwned);
    match status {
        // A caller that is not known is refused for that alone.
        400.. if excuses(made_up, status) => made_up_reason(made_up, status),
        400.. if fitting.admits(status) => Reading::Fits,
        200..300 => match unknown(operation, made_up, status) {
            Reading::Fits => Reading::Fits,
            _ => misfit(ViolationKind::ForeignResourceAccess, fitting.words()),
        },
        _ => misfit(ViolationKind::UnexpectedErrorStatus, fitting.words()),
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
fn method(status: u16) -> Reading {
    match status {
        300.. => Reading::Fits,
        _ => misfit(ViolationKind::AcceptedUndeclaredMethod, "405, or another refusal".to_owned()),
    }
}

/// Others may be served beside the document's paths; but not the same operation.
fn path(operation: &Operation, status: u16) -> Reading {
    let is_success =
        operation.responses.iter().any(|response| response.status == StatusRange::Exact(status));
    match status {
        200..300 if is_success => {
            misfit(ViolationKind::UnexpectedErrorStatus, "404, or another refusal".to_owned())
        }
        _ => Reading::Fits,
    }
}

/// Taken or refused; but what is taken is answered as declared.
fn unusual(operation: &Operation, status: u16) -> Reading {
    match status {
        400.. => Reading::Fits,
        _ if is_declared(operation, status) => Reading::Fits,
        _ => misfit(
            ViolationKind::UndeclaredStatus,
            format!("{}, or a refusal,", successes(operation)),
        ),
    }
}

/// Whoever carries out what cannot be read in one way alone may be made to carry out what a client
/// never sent.
fn misframed(odd: Oddity, status: u16) -> Reading {
    match status {
        200..300 if odd.must_be_refused() => misfit(
            ViolationKind::AcceptedMalformedMessage,
            "400, or another refusal, or a closed connection,".to_owned(),
        ),
        _ => Reading::Fits,
    }
}

/// RFC 9110 §12.5.1: a server may disregard the field and answer as ever.
fn not_acceptable(operation: &Operation, made_up: &[String], status: u16) -> Reading {
    match status {
        400..500 if fitting(operation, &Cause::NotAcceptable).admits(status) => Reading::Fits,
        _ => valid(operation, made_up, status),
    }
}

fn refusal(operation: &Operation, cause: &Cause, made_up: &[String], status: u16) -> Reading {
    let fitting: Fitting = fitting(operation, cause);
    match status {
        200..300 => misfit(accepted_check(cause), fitting.words()),
        400.. if fitting.admits(status) => Reading::Fits,
        400.. if is_hidden(cause, made_up, status) => made_up_reason(made_up, status),
        _ => misfit(ViolationKind::UnexpectedErrorStatus, fitting.words()),
    }
}

/// Whether what was made up may have hidden the fault of the request. Many a server looks at the form
/// of parameters and content, and at what they name, before it looks at credentials.
fn is_hidden(cause: &Cause, made_up: &[String], status: u16) -> bool {
    match cause {
        Cause::NoCredentials
        | Cause::WrongCredentials
        | Cause::PartialCredentials
        | Cause::BadSignature(_) => matches!(status, 400 | 404 | 422) && excuses(made_up, status),
        _ => matches!(status, 401 | 403 | 404) && excuses(made_up, status),
    }
}

/// The check that objects to the acceptance of a request that had to be refused.
fn accepted_check(cause: &Cause) -> ViolationKind {
    match cause {
        Cause::NoCredentials | Cause::WrongCredentials | Cause::PartialCredentials => {
            ViolationKind::IgnoredAuthentication
        }
        Cause::BadSignature(tampering) if tampering.breaks_it() => {
            ViolationKind::UnverifiedSignature
        }
        Cause::BadSignature(_) => ViolationKind::StaleSignature,
        Cause::Malformed | Cause::Invalid { .. } => ViolationKind::AcceptedInvalidRequest,
        Cause::UnsupportedMediaType => ViolationKind::AcceptedUndeclaredMediaType,
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
