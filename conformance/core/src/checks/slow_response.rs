//! A response that takes long.

use std::time::Duration;

use crate::check::{Check, CheckContext, Severity, Violation};
use crate::exchange::Via;

/// The id of the check.
pub const ID: &str = "slow-response";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "no response takes longer than 2 s, or than `--max-response-time`",
    requirement: "From the first byte that is sent to the last byte that is received, no more than 2 seconds should pass: else a warning. More than --max-response-time SECONDS is an error. A response that never arrives is inconclusive.",
    severity: Severity::Warning,
    profile: None,
    clause: "practice; the limit that the user sets",
    example: "a revocation gets its response after 3.2 s",
    help: "find out what the server waits for, or set the limit that it has to meet",
    // What is malformed on purpose may make a server wait for what never comes.
    applies: |context| {
        context.response().is_some() && !matches!(context.exchange.request.via, Via::Malformed(_))
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let elapsed = context.exchange.elapsed;
    let violation = |limit: Duration, severity| {
        vec![Violation {
            symptom: "slow".to_owned(),
            expected: format!("a response within {} s", limit.as_secs_f64()),
            actual: format!("a response after {:.2} s", elapsed.as_secs_f64()),
            place: context.operation.pointer.clone(),
            clause: None,
            severity: Some(severity),
        }]
    };
    match context.rules.too_slow.filter(|limit| elapsed > *limit) {
        Some(limit) => violation(limit, Severity::Error),
        None if elapsed > context.rules.slow => violation(context.rules.slow, Severity::Warning),
        None => Vec::new(),
    }
}
