//! Responses as the document declares them: its examples where they are valid, else values made from its
//! schemas.

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

/// So often chance is tried.
const TRIES: u64 = 8;

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

/// RFC 9110 §15.5.2: a 401 says how to authenticate. RFC 6750 §3.1: it reports the error of a token only
/// to a caller who showed one.
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
            SchemeKind::OtherHttp(word) => word,
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

/// What responses are made with.
pub(super) struct Making<'a> {
    pub(super) schemas: &'a Schemas,
    pub(super) validators: &'a Validators,
    /// What the caller chose.
    pub(super) choice: &'a Choice,
    /// From where random values follow.
    pub(super) seed: u64,
    pub(super) quirks: Quirks,
    /// Where it is noted that a quirk made a difference.
    pub(super) hits: &'a HitCounter,
}

impl Making<'_> {
    /// The JSON content of the declared respond with this status.
    pub(super) fn json(&self, operation: &Operation, status: u16) -> Option<(SchemaId, Value)> {
        let media = self.media_type(&operation.responses.lookup(status)?.content)?;
        let schema = media.schema.filter(|_| media.is_json())?;
        Some((schema, self.content(media, status)?))
    }

    /// The declared respond with this status: every header, and content of the first media type, which
    /// may be given.
    pub(super) fn declared(
        &self,
        operation: &Operation,
        status: u16,
        given: Option<Value>,
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
        // RFC 9110 §15.3.5, §15.3.6 and §15.4.5: no content, whatever is declared.
        if matches!(status, 204 | 205 | 304) {
            return response;
        }
        let chosen = self.choice.example.as_ref();
        let chosen = chosen.and_then(|name| prefer::with_example(&declared.content, name));
        let (media, value) = match (chosen, self.media_type(&declared.content)) {
            (Some((media, value)), _) => (media, Some(value.clone())),
            (None, Some(media)) => (media, given.or_else(|| self.content(media, status))),
            (None, None) => return response,
        };
        match value.map(|value| self.renewed(media, value)) {
            Some(value) => put(&mut response, media, &value),
            None if media.is_json() => return self.unmade(operation, status, media),
            None => put(&mut response, media, &Value::Null),
        }
        response
    }

    /// A value of its own for the id of a request; `None` for anything else.
    fn fresh(&self, name: &str, schema: SchemaId) -> Option<Value> {
        let id = || Value::String(Rng::labelled(self.seed, name).uuid());
        let id = is_request_id(name).then(id)?;
        self.validators.of(self.schemas, schema).accepts(&id).then_some(id)
    }

    /// The content with values of its own for ids of requests.
    fn renewed(&self, media: &MediaType, mut content: Value) -> Value {
        let Some(schema) = media.schema.filter(|_| media.is_json()) else { return content };
        for member in conformance_core::heuristics::members(self.schemas, schema) {
            if let Some(value) = content.get_mut(&member.name)
                && let Some(fresh) = self.fresh(&member.name, member.schema)
            {
                *value = fresh;
            }
        }
        content
    }

    /// The mock has no response: that is neither a success nor a refusal, and says nothing of a server.
    fn unmade(&self, operation: &Operation, status: u16, media: &MediaType) -> Response {
        let text = format!(
            "the mock found no value that {} admits for {status} of {}\n  help: give an example",
            media.name, operation.id
        );
        words(503, text)
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

    /// As full as can be, else as small as can be: alternatives that overlap when they are full may not
    /// when they are small. At last whatever chance finds.
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
        let made = if self.quirks.small {
            self.hits.note(true);
            make(Extent::Minimal)
        } else {
            make(Extent::Full).or_else(|| make(Extent::Minimal))
        };
        made.or_else(|| (0..TRIES).find_map(random))
    }
}

/// Content of a media type; a range stands for a type of it of which nothing is known.
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
