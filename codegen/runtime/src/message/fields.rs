//! Headers and parameters: names, texts and decoded values.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde_json::Value;

use super::super::decode::{Decode, Decoder, JsonPointer};
use super::super::violation::{Violation, Violations, escape};
use super::super::wire::{Field, Kind};

/// Decodes a required value, at `/<part>/<name>`.
pub(super) fn required<T: Decode>(
    value: Option<Value>,
    part: &str,
    name: &str,
    decoder: &mut Decoder,
) -> Option<T> {
    let part = JsonPointer::Property(&JsonPointer::Root, part);
    let at = JsonPointer::Property(&part, name);
    match value {
        Some(value) => decoder.descend(&value, &at),
        None => decoder.report(&at, "required", "is required"),
    }
}

/// Decodes an optional value, at `/<part>/<name>`.
pub(super) fn optional<T: Decode>(
    value: Option<Value>,
    part: &str,
    name: &str,
    decoder: &mut Decoder,
) -> Option<Option<T>> {
    match value {
        Some(value) => required(Some(value), part, name, decoder).map(Some),
        None => Some(None),
    }
}

pub(super) fn header_value(name: &str, text: &str) -> Result<HeaderValue, Violations> {
    HeaderValue::from_str(text).map_err(|_| unsendable("header", name))
}

pub(super) fn unsendable(part: &str, name: &str) -> Violations {
    Violations(vec![Violation {
        pointer: format!("/{part}/{}", escape(name)),
        keyword: "format",
        message: format!("cannot be sent in a {part}"),
    }])
}

pub(super) fn header_name(name: &'static str) -> Result<HeaderName, Violations> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| unsendable("header", name))
}

/// The texts of a header; one text if it is an array or object.
pub(super) fn field_texts(headers: &HeaderMap, field: &Field) -> Vec<String> {
    let texts = texts(headers, field.name);
    if texts.is_empty() || !matches!(field.kind, Kind::Array(_) | Kind::Object(_)) {
        return texts;
    }
    // RFC 9110 §5.3 and §5.6.1: lines of one name are one array, white space around commas is insignificant.
    let items = texts.iter().flat_map(|text| text.split(','));
    vec![items.map(str::trim).collect::<Vec<_>>().join(",")]
}

pub(super) fn texts(headers: &HeaderMap, name: &str) -> Vec<String> {
    let values = headers.get_all(name).iter();
    values
        .filter_map(|value| Some(std::str::from_utf8(value.as_bytes()).ok()?.to_owned()))
        .collect()
}

/// The media type of `Content-Type` in lower case, without parameters.
pub(super) fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next()?.trim().to_ascii_lowercase())
}
