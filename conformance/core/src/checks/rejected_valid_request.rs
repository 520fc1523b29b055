//! A refusal of what the document allows.

use crate::check::{Check, CheckContext, Severity};
use crate::expectation::ViolationKind;
use crate::fields::seconds;

/// The id of the check.
pub const ID: &str = "rejected-valid-request";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &["positive_data_acceptance"],
    title: "a valid request is accepted",
    requirement: "A request that conforms to the document, with right credentials and with values that exist, must get a declared success. Where a value is generated, a rejection is inconclusive.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: the request of the operation",
    example: "the form that the document declares gets 400",
    help: "accept every request that conforms to the document",
    applies: |context: &CheckContext<'_>| context.verdict.is_some(),
    run: |context| {
        let mut violations = context.status_violations(ViolationKind::RejectedValidRequest);
        if let Some(words) = clocks(context) {
            violations.iter_mut().for_each(|violation| violation.actual.push_str(&words));
        }
        violations
    },
};

/// Clocks that are further apart, in seconds, make a signature one of another time.
const APART: i64 = 60;

/// How far the clock of a target that does not take a signature is from the one that it was made by.
fn clocks(context: &CheckContext<'_>) -> Option<String> {
    let response =
        context.response().filter(|response| matches!(response.status, 400 | 401 | 403))?;
    let mut headers = context.exchange.request.headers.iter();
    let (_, input) = headers.find(|(name, _)| name.eq_ignore_ascii_case("signature-input"))?;
    let created: i64 = input.split(";created=").nth(1)?.split(';').next()?.parse().ok()?;
    let ahead = seconds(&response.header("date")?)?.checked_sub(created)?;
    (ahead.unsigned_abs() > APART.unsigned_abs()).then(|| {
        let (by, side) = (ahead.unsigned_abs(), if ahead > 0 { "ahead of" } else { "behind" });
        format!("; its clock is {by} s {side} the one of the signature: add {ahead} to `skew`")
    })
}
