//! Schemas in two views: a closed [`Shape`] for emitters and value generators, and a bundled JSON
//! Schema 2020-12 value for validators. One lowering makes both; neither is rebuilt from the other.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::{Schema, SchemaId, Shape};
use crate::keyword;

/// Every schema of a contract.
#[derive(Debug, Clone, Default)]
pub struct Schemas {
    pub(crate) list: Vec<Schema>,
    /// The JSON Schema 2020-12 view of each, with references of the form `#/$defs/<name>`.
    pub(crate) views: Vec<Value>,
    /// The target of `#/$defs/<name>`.
    pub(crate) definitions: indexmap::IndexMap<String, SchemaId>,
}

impl Schemas {
    /// The schema with this id.
    pub fn get(&self, id: SchemaId) -> &Schema {
        &self.list[id.0]
    }

    /// Every schema, in the order of lowering.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        self.list.iter().enumerate().map(|(index, schema)| (SchemaId(index), schema))
    }

    /// The schema that is no alias: the target of any aliases. Aliases never form a cycle.
    pub fn resolve(&self, mut id: SchemaId) -> SchemaId {
        while let Some(target) = self.get(id).shape.target() {
            id = target;
        }
        id
    }

    /// The shape of the target of any aliases: never [`Shape::Alias`].
    pub fn shape(&self, id: SchemaId) -> &Shape {
        &self.get(self.resolve(id)).shape
    }

    /// Whether `null` is valid, by the schema itself or by the target of its alias.
    pub fn accepts_null(&self, mut id: SchemaId) -> bool {
        loop {
            let schema = self.get(id);
            match schema.shape.target() {
                Some(target) if !schema.nullable => id = target,
                Some(_) | None => return schema.nullable || schema.shape.is_any(),
            }
        }
    }

    /// The schema as one self-contained JSON Schema 2020-12 value: `$defs` has every schema that it
    /// refers to, directly or not.
    pub fn json_schema(&self, id: SchemaId) -> Value {
        let mut root = match &self.views[id.0] {
            Value::Object(keywords) => keywords.clone(),
            other => Map::from_iter([("allOf".to_owned(), json!([other]))]),
        };
        let mut definitions = Map::new();
        let mut open = Vec::new();
        collect_references(&self.views[id.0], &mut open);
        while let Some(name) = open.pop() {
            if definitions.contains_key(&name) {
                continue;
            }
            if let Some(target) = self.definitions.get(&name) {
                let view = &self.views[target.0];
                collect_references(view, &mut open);
                definitions.insert(name, view.clone());
            }
        }
        definitions.sort_keys();
        root.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        if !definitions.is_empty() {
            root.insert("$defs".to_owned(), Value::Object(definitions));
        }
        Value::Object(root)
    }
}

/// Appends the names of all `#/$defs/<name>` references in a schema value.
fn collect_references(view: &Value, names: &mut Vec<String>) {
    let Some(keywords) = view.as_object() else {
        return;
    };
    if let Some(name) = keywords.get("$ref").and_then(Value::as_str).and_then(definition_of) {
        names.push(name);
    }
    for (row, value) in keyword::of(keywords) {
        row.subschemas(value).into_iter().for_each(|(_, schema)| collect_references(schema, names));
    }
}

/// The reference to a definition. RFC 6901 §6: percent-encoded where a URI requires it.
pub(crate) fn reference_to(name: &str) -> String {
    let token = name.replace('~', "~0").replace('/', "~1");
    format!("#/$defs/{}", utf8_percent_encode(&token, FRAGMENT))
}

/// The name of the definition that a reference refers to.
fn definition_of(reference: &str) -> Option<String> {
    let token = reference.strip_prefix("#/$defs/")?;
    let token = percent_decode_str(token).decode_utf8().ok()?;
    Some(token.replace("~1", "/").replace("~0", "~"))
}

/// RFC 3986 §3.5: what is percent-encoded in a fragment.
const FRAGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
