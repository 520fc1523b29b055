//! The routes of the reference server that issue tokens. They are not in the documents.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::Tokens;
use super::provider::{Issue, IssueRequest};

/// The route of a provider that issues tokens.
pub(super) fn router(issue: &'static Issue, tokens: Arc<Tokens>) -> Router {
    let handler = move |headers: HeaderMap, body: Bytes| async move {
        let request = IssueRequest { body: properties(&headers, &body), headers };
        if (issue.is_authorized)(&request) {
            json_response(StatusCode::OK, &(issue.response)(tokens.mint_own()))
        } else {
            json_response(StatusCode::UNAUTHORIZED, &json!({ "error": "invalid_client" }))
        }
    };
    Router::new().route(issue.path, post(handler))
}

/// The properties of a body, which is JSON or a form.
fn properties(headers: &HeaderMap, body: &[u8]) -> Value {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if media_type.is_some_and(|text| text.contains("form-urlencoded")) {
        let pairs = form_urlencoded::parse(body);
        Value::Object(pairs.map(|(name, value)| (name.into_owned(), json!(value))).collect())
    } else {
        serde_json::from_slice(body).unwrap_or_default()
    }
}

fn json_response(status: StatusCode, body: &Value) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}
