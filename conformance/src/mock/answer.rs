//! Answers as the document declares them, with values made from its schemas.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::Value;
use specs::contract::{Operation, SchemaId, Schemas, StatusRange};

use crate::fill::as_text;
use crate::values::{Extent, Judges, Maker, Rng};

/// A status and nothing else.
pub(super) fn bare(status: u16) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

/// A method that the path does not have (RFC 9110 §15.5.6).
pub(super) fn other_method(allow: &[&str]) -> Response {
    let mut response = bare(405);
    if let Ok(value) = HeaderValue::from_str(&allow.join(", ")) {
        response.headers_mut().insert(header::ALLOW, value);
    }
    response
}

/// The status of a success.
pub(super) fn success(operation: &Operation) -> u16 {
    let declared = operation.responses.iter().find_map(|response| match response.status {
        StatusRange::Exact(status) => (200..300).contains(&status).then_some(status),
        StatusRange::Class(2) => Some(200),
        _ => None,
    });
    declared.unwrap_or(200)
}

/// The declared answer with this status: every header, and content of the first media type.
pub(super) fn declared(
    schemas: &Schemas,
    judges: &Judges,
    operation: &Operation,
    status: u16,
) -> Response {
    let mut response = bare(status);
    let Some(declared) = operation.responses.lookup(status) else { return response };
    let made = |id: SchemaId| {
        Maker::new(judges, schemas).make(id, Extent::Full, &mut Rng::new(u64::from(status)))
    };
    for field in &declared.headers {
        let name = HeaderName::from_bytes(field.name.as_bytes());
        let text = made(field.schema).map(|value| as_text(&value)).unwrap_or_default();
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(&text)) {
            response.headers_mut().insert(name, value);
        }
    }
    // RFC 9110 §15.3.5: a 204 has no content, whatever is declared.
    let Some(media) = declared.content.first().filter(|_| status != 204) else { return response };
    let value = media.schema.and_then(made).unwrap_or(Value::Null);
    let text = if media.is_json() { value.to_string() } else { as_text(&value) };
    let name = if media.name.contains('*') { "application/octet-stream" } else { &media.name };
    if let Ok(name) = HeaderValue::from_str(name) {
        response.headers_mut().insert(header::CONTENT_TYPE, name);
    }
    *response.body_mut() = Body::from(text);
    response
}
