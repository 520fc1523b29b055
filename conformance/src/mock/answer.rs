//! Answers as the document declares them: its examples where they are valid, else values made from its
//! schemas.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::Value;
use specs::contract::{MediaType, Operation, SchemaId, Schemas, StatusRange};

use super::prefer::{self, Choice};
use crate::fill::as_text;
use crate::values::{Extent, Judges, Maker, Rng, valid};

/// Fields that the connection has a say in, whoever declares them (RFC 9110 §7.6.1 and §8.4, RFC 9112 §6).
const OF_THE_CONNECTION: [&str; 9] = [
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

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

/// A refusal in words, which the document does not know of.
pub(super) fn words(status: u16, text: String) -> Response {
    let mut response = bare(status);
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, plain);
    *response.body_mut() = Body::from(text);
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

/// What answers are made with.
pub(super) struct Making<'a> {
    pub(super) schemas: &'a Schemas,
    pub(super) judges: &'a Judges,
    /// What the caller chose.
    pub(super) choice: &'a Choice,
    /// From where random values follow.
    pub(super) seed: u64,
}

impl Making<'_> {
    /// The declared answer with this status: every header, and content of the first media type.
    pub(super) fn declared(&self, operation: &Operation, status: u16) -> Response {
        let mut response = bare(status);
        if let Some(applied) = self.choice.applied()
            && let Ok(value) = HeaderValue::from_str(&applied)
        {
            response.headers_mut().insert("preference-applied", value);
        }
        let Some(declared) = operation.responses.lookup(status) else { return response };
        for field in &declared.headers {
            let name = HeaderName::from_bytes(field.name.as_bytes());
            let own = |name: &HeaderName| OF_THE_CONNECTION.contains(&name.as_str());
            let text = self.value(field.schema, status).map(|value| as_text(&value));
            if let (Ok(name), Some(Ok(value))) =
                (name, text.map(|text| HeaderValue::from_str(&text)))
                && !own(&name)
            {
                response.headers_mut().insert(name, value);
            }
        }
        // RFC 9110 §15.3.5, §15.3.6 and §15.4.5: no content, whatever is declared.
        if matches!(status, 204 | 205 | 304) {
            return response;
        }
        let chosen = self.choice.example.as_ref();
        let chosen = chosen.and_then(|name| prefer::with_example(&declared.content, name));
        let (media, value) = match (chosen, declared.content.first()) {
            (Some((media, value)), _) => (media, value.clone()),
            (None, Some(media)) => (media, self.content(media, status)),
            (None, None) => return response,
        };
        put(&mut response, media, &value);
        response
    }

    fn content(&self, media: &MediaType, status: u16) -> Value {
        let Some(schema) = media.schema else {
            let example = media.examples.first().map(|example| example.value.clone());
            return example.unwrap_or(Value::Null);
        };
        let judge = self.judges.of(self.schemas, schema);
        let examples = media.examples.iter().map(|example| &example.value);
        let example = examples.into_iter().find(|value| judge.accepts(value)).cloned();
        match example.filter(|_| !self.choice.dynamic) {
            Some(example) => example,
            None => self.value(schema, status).unwrap_or(Value::Null),
        }
    }

    fn value(&self, schema: SchemaId, status: u16) -> Option<Value> {
        if self.choice.dynamic
            && let Some(value) = valid(self.schemas, schema, &mut Rng::new(self.seed))
        {
            return Some(value);
        }
        let mut rng = Rng::new(u64::from(status));
        Maker::new(self.judges, self.schemas).make(schema, Extent::Full, &mut rng)
    }
}

/// Content of a media type; a range stands for a type of which nothing is known.
fn put(response: &mut Response, media: &MediaType, value: &Value) {
    let text = if media.is_json() { value.to_string() } else { as_text(value) };
    let name = if media.name.contains('*') { "application/octet-stream" } else { &media.name };
    if let Ok(name) = HeaderValue::from_str(name) {
        response.headers_mut().insert(header::CONTENT_TYPE, name);
    }
    *response.body_mut() = Body::from(text);
}
