//! JSON objects that say one member twice.

mod repeated;

use serde_json::Value;

use crate::check::{Check, CheckContext, Severity, Violation};

/// The id of the check.
pub const ID: &str = "duplicate-property";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "no JSON object has a property twice",
    requirement: "Which of two properties of the same name counts depends on the parser: the first, the last, or neither.",
    severity: Severity::Warning,
    profile: None,
    clause: "RFC 8259 §4",
    example: "a 200 with {\"active\":false,\"active\":true}",
    help: "write each property once",
    applies: |context| {
        context.response().is_some_and(|response| !response.over_limit && !response.body.is_empty())
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let (Some(response), Ok(value)) = (context.response(), context.json()) else {
        return Vec::new();
    };
    // Each member has a colon behind its name.
    let colons = response.body.iter().filter(|byte| **byte == b':').count();
    if colons <= members(value) {
        return Vec::new();
    }
    let Some(place) = repeated::find(&response.body) else {
        return Vec::new();
    };
    let symptom = format!("{}: a member twice", response.status);
    let expected = "objects whose members have names of their own".to_owned();
    vec![context.violation(symptom, expected, format!("{place} stands there twice"))]
}

/// How many members there are in all, those of the same name counted once.
fn members(value: &Value) -> usize {
    match value {
        Value::Object(object) => object.len() + object.values().map(members).sum::<usize>(),
        Value::Array(list) => list.iter().map(members).sum(),
        _ => 0,
    }
}
