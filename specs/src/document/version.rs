//! Whether a document is an OpenAPI document of a version that is read.

use serde_json::Value;

use crate::diagnostic::codes::{NOT_OPENAPI, UNSUPPORTED_VERSION, WRONG_TYPE};
use crate::{Diagnostics, Pointer};

pub(super) fn check(root: &Value, diagnostics: &mut Diagnostics) -> Option<()> {
    let help = "begin with `openapi: 3.0.3`";
    let pointer = Pointer::root();
    let Some(entries) = root.as_object() else {
        diagnostics.report(&NOT_OPENAPI, &pointer, "the document is not an object", help);
        return None;
    };
    match (entries.get("openapi"), entries.get("swagger")) {
        (Some(Value::String(version)), _) if is_read(version) => return Some(()),
        (Some(Value::String(version)), _) => {
            unsupported(diagnostics, "openapi", &format!("OpenAPI {version}"));
        }
        (Some(other), _) => {
            let message = format!("`openapi` must be a string, but is {other}");
            let help = "give the full version as text: \"3.0.3\"";
            diagnostics.report(&WRONG_TYPE, &pointer.child("openapi"), message, help);
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

fn is_read(version: &str) -> bool {
    version == "3.0" || version.starts_with("3.0.")
}

fn unsupported(diagnostics: &mut Diagnostics, key: &str, version: &str) {
    let message = format!("{version} is not supported; OpenAPI 3.0 is");
    let help = "convert the document to OpenAPI 3.0";
    diagnostics.report(&UNSUPPORTED_VERSION, &Pointer::root().child(key), message, help);
}
