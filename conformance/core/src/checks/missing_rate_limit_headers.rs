//! Limits that the document shows and the response does not report.

use crate::check::{Check, CheckContext, Profile, Severity, Violation};

/// The id of the check.
pub const ID: &str = "missing-rate-limit-headers";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "declared rate limit headers are sent",
    requirement: "Where the document declares rate limit headers for a status, they should be sent with it, even if they are not required: a client that has to observe the limit must know it. The remaining number is not greater than the limit.",
    severity: Severity::Info,
    profile: Some(Profile::Provider),
    clause: "the document: headers of the response",
    example: "a 200 without X-Rate-Limit-Remaining, which the document declares for it",
    help: "send the headers, or remove them from the document",
    applies: |context| context.response().is_some() && context.declared.is_some(),
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let (Some(response), Some(declared)) = (context.response(), context.declared) else {
        return Vec::new();
    };
    let plain = |name: &str| name.to_ascii_lowercase().replace('-', "");
    let mut violations = Vec::new();
    let (mut limit, mut remaining) = (None, None);
    let mut missing = Vec::new();
    for header in declared.headers.iter().filter(|one| plain(&one.name).contains("ratelimit")) {
        let value = response.header(&header.name);
        // One that is required is another check's.
        if value.is_none() && !header.required {
            missing.push(header);
        }
        let number = value.and_then(|text| text.parse::<u64>().ok());
        match plain(&header.name) {
            name if name.ends_with("remaining") => remaining = number,
            name if name.ends_with("limit") => limit = number,
            _ => {}
        }
    }
    if let Some(first) = missing.first() {
        let names: Vec<&str> = missing.iter().map(|header| header.name.as_str()).collect();
        violations.push(Violation {
            place: first.pointer.clone(),
            ..context.violation(
                format!("no {} with {}", names.join(", "), response.status),
                format!("the declared {}", names.join(", ")),
                format!("status {} without", response.status),
            )
        });
    }
    if let (Some(limit), Some(remaining)) = (limit, remaining)
        && remaining > limit
    {
        violations.push(context.violation(
            "more is left than the limit",
            format!("at most {limit} left"),
            format!("{remaining} left of {limit}"),
        ));
    }
    violations
}
