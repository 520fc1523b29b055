//! A `WWW-Authenticate` that cannot be read.

use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::fields::challenges;

/// The id of the check.
pub const ID: &str = "malformed-www-authenticate";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "`WWW-Authenticate` can be parsed",
    requirement: "WWW-Authenticate is a list of challenges: a scheme, then parameters whose values are tokens or quoted strings, each name once, or one token68. A client that cannot parse it does not know how to authenticate.",
    severity: Severity::Warning,
    profile: Some(Profile::Http),
    clause: "RFC 9110 §11.6.1 and §11.2",
    example: "WWW-Authenticate: Bearer realm=my api",
    help: "write a challenge as SCHEME NAME=\"VALUE\", NAME=\"VALUE\"",
    applies: |context| {
        context.response().is_some_and(|response| {
            response.header("www-authenticate").is_some_and(|challenge| !challenge.is_empty())
        })
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(response) = context.response() else {
        return Vec::new();
    };
    let text = response.header_values("www-authenticate").collect::<Vec<_>>().join(", ");
    let Err(reason) = challenges(&text) else {
        return Vec::new();
    };
    vec![context.violation(
        "WWW-Authenticate cannot be read",
        "a WWW-Authenticate field of challenges",
        format!("WWW-Authenticate: {text}, where {reason}"),
    )]
}
