//! Objects and arrays: `required` on a property, and `items` as an array.

use serde_json::{Map, Value, json};

use super::Schema;
use crate::diagnostic::codes::{MISPLACED_REQUIRED, WRONG_TYPE};

impl Schema<'_> {
    /// `required` is an array of names, and no flag of a property.
    pub(super) fn property_flags(&mut self) {
        let properties = self.get("properties").and_then(Value::as_object);
        let flagged = properties
            .into_iter()
            .flatten()
            .filter(|(_, property)| property.get("required").and_then(flag) == Some(true));
        let names: Vec<Value> = flagged.map(|(name, _)| json!(name)).collect();
        if !names.is_empty() {
            let mut required = match self.get("required") {
                Some(Value::Array(required)) => required.clone(),
                _ => Vec::new(),
            };
            required.extend(
                names.into_iter().filter(|name| !required.contains(name)).collect::<Vec<_>>(),
            );
            self.set("required", Value::Array(required));
        }
        if self.get("required").and_then(flag).is_some() {
            let message = "`required` is a flag of the property here, and not an array of names";
            let help = "list the property in `required` of its object";
            self.repaired(&MISPLACED_REQUIRED, "required", message.to_owned(), help);
            self.remove("required");
        }
    }

    /// OpenAPI has one schema for all items.
    pub(super) fn item_schemas(&mut self) {
        let Some(Value::Array(items)) = self.get("items").cloned() else {
            return;
        };
        let message = "`items` is an array of schemas; each item may satisfy any of them";
        let help = "give one schema, with `anyOf` where there are several";
        self.repaired(&WRONG_TYPE, "items", message.to_owned(), help);
        match items.as_slice() {
            [] => self.set("items", json!({})),
            [only] => self.set("items", only.clone()),
            _ => self.set("items", json!({ "anyOf": items })),
        }
    }

    /// An alternative that is `null` alone makes the schema nullable.
    pub(super) fn null_alternative(&mut self) {
        for key in ["oneOf", "anyOf"] {
            let Some(Value::Array(alternatives)) = self.get(key) else {
                continue;
            };
            let others: Vec<Value> =
                alternatives.iter().filter(|it| !is_null(it)).cloned().collect();
            let count = alternatives.len();
            let excluded =
                self.keywords.contains_key(if key == "oneOf" { "anyOf" } else { "oneOf" });
            if others.len() == count || others.is_empty() || excluded || self.excludes_null() {
                continue;
            }
            self.spelled_as_in(crate::version::Version::V31, key, "write `nullable: true` instead");
            self.set(key, Value::Array(others));
            self.set("nullable", json!(true));
        }
    }

    /// Whether a keyword beside the alternatives rejects `null` already.
    fn excludes_null(&self) -> bool {
        let typed = self.get("type").is_some_and(|it| it.is_string());
        typed
            || ["enum", "const", "allOf", "not", "if"]
                .iter()
                .any(|key| self.keywords.contains_key(*key))
    }
}

/// A flag, also one in quotes.
fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
        _ => None,
    }
}

/// Whether a schema allows `null` and nothing else.
fn is_null(schema: &Value) -> bool {
    let only = |key: &str, entries: &Map<String, Value>| {
        entries
            .keys()
            .all(|other| other == key || matches!(other.as_str(), "title" | "description"))
    };
    schema.as_object().is_some_and(|entries| match entries.get("type") {
        Some(Value::String(name)) => name == "null" && only("type", entries),
        Some(Value::Array(names)) => *names == [json!("null")] && only("type", entries),
        _ => entries.get("const") == Some(&Value::Null) && only("const", entries),
    })
}
