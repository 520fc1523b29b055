//! Rules that a mock follows in addition to its document: parameters and credentials of OAuth 2.0, idempotency
//! keys, and a probe that shows whether a value is live.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use axum::response::Response;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CACHE_CONTROL, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, Method};
use serde_json::{Value, json};
use specs::Contract;
use specs::contract::{Operation, ParameterLocation, Shape};

use super::response;
use super::tokens::Tokens;
use conformance_core::case::CaseKind;
use conformance_core::heuristics::{body_members, is_oauth, is_revocation};
use conformance_engine::request_reader as reader;
use conformance_engine::request_reader::Received;

/// The path of the probe; no document has it.
pub(crate) const PROBE: &str = "/.mock/probe";

/// The probe in the format of fixtures.
pub(super) fn probe_fixture(field: &str) -> Value {
    json!({
        "method": "GET",
        "url": PROBE,
        "headers": { "authorization": format!("Bearer {{{{{field}}}}}") },
        "live": [200],
        "revoked": [401],
    })
}

/// The response of the probe, if the request is for it.
pub(super) fn probe(tokens: &Tokens, parts: &http::request::Parts) -> Option<Response> {
    if tokens.probe_field().is_none() || parts.uri.path() != PROBE || parts.method != Method::GET {
        return None;
    }
    let field = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = field.and_then(|value| value.strip_prefix("Bearer "));
    if token.is_some_and(|token| tokens.is_live(token)) {
        return Some(response::bare(200));
    }
    let mut response = response::bare(401);
    let challenge = HeaderValue::from_static("Bearer realm=\"mock\"");
    response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    Some(response)
}

/// RFC 6749 §5.1: responses about tokens must not be stored.
pub(super) fn forbid_storing(
    contract: &Contract,
    operations: &[(&Operation, Received<'_>)],
    response: &mut Response,
) {
    let is_about = |one: &Operation| is_revocation(one) || is_oauth(contract, one);
    let headers = response.headers_mut();
    if operations.iter().any(|(one, _)| is_about(one)) && !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Removes form parameters without a value: they count as omitted (RFC 6749 §3.2).
pub(super) fn without_empty_parameters(
    contract: &Contract,
    operations: &[(&Operation, BTreeMap<String, String>)],
    parts: &http::request::Parts,
    body: Bytes,
) -> Bytes {
    if !is_form(parts) || !operations.iter().any(|(one, _)| is_oauth(contract, one)) {
        return body;
    }
    let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.ends_with(b"="));
    pairs.collect::<Vec<_>>().join(&b'&').into()
}

fn is_form(parts: &http::request::Parts) -> bool {
    let media_type = parts.headers.get(http::header::CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
    media_type.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded")
}

/// The reason of OAuth 2.0 to reject a request that is valid for the document. `secret` is that of the client.
pub(super) fn rejection(
    contract: &Contract,
    operation: &Operation,
    received: &Received<'_>,
    secret: &Value,
) -> Option<CaseKind> {
    if !is_oauth(contract, operation) {
        return None;
    }
    let properties = body_members(contract, operation);
    let form: Vec<(String, String)> = if is_form(received.parts) {
        form_urlencoded::parse(received.body).into_owned().collect()
    } else {
        Vec::new()
    };
    // RFC 6749 §3.2: no parameter is repeated.
    let is_repeated = |name: &str| form.iter().filter(|(other, _)| other == name).count() > 1;
    let schemas = &contract.schemas;
    let is_array = |id| matches!(schemas.get(schemas.resolve(id)).shape, Shape::Array { .. });
    let mut single = properties.iter().filter(|property| !is_array(property.schema));
    if let Some(property) = single.find(|property| is_repeated(&property.name)) {
        let pointer = specs::Pointer::root().child("body").child(&property.name);
        return Some(CaseKind::Invalid { pointer, keyword: "type".to_owned() });
    }
    // RFC 6749 §2.3.1: a client may send its secret in the body.
    let declares = |name: &str| properties.iter().any(|property| property.name == name);
    let sent_secret = || {
        let in_form = form.iter().find(|(name, _)| name == "client_secret");
        let in_form = in_form.map(|(_, text)| Value::String(text.clone()));
        in_form.or_else(|| reader::json(operation, received)?.get("client_secret").cloned())
    };
    let is_client = declares("client_id") && declares("client_secret") && !secret.is_null();
    (is_client && sent_secret().is_some_and(|sent| sent != *secret))
        .then_some(CaseKind::WrongCredentials)
}

/// The keys are cleared at this number, which is more than a long run needs.
const MOST_KEYS: usize = 100_000;

/// The first request with each idempotency key.
#[derive(Debug, Default)]
pub(super) struct Keys(Mutex<BTreeMap<String, String>>);

/// How a request uses an idempotency key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyUse {
    /// It has no key, or a new one.
    First,
    /// The same request was executed already.
    Again,
    /// The key was used for another request.
    Other,
}

impl Keys {
    /// How a request uses its key.
    pub(super) fn usage(&self, operation: &Operation, received: &Received<'_>) -> KeyUse {
        let Some((key, request)) = used(operation, received) else { return KeyUse::First };
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match known.get(&key) {
            None => KeyUse::First,
            Some(before) if *before == request => KeyUse::Again,
            Some(_) => KeyUse::Other,
        }
    }

    /// Records an executed request.
    pub(super) fn record(&self, operation: &Operation, received: &Received<'_>) {
        let Some((key, request)) = used(operation, received) else { return };
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KEYS {
            known.clear();
        }
        known.insert(key, request);
    }
}

/// Whether a header or property has an idempotency key, by its name.
pub(crate) fn is_key(name: &str) -> bool {
    name.to_ascii_lowercase().contains("idempotency")
}

/// The key of a request with its operation, and the parts that must be equal.
fn used(operation: &Operation, received: &Received<'_>) -> Option<(String, String)> {
    let mut fields = operation.parameters_in(ParameterLocation::Header);
    let field = fields.find(|parameter| is_key(&parameter.name))?;
    let name = HeaderName::from_bytes(field.name.as_bytes()).ok()?;
    let key = String::from_utf8_lossy(received.parts.headers.get(name)?.as_bytes()).into_owned();
    let target = received.parts.uri.path_and_query().map_or("/", |target| target.as_str());
    let content = String::from_utf8_lossy(received.body);
    Some((format!("{} {key}", operation.id), format!("{target} {content}")))
}
