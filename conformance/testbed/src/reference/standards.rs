//! What HTTP and OAuth 2.0 demand whatever the document says: a challenge with a 401, no copy of a response
//! about credentials, no parameters without a value, and the same response to the same idempotency key.

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

use conformance_engine::signing::Whole;

/// The routes with what the standards demand around them.
pub(super) fn around(provider: &'static str, router: Router) -> Router {
    let keys = Keys::default();
    let layer = from_fn(move |request: Request, next: Next| {
        received(provider, request, next, keys.clone())
    });
    // Around the whole router: a layer of its own would come after the choice by method.
    Router::new().fallback_service(layer.layer(router))
}

/// The server with what RFC 9112 §3.2 demands of every request: it names the host.
pub(crate) fn with_host(server: Router) -> Router {
    let layer = from_fn(async |mut request: Request, next: Next| {
        // Routes below a prefix see the rest only, and a signature covers the whole.
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

async fn received(provider: &str, request: Request, next: Next, keys: Keys) -> Response {
    let shown = request.headers().contains_key(AUTHORIZATION);
    let mut response = match without_empty_parameters(request).await {
        Ok(request) => once(request, next, &keys).await,
        Err(status) => status.into_response(),
    };
    let is_unknown = response.status() == StatusCode::UNAUTHORIZED;
    let headers = response.headers_mut();
    // RFC 6749 §5.1.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if is_unknown {
        let challenge = HeaderValue::from_static(challenge(provider, shown));
        headers.insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

/// The longest content that is read, in bytes: the stubs read no more.
const LIMIT: usize = 2 << 20;

/// RFC 6749 §3.2: a form parameter without a value is one that was left out.
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

/// What each key of idempotency was used for.
type Keys = Arc<Mutex<BTreeMap<String, Used>>>;

/// A request that was carried out.
#[derive(Clone, PartialEq)]
struct Used {
    caller: Option<HeaderValue>,
    target: String,
    status: StatusCode,
}

/// As many keys are kept as a long run needs; then all are forgotten.
const MOST_KEYS: usize = 100_000;

/// Carries a request with a key out once. The same one again gets the same response as before, another one of the
/// same caller with the same key is refused.
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

/// RFC 9110 §11.6.1: a challenge in the scheme of the document. RFC 6750 §3.1: the error is reported only
/// to a caller who showed something.
fn challenge(provider: &str, shown: bool) -> &'static str {
    match (provider, shown) {
        ("moov", _) => "Basic realm=\"reference\", charset=\"UTF-8\"",
        // Keys in headers of their own have no registered scheme.
        ("voucherify", _) => "ApiKey realm=\"reference\"",
        (_, true) => "Bearer realm=\"reference\", error=\"invalid_token\"",
        (_, false) => "Bearer realm=\"reference\"",
    }
}
