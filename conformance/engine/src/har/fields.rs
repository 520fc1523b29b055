//! Fields of HAR objects, including forms that HAR 1.2 does not have but tools write.

use serde_json::{Map, Value};

/// The object, or an empty one.
pub(super) fn object(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

/// A text that is not empty.
pub(super) fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    let text = object.get(name).map(scalar)?;
    (!text.is_empty()).then_some(text)
}

/// Numbers and booleans as text; `null`, arrays and objects are no text.
pub(super) fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    }
}

/// A number that is not negative; some tools write it as a string.
pub(super) fn number(object: &Map<String, Value>, name: &str) -> Option<f64> {
    let value = object.get(name)?;
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    (number.is_finite() && number >= 0.0).then_some(number)
}

/// Names and values: HAR's array of objects, or an object, as some tools write it.
pub(super) fn pairs(value: Option<&Value>) -> Vec<(String, String)> {
    match value {
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(|pair| {
                let name = pair.get("name")?.as_str()?.to_owned();
                Some((name, pair.get("value").map(scalar).unwrap_or_default()))
            })
            .collect(),
        Some(Value::Object(members)) => {
            members.iter().map(|(name, value)| (name.clone(), scalar(value))).collect()
        }
        _ => Vec::new(),
    }
}

/// Header fields, without HTTP/2's pseudo header fields (RFC 9113 §8.3).
pub(super) fn headers(value: Option<&Value>) -> Vec<(String, String)> {
    let fields = pairs(value).into_iter();
    fields.filter(|(name, _)| !name.starts_with(':') && !name.trim().is_empty()).collect()
}
