//! Values as JSON, and as the bytes of content.

use serde::Serialize;
use serde_json::Value;

/// A value as JSON text. Generated models always have one.
pub fn to_json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// A value as a JSON value. Generated models always have one.
pub fn to_value<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// A text value as bytes.
pub fn to_text<T: Serialize>(value: &T) -> Vec<u8> {
    match to_value(value) {
        Value::String(text) => text.into_bytes(),
        other => other.to_string().into_bytes(),
    }
}
