//! A valid request is rejected.

use crate::check::{Check, CheckContext, Detect, Severity};
use crate::expectation::ViolationKind;
use crate::fields::seconds;

pub(super) const CHECK: Check = Check {
    id: "rejected-valid-request",
    aliases: &["positive_data_acceptance"],
    title: "a valid request is accepted",
    requirement: "A request that conforms to the document, with right credentials and with values that exist, must get a declared success. Where a value is generated, a rejection is inconclusive.",
    severity: Severity::Error,
    clause: "the document: the request of the operation",
    example: "the form that the document declares gets 400",
    help: "accept every request that conforms to the document",
    detect: Detect::StatusWith(ViolationKind::RejectedValidRequest, |context| {
        let mut violations = context.status_violations(ViolationKind::RejectedValidRequest);
        if let Some(words) = clocks(context) {
            violations.iter_mut().for_each(|violation| violation.actual.push_str(&words));
        }
        violations
    }),
    ..Check::DEFAULTS
};

/// The largest difference of clocks, in seconds, that does not invalidate a signature.
const APART: i64 = 60;

/// The difference of the target's clock from the one that created the signature, where that may be the cause.
fn clocks(context: &CheckContext<'_>) -> Option<String> {
    let response =
        context.response().filter(|response| matches!(response.status, 400 | 401 | 403))?;
    let mut headers = context.exchange.request.headers.iter();
    let (_, input) = headers.find(|(name, _)| name.eq_ignore_ascii_case("signature-input"))?;
    let created: i64 = input.split(";created=").nth(1)?.split(';').next()?.parse().ok()?;
    let ahead = seconds(&response.header("date")?)?.checked_sub(created)?;
    (ahead.unsigned_abs() > APART.unsigned_abs()).then(|| {
        let (by, side) = (ahead.unsigned_abs(), if ahead > 0 { "ahead of" } else { "behind" });
        format!("; its clock is {by} s {side} that of the signature: add {ahead} to `skew`")
    })
}
