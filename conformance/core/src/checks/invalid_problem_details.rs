//! Problem details that contradict themselves.

use serde_json::Value;

use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::exchange::HttpResponse;
use crate::fields::is_uri_reference;

/// The id of the check.
pub const ID: &str = "invalid-problem-details";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "problem details conform to RFC 9457",
    requirement: "A body of the type application/problem+json is an object. Its `status` is the status of the response, its `type` and `instance` are URI references, its `title` and `detail` are strings; each may be missing. Other media types are not checked.",
    severity: Severity::Warning,
    profile: Some(Profile::Problem),
    clause: "RFC 9457 §3.1",
    example: "a 404 with {\"status\":400} as application/problem+json",
    help: "write the properties as RFC 9457 says, with the response's own status",
    applies: |context| {
        let is_whole = |response: &HttpResponse| !response.body.is_empty() && !response.over_limit;
        context.media_type == Some("application/problem+json")
            && context.response().is_some_and(is_whole)
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(response) = context.response() else {
        return Vec::new();
    };
    let Ok(Value::Object(members)) = context.json() else {
        return vec![context.violation(
            "a problem that is no object",
            "a JSON object",
            "content that is none",
        )];
    };
    let mut violations = Vec::new();
    let mut look =
        |name: &'static str, clause, expected: &str, is_right: &dyn Fn(&Value) -> bool| {
            if let Some(value) = members.get(name).filter(|value| !is_right(value)) {
                violations.push(Violation {
                    clause: Some(clause),
                    ..context.violation(
                        format!("{name} of a problem"),
                        format!("`{name}` that is {expected}"),
                        format!("`{name}`: {value} with status {}", response.status),
                    )
                });
            }
        };
    let is_reference = |value: &Value| value.as_str().is_some_and(is_uri_reference);
    let is_status = |value: &Value| value.as_f64() == Some(f64::from(response.status));
    look("type", "RFC 9457 §3.1.1", "a URI reference", &is_reference);
    look("status", "RFC 9457 §3.1.2", "the status of the response", &is_status);
    look("title", "RFC 9457 §3.1.3", "a text", &Value::is_string);
    look("detail", "RFC 9457 §3.1.4", "a text", &Value::is_string);
    look("instance", "RFC 9457 §3.1.5", "a URI reference", &is_reference);
    violations
}
