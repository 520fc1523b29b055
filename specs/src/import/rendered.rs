//! The form of a block that one generator of documentation renders of OpenAPI: one operation, with
//! references resolved, and with keys of its own. It is rewritten to OpenAPI.
//!
//! `paths` has `path`, `method`, `request` and `response` beside each other; schemas are in arrays
//! (`schemaArray`), name what they require in `requiredProperties`, and wrap properties in `allOf`.

mod schema;
mod security;

use serde_json::{Map, Value, json};

use super::Reporter;
use super::page::Block;
use crate::Pointer;
use crate::diagnostic::codes::{MISSING_KEY, NOT_READ};

/// Whether a block has this form.
pub(super) fn is_rendered(value: &Value) -> bool {
    let is_text = |key: &str| value.pointer(key).is_some_and(Value::is_string);
    is_text("/paths/path") && is_text("/paths/method")
}

/// The block as an OpenAPI document. What is not understood is reported.
pub(super) fn rewrite(
    value: &Value,
    block: &Block,
    title: Option<&str>,
    reporter: &mut Reporter<'_>,
) -> Value {
    let mut rewriting = Rewriting { reporter, schemes: Map::new() };
    let at = Pointer::root().child("paths");
    let source = value.get("paths").and_then(Value::as_object).cloned().unwrap_or_default();
    let operation = rewriting.operation(&source, block, &at);
    let text = |key: &str| source.get(key).and_then(Value::as_str).unwrap_or_default();
    let (path, method) = (text("path").to_owned(), text("method").to_ascii_lowercase());
    let title = title.map_or_else(|| title_of(block), str::to_owned);
    let mut document = Map::new();
    document.insert("openapi".to_owned(), json!("3.0.1"));
    document.insert("info".to_owned(), json!({ "title": title, "version": "0.0.1" }));
    if let Some(servers) = source.get("servers").filter(|servers| *servers != &json!([])) {
        document.insert("servers".to_owned(), servers.clone());
    }
    document.insert("paths".to_owned(), json!({ path: { method: operation } }));
    if let Some(components) = rewriting.components(value) {
        document.insert("components".to_owned(), components);
    }
    rewriting.unread(value.as_object(), &Pointer::root(), &["paths", "components"]);
    Value::Object(document)
}

/// `Example API` for a page of `docs.example.com`.
fn title_of(block: &Block) -> String {
    let host = block.host.as_deref().unwrap_or_default();
    let name = host.rsplit('.').nth(1).unwrap_or_default();
    let mut characters = name.chars();
    match characters.next() {
        Some(first) => format!("{}{} API", first.to_uppercase(), characters.as_str()),
        None => "API".to_owned(),
    }
}

struct Rewriting<'a, 'r> {
    reporter: &'a mut Reporter<'r>,
    /// The security schemes that the operation names.
    schemes: Map<String, Value>,
}

impl Rewriting<'_, '_> {
    fn operation(&mut self, source: &Map<String, Value>, block: &Block, at: &Pointer) -> Value {
        let mut operation = Map::new();
        if let Some(heading) = &block.heading {
            operation.insert("summary".to_owned(), json!(heading));
        }
        for key in ["summary", "description", "operationId", "tags", "deprecated"] {
            if let Some(value) = source.get(key) {
                operation.insert(key.to_owned(), value.clone());
            }
        }
        let extensions = source.iter().filter(|(key, _)| key.starts_with("x-"));
        operation.extend(extensions.map(|(key, value)| (key.clone(), value.clone())));
        if let Some(request) = source.get("request").and_then(Value::as_object) {
            self.request(request, &mut operation, &at.child("request"));
        }
        let responses = self.responses(source.get("response"), &at.child("response"));
        operation.insert("responses".to_owned(), responses);
        const KNOWN: &[&str] = &[
            "path",
            "method",
            "servers",
            "request",
            "response",
            "summary",
            "description",
            "operationId",
            "tags",
            "deprecated",
            "type",
        ];
        self.unread(Some(source), at, KNOWN);
        Value::Object(operation)
    }

    fn request(
        &mut self,
        request: &Map<String, Value>,
        operation: &mut Map<String, Value>,
        at: &Pointer,
    ) {
        let parameters = self.parameters(request.get("parameters"), &at.child("parameters"));
        if !parameters.is_empty() {
            operation.insert("parameters".to_owned(), Value::Array(parameters));
        }
        if let Some(body) = self.body(request.get("body"), &at.child("body")) {
            operation.insert("requestBody".to_owned(), body);
        }
        if let Some(security) = request.get("security").and_then(Value::as_array) {
            let security = self.security(security, &at.child("security"));
            operation.insert("security".to_owned(), Value::Array(security));
        }
        self.unread(Some(request), at, &["security", "parameters", "body"]);
    }

    fn parameters(&mut self, groups: Option<&Value>, at: &Pointer) -> Vec<Value> {
        let mut parameters = Vec::new();
        for (location, group) in groups.and_then(Value::as_object).into_iter().flatten() {
            let at = at.child(location);
            for (name, source) in group.as_object().into_iter().flatten() {
                parameters.push(self.parameter(name, location, source, &at.child(name)));
            }
        }
        parameters
    }

    fn parameter(&mut self, name: &str, location: &str, source: &Value, at: &Pointer) -> Value {
        let mut schema = self.choice(source.get("schema"), &at.child("schema"));
        let mut parameter = Map::new();
        parameter.insert("name".to_owned(), json!(name));
        parameter.insert("in".to_owned(), json!(location));
        if location == "path" || schema.is_required {
            parameter.insert("required".to_owned(), json!(true));
        }
        for key in ["description", "deprecated"] {
            if let Some(value) = schema.value.shift_remove(key) {
                parameter.insert(key.to_owned(), value);
            }
        }
        for key in ["style", "explode", "allowReserved", "example", "examples"] {
            if let Some(value) = source.get(key) {
                parameter.insert(key.to_owned(), value.clone());
            }
        }
        parameter.insert("schema".to_owned(), Value::Object(schema.value));
        const KNOWN: &[&str] =
            &["schema", "style", "explode", "allowReserved", "example", "examples"];
        self.unread(source.as_object(), at, KNOWN);
        Value::Object(parameter)
    }

    fn body(&mut self, body: Option<&Value>, at: &Pointer) -> Option<Value> {
        let body = body?.as_object().filter(|body| !body.is_empty())?;
        let mut content = Content::default();
        for (name, source) in body {
            self.media_type(name, source, &mut content, &at.child(name));
        }
        let mut object = Map::new();
        object.extend(content.description.map(|text| ("description".to_owned(), text)));
        if content.is_required {
            object.insert("required".to_owned(), json!(true));
        }
        object.insert("content".to_owned(), Value::Object(content.types));
        Some(Value::Object(object))
    }

    fn responses(&mut self, responses: Option<&Value>, at: &Pointer) -> Value {
        let Some(responses) = responses.and_then(Value::as_object) else {
            let help = "add the responses to the document";
            self.reporter.report(&MISSING_KEY, at, "the page has no `response`", help);
            return json!({});
        };
        let mut objects = Map::new();
        for (status, source) in responses {
            let at = at.child(status);
            let mut content = Content::default();
            for (name, source) in source.as_object().into_iter().flatten() {
                self.media_type(name, source, &mut content, &at.child(name));
            }
            let mut object = Map::new();
            let description = content.description.unwrap_or_else(|| json!(""));
            object.insert("description".to_owned(), description);
            if !content.types.is_empty() {
                object.insert("content".to_owned(), Value::Object(content.types));
            }
            objects.insert(status.clone(), Value::Object(object));
        }
        Value::Object(objects)
    }

    /// A body of one media type. A name that is no media type is that of a response without a body.
    fn media_type(&mut self, name: &str, source: &Value, content: &mut Content, at: &Pointer) {
        if let (None, Some(text)) = (&content.description, source.get("description")) {
            content.description = Some(text.clone());
        }
        let mut object = Map::new();
        if source.get("schemaArray").is_some() {
            let schema = self.choice(source.get("schemaArray"), &at.child("schemaArray"));
            content.is_required |= schema.is_required;
            object.insert("schema".to_owned(), Value::Object(schema.value));
        }
        for key in ["example", "examples", "encoding"] {
            let value = source.get(key).filter(|value| *value != &json!({}));
            object.extend(value.map(|value| (key.to_owned(), value.clone())));
        }
        const KNOWN: &[&str] = &["schemaArray", "description", "example", "examples", "encoding"];
        self.unread(source.as_object(), at, KNOWN);
        if name.contains('/') && !name.starts_with('_') {
            content.types.insert(name.to_owned(), Value::Object(object));
        }
    }

    fn components(&mut self, value: &Value) -> Option<Value> {
        let mut components = Map::new();
        let at = Pointer::root().child("components");
        let groups = value.get("components").and_then(Value::as_object);
        for (kind, group) in groups.into_iter().flatten() {
            let entries = group.as_object().filter(|entries| !entries.is_empty());
            let Some(entries) = entries else { continue };
            let mut rewritten = Map::new();
            for (name, source) in entries {
                let at = at.child(kind).child(name);
                let is_schema = kind == "schemas";
                let entry =
                    if is_schema { self.schema(source, &at).into() } else { source.clone() };
                rewritten.insert(name.clone(), entry);
            }
            components.insert(kind.clone(), Value::Object(rewritten));
        }
        if !self.schemes.is_empty() {
            let schemes = std::mem::take(&mut self.schemes);
            components.insert("securitySchemes".to_owned(), Value::Object(schemes));
        }
        (!components.is_empty()).then_some(Value::Object(components))
    }

    /// Reports the keys of an object that this module does not know.
    fn unread(&mut self, object: Option<&Map<String, Value>>, at: &Pointer, known: &[&str]) {
        let keys = object.into_iter().flat_map(|object| object.keys());
        for key in keys.filter(|key| !key.starts_with("x-") && !known.contains(&key.as_str())) {
            let message = format!("the page has a key `{key}` that is not imported");
            let help = "add what it means to the document by hand";
            self.reporter.report(&NOT_READ, &at.child(key), message, help);
        }
    }
}

/// The bodies of a request or response.
#[derive(Default)]
struct Content {
    types: Map<String, Value>,
    description: Option<Value>,
    is_required: bool,
}
