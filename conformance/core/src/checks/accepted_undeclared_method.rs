//! An undeclared method is accepted, or rejected by a 405 without `Allow`.

use crate::check::{Check, CheckContext, Detect, Severity, Violation};
use crate::expectation::ViolationKind;

pub(super) const CHECK: Check = Check {
    id: "accepted-undeclared-method",
    aliases: &["unsupported_method"],
    title: "an undeclared method is rejected, and a 405 has `Allow`",
    requirement: "A method that the path does not declare must not be executed, and a 405 must list the methods of the path in Allow. 404 and 501 are accepted as well; HEAD and OPTIONS are not tested.",
    severity: Severity::Error,
    clause: "RFC 9110 §15.5.6",
    example: "GET on a path that declares only POST gets 200",
    help: "reject the method with 405, and list the declared ones in Allow",
    detect: Detect::StatusWith(ViolationKind::AcceptedUndeclaredMethod, run),
    ..Check::DEFAULTS
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
