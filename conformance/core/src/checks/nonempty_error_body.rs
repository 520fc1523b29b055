//! Content where the provider's words promise none.

use specs::Contract;
use specs::contract::{Response, StatusRange};

use crate::case::CaseKind;
use crate::check::{Check, Profile, Severity, Violation};

/// The id of the check.
pub const ID: &str = "nonempty-error-body";

/// Responses of which a provider's reference says that they are empty.
const EMPTY: [(&str, u16); 1] = [("voucherify", 404)];
/// Words of a description that say so.
const WORDS: [&str; 5] =
    ["empty error", "empty body", "empty response", "no body", "without content"];

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a response that is documented as empty is empty",
    requirement: "Where the description of a response says that it is empty, and no content is declared, the response has no body. Voucherify's reference says so of its 404, while its guide to errors shows JSON: one of them misleads.",
    severity: Severity::Warning,
    profile: Some(Profile::Provider),
    clause: "the document: description of the response",
    example: "a 404 with {\"code\":404}, where the reference says `returns an empty error`",
    help: "send no body, or declare it",
    applies: |context| {
        // The words are about the operation's own response, not about those of what stands before it.
        matches!(context.kind, CaseKind::Valid | CaseKind::ValidUnknown)
            && context.response().is_some_and(|response| !response.body.is_empty())
            && context.declared.is_some_and(|declared| is_empty(context.contract, declared))
    },
    run: |context| {
        let (Some(response), Some(declared)) = (context.response(), context.declared) else {
            return Vec::new();
        };
        vec![Violation {
            place: declared.pointer.clone(),
            ..context.violation(
                format!("content with {}", response.status),
                "no content",
                format!("{} bytes of content with status {}", response.body.len(), response.status),
            )
        }]
    },
};

/// Whether the document says that the response is empty.
pub fn is_empty(contract: &Contract, declared: &Response) -> bool {
    let words = declared.description.to_ascii_lowercase();
    let known = EMPTY.iter().any(|(provider, status)| {
        *provider == contract.id && declared.status == StatusRange::Exact(*status)
    });
    declared.content.is_empty() && (known || WORDS.iter().any(|word| words.contains(word)))
}
