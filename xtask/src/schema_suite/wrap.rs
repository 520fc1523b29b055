//! A schema of the suite as the component of a document.

use serde_json::{Value, json};

/// The name of the component.
pub(super) const NAME: &str = "Tested";

/// Keywords whose values are no schemas.
const VALUES: &[&str] = &["enum", "const", "default", "example", "examples"];

/// The text of a document with this schema.
pub(super) fn document(version: &str, schema: &Value) -> String {
    let mut schema = schema.clone();
    rebase(&mut schema);
    let document = json!({
        "openapi": version,
        "info": {"title": "Suite", "version": "1"},
        "paths": {},
        "components": {"schemas": {NAME: schema}},
    });
    document.to_string()
}

/// Makes pointers from the root of the schema pointers from the root of the document. Those in a resource
/// with an identifier stay.
fn rebase(schema: &mut Value) {
    match schema {
        Value::Object(keywords) if !keywords.get("$id").is_some_and(Value::is_string) => {
            for (key, value) in keywords {
                match value {
                    Value::String(target) if ["$ref", "$dynamicRef"].contains(&key.as_str()) => {
                        if let Some(rest) = pointer(target) {
                            *target = format!("#/components/schemas/{NAME}{rest}");
                        }
                    }
                    _ if VALUES.contains(&key.as_str()) => {}
                    other => rebase(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(rebase),
        Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The pointer of a reference into its own document.
fn pointer(target: &str) -> Option<&str> {
    target.strip_prefix('#').filter(|rest| rest.is_empty() || rest.starts_with('/'))
}
