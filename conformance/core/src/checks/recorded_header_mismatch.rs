//! Header fields differ from the recorded ones.

use crate::check::{Check, CheckContext, Detect, Scope, Severity, Violation};
use crate::replay::headers;

pub(super) const CHECK: Check = Check {
    id: "recorded-header-mismatch",
    title: "in a replay, header fields are as recorded",
    requirement: "A recorded request that is sent again must get the recorded header fields. Fields that differ between responses (Date, ETag, request ids, rate limit counters, what gateways add) are ignored; a value of the same form as the recorded one, such as another UUID or time, is no difference. A new field is information. Where the status differs, nothing more is compared.",
    severity: Severity::Warning,
    clause: "the recording",
    example: "`Content-Type: application/json` was recorded, and `text/html` is received now",
    help: "find out what has changed; where the new response is right, record it again, or leave the field out with --ignore header:NAME",
    configure: "enabled in `conformance replay`; --exact compares values of the same form exactly; --ignore header:NAME leaves one out",
    scope: Scope::Replay,
    applies: |context| {
        let now = context.response().map(|response| response.status);
        context
            .recorded
            .is_some_and(|recorded| now == Some(recorded.recorded_response.response.status))
    },
    detect: Detect::Exchange(run),
    ..Check::DEFAULTS
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let (Some(recorded), Some(response)) = (context.recorded, context.response()) else {
        return Vec::new();
    };
    let differences = headers(&recorded.recorded_response.response, response, recorded.ignore);
    let violations = differences.into_iter().map(|difference| {
        let (name, place) = (difference.place, &recorded.recorded_response.place);
        let symptom = format!("{} {name}", if difference.is_new { "new" } else { "different" });
        let before = format!("header `{name}`: {}, as recorded at {place}", difference.recorded);
        let mut violation =
            context.violation(symptom, before, format!("header `{name}`: {}", difference.now));
        violation.severity = difference.is_new.then_some(Severity::Info);
        violation
    });
    violations.collect()
}
