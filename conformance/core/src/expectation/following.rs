//! What the status says of a step that follows another one of the same case.

use crate::exchange::RequestPart;
use specs::contract::Operation;

use super::ViolationKind;
use super::reading::{is_declared, successes, violation};
use super::{StatusVerdict, fitting, read};
use crate::case::{CaseKind, Role, Step};

/// Reads the status of the response to a step.
pub fn read_step(
    operation: &Operation,
    kind: &CaseKind,
    step: &Step,
    generated_values: &[RequestPart],
    status: u16,
) -> StatusVerdict {
    match &step.role {
        Role::Main => read(operation, kind, generated_values, step.status, status),
        Role::Recorded { kind, .. } => read(operation, kind, generated_values, step.status, status),
        Role::FollowUp(_) => still_there(
            operation,
            ViolationKind::SideEffectOfRejectedRequest,
            generated_values,
            status,
        ),
        Role::OtherResource => still_there(
            operation,
            ViolationKind::SideEffectOnOtherResource,
            generated_values,
            status,
        ),
        Role::Repeat => read(operation, &CaseKind::Valid, generated_values, None, status),
        Role::Again => again(operation, generated_values, status),
        Role::Own => own(operation, generated_values, status),
        Role::AfterOwnCredential => after_own(operation, generated_values, status),
        // The document does not know it, or others steps have a say; see `read_probe`, `read_chained`.
        Role::Probe(_) | Role::Chained(_) => StatusVerdict::Conforms,
    }
}

/// A valid request with a value that must be live. A refusal that fits what does not exist says that
/// it is gone; any other one has nothing to do with the step before.
fn still_there(
    operation: &Operation,
    kind: ViolationKind,
    generated_values: &[RequestPart],
    status: u16,
) -> StatusVerdict {
    match read(operation, &CaseKind::Valid, generated_values, None, status) {
        StatusVerdict::Violation(_) if says_gone(operation, status) => {
            violation(kind, successes(operation))
        }
        other => other,
    }
}

fn says_gone(operation: &Operation, status: u16) -> bool {
    (400..500).contains(&status) && fitting(operation, &CaseKind::ValidUnknown).admits(status)
}

/// A caller that ends its own credential may be let to or not, as long as the document says so.
fn own(operation: &Operation, generated_values: &[RequestPart], status: u16) -> StatusVerdict {
    let is_declared = operation.responses.lookup(status).is_some();
    match status {
        429 => read(operation, &CaseKind::Valid, generated_values, None, status),
        400..500 if is_declared || successes_only(operation) => StatusVerdict::Conforms,
        400..500 => violation(
            ViolationKind::UndeclaredStatus,
            format!("{}, or a declared refusal,", successes(operation)),
        ),
        _ => read(operation, &CaseKind::Valid, generated_values, None, status),
    }
}

/// Whether the document declares no refusal at all.
fn successes_only(operation: &Operation) -> bool {
    !operation
        .responses
        .iter()
        .any(|response| (400..500).any(|code| response.status.contains(code)))
}

/// A caller whose own credential has ended is unauthenticated.
fn after_own(
    operation: &Operation,
    generated_values: &[RequestPart],
    status: u16,
) -> StatusVerdict {
    match status {
        200..300 => violation(
            ViolationKind::UsableAfterRevocation,
            fitting(operation, &CaseKind::WrongCredentials).words(),
        ),
        _ => read(operation, &CaseKind::WrongCredentials, generated_values, None, status),
    }
}

/// The same request once more: the value is gone now, or the operation has the same effect twice
/// (RFC 7009 §2.2 wants a success), or the state that it asks for is in conflict with itself.
pub(super) fn again(
    operation: &Operation,
    generated_values: &[RequestPart],
    status: u16,
) -> StatusVerdict {
    let is_declared = is_declared(operation, status);
    let expected = || {
        let gone = fitting(operation, &CaseKind::ValidUnknown).words();
        format!("{gone}, or {} as before,", successes(operation))
    };
    match status {
        429 | 500.. => read(operation, &CaseKind::Valid, generated_values, None, status),
        200..300 if is_declared => StatusVerdict::Conforms,
        400..500 if says_gone(operation, status) => StatusVerdict::Conforms,
        400 | 409 | 410 | 422 if is_declared => StatusVerdict::Conforms,
        // Where no other client is asked for, the value itself is who calls.
        401 | 403 if is_declared && operation.security.allows_anonymous() => {
            StatusVerdict::Conforms
        }
        401 | 403 if is_declared => violation(ViolationKind::UnexpectedErrorStatus, expected()),
        _ => violation(ViolationKind::UndeclaredStatus, expected()),
    }
}
