//! The verdict on the status of a step that follows another one of the same case.

use crate::exchange::RequestPart;
use specs::contract::Operation;

use super::ViolationKind;
use super::reading::{is_declared, successes, violation};
use super::{StatusVerdict, fitting, read};
use crate::case::{CaseKind, Role, Step};

/// The verdict on the status of the response to a step.
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
        // The document does not declare it, or it depends on other steps; see `read_probe`, `read_chained`.
        Role::Probe(_) | Role::Chained(_) => StatusVerdict::Conforms,
    }
}

/// A valid request with a value that must be live. A rejection as for an unknown value shows that
/// it is gone; any other one is unrelated to the step before.
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

/// A request that revokes the caller's own credential may be accepted or rejected, with a declared status.
fn own(operation: &Operation, generated_values: &[RequestPart], status: u16) -> StatusVerdict {
    let is_declared = operation.responses.lookup(status).is_some();
    match status {
        429 => read(operation, &CaseKind::Valid, generated_values, None, status),
        400..500 if is_declared || successes_only(operation) => StatusVerdict::Conforms,
        400..500 => violation(
            ViolationKind::UndeclaredStatus,
            format!("{}, or a declared rejection,", successes(operation)),
        ),
        _ => read(operation, &CaseKind::Valid, generated_values, None, status),
    }
}

/// Whether the document declares no rejection at all.
fn successes_only(operation: &Operation) -> bool {
    !operation
        .responses
        .iter()
        .any(|response| (400..500).any(|code| response.status.contains(code)))
}

/// A caller with a revoked credential is unauthenticated.
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

/// The same request again: the value is gone now, or the operation is idempotent
/// (RFC 7009 §2.2 requires a success), or the request conflicts with the state of the resource.
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
        // Without required credentials, the value itself identifies the caller.
        401 | 403 if is_declared && operation.security.allows_anonymous() => {
            StatusVerdict::Conforms
        }
        401 | 403 if is_declared => violation(ViolationKind::UnexpectedErrorStatus, expected()),
        _ => violation(ViolationKind::UndeclaredStatus, expected()),
    }
}
