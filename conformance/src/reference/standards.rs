//! What HTTP and OAuth 2.0 demand of every answer, whatever its document says: a challenge with a 401,
//! and no copy of an answer about credentials.

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use http::header::{AUTHORIZATION, CACHE_CONTROL, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use tower::Layer as _;

/// The routes with what the standards demand around them.
pub(super) fn around(provider: &'static str, router: Router) -> Router {
    let layer = from_fn(move |request: Request, next: Next| async move {
        let shown = request.headers().contains_key(AUTHORIZATION);
        let mut response = next.run(request).await;
        let is_unknown = response.status() == StatusCode::UNAUTHORIZED;
        let headers = response.headers_mut();
        // RFC 6749 §5.1.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if is_unknown {
            let challenge = HeaderValue::from_static(challenge(provider, shown));
            headers.insert(WWW_AUTHENTICATE, challenge);
        }
        response
    });
    // Around the whole router: a layer of its own would come after the choice by method.
    Router::new().fallback_service(layer.layer(router))
}

/// RFC 9110 §11.6.1: a challenge in the scheme of the document. RFC 6750 §3.1: the error is told only
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
