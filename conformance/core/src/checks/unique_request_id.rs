//! An id of a request that two requests share.

use serde_json::Value;

use crate::case::Slot;
use crate::check::{Check, Profile, Severity, Subject, Violation};
use crate::exchange::Exchange;
use crate::prose::{is_request_id, response_members};

/// The id of the check.
pub const ID: &str = "unique-request-id";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "the id of a request is that of one request alone",
    requirement: "Where the document declares an id of the request, in a header such as x-request-id or in a member such \
                  as reqId, no two answers carry the same one: it is there to find one request in the logs.",
    severity: Severity::Warning,
    profile: Some(Profile::Provider),
    clause: "the document: the id of the request",
    example: "two answers with the same x-request-id",
    help: "make a new id for each request",
    applies: |subject| {
        // A cache answers a GET, and a server that keeps answers a used key, with what was sent before.
        let may_be_kept = || {
            subject.operation.method.is_safe()
                || subject.step.request.slots().contains(&&Slot::Kept)
        };
        !subject.earlier.is_empty() && subject.answer().is_some() && !may_be_kept()
    },
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let own = ids(subject, subject.exchange);
    let earlier: Vec<_> = subject.earlier.iter().flat_map(|one| ids(subject, one)).collect();
    let shared = own.into_iter().filter(|id| earlier.contains(id));
    shared
        .map(|(name, id)| {
            subject.violation(
                format!("{name} comes again"),
                format!("a `{name}` of its own with each answer"),
                format!("`{name}`: {id}, as with the request before"),
            )
        })
        .collect()
}

/// The ids that an answer carries where the document declares them, each with its name.
fn ids(subject: &Subject<'_>, exchange: &Exchange) -> Vec<(String, String)> {
    let Some(answer) = exchange.answer() else {
        return Vec::new();
    };
    let Some(declared) = subject.operation.responses.lookup(answer.status) else {
        return Vec::new();
    };
    let headers = declared.headers.iter().map(|header| &header.name);
    let mut list: Vec<(String, String)> = headers
        .filter(|name| is_request_id(name))
        .filter_map(|name| Some((name.clone(), answer.header(name)?.into_owned())))
        .collect();
    let content = serde_json::from_slice::<Value>(&answer.body).unwrap_or_default();
    for member in response_members(&subject.contract.schemas, declared) {
        if let Some(id) = content.get(&member.name).filter(|_| is_request_id(&member.name)) {
            list.push((member.name.clone(), id.to_string()));
        }
    }
    list.retain(|(_, id)| !id.is_empty());
    list
}
