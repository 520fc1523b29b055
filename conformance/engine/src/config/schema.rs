//! The JSON Schema of `conformance.toml`, for editors.

use serde_json::Value;

use super::target::File;

/// The JSON Schema (2020-12) of `conformance.toml`.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(File).to_value();
    if let Some(members) = schema.as_object_mut() {
        members.insert("title".to_owned(), "conformance.toml".into());
    }
    schema
}
