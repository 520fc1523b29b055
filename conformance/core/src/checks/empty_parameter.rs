//! A form parameter without a value is not taken for one that was left out.

use crate::case::Cause;
use crate::check::{Check, Profile, Severity, Subject, Violation};
use crate::prose::{body_members, form_fields, is_oauth};

/// The id of the check.
pub const ID: &str = "empty-parameter";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "a parameter without a value is as good as none",
    requirement: "Parameters of OAuth 2.0 that come without a value are treated as if they had been left out: an \
                  optional one changes nothing, and one that is required is missing.",
    severity: Severity::Info,
    profile: Some(Profile::Oauth),
    clause: "RFC 6749 §3.2",
    example: "token=a&token_type_hint= is answered 422",
    help: "drop parameters without a value before looking at the others",
    applies: |subject| {
        *subject.cause == Cause::Unusual && is_oauth(subject.contract, subject.operation)
    },
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let Some(answer) = subject.answer() else {
        return Vec::new();
    };
    let fields = form_fields(&subject.exchange.request);
    let members = body_members(subject.contract, subject.operation);
    let empty = |required: bool| {
        members.iter().find(|member| {
            let own = || fields.iter().filter(|(name, _)| *name == member.name);
            member.required == required
                && own().count() > 0
                && own().all(|(_, text)| text.is_empty())
        })
    };
    if let Some(member) = empty(true).filter(|_| answer.class() == 2) {
        return vec![subject.violation(
            "an empty parameter is taken for a value",
            format!("a refusal, as if `{}` were missing", member.name),
            format!("status {}", answer.status),
        )];
    }
    if let Some(member) = empty(false)
        && empty(true).is_none()
        && matches!(answer.status, 400 | 422)
        // What nobody supplied may have been turned down instead.
        && subject.exchange.request.made_up.is_empty()
    {
        return vec![subject.violation(
            "an empty parameter is refused",
            format!("an answer as if `{}` were left out", member.name),
            format!("status {}", answer.status),
        )];
    }
    Vec::new()
}
