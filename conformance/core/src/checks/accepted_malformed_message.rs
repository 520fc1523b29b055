//! Messages that can be read in two ways, or that are not whole, and are carried out.

use crate::case::CaseKind;
use crate::check::{Check, CheckContext, Severity, Violation};
use crate::exchange::Malformation;
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "accepted-malformed-message";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "a message that is not whole, or whose end is reported in two ways, is refused",
    requirement: "Two different Content-Length fields, content that ends before its Content-Length is met, and \
                  more content than is announced, by one or by none: whoever carries such a message out carries out another one \
                  than was sent, and where a proxy reads it in another way than the server behind it, one \
                  caller's bytes become another caller's request. It must be refused; the end of the connection \
                  is a refusal as well. Content that ends early is warned of: several widespread servers hand it on \
                  as if it were whole, and no application sees it.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9112 §6.3 and §8",
    example: "content of 20 bytes with Content-Length: 30, then the end, gets 204",
    help: "let the HTTP server refuse messages whose length is not what they say, and read the content whole before the operation runs",
    applies: |context: &CheckContext<'_>| context.verdict.is_some(),
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let is_early = *context.kind == CaseKind::MalformedMessage(Malformation::LengthTooLong);
    let severity = is_early.then_some(Severity::Warning);
    let violations = context.status_violations(ViolationKind::AcceptedMalformedMessage).into_iter();
    violations.map(|violation| Violation { severity, ..violation }).collect()
}
