//! Parameters as only OpenAPI 3.2 has them, as far as other parameters can describe them.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::diagnostic::codes::NOT_READ;
use crate::reference::{reference, target};
use crate::{Diagnostics, Pointer};

const FORM: &str = "application/x-www-form-urlencoded";

/// How many references to a schema are followed.
const STEPS: usize = 64;

/// Whether only OpenAPI 3.2 has such a parameter.
pub(super) fn is_of_32(entries: &Map<String, Value>) -> bool {
    let is = |key: &str, text: &str| entries.get(key).and_then(Value::as_str) == Some(text);
    is("in", "querystring") || (is("in", "cookie") && is("style", "cookie"))
}

/// Such a parameter.
pub(super) struct Parameter<'a> {
    pub(super) root: &'a Value,
    pub(super) entries: &'a Map<String, Value>,
    pub(super) pointer: &'a Pointer,
}

impl Parameter<'_> {
    /// The parameter as another one. One that nothing else can describe is in `omitted`.
    pub(super) fn rewrite(
        self,
        diagnostics: &mut Diagnostics,
        omitted: &mut HashSet<Pointer>,
    ) -> Option<Map<String, Value>> {
        if self.entries.contains_key("style") && !self.entries.contains_key("content") {
            return Some(self.cookie(diagnostics));
        }
        let rewritten = self.form();
        if rewritten.is_none() {
            let message =
                "the whole query as one value is not read, other than a form of an object";
            let help = "declare `in: query` parameters, or the content of a form";
            diagnostics.report(&NOT_READ, self.pointer, message, help);
            omitted.insert(self.pointer.clone());
        }
        rewritten
    }

    /// OpenAPI 3.2 §4.12.2: `cookie` differs from `form` in that nothing is escaped, and in what it puts
    /// between several values.
    fn cookie(self, diagnostics: &mut Diagnostics) -> Map<String, Value> {
        let mut rewritten = self.entries.clone();
        rewritten.shift_remove("style");
        let schema = self.entries.get("schema").and_then(|schema| self.resolved(schema));
        let kind = schema.and_then(|schema| schema.get("type")).and_then(Value::as_str);
        if !matches!(kind, Some("integer" | "number" | "boolean")) {
            let message = "the style `cookie` is read as `form`, which escapes some characters";
            let help = "write `style: form` where values need no escapes";
            diagnostics.report(&NOT_READ, &self.pointer.child("style"), message, help);
        }
        rewritten
    }

    /// A query that is a form of one object is the same as a query with a parameter for each property.
    fn form(&self) -> Option<Map<String, Value>> {
        let content = self.entries.get("content")?.as_object()?;
        let (name, media_type) = content.iter().next().filter(|(name, _)| is_form(name))?;
        let schema = self.resolved(media_type.get("schema")?)?;
        let is_object = schema.get("type").and_then(Value::as_str) == Some("object");
        if !is_object && schema.get("properties").is_none() {
            return None;
        }
        let mut rewritten = self.entries.clone();
        for key in ["example", "examples"] {
            if let Some(value) = media_type.get(key) {
                rewritten.insert(key.to_owned(), value.clone());
            }
        }
        let schema = self.pointer.child("content").child(name).child("schema");
        rewritten.insert("in".to_owned(), json!("query"));
        rewritten.insert("style".to_owned(), json!("form"));
        rewritten.insert("explode".to_owned(), json!(true));
        // RFC 6901 §6: a percent sign would begin an escape.
        let schema = schema.as_str().replace('%', "%25");
        rewritten.insert("schema".to_owned(), json!({ "$ref": format!("#{schema}") }));
        Some(rewritten)
    }

    /// A schema at the end of its references.
    fn resolved<'v>(&'v self, schema: &'v Value) -> Option<&'v Value> {
        let mut schema = schema;
        for _ in 0..STEPS {
            let Some(text) = reference(schema) else {
                return Some(schema);
            };
            schema = self.root.pointer(target(text)?.as_str())?;
        }
        None
    }
}

fn is_form(name: &str) -> bool {
    name.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(FORM)
}
