//! Content that is not as it was recorded.

use crate::check::{Check, Severity, Subject, Violation};
use crate::replay::bodies;

/// The id of the check.
pub const ID: &str = "recorded-body";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "in a replay, content is as recorded",
    requirement: "A recorded request that is sent again must be answered with the content that was recorded, member \
                  by member where both are JSON. The order of members means nothing, and a value of the same form \
                  as the recorded one (another UUID, moment or token of the same kind) is no difference. A member \
                  that is new is an info. Where the status differs, or not all of the content is recorded, \
                  nothing is compared.",
    severity: Severity::Error,
    profile: None,
    clause: "the recording",
    example: "/data/status was \"active\" when it was recorded, and is \"revoked\" now",
    help: "find out what has changed; where the new answer is right, record it anew, or leave the place out with --ignore body:/json/pointer",
    applies: |subject| {
        let whole = subject.answer().filter(|answer| !answer.over_limit);
        subject.recorded.is_some_and(|recorded| {
            let recollection = recorded.recollection;
            recollection.lacks.is_none()
                && whole.is_some_and(|answer| answer.status == recollection.answer.status)
        })
    },
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let (Some(recorded), Some(answer)) = (subject.recorded, subject.answer()) else {
        return Vec::new();
    };
    let before = &recorded.recollection.answer.body;
    let differences = bodies(before, &answer.body, recorded.ignore).into_iter();
    let violations = differences.map(|difference| {
        let part = |place: &str| match place {
            "" => "the content".to_owned(),
            place => place.to_owned(),
        };
        let (place, kind) = (part(&difference.place), part(&difference.kind));
        let symptom = format!("{} {kind}", if difference.is_new { "new" } else { "another" });
        let recorded = &recorded.recollection.place;
        let mut violation = subject.violation(
            symptom,
            format!("{place}: {}, as recorded at {recorded}", difference.recorded),
            format!("{place}: {}", difference.now),
        );
        violation.severity = difference.is_new.then_some(Severity::Info);
        violation
    });
    violations.collect()
}
