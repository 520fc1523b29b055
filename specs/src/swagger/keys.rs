//! Keys of OpenAPI 3.0 that Swagger 2.0 has not. Documents borrow them; they are read as 3.0 has them.

use serde_json::{Map, Value};

use super::{Position, Rewriting};
use crate::diagnostic::codes::OTHER_DIALECT;
use crate::version::Version;

pub(super) const ROOT: &[&str] = &["servers", "components"];
pub(super) const PATH_ITEM: &[&str] = &["summary", "description", "trace", "servers"];
pub(super) const OPERATION: &[&str] = &["requestBody", "callbacks", "servers"];
pub(super) const PARAMETER: &[&str] = &[
    "schema",
    "content",
    "style",
    "explode",
    "allowReserved",
    "deprecated",
    "example",
    "examples",
];
pub(super) const RESPONSE: &[&str] = &["content", "links"];
pub(super) const HEADER: &[&str] =
    &["required", "schema", "content", "style", "explode", "deprecated", "example", "examples"];
pub(super) const SCHEMA: &[&str] =
    &["oneOf", "anyOf", "not", "nullable", "writeOnly", "deprecated"];
pub(super) const SECURITY_SCHEME: &[&str] =
    &["scheme", "bearerFormat", "flows", "openIdConnectUrl"];

impl Rewriting<'_> {
    /// Reports the keys of an object that it has from OpenAPI 3.0.
    pub(super) fn report_foreign(
        &mut self,
        keys: &[&str],
        entries: &Map<String, Value>,
        at: &Position,
    ) {
        for key in keys.iter().filter(|key| entries.contains_key(**key)) {
            let message = format!("`{key}` is written as {} has it", Version::V30.name());
            let help = "write it as Swagger 2.0 has it, or declare `openapi: 3.0.3`";
            let at = at.rewritten.child(key);
            self.diagnostics.report_repair(&OTHER_DIALECT, &at, message, help);
        }
    }
}
