//! Where the reference server makes tokens, beside its documents: at the paths and in the form that the
//! providers' guides name. It knows one client for each.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::{APP_ID, APP_TOKEN, BEARER, CLIENT_ID, CLIENT_SECRET, SOME_ID, Tokens};

/// What was asked for.
struct Asked {
    headers: HeaderMap,
    body: Value,
}

impl Asked {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// A member of the body, which is JSON or a form.
    fn member(&self, name: &str) -> Option<&str> {
        self.body.get(name).and_then(Value::as_str)
    }
}

/// Whether a caller may have a token.
type May = fn(&Asked) -> bool;
/// The respond with a token.
type Describe = fn(Value) -> Value;

/// The route of a provider where tokens are made.
pub(super) fn router(provider: &str, tokens: Arc<Tokens>) -> Router {
    let (path, may, messages): (_, May, Describe) = match provider {
        "pipevest" => (
            "/oauth/token",
            |asked| {
                asked.member("clientId") == Some(CLIENT_ID)
                    && asked.member("clientSecret") == Some(CLIENT_SECRET)
            },
            |token| json!({ "accessTokenId": token, "accessToken": token.to_string(), "expiresIn": 3600 }),
        ),
        "voucherify" => (
            "/v1/oauth/token",
            |asked| {
                asked.header("x-app-id") == Some(APP_ID)
                    && asked.header("x-app-token") == Some(APP_TOKEN)
            },
            |token| json!({ "access_token": token, "token_type": "Bearer", "expires_in": 900 }),
        ),
        "nomba" => (
            "/v1/auth/token/issue",
            |asked| {
                asked.header("accountid").is_some()
                    && asked.member("client_id") == Some(SOME_ID)
                    && asked.member("client_secret") == Some(CLIENT_SECRET)
            },
            |token| {
                json!({
                    "code": "00",
                    "description": "Success",
                    "data": { "access_token": token, "expires_in": 1800 },
                })
            },
        ),
        "moov" => (
            "/oauth2/token",
            |asked| {
                let wanted = STANDARD.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}"));
                asked.header(AUTHORIZATION.as_str()) == Some(&format!("Basic {wanted}"))
            },
            |token| json!({ "access_token": token, "token_type": "Bearer", "expires_in": 3600 }),
        ),
        _ => (
            "/api/v1/auth/token-auth/identities/{identityId}/tokens",
            |asked| asked.header(AUTHORIZATION.as_str()) == Some(&format!("Bearer {BEARER}")),
            |token| json!({ "accessToken": token, "tokenType": "Bearer", "tokenData": { "id": token } }),
        ),
    };
    let received = move |headers: HeaderMap, body: Bytes| async move {
        let asked = Asked { body: members(&headers, &body), headers };
        if may(&asked) {
            json_response(StatusCode::OK, &messages(tokens.mint_own()))
        } else {
            json_response(StatusCode::UNAUTHORIZED, &json!({ "error": "invalid_client" }))
        }
    };
    Router::new().route(path, post(received))
}

fn members(headers: &HeaderMap, body: &[u8]) -> Value {
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
