//! Schemas of rendered blocks.

use serde_json::{Map, Value, json};

use super::Rewriting;
use crate::Pointer;

/// Keys whose value is a schema.
const SCHEMA: [&str; 3] = ["items", "additionalProperties", "not"];

/// Keys whose value is an array of schemas.
const SCHEMAS: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// A schema, and the flag that the form keeps on it for what has the schema.
pub(super) struct Flagged {
    pub(super) value: Map<String, Value>,
    /// Whether the parameter, property or body must be there.
    pub(super) is_required: bool,
}

impl From<Flagged> for Value {
    fn from(flagged: Flagged) -> Self {
        Self::Object(flagged.value)
    }
}

impl Rewriting<'_, '_> {
    /// An array of schemas, of which a value satisfies one.
    pub(super) fn choice(&mut self, source: Option<&Value>, at: &Pointer) -> Flagged {
        let mut schemas: Vec<Flagged> = match source {
            Some(Value::Array(schemas)) => schemas
                .iter()
                .enumerate()
                .map(|(index, schema)| self.schema(schema, &at.child(index)))
                .collect(),
            Some(schema) => vec![self.schema(schema, at)],
            None => Vec::new(),
        };
        if schemas.len() < 2 {
            let only = schemas.pop();
            return only.unwrap_or(Flagged { value: Map::new(), is_required: false });
        }
        let is_required = schemas.iter().any(|schema| schema.is_required);
        let alternatives: Vec<Value> = schemas.into_iter().map(Value::from).collect();
        let value = Map::from_iter([("anyOf".to_owned(), Value::Array(alternatives))]);
        Flagged { value, is_required }
    }

    /// One schema, with all that is below it.
    pub(super) fn schema(&mut self, source: &Value, at: &Pointer) -> Flagged {
        let Some(source) = source.as_object() else {
            return Flagged { value: Map::new(), is_required: false };
        };
        // A wrapper without keywords of its own: `allOf: [{}]` is any value.
        if let (1, Some([only])) = (source.len(), array(source, "allOf")) {
            return self.schema(only, &at.child("allOf").child(0));
        }
        let mut value = Map::new();
        let mut required: Vec<Value> =
            array(source, "requiredProperties").unwrap_or_default().to_vec();
        let is_required = source.get("required") == Some(&Value::Bool(true));
        for (key, source) in source {
            let at = at.child(key);
            match key.as_str() {
                // The name of the component that it is a copy of.
                "refIdentifier" => {}
                "requiredProperties" => {}
                "required" if source.is_boolean() => {}
                "required" => required.extend(source.as_array().into_iter().flatten().cloned()),
                "type" => value.extend(kind(source).map(|kind| (key.clone(), kind))),
                "properties" => {
                    let properties = self.properties(source, &mut required, &at);
                    value.insert(key.clone(), Value::Object(properties));
                }
                _ if SCHEMA.contains(&key.as_str()) && !source.is_boolean() => {
                    let schema = self.choice(Some(source), &at);
                    value.insert(key.clone(), schema.into());
                }
                _ if SCHEMAS.contains(&key.as_str()) => {
                    let schemas = source.as_array().into_iter().flatten().enumerate();
                    let schemas = schemas
                        .map(|(index, schema)| Value::from(self.schema(schema, &at.child(index))));
                    let schemas: Vec<Value> = schemas.collect();
                    value.insert(key.clone(), Value::Array(schemas));
                }
                _ => {
                    value.insert(key.clone(), source.clone());
                }
            }
        }
        if !required.is_empty() {
            let mut distinct: Vec<Value> = Vec::new();
            required.into_iter().for_each(|name| {
                if !distinct.contains(&name) {
                    distinct.push(name);
                }
            });
            value.insert("required".to_owned(), Value::Array(distinct));
        }
        Flagged { value, is_required }
    }

    fn properties(
        &mut self,
        source: &Value,
        required: &mut Vec<Value>,
        at: &Pointer,
    ) -> Map<String, Value> {
        let mut properties = Map::new();
        for (name, source) in source.as_object().into_iter().flatten() {
            let schema = self.schema(source, &at.child(name));
            if schema.is_required {
                required.push(json!(name));
            }
            properties.insert(name.clone(), schema.into());
        }
        properties
    }
}

fn array<'a>(object: &'a Map<String, Value>, key: &str) -> Option<&'a [Value]> {
    object.get(key)?.as_array().map(Vec::as_slice)
}

/// The type of a schema: `enum<string>` is `string`, and `any` is none.
fn kind(source: &Value) -> Option<Value> {
    let Some(text) = source.as_str() else { return Some(source.clone()) };
    let inner = text.strip_prefix("enum<").and_then(|text| text.strip_suffix('>'));
    let kind = inner.unwrap_or(text);
    (kind != "any").then(|| json!(kind))
}
