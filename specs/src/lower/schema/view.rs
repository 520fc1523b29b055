//! The JSON Schema 2020-12 view of OpenAPI 3.0 schemas.

use serde_json::{Map, Value, json};

use super::{SchemaLowering, component};
use crate::Pointer;
use crate::contract::reference_to;

/// Keywords that mean the same in both and hold no schema.
const KEPT: [&str; 12] = [
    "title",
    "description",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "format",
    "pattern",
    "uniqueItems",
    "required",
    "enum",
    "type",
];

/// Keywords whose values are whole numbers, not negative.
const COUNTS: [&str; 6] =
    ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];

impl SchemaLowering<'_> {
    pub(super) fn view_of(&mut self, places: &[Pointer]) -> Value {
        match places {
            [place] => self.view(place),
            places => {
                let parts: Vec<Value> = places.iter().map(|place| self.referable(place)).collect();
                json!({ "allOf": parts })
            }
        }
    }

    /// A reference where the place is a component, else its view.
    fn referable(&mut self, place: &Pointer) -> Value {
        if component(place).is_some() { self.reference(place) } else { self.view(place) }
    }

    fn reference(&mut self, target: &Pointer) -> Value {
        let id = self.id(target);
        let place = self.resting_place(target);
        let name = component(&place).unwrap_or_else(|| place.as_str().to_owned());
        let reference = reference_to(&name);
        self.definitions.insert(name, id);
        json!({ "$ref": reference })
    }

    fn view(&mut self, place: &Pointer) -> Value {
        if let Some(target) = self.target(place) {
            return self.reference(&target);
        }
        let Some(members) = self.members(place) else {
            return json!({});
        };
        let mut view = Map::new();
        for (key, value) in members {
            if let Some(value) = self.keyword(key, value, members, place) {
                view.insert(key.clone(), value);
            }
        }
        if let Some(example) = members.get("example") {
            view.insert("examples".to_owned(), json!([example]));
        }
        if members.get("nullable") == Some(&Value::Bool(true)) {
            return with_null(view);
        }
        Value::Object(view)
    }

    /// What a keyword becomes; `None` where it has no place in JSON Schema.
    fn keyword(
        &mut self,
        key: &str,
        value: &Value,
        members: &Map<String, Value>,
        place: &Pointer,
    ) -> Option<Value> {
        let place = place.child(key);
        match (key, value) {
            (key, _) if KEPT.contains(&key) => Some(value.clone()),
            // `1e3` is a whole number too, but not all validators take it for one.
            (key, Value::Number(count)) if COUNTS.contains(&key) => {
                count.as_f64().map(|count| Value::from(count as u64))
            }
            ("multipleOf", Value::Number(_)) => (value.as_f64()? > 0.0).then(|| value.clone()),
            ("minimum" | "maximum", Value::Number(_)) => {
                (!is_exclusive(members, key)).then(|| value.clone())
            }
            ("exclusiveMinimum", Value::Bool(true)) => members.get("minimum").cloned(),
            ("exclusiveMaximum", Value::Bool(true)) => members.get("maximum").cloned(),
            ("properties", Value::Object(properties)) => {
                let views = properties.keys().map(|name| {
                    let view = self.view(&place.child(name));
                    (name.clone(), view)
                });
                Some(Value::Object(views.collect()))
            }
            ("additionalProperties", Value::Bool(_)) => Some(value.clone()),
            ("items" | "additionalProperties" | "not", Value::Object(_)) => Some(self.view(&place)),
            // JSON Schema 2020-12 core §10.2: these lists must not be empty.
            ("allOf" | "oneOf" | "anyOf", Value::Array(parts)) if !parts.is_empty() => {
                let views = (0..parts.len()).map(|index| self.view(&place.child(index)));
                Some(Value::Array(views.collect()))
            }
            _ => None,
        }
    }
}

/// Whether a bound excludes its own value, in OpenAPI 3.0's words.
pub(super) fn is_exclusive(members: &Map<String, Value>, bound: &str) -> bool {
    let key = if bound == "minimum" { "exclusiveMinimum" } else { "exclusiveMaximum" };
    members.get(key) == Some(&Value::Bool(true))
}

/// The view of a schema that says `nullable: true`. OpenAPI 3.0.4 §4.7.24.2 lets it widen a `type`
/// of the same schema only; where the schema is made of others, authors mean the whole all the same.
fn with_null(mut view: Map<String, Value>) -> Value {
    if ["allOf", "oneOf", "anyOf", "not"].iter().any(|key| view.contains_key(*key)) {
        return json!({ "anyOf": [{ "type": "null" }, view] });
    }
    if let Some(kind) = view.get("type").cloned() {
        view.insert("type".to_owned(), json!([kind, "null"]));
    }
    if let Some(Value::Array(values)) = view.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    Value::Object(view)
}
