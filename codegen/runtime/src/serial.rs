//! Values as JSON values.

use serde::Serialize;
use serde_json::Value;

/// Serializes a value to a JSON value. Generated models are always representable.
pub fn to_value<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
