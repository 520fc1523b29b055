//! Another request with a used key is said to have been carried out, and was not.

use super::idempotency_replay_mismatch::is_kept;
use crate::check::{Check, Profile, Severity};

/// The id of the check.
pub const ID: &str = "idempotency-key-reuse";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "another request with a used idempotency key is not passed over in silence",
    requirement: "A key that comes again with another request is a mistake of the client: it is refused, or carried \
                  out. Repeating the first response without doing anything, leaves the client in the belief \
                  that its token is revoked. Four requests show it: two with one key, then the second one twice \
                  with keys of its own, which must find nothing left to do; it is reported only where the last one is \
                  refused, and so a token's end can be seen.",
    severity: Severity::Warning,
    profile: Some(Profile::Provider),
    clause: "the document: the idempotency header; draft-ietf-httpapi-idempotency-key-header, Error Handling",
    example: "another token with a used key gets 204, and lives on",
    help: "compare the request with the one of the key, and refuse another one with 422",
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
