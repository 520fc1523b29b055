//! Which version of OpenAPI a document is of.

use serde_json::Value;

use crate::diagnostic::codes::{NOT_OPENAPI, UNSUPPORTED_VERSION, WRONG_TYPE};
use crate::{Diagnostics, Pointer};

/// A version of the specification that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    /// OpenAPI 3.0, with a dialect of JSON Schema of its own.
    V30,
    /// OpenAPI 3.1, with JSON Schema 2020-12.
    V31,
}

impl Version {
    /// What messages call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::V30 => "OpenAPI 3.0",
            Self::V31 => "OpenAPI 3.1",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let is = |minor: &str| text == minor || text.starts_with(&format!("{minor}."));
        [("3.0", Self::V30), ("3.1", Self::V31)]
            .into_iter()
            .find(|(minor, _)| is(minor))
            .map(|it| it.1)
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
    match (entries.get("openapi"), entries.get("swagger")) {
        (Some(Value::String(version)), _) => match Version::parse(version) {
            Some(version) => return Some(version),
            None => unsupported(diagnostics, "openapi", &format!("OpenAPI {version}")),
        },
        // An unquoted `3.0` or `3.1` is a number in YAML.
        (Some(Value::Number(number)), _) if Version::parse(&number.to_string()).is_some() => {
            let message = format!("`openapi` must be a string, but is the number {number}");
            let help = format!("put it in quotes: \"{number}\"");
            diagnostics.report_repair(&WRONG_TYPE, &pointer.child("openapi"), message, help);
            return Version::parse(&number.to_string());
        }
        (Some(other), _) => {
            let message = format!("`openapi` must be a version as a string, but is {other}");
            let help = "give the full version as text: \"3.0.3\"";
            diagnostics.report(&NOT_OPENAPI, &pointer.child("openapi"), message, help);
        }
        (None, Some(version)) => {
            let version = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
            unsupported(diagnostics, "swagger", &format!("Swagger {version}"));
        }
        (None, None) => {
            let message = "the document has no `openapi` key";
            diagnostics.report(&NOT_OPENAPI, &pointer, message, help);
        }
    }
    None
}

fn unsupported(diagnostics: &mut Diagnostics, key: &str, version: &str) {
    let message = format!("{version} is not supported; OpenAPI 3.0 and 3.1 are");
    let help = "convert the document to OpenAPI 3.0 or 3.1";
    diagnostics.report(&UNSUPPORTED_VERSION, &Pointer::root().child(key), message, help);
}
