//! The same request with the same key gets a response in another way.

use crate::case::{Case, Slot};
use crate::check::{Check, Profile, Severity};

/// The id of the check.
pub const ID: &str = "idempotency-replay-mismatch";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a request with a used idempotency key gets the first response again",
    requirement: "An idempotency header lets a client that received no response repeat its request: the same request with the same key is not executed twice, and gets the same response.",
    severity: Severity::Warning,
    profile: Some(Profile::Provider),
    clause: "the document: the idempotency header; draft-ietf-httpapi-idempotency-key-header, Idempotency Enforcement",
    example: "a revocation gets 204, and the same one with the same key 404",
    help: "keep the response of each key for some time, and send it again",
    applies: |context| {
        context.earlier.len() == 1
            && is_kept(context.case, 1)
            && context.case.steps.first().is_some_and(|first| first.request == context.step.request)
    },
    run: |context| {
        let first = context.earlier.first().and_then(|exchange| exchange.response());
        let (Some(first), Some(second)) = (first, context.response()) else {
            return Vec::new();
        };
        // Another success says as well that the request has been carried out.
        if first.class() != 2 || second.class() != 4 || second.status == 429 {
            return Vec::new();
        }
        vec![context.violation(
            format!("{} when asked again with the same key", second.status),
            format!("status {}, as to the same request before", first.status),
            format!("status {}", second.status),
        )]
    },
};

/// Whether the step of this number has the key of the whole case.
pub(super) fn is_kept(case: &Case, step: usize) -> bool {
    let slots = case.steps.get(step).map(|step| step.request.slots()).unwrap_or_default();
    slots.contains(&&Slot::Kept)
}
