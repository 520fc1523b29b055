//! Parameters outside the body, and headers of responses: their schema is written in themselves.

use serde_json::{Map, Value, json};

use super::body::{Bodies, Carried};
use super::references::Target;
use super::{Position, Rewriting, keys};
use crate::diagnostic::codes::{IGNORED_PARAMETER, MISSING_KEY, OTHER_DIALECT};
use crate::keyword;
use crate::reference::{reference, target};

/// Keys that a parameter or header has itself, although schemas have keys of this name.
const OWN: [&str; 5] = ["description", "required", "deprecated", "example", "examples"];

/// How many references to a parameter are followed.
const STEPS: usize = 64;

impl<'a> Rewriting<'a> {
    /// The parameters that are no part of a body, and those that are.
    pub(super) fn parameters<'v>(&mut self, value: &'v Value, at: &Position) -> (Value, Bodies<'v>)
    where
        'a: 'v,
    {
        let mut bodies = Bodies::default();
        let Some(items) = value.as_array() else {
            return (value.clone(), bodies);
        };
        let mut list = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let rewritten = at.rewritten.child(list.len());
            let position = Position::new(rewritten, at.written.child(index));
            if let Some(carried) = self.carried(item, &position) {
                bodies.add(carried);
                continue;
            }
            self.moved(position.clone());
            list.push(self.parameter(item, &position));
        }
        (Value::Array(list), bodies)
    }

    /// Reports header parameters that OpenAPI 3.0 leaves to security schemes, where an operation has none.
    pub(super) fn report_credentials(
        &mut self,
        operation: &Map<String, Value>,
        list: &Value,
        at: &Position,
    ) {
        let declares = |entries: &Map<String, Value>| {
            entries.get("security").map(|it| it.as_array().is_some_and(|list| !list.is_empty()))
        };
        let document = self.root.as_object().and_then(declares);
        if declares(operation).or(document).unwrap_or(false) {
            return;
        }
        let found = list.as_array().into_iter().flatten().position(|item| {
            let text = |key: &str| item.get(key).and_then(Value::as_str).unwrap_or_default();
            text("in") == "header" && text("name").eq_ignore_ascii_case("authorization")
        });
        if let Some(at) = found.map(|index| at.child(index)) {
            let message = "OpenAPI 3.0 has no header parameter `Authorization`, and the operation has \
                           no security scheme instead";
            let help = "declare `securityDefinitions` and `security`";
            self.diagnostics.report_loss(&IGNORED_PARAMETER, &at.rewritten, message, help);
        }
    }

    /// A parameter of a body or form, also one that is referred to.
    fn carried<'v>(&self, item: &'v Value, at: &Position) -> Option<Carried<'v>>
    where
        'a: 'v,
    {
        let (mut value, mut written, mut is_shared) = (item, at.written.clone(), false);
        for _ in 0..STEPS {
            let Some(text) = reference(value) else {
                break;
            };
            written = target(text)?;
            value = self.root.pointer(written.as_str())?;
            is_shared = true;
        }
        let entries = value.as_object()?;
        let location = entries.get("in").and_then(Value::as_str)?;
        let is_body = location == "body";
        (is_body || location == "formData").then(|| Carried {
            entries,
            written,
            listed: at.written.clone(),
            is_body,
            is_shared,
        })
    }

    /// A parameter of a path, query or header.
    pub(super) fn parameter(&mut self, value: &Value, at: &Position) -> Value {
        let Some(entries) = value.as_object() else {
            return value.clone();
        };
        if reference(value).is_some() {
            self.references.push((at.rewritten.clone(), Target::Parameter));
            return value.clone();
        }
        self.report_foreign(keys::PARAMETER, entries, at);
        let location = entries.get("in").and_then(Value::as_str).unwrap_or_default();
        if location == "cookie" {
            let message = "a parameter in a cookie is written as OpenAPI 3.0 has it";
            let help = "declare it as a header, or declare `openapi: 3.0.3`";
            let at = at.rewritten.child("in");
            self.diagnostics.report_repair(&OTHER_DIALECT, &at, message, help);
        }
        Value::Object(self.typed(location, entries, at))
    }

    /// A header of a response.
    pub(super) fn header(&mut self, value: &Value, at: &Position) -> Value {
        let Some(entries) = value.as_object() else {
            return value.clone();
        };
        self.report_foreign(keys::HEADER, entries, at);
        Value::Object(self.typed("header", entries, at))
    }

    /// What has its schema in itself, with the schema below a key of its own.
    fn typed(
        &mut self,
        location: &str,
        entries: &Map<String, Value>,
        at: &Position,
    ) -> Map<String, Value> {
        if entries.contains_key("schema") || entries.contains_key("content") {
            let mut copy = entries.clone();
            if let Some(schema) = entries.get("schema") {
                copy.insert("schema".to_owned(), self.schema(schema, &at.child("schema")));
            }
            if let Some(content) = entries.get("content") {
                copy.insert("content".to_owned(), self.borrowed(content, &at.child("content")));
            }
            return copy;
        }
        let mut copy = entries.clone();
        let mut schema = take_schema(&mut copy);
        copy.shift_remove("collectionFormat");
        let below = at.within("schema");
        // A reference to the parameter does not mean its schema.
        self.moved(at.clone());
        self.moved(below.clone());
        if !schema.contains_key("type") {
            self.untyped(&mut schema, at);
        }
        if let Some(style) = self.collection(location, entries, &mut schema, at) {
            style.write(&mut copy);
        }
        let schema = self.schema(&Value::Object(schema), &below);
        copy.insert("schema".to_owned(), schema);
        copy
    }

    fn untyped(&mut self, schema: &mut Map<String, Value>, at: &Position) {
        let message = "`type` is missing from the parameter or header; it is read as a string";
        self.diagnostics.report(&MISSING_KEY, &at.rewritten, message, "add `type`");
        if !schema.contains_key("enum") {
            schema.insert("type".to_owned(), json!("string"));
        }
    }
}

/// The keywords of the schema that is written in a parameter.
pub(super) fn take_schema(entries: &mut Map<String, Value>) -> Map<String, Value> {
    let is_keyword = |key: &str| keyword::find(key).is_some() || key == "x-nullable";
    let keys: Vec<String> = entries
        .keys()
        .filter(|key| is_keyword(key) && !OWN.contains(&key.as_str()))
        .cloned()
        .collect();
    keys.into_iter().filter_map(|key| Some((key.clone(), entries.shift_remove(&key)?))).collect()
}
