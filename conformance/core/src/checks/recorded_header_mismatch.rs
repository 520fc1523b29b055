//! Header fields that are not as they were recorded.

use crate::check::{Check, CheckContext, Severity, Violation};
use crate::replay::headers;

/// The id of the check.
pub const ID: &str = "recorded-header-mismatch";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "in a replay, header fields are as recorded",
    requirement: "A recorded request that is sent again must get the recorded header fields. Fields that differ between responses (Date, ETag, request ids, rate limit counters, what gateways add) are ignored; a value of the same form as the recorded one, such as another UUID or time, is no difference. A new field is information. Where the status differs, nothing more is compared.",
    severity: Severity::Warning,
    profile: None,
    clause: "the recording",
    example: "`Content-Type: application/json` was recorded, and `text/html` is received now",
    help: "find out what has changed; where the new response is right, record it again, or leave the field out with --ignore header:NAME",
    applies: |context| {
        let now = context.response().map(|response| response.status);
        context
            .recorded
            .is_some_and(|recorded| now == Some(recorded.recorded_response.response.status))
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let (Some(recorded), Some(response)) = (context.recorded, context.response()) else {
        return Vec::new();
    };
    let differences = headers(&recorded.recorded_response.response, response, recorded.ignore);
    let violations = differences.into_iter().map(|difference| {
        let (name, place) = (difference.place, &recorded.recorded_response.place);
        let symptom = format!("{} {name}", if difference.is_new { "new" } else { "another" });
        let before = format!("header `{name}`: {}, as recorded at {place}", difference.recorded);
        let mut violation =
            context.violation(symptom, before, format!("header `{name}`: {}", difference.now));
        violation.severity = difference.is_new.then_some(Severity::Info);
        violation
    });
    violations.collect()
}
