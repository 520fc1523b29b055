//! Parameters as Swagger 2.0 has them: with the keywords of a schema of their own, or in the body.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::diagnostic::codes::BODY_PARAMETER;
use crate::{Diagnostics, Pointer, keyword};

/// Keys that a parameter shares with schemas.
const SHARED: [&str; 5] = ["description", "deprecated", "example", "examples", "required"];

/// A parameter or header whose schema is written in the parameter itself.
pub(super) fn parameter(
    entries: &Map<String, Value>,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<Map<String, Value>> {
    let has = |key: &str| entries.get(key).is_some_and(|value| !value.is_null());
    if has("schema") || has("content") || has("$ref") || !(has("type") || has("enum")) {
        return None;
    }
    let mut rewritten = entries.clone();
    let schema = take_schema(&mut rewritten);
    rewritten.insert("schema".to_owned(), Value::Object(schema));
    let message = "the schema is written beside the keys of the parameter, as Swagger 2.0 has it";
    diagnostics.report(&BODY_PARAMETER, pointer, message, "move it below `schema`");
    Some(rewritten)
}

fn take_schema(entries: &mut Map<String, Value>) -> Map<String, Value> {
    let is_keyword = |key: &str| keyword::find(key).is_some() && !SHARED.contains(&key);
    let keys: Vec<String> = entries.keys().filter(|key| is_keyword(key)).cloned().collect();
    keys.into_iter().filter_map(|key| Some((key.clone(), entries.shift_remove(&key)?))).collect()
}

/// An operation with parameters in its body. The parameters stay where they are, and are `moved`.
pub(super) fn operation(
    entries: &Map<String, Value>,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
    moved: &mut HashSet<Pointer>,
) -> Option<Map<String, Value>> {
    let parameters = entries.get("parameters").and_then(Value::as_array)?;
    let list = pointer.child("parameters");
    let located = |word: &str| -> Vec<(Pointer, &Map<String, Value>)> {
        let all = parameters.iter().enumerate();
        let objects = all.filter_map(|(index, item)| Some((list.child(index), item.as_object()?)));
        objects.filter(|(_, item)| item.get("in").and_then(Value::as_str) == Some(word)).collect()
    };
    let (bodies, fields) = (located("body"), located("formData"));
    let found: Vec<Pointer> = bodies.iter().chain(&fields).map(|(at, _)| at.clone()).collect();
    let first = found.first()?;
    moved.extend(found.iter().cloned());
    if entries.get("requestBody").is_some_and(Value::is_object) {
        let message = "a parameter in the body beside `requestBody` is omitted";
        let help = "declare it in `requestBody`";
        diagnostics.report_loss(&BODY_PARAMETER, first, message, help);
        return None;
    }
    let message = "a parameter in the body, as Swagger 2.0 has it, is read as a request body";
    diagnostics.report(&BODY_PARAMETER, first, message, "declare a `requestBody`");
    let body = match bodies.first() {
        Some((_, body)) => whole_body(body),
        None => form_body(&fields),
    };
    let mut rewritten = entries.clone();
    rewritten.insert("requestBody".to_owned(), body);
    Some(rewritten)
}

fn whole_body(parameter: &Map<String, Value>) -> Value {
    let schema = parameter.get("schema").cloned().unwrap_or_else(|| json!({}));
    let required = parameter.get("required") == Some(&Value::Bool(true));
    json!({ "required": required, "content": { "application/json": { "schema": schema } } })
}

fn form_body(fields: &[(Pointer, &Map<String, Value>)]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut has_files = false;
    for (_, field) in fields {
        let Some(Value::String(name)) = field.get("name") else {
            continue;
        };
        let schema = match field.get("schema") {
            Some(Value::Object(schema)) => schema.clone(),
            _ => take_schema(&mut (*field).clone()),
        };
        has_files |= ["file", "binary"].map(|word| Some(Value::from(word))).iter().any(|word| {
            schema.get("type") == word.as_ref() || schema.get("format") == word.as_ref()
        });
        if field.get("required") == Some(&Value::Bool(true)) {
            required.push(json!(name));
        }
        properties.insert(name.clone(), Value::Object(schema));
    }
    let media_type =
        if has_files { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
    let is_required = !required.is_empty();
    let mut schema = Map::from_iter([("type".to_owned(), json!("object"))]);
    schema.insert("properties".to_owned(), Value::Object(properties));
    if is_required {
        schema.insert("required".to_owned(), Value::Array(required));
    }
    json!({ "required": is_required, "content": { media_type: { "schema": schema } } })
}
