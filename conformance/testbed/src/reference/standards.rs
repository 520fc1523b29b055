//! Rules of HTTP and OAuth 2.0 that apply to every document: a challenge in each 401, `no-store`, form
//! parameters without a value, and idempotency keys.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HOST, WWW_AUTHENTICATE,
};
use http::{HeaderValue, StatusCode, Version};
use tower::Layer as _;

use super::provider::Provider;
use conformance_engine::signing::Whole;

/// Wraps the routes of a provider.
pub(super) fn around(provider: &'static Provider, router: Router) -> Router {
    let keys = Keys::default();
    let layer =
        from_fn(move |request: Request, next: Next| respond(provider, request, next, keys.clone()));
    // Around the whole router: `Router::layer` would run after the method is chosen.
    Router::new().fallback_service(layer.layer(router))
}

/// Rejects requests without a `Host` (RFC 9112 §3.2).
pub(crate) fn with_host(server: Router) -> Router {
    let layer = from_fn(async |mut request: Request, next: Next| {
        // Nested routes see the path without its prefix, but a signature covers all of it.
        let whole = Whole(request.uri().clone());
        request.extensions_mut().insert(whole);
        if request.version() == Version::HTTP_11 && !request.headers().contains_key(HOST) {
            StatusCode::BAD_REQUEST.into_response()
        } else {
            next.run(request).await
        }
    });
    Router::new().fallback_service(layer.layer(server))
}

async fn respond(provider: &Provider, request: Request, next: Next, keys: Keys) -> Response {
    let has_authorization = request.headers().contains_key(AUTHORIZATION);
    let mut response = match without_empty_parameters(request).await {
        Ok(request) => once(request, next, &keys).await,
        Err(status) => status.into_response(),
    };
    let is_unauthorized = response.status() == StatusCode::UNAUTHORIZED;
    let headers = response.headers_mut();
    // RFC 6749 §5.1.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if is_unauthorized {
        let challenge = HeaderValue::from_static((provider.challenge)(has_authorization));
        headers.insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

/// The longest body that is read, in bytes; the stubs have the same limit.
const LIMIT: usize = 2 << 20;

/// Removes form parameters without a value: they count as omitted (RFC 6749 §3.2).
async fn without_empty_parameters(request: Request) -> Result<Request, StatusCode> {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let form = "application/x-www-form-urlencoded";
    if !content_type.is_some_and(|text| text.to_ascii_lowercase().starts_with(form)) {
        return Ok(request);
    }
    let (mut parts, body) = request.into_parts();
    let content = to_bytes(body, LIMIT).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    let pairs = content.split(|byte| *byte == b'&').filter(|pair| !pair.ends_with(b"="));
    let content = pairs.collect::<Vec<_>>().join(&b'&');
    parts.headers.remove(CONTENT_LENGTH);
    Ok(Request::from_parts(parts, Body::from(content)))
}

/// The first request with each idempotency key.
type Keys = Arc<Mutex<BTreeMap<String, Used>>>;

/// A request that was executed.
#[derive(Clone, PartialEq)]
struct Used {
    caller: Option<HeaderValue>,
    target: String,
    status: StatusCode,
}

/// The keys are cleared at this number, which is more than a long run needs.
const MOST_KEYS: usize = 100_000;

/// Executes a request with an idempotency key once. The same request gets the same response again; another
/// request of the caller with the same key is rejected.
async fn once(request: Request, next: Next, keys: &Keys) -> Response {
    let key = request.headers().get("x-idempotency-id").and_then(|value| value.to_str().ok());
    let Some(key) = key.map(str::to_owned) else {
        return next.run(request).await;
    };
    let caller = request.headers().get(AUTHORIZATION).cloned();
    let target = format!("{} {}", request.method(), request.uri());
    let used = keys.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    match used.filter(|used| used.caller == caller) {
        Some(used) if used.target == target => return used.status.into_response(),
        Some(_) => return StatusCode::UNPROCESSABLE_ENTITY.into_response(),
        None => {}
    }
    let response = next.run(request).await;
    if response.status() == StatusCode::NO_CONTENT {
        let mut keys = keys.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= MOST_KEYS {
            keys.clear();
        }
        keys.insert(key, Used { caller, target, status: response.status() });
    }
    response
}
