//! Which dialect a document or schema names: every one is read as JSON Schema 2020-12.

use serde_json::Value;

use super::Schema;
use crate::diagnostic::codes::NOT_READ;
use crate::{Diagnostics, Pointer};

/// The dialects that are read: OpenAPI's own (of any date), and JSON Schema 2020-12.
const READ: [&str; 3] = [
    "https://spec.openapis.org/oas/3.1/",
    "https://spec.openapis.org/oas/3.2/",
    "https://json-schema.org/draft/2020-12/schema",
];

/// Whether schemas of the dialect are read as it means them.
pub(crate) fn is_read(uri: &str) -> bool {
    READ.iter().any(|known| uri.starts_with(known))
}

/// Reports a dialect that is not.
pub(crate) fn report(uri: &str, pointer: &Pointer, diagnostics: &mut Diagnostics) {
    let message =
        format!("the dialect `{uri}` is not read; schemas are read as JSON Schema 2020-12");
    let help = "use `https://json-schema.org/draft/2020-12/schema`";
    diagnostics.report(&NOT_READ, pointer, message, help);
}

impl Schema<'_> {
    pub(super) fn dialect(&mut self) {
        if let Some(Value::String(uri)) = self.keywords.get("$schema")
            && self.version > crate::version::Version::V30
            && !is_read(uri)
        {
            report(uri, &self.pointer.child("$schema"), self.diagnostics);
        }
    }
}
