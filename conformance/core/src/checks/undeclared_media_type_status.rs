//! An undeclared media type is rejected with another status than 415.

use crate::case::CaseKind;
use crate::check::{Check, Detect, Profile, Severity};
use crate::expectation::StatusVerdict;

pub(super) const CHECK: Check = Check {
    id: "undeclared-media-type-status",
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
            // A generated value may have been rejected first.
            && context.exchange.request.generated_values.is_empty()
    },
    detect: Detect::Exchange(|context| match context.response() {
        Some(response) if response.status != 415 => vec![context.violation(
            format!("{} for an undeclared media type", response.status),
            "415",
            format!("status {}", response.status),
        )],
        _ => Vec::new(),
    }),
    ..Check::DEFAULTS
};
