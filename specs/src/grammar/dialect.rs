//! The one dialect of schemas that the lowering reads: OpenAPI 3.0's, with the keywords of JSON Schema
//! 2020-12 beside it. What OpenAPI 3.1 spells in another way is rewritten, and so is what documents of
//! one version borrow from the other, with a warning.

mod bounds;
mod objects;
mod references;
mod types;
pub(crate) mod uri;
mod values;

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use crate::diagnostic::Code;
use crate::diagnostic::codes::OTHER_DIALECT;
use crate::version::Version;
use crate::{Diagnostics, Pointer};

/// The schema in the one dialect; `None` where it is written in it.
pub(super) fn rewrite(
    schema: &Map<String, Value>,
    version: Version,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<Map<String, Value>> {
    // OpenAPI 3.0.4 §4.7.23: nothing beside a reference counts.
    if schema.contains_key("$ref") && version <= Version::V30 {
        return None;
    }
    let schema = Schema { keywords: Cow::Borrowed(schema), version, pointer, diagnostics };
    schema.rewrite()
}

/// A schema that is rewritten.
struct Schema<'a> {
    /// Copied when the first of them changes: most schemas stay what they are.
    keywords: Cow<'a, Map<String, Value>>,
    version: Version,
    pointer: &'a Pointer,
    diagnostics: &'a mut Diagnostics,
}

impl Schema<'_> {
    fn rewrite(mut self) -> Option<Map<String, Value>> {
        self.dialect();
        self.nullable();
        self.reference_siblings();
        self.dynamic_reference();
        self.property_flags();
        self.item_schemas();
        self.null_alternative();
        self.type_names();
        self.no_values();
        self.constant();
        self.bounds();
        self.enum_values();
        self.types();
        self.binary();
        self.default_value();
        match self.keywords {
            Cow::Owned(keywords) => Some(keywords),
            Cow::Borrowed(_) => None,
        }
    }

    fn get(&self, key: &str) -> Option<&Value> {
        self.keywords.get(key)
    }

    fn set(&mut self, key: &str, value: Value) {
        self.keywords.to_mut().insert(key.to_owned(), value);
    }

    fn remove(&mut self, key: &str) -> Option<Value> {
        if !self.keywords.contains_key(key) {
            return None;
        }
        self.keywords.to_mut().shift_remove(key)
    }

    /// Adds a schema to `allOf`.
    fn require(&mut self, schema: Value) {
        let mut parts = match self.remove("allOf") {
            Some(Value::Array(parts)) => parts,
            _ => Vec::new(),
        };
        parts.push(schema);
        self.set("allOf", Value::Array(parts));
    }

    /// A warning about a keyword that is repaired.
    fn repaired(&mut self, code: &'static Code, key: &str, message: String, help: &str) {
        self.diagnostics.report_repair(code, &self.pointer.child(key), message, help);
    }

    /// A warning, where the document is not of the version that spells a keyword like this.
    fn spelled_as_in(&mut self, version: Version, key: &str, help: &str) {
        // OpenAPI 3.2 spells schemas as 3.1 does, and Swagger 2.0 as 3.0 does.
        if (self.version > Version::V30) != (version > Version::V30) {
            let message = format!("`{key}` is written as {} has it", version.name());
            self.repaired(&OTHER_DIALECT, key, message, help);
        }
    }

    /// JSON Schema 2020-12 validation §6.1.3: the same as an `enum` of one value.
    fn constant(&mut self) {
        let Some(value) = self.get("const").cloned() else {
            return;
        };
        self.spelled_as_in(Version::V31, "const", "write an `enum` of one value");
        self.remove("const");
        match self.get("enum") {
            None => self.set("enum", json!([value])),
            Some(Value::Array(values)) if values.contains(&value) => {
                self.set("enum", json!([value]))
            }
            Some(_) => self.set("enum", json!([])),
        }
    }

    fn nullable(&mut self) {
        if self.keywords.contains_key("nullable") && self.version > Version::V30 {
            self.spelled_as_in(Version::V30, "nullable", "add \"null\" to `type`");
        }
    }

    /// Bytes in a body of their own, which OpenAPI 3.0 calls `format: binary`.
    fn binary(&mut self) {
        let is = |key: &str, text: &str| self.get(key).and_then(Value::as_str) == Some(text);
        let plain =
            !self.keywords.contains_key("contentEncoding") && !self.keywords.contains_key("format");
        if plain && is("type", "string") && is("contentMediaType", "application/octet-stream") {
            self.set("format", json!("binary"));
        }
    }
}
