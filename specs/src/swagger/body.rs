//! Parameters in the body, which OpenAPI 3.0 has as `requestBody`.

use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::parameter::take_schema;
use super::references::text;
use super::{Position, Rewriting, count};
use crate::Pointer;
use crate::diagnostic::codes::{BODY_PARAMETER, MISSING_KEY};
use crate::reference::reference;

/// What a body is where no media type is declared.
const DEFAULT: &str = "application/json";

/// Keys of a body parameter that have no meaning in a request body: its name is for documentation only.
const OMITTED: [&str; 3] = ["name", "in", "schema"];

/// A parameter that is a body, or a part of a form.
#[derive(Debug, Clone)]
pub(super) struct Carried<'v> {
    pub(super) entries: &'v Map<String, Value>,
    /// Where it is declared.
    pub(super) written: Pointer,
    /// Where the path or operation lists it.
    pub(super) listed: Pointer,
    pub(super) is_body: bool,
    /// Whether it is declared elsewhere, and referred to.
    pub(super) is_shared: bool,
}

impl Carried<'_> {
    pub(super) fn name(&self) -> Option<&str> {
        self.entries.get("name").and_then(Value::as_str)
    }

    pub(super) fn is_required(&self) -> bool {
        self.entries.get("required") == Some(&Value::Bool(true))
    }
}

/// The parameters of one array that belong to a body.
#[derive(Debug, Clone, Default)]
pub(super) struct Bodies<'v> {
    pub(super) bodies: Vec<Carried<'v>>,
    pub(super) fields: Vec<Carried<'v>>,
}

impl<'v> Bodies<'v> {
    pub(super) fn add(&mut self, carried: Carried<'v>) {
        if carried.is_body { self.bodies.push(carried) } else { self.fields.push(carried) }
    }

    /// The parameters of an operation with those of its path that it does not override.
    pub(super) fn over(mut self, shared: &Self) -> Self {
        if self.bodies.is_empty() && self.fields.is_empty() {
            return shared.clone();
        }
        if self.bodies.is_empty() {
            let names: Vec<Option<&str>> = self.fields.iter().map(Carried::name).collect();
            let others = shared.fields.iter().filter(|field| !names.contains(&field.name()));
            let others: Vec<Carried<'v>> = others.cloned().collect();
            self.fields.splice(0..0, others);
        }
        self
    }
}

impl Rewriting<'_> {
    /// The request body of an operation.
    pub(super) fn body(
        &mut self,
        bodies: Bodies<'_>,
        consumes: Option<Vec<String>>,
        operation: &Map<String, Value>,
        at: &Position,
    ) -> Option<Value> {
        let Bodies { bodies, fields } = bodies;
        let chosen = bodies.first().or(fields.first())?.clone();
        let others: Vec<&Carried<'_>> =
            if chosen.is_body { bodies[1..].iter().chain(&fields).collect() } else { Vec::new() };
        let rewritten = at.rewritten.child("requestBody");
        let at = Position { rewritten, written: chosen.written.clone(), is_copy: chosen.is_shared };
        if operation.contains_key("requestBody") {
            let message = "a parameter in the body beside `requestBody` is omitted";
            self.diagnostics.report_loss(
                &BODY_PARAMETER,
                &at.rewritten,
                message,
                "remove one of them",
            );
            return None;
        }
        self.moved(at.clone());
        for (index, other) in others.into_iter().enumerate() {
            self.omitted(index, other, &at);
        }
        if !chosen.is_body {
            return Some(self.form(&fields, consumes, &at));
        }
        let component = component(&chosen).filter(|_| consumes.is_none());
        if let Some(component) = component {
            return Some(json!({ "$ref": text(&component) }));
        }
        let consumes = consumes.map_or_else(|| self.consumes.clone(), Rc::from);
        Some(self.whole_body(&chosen, &consumes, &at))
    }

    /// Reports a parameter that a request cannot have beside its body.
    fn omitted(&mut self, index: usize, other: &Carried<'_>, at: &Position) {
        // A location below the body, so that the loss counts as the operation's.
        let rewritten = at.rewritten.child(format!("x-omitted-{index}"));
        self.moved(Position::copy(rewritten.clone(), other.listed.clone()));
        let message = "a request has one body: this parameter is left out";
        let help = "declare one `in: body` parameter, and none `in: formData` beside it";
        self.diagnostics.report_loss(&BODY_PARAMETER, &rewritten, message, help);
    }

    /// A request body that is one parameter.
    fn whole_body(&mut self, body: &Carried<'_>, consumes: &[String], at: &Position) -> Value {
        let others = body.entries.iter().filter(|(key, _)| !OMITTED.contains(&key.as_str()));
        let others: Vec<_> = others.collect();
        let may_copy = !body.is_shared
            || (self.remaining > 0 && self.may_add(others.iter().map(|it| count(it.1)).sum()));
        let others = others.into_iter().filter(|_| may_copy);
        let mut copy: Map<String, Value> =
            others.map(|(key, value)| (key.clone(), value.clone())).collect();
        let missing = match body.entries.get("schema") {
            Some(_) => None,
            None => self.missing_schema(&mut copy, at),
        };
        let schema = body.entries.get("schema").or(missing.as_ref());
        let defaults = [DEFAULT.to_owned()];
        let names = if consumes.is_empty() { &defaults } else { consumes };
        let content = self.content(names, schema, body.is_shared, at);
        copy.insert("content".to_owned(), Value::Object(content));
        Value::Object(copy)
    }

    /// The schema that a body parameter has in itself, as other parameters have it.
    fn missing_schema(&mut self, entries: &mut Map<String, Value>, at: &Position) -> Option<Value> {
        let message = "`schema` is missing from the parameter in the body";
        self.diagnostics.report(&MISSING_KEY, &at.rewritten, message, "add `schema`");
        let schema = take_schema(entries);
        (!schema.is_empty()).then_some(Value::Object(schema))
    }

    /// A shared body, for the operations that have the media types of the document. A shared part of a
    /// form is read where it is referred to. Whether the parameter is one of the two.
    pub(super) fn shared_body(
        &mut self,
        name: &str,
        value: &Value,
        at: &Position,
        components: &mut Map<String, Value>,
    ) -> bool {
        let location = value.get("in").and_then(Value::as_str);
        let Some(entries) = value.as_object().filter(|_| location == Some("body")) else {
            return location == Some("formData");
        };
        let written = at.written.clone();
        let listed = written.clone();
        let body = Carried { entries, written, listed, is_body: true, is_shared: false };
        let Some(rewritten) = component(&body) else {
            return false;
        };
        let at = at.at(rewritten);
        self.moved(at.clone());
        let consumes = self.consumes.clone();
        let body = self.whole_body(&body, &consumes, &at);
        let section = components.entry("requestBodies").or_insert_with(|| json!({}));
        if let Some(section) = section.as_object_mut() {
            section.insert(name.to_owned(), body);
        }
        true
    }

    /// One schema for several media types. It is written once, and referred to by the others.
    pub(super) fn content(
        &mut self,
        names: &[String],
        schema: Option<&Value>,
        is_shared: bool,
        at: &Position,
    ) -> Map<String, Value> {
        let mut content = Map::new();
        let mut first: Option<Value> = None;
        for name in names {
            let rewritten = at.rewritten.child("content").child(name);
            let at = at.at(rewritten);
            let Some(schema) = schema else {
                content.insert(name.clone(), json!({}));
                continue;
            };
            if !self.may_copy(first.as_ref().unwrap_or(&Value::Null)) {
                break;
            }
            let at = at.child("schema");
            let copy = match &first {
                Some(reference) => reference.clone(),
                None => self.first_schema(schema, is_shared, &at, &mut first),
            };
            self.moved(at.clone());
            content.insert(name.clone(), json!({ "schema": copy }));
        }
        content
    }

    /// The schema of the first media type, and the reference that the others have.
    fn first_schema(
        &mut self,
        schema: &Value,
        is_shared: bool,
        at: &Position,
        others: &mut Option<Value>,
    ) -> Value {
        let is_reference = reference(schema).is_some();
        // What is declared once for several operations is the same schema in all of them.
        let is_known = !self.copied.insert(at.written.clone());
        let copy = if (is_shared || is_known) && !is_reference {
            let shared = json!({ "$ref": text(&at.written) });
            self.schema(&shared, at)
        } else {
            self.schema(schema, at)
        };
        *others = Some(json!({ "$ref": text(&at.rewritten) }));
        copy
    }
}

/// Where a shared body is declared in `components`.
fn component(body: &Carried<'_>) -> Option<Pointer> {
    let parent = body.written.parent()?;
    let name = body.written.last()?;
    let bodies = Pointer::root().child("components").child("requestBodies");
    (parent.as_str() == "/parameters").then(|| bodies.child(name))
}
