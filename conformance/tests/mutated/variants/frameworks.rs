//! Variants with the behavior of OAuth 2.0 servers and frameworks.

use http::Method;
use serde_json::Value;

use super::Variant;
use crate::server::{HttpResponse, Sent};

pub(super) const VARIANTS: &[Variant] = &[
    // RFC 9110 §12.5.3.
    ("nomba", "content is coded where the caller takes any coding", |s, a| {
        if !s.headers.contains_key("accept-encoding") && !a.body.is_empty() {
            a.header("content-encoding", "gzip");
            a.body = b"\x1f\x8b".to_vec();
        }
    }),
    // RFC 6749 §2.3; the provider's own curl lines, which name a version, do so all the same.
    ("moov", "more than one authentication is refused", |s, a| {
        let is_own = s.headers.contains_key("x-moov-version");
        let is_double =
            s.headers.contains_key("authorization") && body(s).contains("client_secret");
        if a.status == 204 && is_double && !is_own {
            reject_client(a, 400);
        }
    }),
    // RFC 7009 §2.1.
    ("moov", "whoever does not say who the client is is refused", |s, a| {
        let is_described = ["client_id", "client_secret"].iter().all(|name| body(s).contains(name));
        if a.status == 204 && !is_described && !s.headers.contains_key("authorization") {
            reject_client(a, 401);
        }
    }),
    ("moov", "half a client in the content is none", |s, a| {
        let messages = ["client_id", "client_secret"].map(|name| body(s).contains(name));
        if a.status == 204 && messages[0] != messages[1] && s.method == Method::POST {
            reject_client(a, 400);
        }
    }),
    // RFC 6749 §5.2.
    ("moov", "a secret that is no text is a wrong one", |s, a| {
        let sent: Value = serde_json::from_slice(&s.body).unwrap_or_default();
        if a.status == 422 && sent.get("client_secret").is_some_and(|secret| !secret.is_string()) {
            reject_client(a, 401);
        }
    }),
];

fn body(sent: &Sent) -> String {
    String::from_utf8_lossy(&sent.body).into_owned()
}

fn reject_client(response: &mut HttpResponse, status: u16) {
    response.set(status, r#"{"error":"invalid_client"}"#);
    response.header("www-authenticate", "Basic realm=\"moov\"");
    response.header("x-request-id", "0d8fa5a1-13b1-4fa4-8884-3f28499fb6be");
}
