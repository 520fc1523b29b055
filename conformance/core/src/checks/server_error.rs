//! A server that fails.

use crate::check::{Check, CheckContext, Severity};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "server-error";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &["not_a_server_error", "InvalidDynamicObject"],
    title: "no request gets a server error",
    requirement: "Whatever a client sends, a 5xx says that the server failed. 503 and 504 are attributed to a gateway, and 501 is allowed for unknown methods.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9110 §15.6",
    example: "a body that is not JSON gets 500",
    help: "find the failure in the server's log, and respond with a 4xx where the request is at fault",
    applies: |context: &CheckContext<'_>| context.verdict.is_some(),
    run: |context| context.status_violations(ViolationKind::ServerError),
};
