//! The probe of the reference server, which is not in the documents: `GET /probe` responds 200 if the bearer
//! token is live, else 401. It replaces the resources that a provider's tokens give access to.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::Tokens;

/// The route of the probe.
pub(super) fn router(tokens: Arc<Tokens>) -> Router {
    let handler = move |headers: HeaderMap| async move {
        let token = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        match token.and_then(|value| value.strip_prefix("Bearer ")) {
            Some(token) if tokens.is_live(token) => (StatusCode::OK, HeaderMap::new()),
            _ => {
                let challenge = http::HeaderValue::from_static("Bearer");
                (StatusCode::UNAUTHORIZED, HeaderMap::from_iter([(WWW_AUTHENTICATE, challenge)]))
            }
        }
    };
    Router::new().route("/probe", get(handler))
}

/// The probe in the format of fixtures.
pub(super) fn fixture(field: &str) -> Value {
    json!({
        "method": "GET",
        "url": "/probe",
        "headers": { "authorization": format!("Bearer {{{{{field}}}}}") },
        "live": [200],
        "revoked": [401],
    })
}
