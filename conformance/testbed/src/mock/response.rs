//! Declared responses: with valid examples of the document, else with generated values.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::Value;
use specs::Contract;
use specs::contract::{MediaType, Operation, SchemaId, Schemas, SchemeKind, StatusRange};

use super::Quirks;
use super::prefer::{self, Choice};
use conformance_core::heuristics::is_request_id;
use conformance_core::values::as_text;
use conformance_core::values::{Extent, Maker, Rng, Validators, valid};
use conformance_engine::request_reader::HitCounter;

/// Headers that the server sets, also where they are declared (RFC 9110 §7.6.1 and §8.4, RFC 9112 §6).
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

/// The number of random attempts.
const TRIES: u64 = 8;

/// A response without headers and body.
pub(super) fn bare(status: u16) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

/// The response to an undeclared method (RFC 9110 §15.5.6).
pub(super) fn other_method(allow: &[&str]) -> Response {
    let mut response = bare(405);
    if let Ok(value) = HeaderValue::from_str(&allow.join(", ")) {
        response.headers_mut().insert(header::ALLOW, value);
    }
    response
}

/// An undeclared error as plain text.
pub(super) fn plain_text(status: u16, text: String) -> Response {
    let mut response = bare(status);
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, plain);
    *response.body_mut() = Body::from(text);
    response
}

/// Adds the challenge of a 401 (RFC 9110 §15.5.2). The error of a token is sent only to a caller who sent
/// one (RFC 6750 §3.1).
pub(super) fn challenge(
    response: &mut Response,
    contract: &Contract,
    operation: &Operation,
    is_wrong: bool,
) {
    let needed = operation.security.alternatives.iter().flat_map(|one| &one.requirements);
    for scheme in needed.filter_map(|requirement| contract.scheme(&requirement.scheme)) {
        let name = match &scheme.kind {
            SchemeKind::Basic => "Basic",
            SchemeKind::Bearer => "Bearer",
            SchemeKind::OtherHttp(name) => name,
            SchemeKind::ApiKey { .. } => "ApiKey",
        };
        let error = match name {
            "Bearer" if is_wrong => ", error=\"invalid_token\"",
            _ => "",
        };
        let value = HeaderValue::from_str(&format!("{name} realm=\"mock\"{error}"));
        let headers = response.headers_mut();
        if let Ok(value) = value
            && !headers.contains_key(header::WWW_AUTHENTICATE)
        {
            headers.insert(header::WWW_AUTHENTICATE, value);
        }
    }
}

/// The status of a success: a declared one, else a redirect, else 200.
pub(crate) fn success(operation: &Operation) -> u16 {
    let first = |class: u16, usual: u16| {
        operation.responses.iter().find_map(move |response| match response.status {
            StatusRange::Exact(status) => (status / 100 == class).then_some(status),
            StatusRange::Class(declared) => (u16::from(declared) == class).then_some(usual),
            StatusRange::Default => None,
        })
    };
    let otherwise = operation.responses.lookup(200).map(|_| 200);
    first(2, 200).or(otherwise).or_else(|| first(3, 302)).unwrap_or(200)
}

/// Generates responses.
pub(super) struct Generator<'a> {
    pub(super) schemas: &'a Schemas,
    pub(super) validators: &'a Validators,
    /// What the caller chose.
    pub(super) choice: &'a Choice,
    /// The seed of random values.
    pub(super) seed: u64,
    pub(super) quirks: Quirks,
    /// Counts how often a quirk made a difference.
    pub(super) hits: &'a HitCounter,
}

impl Generator<'_> {
    /// The JSON body of the declared response with this status.
    pub(super) fn json(&self, operation: &Operation, status: u16) -> Option<(SchemaId, Value)> {
        let media = self.media_type(&operation.responses.lookup(status)?.content)?;
        let schema = media.schema.filter(|_| media.is_json())?;
        Some((schema, self.content(media, status)?))
    }

    /// The declared response with this status: every header, and a body of the first media type. A body
    /// that is passed is used instead of a generated one.
    pub(super) fn declared(
        &self,
        operation: &Operation,
        status: u16,
        body: Option<Value>,
    ) -> Response {
        let mut response = bare(status);
        if let Some(applied) = self.choice.applied()
            && let Ok(value) = HeaderValue::from_str(&applied)
        {
            response.headers_mut().insert("preference-applied", value);
        }
        let Some(declared) = operation.responses.lookup(status) else { return response };
        for field in &declared.headers {
            if self.quirks.small && !field.required {
                self.hits.note(true);
                continue;
            }
            let name = HeaderName::from_bytes(field.name.as_bytes());
            let own = |name: &HeaderName| OF_THE_CONNECTION.contains(&name.as_str());
            let value = self.value(field.schema, status);
            let text = self.fresh(&field.name, field.schema).or(value).map(|value| as_text(&value));
            if let (Ok(name), Some(Ok(value))) =
                (name, text.map(|text| HeaderValue::from_str(&text)))
                && !own(&name)
            {
                response.headers_mut().insert(name, value);
            }
        }
        // RFC 9110 §15.3.5, §15.3.6 and §15.4.5: no body, whatever is declared.
        if matches!(status, 204 | 205 | 304) {
            return response;
        }
        let chosen = self.choice.example.as_ref();
        let chosen = chosen.and_then(|name| prefer::with_example(&declared.content, name));
        let (media, value) = match (chosen, self.media_type(&declared.content)) {
            (Some((media, value)), _) => (media, Some(value.clone())),
            (None, Some(media)) => (media, body.or_else(|| self.content(media, status))),
            (None, None) => return response,
        };
        match value.map(|value| self.renewed(media, value)) {
            Some(value) => put(&mut response, media, &value),
            None if media.is_json() => return self.unavailable(operation, status, media),
            None => put(&mut response, media, &Value::Null),
        }
        response
    }

    /// A new value for a request id; `None` for other headers and properties.
    fn fresh(&self, name: &str, schema: SchemaId) -> Option<Value> {
        let id = || Value::String(Rng::labelled(self.seed, name).uuid());
        let id = is_request_id(name).then(id)?;
        self.validators.of(self.schemas, schema).accepts(&id).then_some(id)
    }

    /// The body with new request ids.
    fn renewed(&self, media: &MediaType, mut content: Value) -> Value {
        let Some(schema) = media.schema.filter(|_| media.is_json()) else { return content };
        for property in conformance_core::heuristics::members(self.schemas, schema) {
            if let Some(value) = content.get_mut(&property.name)
                && let Some(fresh) = self.fresh(&property.name, property.schema)
            {
                *value = fresh;
            }
        }
        content
    }

    /// The mock found no response: 503, so that the case is inconclusive.
    fn unavailable(&self, operation: &Operation, status: u16, media: &MediaType) -> Response {
        let text = format!(
            "the mock found no valid {} body for {status} of {}\n  help: add an example",
            media.name, operation.id
        );
        plain_text(503, text)
    }

    fn media_type<'m>(&self, content: &'m [MediaType]) -> Option<&'m MediaType> {
        self.hits.note(self.quirks.last && content.len() > 1);
        if self.quirks.last { content.last() } else { content.first() }
    }

    fn content(&self, media: &MediaType, status: u16) -> Option<Value> {
        let Some(schema) = media.schema else {
            let example = media.examples.first().map(|example| example.value.clone());
            return Some(example.unwrap_or(Value::Null));
        };
        let validator = self.validators.of(self.schemas, schema);
        let examples = media.examples.iter().map(|example| &example.value);
        let example = examples.into_iter().find(|value| validator.accepts(value)).cloned();
        match example.filter(|_| !self.choice.dynamic && !self.quirks.small) {
            Some(example) => Some(example),
            None => self.value(schema, status),
        }
    }

    /// A full value, else a minimal one: alternatives that overlap when they are full may not when they are
    /// minimal. If neither is valid, a random one.
    fn value(&self, schema: SchemaId, status: u16) -> Option<Value> {
        let random = |seed| valid(self.schemas, schema, &mut Rng::new(seed));
        if self.choice.dynamic
            && let Some(value) = random(self.seed)
        {
            return Some(value);
        }
        let maker = Maker::new(self.validators, self.schemas);
        let mut rng = Rng::new(u64::from(status));
        let mut make = |extent| maker.make(schema, extent, &mut rng);
        let value = if self.quirks.small {
            self.hits.note(true);
            make(Extent::Minimal)
        } else {
            make(Extent::Full).or_else(|| make(Extent::Minimal))
        };
        value.or_else(|| (0..TRIES).find_map(random))
    }
}

/// Sets the body; a media type range is replaced by an unregistered type of it.
fn put(response: &mut Response, media: &MediaType, value: &Value) {
    let text = if media.is_json() { value.to_string() } else { as_text(value) };
    let name = match media.name.split_once('/') {
        Some((family, kind)) if kind.contains('*') && family != "*" => format!("{family}/x-any"),
        _ if media.name.contains('*') => "application/octet-stream".to_owned(),
        _ => media.name.clone(),
    };
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_TYPE, name);
    }
    *response.body_mut() = Body::from(text);
}
