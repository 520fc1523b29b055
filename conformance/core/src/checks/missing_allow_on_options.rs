//! An OPTIONS that succeeds and does not say what it is asked for.

use crate::check::{Check, Profile, Severity};

/// The id of the check.
pub const ID: &str = "missing-allow-on-options";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "a successful OPTIONS carries `Allow`",
    requirement: "OPTIONS asks which methods a path takes; a success should say so in Allow. Refusing OPTIONS is as \
                  good. What cross-origin requests are reported is in other fields.",
    severity: Severity::Info,
    profile: Some(Profile::Http),
    clause: "RFC 9110 §9.3.7",
    example: "OPTIONS gets 204 without Allow",
    help: "list the methods of the path in Allow, or refuse OPTIONS with 405",
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
