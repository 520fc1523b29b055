//! A form parameter without a value is not taken for one that was left out.

use crate::case::CaseKind;
use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::heuristics::{body_members, form_fields, is_oauth};

/// The id of the check.
pub const ID: &str = "empty-parameter-not-omitted";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "an OAuth 2.0 parameter without a value counts as omitted",
    requirement: "Parameters of OAuth 2.0 that are sent without a value must be treated as if they were omitted: an optional one has no effect, and a required one is missing.",
    severity: Severity::Info,
    profile: Some(Profile::Oauth),
    clause: "RFC 6749 §3.2",
    example: "token=a&token_type_hint= gets 422",
    help: "drop parameters without a value before validating the others",
    applies: |context| {
        *context.kind == CaseKind::Unusual && is_oauth(context.contract, context.operation)
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(response) = context.response() else {
        return Vec::new();
    };
    let fields = form_fields(&context.exchange.request);
    let members = body_members(context.contract, context.operation);
    let empty = |required: bool| {
        members.iter().find(|member| {
            let own = || fields.iter().filter(|(name, _)| *name == member.name);
            member.required == required
                && own().count() > 0
                && own().all(|(_, text)| text.is_empty())
        })
    };
    if let Some(member) = empty(true).filter(|_| response.class() == 2) {
        return vec![context.violation(
            "an empty parameter is taken for a value",
            format!("a refusal, as if `{}` were missing", member.name),
            format!("status {}", response.status),
        )];
    }
    if let Some(member) = empty(false)
        && empty(true).is_none()
        && matches!(response.status, 400 | 422)
        // What was not supplied may have been rejected instead.
        && context.exchange.request.generated_values.is_empty()
    {
        return vec![context.violation(
            "an empty parameter is refused",
            format!("a response as if `{}` were left out", member.name),
            format!("status {}", response.status),
        )];
    }
    Vec::new()
}
