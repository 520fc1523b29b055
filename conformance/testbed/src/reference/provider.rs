//! What the reference server needs for each provider; a module of this folder has one [`Provider`].

use std::sync::Arc;

use axum::Router;
use http::HeaderMap;
use serde_json::Value;

use super::{Tokens, infisical, moov, nomba, pipevest, voucherify};
use conformance_engine::fixtures::{Fixtures, OwnCredential};

/// Every provider that is served.
const ALL: &[&Provider] = &[
    &pipevest::PROVIDER,
    &voucherify::PROVIDER,
    &nomba::PROVIDER,
    &moov::PROVIDER,
    &infisical::PROVIDER,
];

/// One provider at the reference server.
#[derive(Debug)]
pub(super) struct Provider {
    /// The id of its document.
    pub(super) id: &'static str,
    /// Its tokens, for a seed.
    pub(super) tokens: fn(u64) -> Tokens,
    /// Adds credentials and values to fixtures that have its live values and the probe.
    pub(super) fixtures: fn(Fixtures) -> Fixtures,
    /// The routes of its document.
    pub(super) routes: fn(Arc<Tokens>) -> Router,
    /// The route that issues tokens.
    pub(super) issue: Issue,
    /// The challenge of a 401 (RFC 9110 §11.6.1), given whether the request had `Authorization`.
    pub(super) challenge: fn(bool) -> &'static str,
}

/// How a provider issues tokens, in the form that its guides describe.
#[derive(Debug)]
pub(super) struct Issue {
    pub(super) path: &'static str,
    /// Whether a request has the credentials of the client.
    pub(super) is_authorized: fn(&IssueRequest) -> bool,
    /// The body of the response for a token.
    pub(super) response: fn(Value) -> Value,
}

/// A request for a token; its body is JSON or a form.
#[derive(Debug)]
pub(super) struct IssueRequest {
    pub(super) headers: HeaderMap,
    pub(super) body: Value,
}

impl IssueRequest {
    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// A text property of the body.
    pub(super) fn property(&self, name: &str) -> Option<&str> {
        self.body.get(name).and_then(Value::as_str)
    }
}

/// The served providers.
pub(super) fn all() -> impl Iterator<Item = &'static Provider> {
    ALL.iter().copied()
}

/// The provider with this id, if it is served.
pub(super) fn find(id: &str) -> Option<&'static Provider> {
    all().find(|provider| provider.id == id)
}

/// The value that is the credential of the caller itself.
pub(super) fn own_credential(field: &str, value: Value) -> Option<OwnCredential> {
    Some(OwnCredential { field: field.to_owned(), value })
}

/// RFC 6750 §3.1: the error is sent only to a caller who sent a token.
pub(super) fn bearer_challenge(has_authorization: bool) -> &'static str {
    if has_authorization {
        "Bearer realm=\"reference\", error=\"invalid_token\""
    } else {
        "Bearer realm=\"reference\""
    }
}
