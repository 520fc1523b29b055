//! The JSON Schema 2020-12 view of OpenAPI 3.0 schemas.

use serde_json::{Map, Value, json};

use super::SchemaLowering;
use crate::Pointer;
use crate::contract::reference_to;
use crate::keyword::{self, Holds, Row, View};

impl SchemaLowering<'_> {
    pub(super) fn view_of(&mut self, pointers: &[Pointer]) -> Value {
        match pointers {
            [pointer] => self.view(pointer),
            pointers => {
                let parts: Vec<Value> =
                    pointers.iter().map(|pointer| self.referable(pointer)).collect();
                json!({ "allOf": parts })
            }
        }
    }

    /// A reference where the schema is a component, else its view.
    fn referable(&mut self, pointer: &Pointer) -> Value {
        if self.document.component(pointer).is_some() {
            self.reference(pointer)
        } else {
            self.view(pointer)
        }
    }

    fn reference(&mut self, target: &Pointer) -> Value {
        let id = self.id(target);
        let pointer = self.final_target(target);
        let name = self.document.component(&pointer);
        let name = name.unwrap_or_else(|| pointer.as_str().to_owned());
        let reference = reference_to(&name);
        self.definitions.insert(name, id);
        json!({ "$ref": reference })
    }

    fn view(&mut self, pointer: &Pointer) -> Value {
        if let Some(target) = self.target(pointer) {
            return self.reference(&target);
        }
        let Some(schema) = self.keywords(pointer) else {
            return json!({});
        };
        let mut view = Map::new();
        for (row, value) in keyword::of(schema) {
            if let Some(value) = self.keyword(row, value, schema, pointer) {
                view.insert(row.key.to_owned(), value);
            }
        }
        if let Some(example) = schema.get("example") {
            view.insert("examples".to_owned(), json!([example]));
        }
        if keyword::is_true(schema, "nullable") {
            return with_null(view);
        }
        Value::Object(view)
    }

    /// What a keyword becomes; `None` where it has no equivalent of the same name.
    fn keyword(
        &mut self,
        row: &Row,
        value: &Value,
        schema: &Map<String, Value>,
        pointer: &Pointer,
    ) -> Option<Value> {
        match row.view {
            View::Same => Some(value.clone()),
            // `1e3` is an integer too, but not all validators accept it as one.
            View::Count => value.as_f64().map(|count| Value::from(count as u64)),
            View::Positive => (value.as_f64()? > 0.0).then(|| value.clone()),
            View::Bound { exclusive } => {
                (value.is_number() && !keyword::is_true(schema, exclusive)).then(|| value.clone())
            }
            View::Exclusive { bound } if value == &Value::Bool(true) => schema.get(bound).cloned(),
            View::Exclusive { .. } => None,
            View::Subschemas => self.subschemas(row, value, pointer),
            View::Examples | View::Nullable | View::Omitted => None,
        }
    }

    /// The value of a keyword with the views of the schemas that it holds.
    fn subschemas(&mut self, row: &Row, value: &Value, pointer: &Pointer) -> Option<Value> {
        let mut views = row.pointers(value, pointer).into_iter().map(|pointer| self.view(&pointer));
        match row.holds() {
            Holds::Nothing => None,
            Holds::SchemaOrBoolean if value.is_boolean() => Some(value.clone()),
            Holds::Schema | Holds::SchemaOrBoolean => {
                if value.is_object() {
                    views.next()
                } else {
                    None
                }
            }
            // JSON Schema 2020-12 core §10.2: these arrays must not be empty.
            Holds::Array => {
                Some(views.collect::<Vec<_>>()).filter(|views| !views.is_empty()).map(Value::Array)
            }
            Holds::Map => {
                let names = value.as_object()?.keys().cloned();
                Some(Value::Object(names.zip(views).collect()))
            }
        }
    }
}

/// The view of a schema with `nullable: true`. OpenAPI 3.0.4 §4.7.24.2 lets it widen a `type`
/// of the same schema only; where the schema is composed of others, authors mean the whole all the
/// same.
fn with_null(mut view: Map<String, Value>) -> Value {
    if keyword::is_composed(&view) {
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
