//! Messages that can be read in two ways, or that are not whole, and are carried out.

use crate::case::CaseKind;
use crate::check::{Check, CheckContext, Severity, Violation};
use crate::exchange::Malformation;
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "accepted-malformed-message";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "an HTTP message with an ambiguous or incomplete body is rejected",
    requirement: "Two different Content-Length fields, a body that is shorter than its Content-Length, and a body that is longer: a server that accepts such a message executes another request than was sent, and where a proxy parses it differently, one client's bytes become another client's request (request smuggling). Closing the connection counts as a rejection. A body that is too short is a warning: several widespread servers pass it on, and the application cannot see it.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9112 §6.3 and §8",
    example: "20 bytes with Content-Length: 30, then the end, get 204",
    help: "let the HTTP server reject messages whose length differs from what they declare, and read the whole body before the operation runs",
    applies: |context: &CheckContext<'_>| context.verdict.is_some(),
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let is_early = *context.kind == CaseKind::MalformedMessage(Malformation::LengthTooLong);
    let severity = is_early.then_some(Severity::Warning);
    let violations = context.status_violations(ViolationKind::AcceptedMalformedMessage).into_iter();
    violations.map(|violation| Violation { severity, ..violation }).collect()
}
