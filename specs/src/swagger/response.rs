//! Responses: their schema and examples become content, and the schemas of headers get a key of their
//! own.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::references::{Target, text};
use super::{Position, Rewriting, keys};
use crate::diagnostic::codes::{BAD_VALUE, NOT_READ};
use crate::reference::{reference, target};

/// What a body is where no media type is declared: JSON, or bytes.
const DEFAULT: &str = "application/json";
const FILE: &str = "application/octet-stream";

impl<'a> Rewriting<'a> {
    /// The responses of an operation that produces these media types, or those of the document.
    pub(super) fn responses(
        &mut self,
        value: &Value,
        produces: Option<&[String]>,
        at: &Position,
    ) -> Value {
        let Some(entries) = value.as_object() else {
            return value.clone();
        };
        let mut copy = Map::new();
        for (status, response) in entries {
            let is_extension = status.starts_with("x-");
            let response = if is_extension {
                response.clone()
            } else {
                self.response_of(response, produces, &at.child(status))
            };
            copy.insert(status.clone(), response);
        }
        Value::Object(copy)
    }

    /// One response. A shared one has the media types of the operation that refers to it.
    fn response_of(&mut self, value: &Value, produces: Option<&[String]>, at: &Position) -> Value {
        let all = self.produces.clone();
        let own = produces.filter(|own| **own != *all);
        let shared = own.filter(|_| self.remaining > 0).and_then(|_| self.shared_response(value));
        let Some((shared, written)) = shared else {
            return self.response(value, own.unwrap_or(&all), at);
        };
        if !self.may_copy(shared) {
            return value.clone();
        }
        let at = Position::copy(at.rewritten.clone(), written);
        self.moved(at.clone());
        self.content_response(shared, own.unwrap_or(&all), true, &at)
    }

    /// The target of a reference to a response with a body.
    fn shared_response(&self, value: &Value) -> Option<(&'a Value, crate::Pointer)> {
        let written = target(reference(value)?)?;
        let shared = self.root.pointer(written.as_str())?;
        let has_body = shared.get("schema").is_some() || shared.get("examples").is_some();
        (has_body && reference(shared).is_none()).then_some((shared, written))
    }

    /// A response with bodies of these media types.
    pub(super) fn response(&mut self, value: &Value, produces: &[String], at: &Position) -> Value {
        if reference(value).is_some() {
            self.references.push((at.rewritten.clone(), Target::Response));
            return value.clone();
        }
        self.content_response(value, produces, false, at)
    }

    fn content_response(
        &mut self,
        value: &Value,
        produces: &[String],
        is_shared: bool,
        at: &Position,
    ) -> Value {
        let Some(entries) = value.as_object() else {
            return value.clone();
        };
        self.report_foreign(keys::RESPONSE, entries, at);
        let mut copy = Map::new();
        for (key, value) in entries {
            match (key.as_str(), value) {
                ("schema" | "examples", _) => {}
                ("headers", Value::Object(headers)) => {
                    let at = at.child(key);
                    let headers = headers.iter();
                    let headers = headers
                        .map(|(name, header)| (name.clone(), self.header(header, &at.child(name))));
                    let headers = headers.collect();
                    copy.insert(key.clone(), Value::Object(headers));
                }
                ("content", _) => {
                    _ = copy.insert(key.clone(), self.borrowed(value, &at.child(key)))
                }
                _ => _ = copy.insert(key.clone(), value.clone()),
            }
        }
        if entries.contains_key("content") && entries.contains_key("schema") {
            let message = "`schema` beside `content` is not read";
            let at = at.rewritten.child("schema");
            self.diagnostics.report(&NOT_READ, &at, message, "remove one of the two");
        } else if let Some(content) = self.response_content(entries, produces, is_shared, at) {
            copy.insert("content".to_owned(), content);
        }
        Value::Object(copy)
    }

    fn response_content(
        &mut self,
        entries: &Map<String, Value>,
        produces: &[String],
        is_shared: bool,
        at: &Position,
    ) -> Option<Value> {
        let schema = entries.get("schema").filter(|schema| !schema.is_null());
        let examples = entries.get("examples").and_then(Value::as_object);
        let examples = examples.filter(|examples| !examples.is_empty());
        if schema.is_none() && examples.is_none() {
            return None;
        }
        let is_file = schema.and_then(|it| it.get("type")) == Some(&json!("file"));
        let file = schema.filter(|_| is_file).map(file);
        let schema = file.as_ref().or(schema);
        let names: Cow<'_, [String]> = match (schema.is_some() && !produces.is_empty(), examples) {
            (true, _) => produces.into(),
            (false, Some(examples)) => examples.keys().cloned().collect(),
            (false, None) if is_file => vec![FILE.to_owned()].into(),
            (false, None) => vec![DEFAULT.to_owned()].into(),
        };
        // A file has no properties that several operations could share.
        let is_shared = is_shared && !is_file;
        let mut content = self.content(&names, schema, is_shared, at);
        for (name, example) in examples.into_iter().flatten() {
            self.example(name, example, &mut content, at);
        }
        Some(Value::Object(content))
    }

    /// Puts an example where its media type is.
    fn example(
        &mut self,
        name: &str,
        example: &Value,
        content: &mut Map<String, Value>,
        at: &Position,
    ) {
        let rewritten = at.rewritten.child("content").child(name).child("example");
        let written = at.written.child("examples").child(name);
        let first = content.keys().next().cloned();
        let first = first.map(|name| at.rewritten.child("content").child(name).child("schema"));
        let at = Position { rewritten, written, is_copy: at.is_copy };
        self.moved(at.clone());
        if !content.contains_key(name) {
            let message = format!("`{name}` is not in `produces`; it is added for this response");
            let help = "add it to `produces`, or remove the example";
            self.diagnostics.report_repair(&BAD_VALUE, &at.rewritten, message, help);
        }
        let has_schema = content.values().next().is_some_and(|it| it.get("schema").is_some());
        let schema = first.filter(|_| has_schema).map(|first| json!({ "$ref": text(&first) }));
        let media_type = content.entry(name).or_insert_with(|| match schema {
            Some(schema) => json!({ "schema": schema }),
            None => json!({}),
        });
        if let Some(media_type) = media_type.as_object_mut() {
            media_type.insert("example".to_owned(), example.clone());
        }
    }
}

/// The schema of a file: a string of any bytes.
fn file(schema: &Value) -> Value {
    let mut copy = schema.clone();
    if let Some(keywords) = copy.as_object_mut() {
        keywords.insert("type".to_owned(), json!("string"));
        keywords.insert("format".to_owned(), json!("binary"));
    }
    copy
}
