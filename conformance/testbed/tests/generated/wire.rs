//! A stub on loopback, and raw requests against it.

use axum::body::{Body, to_bytes};
use http::{HeaderMap, Request, StatusCode};
use serde_json::Value;
use tower::ServiceExt as _;

/// Serves a router below `prefix` on a free loopback port; the base URL.
pub(crate) async fn serve(prefix: &str, router: axum::Router) -> String {
    // The workspace's reqwest has TLS, and wants to know whose.
    conformance_engine::transport::install_provider();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let app = match prefix {
        "" => router,
        prefix => axum::Router::new().nest(prefix, router),
    };
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}{prefix}")
}

/// A response to a raw request.
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a JSON body")
    }
}

/// Sends a request to a router, without a network.
pub(crate) async fn send(
    router: axum::Router,
    request: http::request::Builder,
    body: impl Into<Body>,
) -> Received {
    let request: Request<Body> = request.body(body.into()).expect("a request");
    let response = router.oneshot(request).await.expect("infallible");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a body");
    let body = String::from_utf8(body.to_vec()).expect("text");
    Received { status: parts.status, headers: parts.headers, body }
}
