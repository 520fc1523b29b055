//! How bodies of each media type are encoded and decoded, and which declared media type a message has.
//!
//! For each codec of the generator there are two functions, `encode_<codec>` and `decode_<codec>`.

use bytes::Bytes;
use serde::Serialize;
use serde_json::{Map, Value};

use super::decode::{Decode, Decoder, JsonPointer};
use super::serial::to_value;
use super::wire::{Field, named, text};

/// Decodes the bytes of a body. `Ok(None)` where violations were reported.
pub type DecodeBody<T> = fn(&Bytes, &mut Decoder) -> Result<Option<T>, Malformed>;

/// A declared media type or range, in lower case and without parameters, and how its bodies are decoded.
pub type Alternative<T> = (&'static str, DecodeBody<T>);

/// Bytes that are not of their media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// What is wrong, such as `is not JSON`.
    pub message: &'static str,
}

/// The first alternative that includes a media type. Without a media type it is the first that is not a
/// range, or the range of everything.
pub(super) fn choose<'a, T>(
    alternatives: &'a [Alternative<T>],
    media_type: Option<&str>,
) -> Option<&'a DecodeBody<T>> {
    let mut found = alternatives.iter().filter(|(declared, _)| match media_type {
        Some(media_type) => includes(declared, media_type),
        None => *declared == "*/*" || !declared.contains('*'),
    });
    found.next().map(|(_, decode)| decode)
}

/// Whether a media type is the declared one or in the declared range (RFC 9110 §12.5.1).
fn includes(declared: &str, media_type: &str) -> bool {
    match declared.strip_suffix("/*") {
        Some("*") => true,
        Some(family) => media_type.split('/').next() == Some(family),
        None => declared == media_type,
    }
}

fn decode_value<T: Decode>(value: &Value, decoder: &mut Decoder) -> Option<T> {
    decoder.descend(value, &JsonPointer::Property(&JsonPointer::Root, "body"))
}

/// Encodes a body as JSON. Generated models are always representable.
pub fn encode_json<T: Serialize>(body: &T) -> Bytes {
    serde_json::to_vec(body).unwrap_or_default().into()
}

/// Decodes a body that is JSON.
///
/// # Errors
/// Bytes that are not JSON.
pub fn decode_json<T: Decode>(body: &Bytes, decoder: &mut Decoder) -> Result<Option<T>, Malformed> {
    let value = serde_json::from_slice(body);
    let value = value.map_err(|_| Malformed { message: "is not JSON" })?;
    Ok(decode_value(&value, decoder))
}

/// Encodes a body as `application/x-www-form-urlencoded`.
pub fn encode_form<T: Serialize>(body: &T, fields: &[Field]) -> Bytes {
    let mut pairs = Vec::new();
    for (name, value) in to_value(body).as_object().into_iter().flatten() {
        match fields.iter().find(|field| field.name == name) {
            Some(field) => field.write_pairs(value, &mut pairs),
            None => pairs.push((name.clone(), text(value))),
        }
    }
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(pairs).finish().into()
}

/// Decodes a body that is `application/x-www-form-urlencoded`; properties beside `fields` are text.
///
/// # Errors
/// Never: all bytes are a form (URL Standard §5.1).
pub fn decode_form<T: Decode>(
    body: &Bytes,
    fields: &[Field],
    decoder: &mut Decoder,
) -> Result<Option<T>, Malformed> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
    let mut object = Map::new();
    for (name, _) in &pairs {
        if object.contains_key(name) {
            continue;
        }
        let texts = named(&pairs, name);
        let parsed = match fields.iter().find(|field| field.name == name) {
            Some(field) => field.read_text(&texts),
            None => texts.first().cloned().map(Value::String),
        };
        object.extend(parsed.map(|value| (name.clone(), value)));
    }
    Ok(decode_value(&Value::Object(object), decoder))
}

/// Encodes a body as text.
pub fn encode_text<T: Serialize>(body: &T) -> Bytes {
    match to_value(body) {
        Value::String(text) => text.into(),
        other => other.to_string().into(),
    }
}

/// Decodes a body that is text.
///
/// # Errors
/// Bytes that are not UTF-8.
pub fn decode_text<T: Decode>(body: &Bytes, decoder: &mut Decoder) -> Result<Option<T>, Malformed> {
    let text = std::str::from_utf8(body);
    let text = text.map_err(|_| Malformed { message: "is not UTF-8 text" })?;
    Ok(decode_value(&Value::from(text), decoder))
}

/// Encodes a body that is bytes.
pub fn encode_binary(body: &Bytes) -> Bytes {
    body.clone()
}

/// Decodes a body that is bytes.
///
/// # Errors
/// Never.
pub fn decode_binary(body: &Bytes, _: &mut Decoder) -> Result<Option<Bytes>, Malformed> {
    Ok(Some(body.clone()))
}
