//! A method that the path does not declare is carried out, or refused without saying what is allowed.

use crate::check::{Check, CheckContext, Severity, Violation};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "accepted-undeclared-method";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &["unsupported_method"],
    title: "an undeclared method is rejected, and a 405 has `Allow`",
    requirement: "A method that the path does not declare must not be executed, and a 405 must list the methods of the path in Allow. 404 and 501 are accepted as well; HEAD and OPTIONS are not tested.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9110 §15.5.6",
    example: "GET on a path that declares only POST gets 200",
    help: "reject the method with 405, and list the declared ones in Allow",
    applies: |context| context.verdict.is_some(),
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let mut violations = context.status_violations(ViolationKind::AcceptedUndeclaredMethod);
    // RFC 9110 §15.5.6: the origin server MUST generate an Allow header field in a 405 response.
    if let Some(response) = context
        .response()
        .filter(|response| response.status == 405 && response.header("allow").is_none())
    {
        violations.push(Violation {
            symptom: "405 without Allow".to_owned(),
            expected: "an Allow field that lists the methods of the path".to_owned(),
            actual: format!("status {} without Allow", response.status),
            place: context.case.rule.clone(),
            clause: None,
            severity: None,
        });
    }
    violations
}
