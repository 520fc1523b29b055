//! A challenge for other credentials than those of the document.

use specs::contract::SchemeKind;

use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::fields::challenges;

/// The id of the check.
pub const ID: &str = "undeclared-challenge-scheme";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a challenge is of a declared scheme",
    requirement: "Where the operation requires Basic or Bearer, one of the challenges of a 401 is of that scheme: a client that follows it must succeed. There may be more challenges.",
    severity: Severity::Warning,
    profile: Some(Profile::Oauth),
    clause: "RFC 6749 §5.2; RFC 6750 §3; RFC 7617 §2",
    example: "the document declares Bearer, and a 401 has WWW-Authenticate: Basic realm=\"api\"",
    help: "send a challenge of the document's scheme",
    applies: |context| {
        context.kind.reaches_operation()
            && context.response().is_some_and(|response| response.status == 401)
            && !declared(context).is_empty()
    },
    run,
};

/// The schemes of the `Authorization` field that the operation takes.
fn declared(context: &CheckContext<'_>) -> Vec<String> {
    let requirements =
        context.operation.security.alternatives.iter().flat_map(|one| &one.requirements);
    let schemes = requirements.filter_map(|needed| context.contract.scheme(&needed.scheme));
    schemes
        .filter_map(|scheme| match &scheme.kind {
            SchemeKind::Basic => Some("Basic".to_owned()),
            SchemeKind::Bearer => Some("Bearer".to_owned()),
            SchemeKind::OtherHttp(name) => Some(name.clone()),
            SchemeKind::ApiKey { .. } => None,
        })
        .collect()
}

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(response) = context.response() else {
        return Vec::new();
    };
    let text = response.header_values("www-authenticate").collect::<Vec<_>>().join(", ");
    // One that is missing or cannot be read is another check's.
    let Ok(found) = challenges(&text) else {
        return Vec::new();
    };
    let known = declared(context);
    if found.iter().any(|challenge| known.iter().any(|name| challenge.is(name))) {
        return Vec::new();
    }
    let names: Vec<&str> = found.iter().map(|challenge| challenge.scheme.as_str()).collect();
    vec![context.violation(
        format!("a challenge for {}", names.join(" and ")),
        format!("a challenge for {}", known.join(" or ")),
        format!("WWW-Authenticate: {text}"),
    )]
}
