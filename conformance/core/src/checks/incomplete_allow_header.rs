//! An `Allow` that leaves out what the document declares.

use crate::case::CaseKind;
use crate::check::{Check, CheckContext, Severity, Violation};

/// The id of the check.
pub const ID: &str = "incomplete-allow-header";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "`Allow` lists the declared methods",
    requirement: "Where a response has Allow, it must list every method that the document declares for the path. It may list more.",
    severity: Severity::Warning,
    profile: None,
    clause: "RFC 9110 §10.2.1",
    example: "a 405 with Allow: GET on a path that declares POST",
    help: "list every method of the path in Allow",
    applies: |context| {
        context.response().is_some_and(|response| response.header("allow").is_some())
            && *context.kind != CaseKind::UnknownPath
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(response) = context.response() else {
        return Vec::new();
    };
    let allow = response.header_values("allow").collect::<Vec<_>>().join(", ");
    // RFC 9110 §9.1: methods are compared with case.
    let listed: Vec<&str> = allow.split(',').map(str::trim).collect();
    let missing: Vec<&str> = context
        .contract
        .operations
        .iter()
        .filter(|other| other.path.raw == context.operation.path.raw)
        .map(|other| other.method.as_str())
        .filter(|method| !listed.contains(method))
        .collect();
    if missing.is_empty() {
        return Vec::new();
    }
    vec![Violation {
        symptom: format!("Allow without {}", missing.join(", ")),
        expected: format!("an Allow field with {} in it", missing.join(" and ")),
        actual: format!("Allow: {allow}"),
        place: context.operation.pointer.clone(),
        clause: None,
        severity: None,
    }]
}
