//! An operation that runs for callers whom the document keeps out.

use specs::contract::SchemeKind;

use crate::case::{CaseKind, Piece, Slot};
use crate::check::{Check, CheckContext, Severity, Violation};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "ignored-authentication";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &["ignored_auth"],
    title: "a request without right credentials is rejected",
    requirement: "Where the document requires credentials and allows no anonymous requests, a request must be rejected that has none, wrong ones, only some of those that are required together, a token under another scheme than Bearer, or the scheme alone. Wrong credentials differ from the right ones in one character, or in case, where the right ones are supplied: this reveals comparisons of prefixes or without case, and token signatures that are not verified.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: security of the operation; RFC 9110 §15.5.2",
    example: "a request without Authorization gets 204",
    help: "verify every credential before the operation runs",
    applies: |context: &CheckContext<'_>| context.verdict.is_some(),
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let response = context.response().filter(|response| response.class() == 2);
    let (Some(response), Some(shown)) = (response, cut_apart(context)) else {
        return context.status_violations(ViolationKind::IgnoredAuthentication);
    };
    let symptom = format!("{shown} is taken");
    let expected = format!("a refusal of {shown}");
    let violation = context.violation(symptom, expected, format!("status {}", response.status));
    vec![Violation { place: context.case.rule.clone(), ..violation }]
}

/// Which half of a Bearer credential the request shows, if it is one: what follows the name behind another
/// one, or the name alone.
fn cut_apart(context: &CheckContext<'_>) -> Option<&'static str> {
    let request = &context.step.request;
    let is_for_all = context.operation.security.allows_anonymous();
    if context.case.kind != CaseKind::Unusual || !request.credentials.is_empty() || is_for_all {
        return None;
    }
    let is_bearer = |scheme: &str| {
        let scheme = context.contract.scheme(scheme).map(|scheme| &scheme.kind);
        matches!(scheme, Some(SchemeKind::Bearer))
    };
    let names_it = |text: &str| text.trim().eq_ignore_ascii_case("bearer");
    request.headers.iter().find_map(|(_, template)| match &template.0[..] {
        [Piece::Text(name), Piece::Slot(Slot::Credential(scheme))] => (is_bearer(scheme)
            && !names_it(name))
        .then_some("a token under the name of another scheme"),
        [Piece::Text(name)] => names_it(name).then_some("the name of the scheme without a token"),
        _ => None,
    })
}
