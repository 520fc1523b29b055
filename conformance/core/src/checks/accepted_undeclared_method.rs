//! A method that the path does not declare is carried out, or refused without saying what is allowed.

use crate::check::{Check, CheckContext, Severity, Violation};
use crate::expectation::ViolationKind;

/// The id of the check.
pub const ID: &str = "accepted-undeclared-method";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "an undeclared method is refused; a 405 carries `Allow`",
    requirement: "A method that the path does not declare must not be carried out, and a 405 must say in \
                  Allow which methods the path has. 404 and 501 are as good; HEAD and OPTIONS are not tried.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9110 §15.5.6",
    example: "GET on a path that declares POST alone gets 200",
    help: "refuse the method with 405, and list the declared ones in Allow",
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
