//! An id of a request that two requests share.

use serde_json::Value;

use crate::case::Slot;
use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::exchange::Exchange;
use crate::heuristics::{is_request_id, response_members};

/// The id of the check.
pub const ID: &str = "repeated-request-id";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "each response has a request id of its own",
    requirement: "Where the document declares a request id, in a header such as x-request-id or in a property such as reqId, no two responses have the same one: it identifies one request in the logs.",
    severity: Severity::Warning,
    profile: Some(Profile::Provider),
    clause: "the document: the id of the request",
    example: "two responses have the same x-request-id",
    help: "generate a new id for each request",
    applies: |context| {
        // A cache responses a GET, and a server that keeps responses a used key, with what was sent before.
        let may_be_kept = || {
            context.operation.method.is_safe()
                || context.step.request.slots().contains(&&Slot::Kept)
        };
        !context.earlier.is_empty() && context.response().is_some() && !may_be_kept()
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let own = ids(context, context.exchange);
    let earlier: Vec<_> = context.earlier.iter().flat_map(|one| ids(context, one)).collect();
    let shared = own.into_iter().filter(|id| earlier.contains(id));
    shared
        .map(|(name, id)| {
            context.violation(
                format!("{name} comes again"),
                format!("a `{name}` of its own with each response"),
                format!("`{name}`: {id}, as with the request before"),
            )
        })
        .collect()
}

/// The ids that a response carries where the document declares them, each with its name.
fn ids(context: &CheckContext<'_>, exchange: &Exchange) -> Vec<(String, String)> {
    let Some(response) = exchange.response() else {
        return Vec::new();
    };
    let Some(declared) = context.operation.responses.lookup(response.status) else {
        return Vec::new();
    };
    let headers = declared.headers.iter().map(|header| &header.name);
    let mut list: Vec<(String, String)> = headers
        .filter(|name| is_request_id(name))
        .filter_map(|name| Some((name.clone(), response.header(name)?.into_owned())))
        .collect();
    let content = serde_json::from_slice::<Value>(&response.body).unwrap_or_default();
    for member in response_members(&context.contract.schemas, declared) {
        if let Some(id) = content.get(&member.name).filter(|_| is_request_id(&member.name)) {
            list.push((member.name.clone(), id.to_string()));
        }
    }
    list.retain(|(_, id)| !id.is_empty());
    list
}
