//! Parameters in a form, which OpenAPI 3.0 has as the properties of a request body.

use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::body::Carried;
use super::parameter::take_schema;
use super::references::text;
use super::{Position, Rewriting, count};
use crate::diagnostic::codes::{BAD_VALUE, DUPLICATE_PARAMETER, MISSING_KEY, NOT_READ};

const URL_ENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

impl Rewriting<'_> {
    /// The request body of an operation with parameters in a form.
    pub(super) fn form(
        &mut self,
        fields: &[Carried<'_>],
        consumes: Option<Vec<String>>,
        at: &Position,
    ) -> Value {
        let has_files =
            fields.iter().any(|field| field.entries.get("type") == Some(&json!("file")));
        let names = self.form_types(consumes, has_files, at);
        let content = at.rewritten.child("content");
        let mut copy = Map::new();
        let mut first: Option<(Value, Map<String, Value>)> = None;
        for name in names {
            let rewritten = content.child(&name).child("schema");
            let position = at.at(rewritten);
            let (schema, encoding) = match &first {
                Some((reference, encoding)) => (reference.clone(), encoding.clone()),
                None => {
                    let (schema, encoding) = self.form_schema(fields, &position);
                    let reference = json!({ "$ref": text(&position.rewritten) });
                    first = Some((reference, encoding.clone()));
                    (schema, encoding)
                }
            };
            let mut media_type = Map::from_iter([("schema".to_owned(), schema)]);
            if !encoding.is_empty() {
                media_type.insert("encoding".to_owned(), Value::Object(encoding));
            }
            copy.insert(name, Value::Object(media_type));
        }
        let is_required = fields.iter().any(Carried::is_required);
        json!({ "required": is_required, "content": copy })
    }

    /// The media types of a form: those of the operation that are forms, and can carry files where it
    /// has some.
    fn form_types(
        &mut self,
        consumes: Option<Vec<String>>,
        has_files: bool,
        at: &Position,
    ) -> Vec<String> {
        let consumes = consumes.map_or_else(|| self.consumes.clone(), Rc::from);
        self.may_add(consumes.len());
        let consumes = if self.remaining > 0 { consumes } else { Rc::default() };
        let is = |name: &str, known: &str| {
            name.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(known)
        };
        let fits = |name: &String| is(name, MULTIPART) || (is(name, URL_ENCODED) && !has_files);
        let forms: Vec<String> = consumes.iter().filter(|name| fits(name)).cloned().collect();
        if !forms.is_empty() {
            return forms;
        }
        let assumed = if has_files { MULTIPART } else { URL_ENCODED };
        if !consumes.is_empty() {
            let message =
                format!("`consumes` has no media type for this form; `{assumed}` is used");
            let help = format!("add `consumes: [{assumed}]` to the operation");
            self.diagnostics.report_repair(&BAD_VALUE, &at.rewritten, message, help);
        }
        vec![assumed.to_owned()]
    }

    /// An object with a property for each parameter, and how these are encoded.
    fn form_schema(
        &mut self,
        fields: &[Carried<'_>],
        at: &Position,
    ) -> (Value, Map<String, Value>) {
        let mut properties = Map::new();
        let mut encoding = Map::new();
        let mut required: Vec<Value> = Vec::new();
        let below = at.rewritten.child("properties");
        for field in fields {
            let Some(name) = field.name() else {
                self.unnamed(field, at);
                continue;
            };
            let rewritten = below.child(name);
            let is_copy = field.is_shared;
            let at = Position { rewritten, written: field.written.clone(), is_copy };
            if properties.contains_key(name) {
                let message = format!("the form has two parameters `{name}`; the first counts");
                let help = "remove one of the two";
                let second = at.rewritten.child("x-second");
                self.moved(Position::copy(second.clone(), at.written));
                self.diagnostics.report(&DUPLICATE_PARAMETER, &second, message, help);
                continue;
            }
            if field.is_shared
                && (self.remaining == 0 || !self.may_add(field.entries.values().map(count).sum()))
            {
                break;
            }
            self.moved(at.clone());
            properties.insert(name.to_owned(), self.field(name, field, &at, &mut encoding));
            if field.is_required() {
                required.push(json!(name));
            }
        }
        let mut schema = Map::from_iter([("type".to_owned(), json!("object"))]);
        schema.insert("properties".to_owned(), Value::Object(properties));
        if !required.is_empty() {
            schema.insert("required".to_owned(), Value::Array(required));
        }
        (Value::Object(schema), encoding)
    }

    /// The schema of one parameter of a form.
    fn field(
        &mut self,
        name: &str,
        field: &Carried<'_>,
        at: &Position,
        encoding: &mut Map<String, Value>,
    ) -> Value {
        let mut schema = take_schema(&mut field.entries.clone());
        if let Some(description) = field.entries.get("description") {
            schema.insert("description".to_owned(), description.clone());
        }
        if schema.get("type") == Some(&json!("file")) {
            schema.insert("type".to_owned(), json!("string"));
            schema.insert("format".to_owned(), json!("binary"));
        }
        if !schema.contains_key("type") {
            let message = format!("`type` is missing from the parameter `{name}`");
            self.diagnostics.report(&MISSING_KEY, &at.rewritten, message, "add `type`");
        }
        if let Some(style) = self.collection("formData", field.entries, &mut schema, at) {
            let mut entries = Map::new();
            style.write(&mut entries);
            encoding.insert(name.to_owned(), Value::Object(entries));
            if !style.explode {
                self.joined(at);
            }
        }
        if field.entries.get("allowEmptyValue") == Some(&json!(true)) {
            let message = "OpenAPI 3.0 has no `allowEmptyValue` in a form; it is left out";
            let help = "allow empty strings in the schema";
            let at = at.rewritten.child("allowEmptyValue");
            self.diagnostics.report(&NOT_READ, &at, message, help);
        }
        self.schema(&Value::Object(schema), at)
    }

    /// Contracts have no encoding of the properties of a form: an array has a field for each item.
    fn joined(&mut self, at: &Position) {
        let message = "the items of this array are joined in one field of the form; they are read as \
                       fields of their own";
        let help = "use `collectionFormat: multi` in forms";
        self.diagnostics.report(&NOT_READ, &at.rewritten, message, help);
    }

    fn unnamed(&mut self, field: &Carried<'_>, at: &Position) {
        let rewritten = at.rewritten.child("x-unnamed");
        self.moved(Position::copy(rewritten.clone(), field.written.clone()));
        let message = "`name` is missing from the parameter; it is left out";
        self.diagnostics.report_loss(&MISSING_KEY, &rewritten, message, "add `name`");
    }
}
