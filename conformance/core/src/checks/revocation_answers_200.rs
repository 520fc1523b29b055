//! A revocation that succeeds with another status than RFC 7009's.

use crate::case::{Cause, Role};
use crate::check::{Check, Profile, Severity, Violation};
use crate::prose::is_revocation;

/// The id of the check.
pub const ID: &str = "revocation-answers-200";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "a revocation is answered 200",
    requirement: "A token that is revoked is answered 200; the content says nothing. Documents that declare 204 depart \
                  from it, and clients of RFC 7009 that look for 200 alone take 204 for a failure.",
    severity: Severity::Info,
    profile: Some(Profile::Rfc7009),
    clause: "RFC 7009 §2.2",
    example: "a revocation is answered 204",
    help: "answer 200, and declare it",
    applies: |subject| {
        subject.step.role == Role::Main
            && *subject.cause == Cause::Valid
            && is_revocation(subject.operation)
            && subject.answer().is_some_and(|answer| answer.class() == 2)
    },
    run: |subject| match subject.answer() {
        Some(answer) if answer.status != 200 => vec![Violation {
            place: subject.operation.pointer.child("responses"),
            ..subject.violation(
                format!("{} for a revocation", answer.status),
                "200",
                format!("status {}", answer.status),
            )
        }],
        _ => Vec::new(),
    },
};
