//! Content that is not as it was recorded.

use crate::check::{Check, CheckContext, Severity, Violation};
use crate::replay::bodies;

/// The id of the check.
pub const ID: &str = "recorded-body-mismatch";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "in a replay, the body is as recorded",
    requirement: "A recorded request that is sent again must get the recorded body, compared by property where both are JSON. The order of properties has no meaning, and a value of the same form as the recorded one (another UUID, time or token of the same kind) is no difference. A new property is information. Where the status differs, or the recorded body is incomplete, nothing is compared.",
    severity: Severity::Error,
    profile: None,
    clause: "the recording",
    example: "/data/status was \"active\" when it was recorded, and is \"revoked\" now",
    help: "find out what has changed; where the new response is right, record it again, or leave the location out with --ignore body:/json/pointer",
    applies: |context| {
        let whole = context.response().filter(|response| !response.over_limit);
        context.recorded.is_some_and(|recorded| {
            let recorded_response = recorded.recorded_response;
            recorded_response.lacks.is_none()
                && whole
                    .is_some_and(|response| response.status == recorded_response.response.status)
        })
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let (Some(recorded), Some(response)) = (context.recorded, context.response()) else {
        return Vec::new();
    };
    let before = &recorded.recorded_response.response.body;
    let differences = bodies(before, &response.body, recorded.ignore).into_iter();
    let violations = differences.map(|difference| {
        let part = |place: &str| match place {
            "" => "the content".to_owned(),
            place => place.to_owned(),
        };
        let (place, kind) = (part(&difference.place), part(&difference.kind));
        let symptom = format!("{} {kind}", if difference.is_new { "new" } else { "another" });
        let recorded = &recorded.recorded_response.place;
        let mut violation = context.violation(
            symptom,
            format!("{place}: {}, as recorded at {recorded}", difference.recorded),
            format!("{place}: {}", difference.now),
        );
        violation.severity = difference.is_new.then_some(Severity::Info);
        violation
    });
    violations.collect()
}
