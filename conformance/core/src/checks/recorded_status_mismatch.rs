//! Another status than the one that was recorded.

use crate::check::{Check, Severity};

/// The id of the check.
pub const ID: &str = "recorded-status-mismatch";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "in a replay, the status is the recorded one",
    requirement: "A recorded request that is sent again must get the recorded status. Other checks decide whether both conform to the document; this one reports a change.",
    severity: Severity::Error,
    profile: None,
    clause: "the recording",
    example: "a request got 200 when it was recorded, and gets 404 now",
    help: "find out what has changed; where the new response is right, record it again",
    applies: |context| context.recorded.is_some() && context.response().is_some(),
    run: |context| {
        let (Some(recorded), Some(response)) = (context.recorded, context.response()) else {
            return Vec::new();
        };
        let before = recorded.recorded_response.response.status;
        // What a limit or a gateway says is no response of the target.
        if before == response.status || matches!(response.status, 429 | 503 | 504) {
            return Vec::new();
        }
        vec![context.violation(
            format!("{before} recorded, {} now", response.status),
            format!("status {before}, as recorded at {}", recorded.recorded_response.place),
            format!("status {}", response.status),
        )]
    },
};
