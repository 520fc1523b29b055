//! An OPTIONS that succeeds and does not say what it is asked for.

use crate::check::{Check, Profile, Severity};

/// The id of the check.
pub const ID: &str = "missing-allow-on-options";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a successful OPTIONS response has `Allow`",
    requirement: "OPTIONS requests the methods of a path; a success should list them in Allow. Rejecting OPTIONS is accepted as well. CORS uses other fields.",
    severity: Severity::Info,
    profile: Some(Profile::Http),
    clause: "RFC 9110 §9.3.7",
    example: "OPTIONS gets 204 without Allow",
    help: "list the methods of the path in Allow, or reject OPTIONS with 405",
    applies: |context| {
        context.exchange.request.method == "OPTIONS"
            && context.response().is_some_and(|response| response.class() == 2)
    },
    run: |context| {
        if context.response().is_some_and(|response| response.header("allow").is_some()) {
            return Vec::new();
        }
        vec![context.violation(
            "OPTIONS without Allow",
            "an Allow field with the methods of the path",
            "a success without Allow",
        )]
    },
};
