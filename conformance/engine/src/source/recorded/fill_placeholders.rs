//! Replaces the placeholders of a response by values, so that a body without its secrets can be
//! validated.

use serde_json::{Value, json};
use specs::contract::{Operation, SchemaId};

use super::super::Inputs;
use conformance_core::exchange::HttpResponse;

/// Replaces each placeholder by a value that satisfies the schema.
pub(super) fn fill(inputs: &Inputs<'_>, operation: &Operation, received: &mut HttpResponse) {
    let Ok(mut value) = serde_json::from_slice::<Value>(&received.body) else { return };
    let mut places = Vec::new();
    find(&value, String::new(), &mut places);
    if places.is_empty() {
        return;
    }
    let media_type = received.media_type().unwrap_or_default();
    let declared = operation.responses.lookup(received.status);
    let content = declared.iter().flat_map(|response| &response.content);
    let schema =
        content.filter(|content| content.is(&media_type)).find_map(|content| content.schema);
    if let Some(schema) = schema {
        for place in places {
            put(inputs, schema, &mut value, &place);
        }
        received.body = value.to_string().into_bytes();
    }
}

fn find(value: &Value, place: String, places: &mut Vec<String>) {
    match value {
        Value::String(text) if text.contains("{{") => places.push(place),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                find(item, format!("{place}/{index}"), places);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                let token = name.replace('~', "~0").replace('/', "~1");
                find(member, format!("{place}/{token}"), places);
            }
        }
        _ => {}
    }
}

/// The first of some common values that is valid.
fn put(inputs: &Inputs<'_>, schema: SchemaId, value: &mut Value, place: &str) {
    let validator = inputs.validators.of(&inputs.contract.schemas, schema);
    let is_wrong = |value: &Value| validator.errors(value).iter().any(|one| one.pointer == place);
    let Some(kept) = value.pointer(place).cloned().filter(|_| is_wrong(value)) else { return };
    let usual = [
        json!("00000000-0000-4000-8000-000000000000"),
        json!("a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6"),
        json!("2026-01-01T00:00:00Z"),
        json!("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."),
        json!("https://example.org/"),
        json!("a"),
        json!("1234"),
        json!(1),
        json!(1_767_225_600),
        json!(true),
    ];
    for one in usual.into_iter().chain([kept]) {
        if let Some(member) = value.pointer_mut(place) {
            *member = one;
        }
        if !is_wrong(value) {
            return;
        }
    }
}
