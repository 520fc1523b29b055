//! Which version of OpenAPI a document is of.

use serde_json::Value;

use crate::diagnostic::codes::{NOT_OPENAPI, UNSUPPORTED_VERSION, WRONG_TYPE};
use crate::{Diagnostics, Pointer};

/// A version of the specification that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    /// Swagger 2.0, which is rewritten to OpenAPI 3.0 before anything else.
    V20,
    /// OpenAPI 3.0, with a dialect of JSON Schema of its own.
    V30,
    /// OpenAPI 3.1, with JSON Schema 2020-12.
    V31,
    /// OpenAPI 3.2, with the same.
    V32,
}

impl Version {
    /// What messages call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::V20 => "Swagger 2.0",
            Self::V30 => "OpenAPI 3.0",
            Self::V31 => "OpenAPI 3.1",
            Self::V32 => "OpenAPI 3.2",
        }
    }

    /// The version that the value of `key` names.
    fn parse(key: &str, text: &str) -> Option<Self> {
        let is = |minor: &str| text == minor || text.starts_with(&format!("{minor}."));
        let known = [
            ("swagger", "2.0", Self::V20),
            ("openapi", "3.0", Self::V30),
            ("openapi", "3.1", Self::V31),
            ("openapi", "3.2", Self::V32),
        ];
        known.into_iter().find(|(of, minor, _)| *of == key && is(minor)).map(|found| found.2)
    }
}

/// The version of a document; `None` where a diagnostic reports that it has none that is read.
pub(crate) fn check(root: &Value, diagnostics: &mut Diagnostics) -> Option<Version> {
    let help = "begin with `openapi: 3.0.3`";
    let pointer = Pointer::root();
    let Some(entries) = root.as_object() else {
        diagnostics.report(&NOT_OPENAPI, &pointer, "the document is not an object", help);
        return None;
    };
    let mut keys = ["openapi", "swagger"].into_iter();
    let Some((key, value)) = keys.find_map(|key| Some((key, entries.get(key)?))) else {
        let message = "the document has no `openapi` key";
        diagnostics.report(&NOT_OPENAPI, &pointer, message, help);
        return None;
    };
    named(key, value, diagnostics)
}

fn named(key: &'static str, value: &Value, diagnostics: &mut Diagnostics) -> Option<Version> {
    let pointer = Pointer::root().child(key);
    let text = match value {
        Value::String(text) => text.clone(),
        // An unquoted `2.0` or `3.1` is a number in YAML.
        Value::Number(number) => number.to_string(),
        other => {
            let message = format!("`{key}` must be a version as a string, but is {other}");
            let help = "give the full version as text: \"3.0.3\"";
            diagnostics.report(&NOT_OPENAPI, &pointer, message, help);
            return None;
        }
    };
    let version = Version::parse(key, &text);
    if version.is_none() {
        unsupported(diagnostics, key, &text);
    } else if value.is_number() {
        let message = format!("`{key}` must be a string, but is the number {text}");
        let help = format!("put it in quotes: \"{text}\"");
        diagnostics.report_repair(&WRONG_TYPE, &pointer, message, help);
    }
    version
}

fn unsupported(diagnostics: &mut Diagnostics, key: &str, version: &str) {
    let name = if key == "swagger" { "Swagger" } else { "OpenAPI" };
    let message =
        format!("{name} {version} is not supported; Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 are");
    let help = "convert the document to OpenAPI 3.0, 3.1 or 3.2";
    diagnostics.report(&UNSUPPORTED_VERSION, &Pointer::root().child(key), message, help);
}
