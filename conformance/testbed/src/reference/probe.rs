//! What the reference server has beside its documents: `GET /probe`, which says by 200 or 401 whether the
//! bearer token lives. It is in for whatever a provider's tokens are good for.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::Tokens;

/// The route of the probe.
pub(super) fn router(tokens: Arc<Tokens>) -> Router {
    let response = move |headers: HeaderMap| async move {
        let token = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        match token.and_then(|value| value.strip_prefix("Bearer ")) {
            Some(token) if tokens.lives(token) => (StatusCode::OK, HeaderMap::new()),
            _ => {
                let challenge = http::HeaderValue::from_static("Bearer");
                (StatusCode::UNAUTHORIZED, HeaderMap::from_iter([(WWW_AUTHENTICATE, challenge)]))
            }
        }
    };
    Router::new().route("/probe", get(response))
}

/// The probe as fixtures name it.
pub(super) fn fixture(field: &str) -> Value {
    json!({
        "method": "GET",
        "url": "/probe",
        "headers": { "authorization": format!("Bearer {{{{{field}}}}}") },
        "live": [200],
        "revoked": [401],
    })
}
