//! Header fields that are not as they were recorded.

use crate::check::{Check, Severity, Subject, Violation};
use crate::replay::headers;

/// The id of the check.
pub const ID: &str = "recorded-header";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "in a replay, header fields are as recorded",
    requirement: "A recorded request that is sent again must be answered with the header fields that were recorded. \
                  Left out are fields that differ from answer to answer (Date, ETag, ids of requests, counters of \
                  limits, what gateways add, and the like); a value of the same form as the recorded one, such as \
                  another UUID or moment, is no difference. A field that is new is an info. Where the status \
                  differs, nothing more is compared.",
    severity: Severity::Warning,
    profile: None,
    clause: "the recording",
    example: "`Content-Type: application/json` was recorded, and `text/html` comes now",
    help: "find out what has changed; where the new answer is right, record it anew, or leave the field out with --ignore header:NAME",
    applies: |subject| {
        let now = subject.answer().map(|answer| answer.status);
        subject.recorded.is_some_and(|recorded| now == Some(recorded.recollection.answer.status))
    },
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let (Some(recorded), Some(answer)) = (subject.recorded, subject.answer()) else {
        return Vec::new();
    };
    let differences = headers(&recorded.recollection.answer, answer, recorded.ignore);
    let violations = differences.into_iter().map(|difference| {
        let (name, place) = (difference.place, &recorded.recollection.place);
        let symptom = format!("{} {name}", if difference.is_new { "new" } else { "another" });
        let before = format!("header `{name}`: {}, as recorded at {place}", difference.recorded);
        let mut violation =
            subject.violation(symptom, before, format!("header `{name}`: {}", difference.now));
        violation.severity = difference.is_new.then_some(Severity::Info);
        violation
    });
    violations.collect()
}
