//! After a valid request, a status that is not declared.

use crate::check::{Check, CheckContext, Severity};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "undeclared-status";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &["status_code_conformance"],
    title: "a valid request gets a declared status",
    requirement: "A request that conforms to the document must get a status that the operation declares. Callers cannot interpret one that is not declared.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: responses of the operation",
    example: "a valid request gets 202, and the operation declares 200, 400 and 404",
    help: "respond with a declared status, or declare this one",
    applies: |context: &CheckContext<'_>| context.verdict.is_some(),
    run: |context| context.status_violations(ViolationKind::UndeclaredStatus),
};
