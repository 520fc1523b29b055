//! A JSON object has a property twice.

mod repeated;

use serde_json::Value;

use crate::check::{Check, CheckContext, Detect, Severity, Violation};

pub(super) const CHECK: Check = Check {
    id: "duplicate-property",
    title: "no JSON object has a property twice",
    requirement: "Which of two properties of the same name counts depends on the parser: the first, the last, or neither.",
    severity: Severity::Warning,
    clause: "RFC 8259 §4",
    example: "a 200 with {\"active\":false,\"active\":true}",
    help: "write each property once",
    applies: |context| {
        context.response().is_some_and(|response| !response.over_limit && !response.body.is_empty())
    },
    detect: Detect::Exchange(run),
    ..Check::DEFAULTS
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let (Some(response), Ok(value)) = (context.response(), context.json()) else {
        return Vec::new();
    };
    // Each property has a colon after its name.
    let colons = response.body.iter().filter(|byte| **byte == b':').count();
    if colons <= members(value) {
        return Vec::new();
    }
    let Some(place) = repeated::find(&response.body) else {
        return Vec::new();
    };
    let symptom = format!("{}: a property twice", response.status);
    let expected = "objects with unique property names".to_owned();
    vec![context.violation(symptom, expected, format!("{place} is there twice"))]
}

/// The number of properties, with those of the same name counted once.
fn members(value: &Value) -> usize {
    match value {
        Value::Object(object) => object.len() + object.values().map(members).sum::<usize>(),
        Value::Array(list) => list.iter().map(members).sum(),
        _ => 0,
    }
}
