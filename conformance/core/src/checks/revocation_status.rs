//! A revocation that succeeds with another status than RFC 7009's.

use crate::case::{CaseKind, Role};
use crate::check::{Check, Profile, Severity, Violation};
use crate::heuristics::is_revocation;

/// The id of the check.
pub const ID: &str = "revocation-status";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a revocation gets 200",
    requirement: "A revocation gets 200, whatever its body. Documents that declare 204 depart from RFC 7009, and clients that expect 200 treat 204 as a failure.",
    severity: Severity::Info,
    profile: Some(Profile::Rfc7009),
    clause: "RFC 7009 §2.2",
    example: "a revocation gets 204",
    help: "respond with 200, and declare it",
    applies: |context| {
        context.step.role == Role::Main
            && *context.kind == CaseKind::Valid
            && is_revocation(context.operation)
            && context.response().is_some_and(|response| response.class() == 2)
    },
    run: |context| match context.response() {
        Some(response) if response.status != 200 => vec![Violation {
            place: context.operation.pointer.child("responses"),
            ..context.violation(
                format!("{} for a revocation", response.status),
                "200",
                format!("status {}", response.status),
            )
        }],
        _ => Vec::new(),
    },
};
