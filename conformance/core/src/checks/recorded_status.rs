//! Another status than the one that was recorded.

use crate::check::{Check, Severity};

/// The id of the check.
pub const ID: &str = "recorded-status";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "in a replay, the status is the recorded one",
    requirement: "A recorded request that is sent again must be answered with the status that was recorded. Whether \
                  both are as the document says is for the other checks: this one tells that something has \
                  changed since.",
    severity: Severity::Error,
    profile: None,
    clause: "the recording",
    example: "a request was answered 200 when it was recorded, and is answered 404 now",
    help: "find out what has changed; where the new answer is right, record it anew",
    applies: |subject| subject.recorded.is_some() && subject.answer().is_some(),
    run: |subject| {
        let (Some(recorded), Some(answer)) = (subject.recorded, subject.answer()) else {
            return Vec::new();
        };
        let before = recorded.recollection.answer.status;
        // What a limit or a gateway says is no answer of the target.
        if before == answer.status || matches!(answer.status, 429 | 503 | 504) {
            return Vec::new();
        }
        vec![subject.violation(
            format!("{before} recorded, {} now", answer.status),
            format!("status {before}, as recorded at {}", recorded.recollection.place),
            format!("status {}", answer.status),
        )]
    },
};
