//! Schemas: they keep their form and their pointers, apart from three keywords.

use serde_json::{Map, Value, json};

use super::references::Target;
use super::{Position, Rewriting, keys};
use crate::keyword::{self, Holds};
use crate::reference::reference;

impl Rewriting<'_> {
    pub(super) fn schema(&mut self, value: &Value, at: &Position) -> Value {
        let Some(entries) = value.as_object() else {
            return value.clone();
        };
        if reference(value).is_some() {
            return self.referring(entries, at);
        }
        self.report_foreign(keys::SCHEMA, entries, at);
        let mut copy = Map::new();
        for (key, value) in entries {
            let (key, value) = match (key.as_str(), value) {
                ("x-nullable", Value::Bool(_)) => ("nullable", value.clone()),
                ("discriminator", Value::String(name)) => {
                    (key.as_str(), json!({ "propertyName": name }))
                }
                _ => (key.as_str(), self.keyword(key, value, &at.child(key))),
            };
            copy.insert(key.to_owned(), value);
        }
        Value::Object(copy)
    }

    /// A reference. Nothing beside it counts, except that it may be nullable.
    fn referring(&mut self, entries: &Map<String, Value>, at: &Position) -> Value {
        if entries.get("x-nullable") != Some(&Value::Bool(true)) {
            self.references.push((at.rewritten.clone(), Target::Schema));
            return Value::Object(entries.clone());
        }
        let below = at.rewritten.child("allOf").child(0);
        self.moved(at.clone());
        self.moved(at.at(below.clone()));
        self.references.push((below, Target::Schema));
        json!({ "allOf": [{ "$ref": entries.get("$ref") }], "nullable": true })
    }

    /// The value of a keyword, with the schemas that it holds.
    fn keyword(&mut self, key: &str, value: &Value, at: &Position) -> Value {
        let holds = keyword::find(key).map_or(Holds::Nothing, keyword::Row::holds);
        match (holds, value) {
            (Holds::Schema | Holds::SchemaOrBoolean, Value::Object(_)) => self.schema(value, at),
            (Holds::Array, Value::Array(items)) => {
                let items = items.iter().enumerate();
                items.map(|(index, item)| self.schema(item, &at.child(index))).collect()
            }
            (Holds::Map, Value::Object(entries)) => {
                let entries = entries.iter();
                let schemas = entries
                    .map(|(name, schema)| (name.clone(), self.schema(schema, &at.child(name))));
                Value::Object(schemas.collect())
            }
            _ => value.clone(),
        }
    }
}
