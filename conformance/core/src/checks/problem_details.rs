//! Problem details that contradict themselves.

use serde_json::Value;

use crate::check::{Check, Profile, Severity, Subject, Violation};
use crate::exchange::Answer;
use crate::fields::is_uri_reference;

/// The id of the check.
pub const ID: &str = "problem-details";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "problem details are as their media type says",
    requirement: "Content of the type application/problem+json is an object. Its `status` is the status of the answer, \
                  its `type` and `instance` are URI references, its `title` and `detail` are texts; each of them may \
                  be missing. Other answers are not looked at: no document is made to use problem details.",
    severity: Severity::Warning,
    profile: Some(Profile::Problem),
    clause: "RFC 9457 §3.1",
    example: "a 404 with {\"status\":400} as application/problem+json",
    help: "write the members as RFC 9457 says, and the answer's own status",
    applies: |subject| {
        let is_whole = |answer: &Answer| !answer.body.is_empty() && !answer.over_limit;
        subject.essence == Some("application/problem+json")
            && subject.answer().is_some_and(is_whole)
    },
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let Some(answer) = subject.answer() else {
        return Vec::new();
    };
    let Ok(Value::Object(members)) = subject.json() else {
        return vec![subject.violation(
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
                    ..subject.violation(
                        format!("{name} of a problem"),
                        format!("`{name}` that is {expected}"),
                        format!("`{name}`: {value} with status {}", answer.status),
                    )
                });
            }
        };
    let is_reference = |value: &Value| value.as_str().is_some_and(is_uri_reference);
    let is_status = |value: &Value| value.as_f64() == Some(f64::from(answer.status));
    look("type", "RFC 9457 §3.1.1", "a URI reference", &is_reference);
    look("status", "RFC 9457 §3.1.2", "the status of the answer", &is_status);
    look("title", "RFC 9457 §3.1.3", "a text", &Value::is_string);
    look("detail", "RFC 9457 §3.1.4", "a text", &Value::is_string);
    look("instance", "RFC 9457 §3.1.5", "a URI reference", &is_reference);
    violations
}
