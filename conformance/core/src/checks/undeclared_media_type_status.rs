//! A media type that is not taken is refused in other words than HTTP's.

use crate::case::CaseKind;
use crate::check::{Check, Profile, Severity};
use crate::expectation::StatusVerdict;

/// The id of the check.
pub const ID: &str = "undeclared-media-type-status";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a body of an unsupported media type gets 415",
    requirement: "415 informs a client that another media type may be accepted, where 400 and 422 inform it that its body is wrong. Other rejections are as safe, so that a violation fails a run only with the profile `http`.",
    severity: Severity::Info,
    profile: Some(Profile::Http),
    clause: "RFC 9110 §15.5.16",
    example: "a body of type text/plain gets 400",
    help: "reject other media types with 415",
    applies: |context| {
        *context.kind == CaseKind::UnsupportedMediaType
            && context.verdict == Some(&StatusVerdict::Conforms)
            && context.response().is_some_and(|response| response.class() == 4)
            // What was not supplied may have been rejected first.
            && context.exchange.request.generated_values.is_empty()
    },
    run: |context| match context.response() {
        Some(response) if response.status != 415 => vec![context.violation(
            format!("{} for a media type that is not taken", response.status),
            "415",
            format!("status {}", response.status),
        )],
        _ => Vec::new(),
    },
};
