//! What the status says of a step that follows another one of the same case.

use specs::contract::Operation;

use super::ViolationKind;
use super::reading::{is_declared, misfit, successes};
use super::{Reading, fitting, read};
use crate::case::{Cause, Role, Step};

/// Reads the status of the answer to a step.
pub fn read_step(
    operation: &Operation,
    cause: &Cause,
    step: &Step,
    made_up: &[String],
    status: u16,
) -> Reading {
    match &step.role {
        Role::Main => read(operation, cause, made_up, step.status, status),
        Role::Recorded { cause, .. } => read(operation, cause, made_up, step.status, status),
        Role::FollowUp(_) => {
            still_there(operation, ViolationKind::SideEffectOfRejectedRequest, made_up, status)
        }
        Role::Neighbour => {
            still_there(operation, ViolationKind::SideEffectOnOtherResource, made_up, status)
        }
        Role::Repeat => read(operation, &Cause::Valid, made_up, None, status),
        Role::Again => again(operation, made_up, status),
        Role::Own => own(operation, made_up, status),
        Role::AfterOwn => after_own(operation, made_up, status),
        // The document does not know it, or others steps have a say; see `read_probe`, `read_chained`.
        Role::Probe(_) | Role::Chained(_) => Reading::Fits,
    }
}

/// A valid request with a value that must be alive. A refusal that fits what does not exist says that
/// it is gone; any other one has nothing to do with the step before.
fn still_there(
    operation: &Operation,
    kind: ViolationKind,
    made_up: &[String],
    status: u16,
) -> Reading {
    match read(operation, &Cause::Valid, made_up, None, status) {
        Reading::Misfit(_) if says_gone(operation, status) => misfit(kind, successes(operation)),
        other => other,
    }
}

fn says_gone(operation: &Operation, status: u16) -> bool {
    (400..500).contains(&status) && fitting(operation, &Cause::ValidUnknown).admits(status)
}

/// A caller that ends its own credential may be let to or not, as long as the document says so.
fn own(operation: &Operation, made_up: &[String], status: u16) -> Reading {
    let is_declared = operation.responses.lookup(status).is_some();
    match status {
        429 => read(operation, &Cause::Valid, made_up, None, status),
        400..500 if is_declared || successes_only(operation) => Reading::Fits,
        400..500 => misfit(
            ViolationKind::UndeclaredStatus,
            format!("{}, or a declared refusal,", successes(operation)),
        ),
        _ => read(operation, &Cause::Valid, made_up, None, status),
    }
}

/// Whether the document declares no refusal at all.
fn successes_only(operation: &Operation) -> bool {
    !operation
        .responses
        .iter()
        .any(|response| (400..500).any(|code| response.status.contains(code)))
}

/// A caller whose own credential has ended is nobody any more.
fn after_own(operation: &Operation, made_up: &[String], status: u16) -> Reading {
    match status {
        200..300 => misfit(
            ViolationKind::UsableAfterRevocation,
            fitting(operation, &Cause::WrongCredentials).words(),
        ),
        _ => read(operation, &Cause::WrongCredentials, made_up, None, status),
    }
}

/// The same request once more: the value is gone now, or the operation has the same effect twice
/// (RFC 7009 §2.2 wants a success), or the state that it asks for is in conflict with itself.
pub(super) fn again(operation: &Operation, made_up: &[String], status: u16) -> Reading {
    let is_declared = is_declared(operation, status);
    let expected = || {
        let gone = fitting(operation, &Cause::ValidUnknown).words();
        format!("{gone}, or {} as before,", successes(operation))
    };
    match status {
        429 | 500.. => read(operation, &Cause::Valid, made_up, None, status),
        200..300 if is_declared => Reading::Fits,
        400..500 if says_gone(operation, status) => Reading::Fits,
        400 | 409 | 410 | 422 if is_declared => Reading::Fits,
        // Where nobody else is asked for, the value itself is who calls.
        401 | 403 if is_declared && operation.security.allows_anonymous() => Reading::Fits,
        401 | 403 if is_declared => misfit(ViolationKind::UnexpectedErrorStatus, expected()),
        _ => misfit(ViolationKind::UndeclaredStatus, expected()),
    }
}
