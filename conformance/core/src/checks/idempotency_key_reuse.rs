//! Another request with a used key is said to have been carried out, and was not.

use super::idempotency_replay_mismatch::is_kept;
use crate::check::{Check, Profile, Severity};

/// The id of the check.
pub const ID: &str = "idempotency-key-reuse";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "another request with a used idempotency key is rejected or executed",
    requirement: "A used key with another request is an error of the client: the request is rejected, or executed. Repeating the first response without doing anything lets the client believe that its token is revoked. Four requests show it: two with one key, then the second one twice with keys of its own, which must find nothing to revoke; it is reported only where the last one is rejected, since only then the state can be observed.",
    severity: Severity::Warning,
    profile: Some(Profile::Provider),
    clause: "the document: the idempotency header; draft-ietf-httpapi-idempotency-key-header, Error Handling",
    example: "another token with a used key gets 204, and stays live",
    help: "compare the request with the first one of the key, and reject another one with 422",
    applies: |context| {
        context.earlier.len() == 3 && is_kept(context.case, 1) && !is_kept(context.case, 3)
    },
    run: |context| {
        let statuses: Vec<u16> = context
            .earlier
            .iter()
            .filter_map(|exchange| exchange.response())
            .chain(context.response())
            .map(|response| response.status)
            .collect();
        let &[200..300, claimed @ 200..300, 200..300, 404 | 410] = statuses.as_slice() else {
            return Vec::new();
        };
        vec![context.violation(
            "a used key hides that nothing was done",
            "a refusal of another request with a used key, or its effect",
            format!("status {claimed} to it, and the token still live after it"),
        )]
    },
};
