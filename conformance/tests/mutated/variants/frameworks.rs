//! Servers that do what common frameworks, gateways and OAuth 2.0 servers do.

use http::Method;
use serde_json::{Value, json};

use super::Variant;
use crate::server::{HttpResponse, Sent};

pub(super) const VARIANTS: &[Variant] = &[
    ("nomba", "two media types are refused before anybody looks at the content", |s, a| {
        if s.headers.get_all("content-type").iter().count() > 1 {
            refuse_with_page(a);
        }
    }),
    ("moov", "a gateway refuses long header fields with a page of its own", |s, a| {
        if s.headers.values().any(|value| value.len() > 8_000) {
            refuse_with_page(a);
        }
    }),
    (
        "infisical",
        "a gateway refuses control characters in paths with a page of its own",
        |s, a| {
            if s.path.contains("%00") {
                refuse_with_page(a);
            }
        },
    ),
    ("nomba", "the target is quoted where nothing is found", |s, a| {
        if a.status == 405 {
            let message = format!("Route {}:{}?{} not found", s.method, s.path, s.query);
            a.set(404, &json!({ "message": message, "statusCode": 404 }).to_string());
        }
    }),
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
            refuse_client(a, 400);
        }
    }),
    // RFC 7009 §2.1.
    ("moov", "whoever does not say who the client is is refused", |s, a| {
        let is_described = ["client_id", "client_secret"].iter().all(|name| body(s).contains(name));
        if a.status == 204 && !is_described && !s.headers.contains_key("authorization") {
            refuse_client(a, 401);
        }
    }),
    ("moov", "half a client in the content is none", |s, a| {
        let messages = ["client_id", "client_secret"].map(|name| body(s).contains(name));
        if a.status == 204 && messages[0] != messages[1] && s.method == Method::POST {
            refuse_client(a, 400);
        }
    }),
    // RFC 6749 §5.2.
    ("moov", "a secret that is no text is a wrong one", |s, a| {
        let sent: Value = serde_json::from_slice(&s.body).unwrap_or_default();
        if a.status == 422 && sent.get("client_secret").is_some_and(|secret| !secret.is_string()) {
            refuse_client(a, 401);
        }
    }),
];

fn body(sent: &Sent) -> String {
    String::from_utf8_lossy(&sent.body).into_owned()
}

fn refuse_with_page(response: &mut HttpResponse) {
    response.headers.clear();
    response.set(400, "");
    response.header("content-type", "text/html");
    response.body = b"<h1>400 Bad Request</h1>".to_vec();
}

fn refuse_client(response: &mut HttpResponse, status: u16) {
    response.set(status, r#"{"error":"invalid_client"}"#);
    response.header("www-authenticate", "Basic realm=\"moov\"");
    response.header("x-request-id", "0d8fa5a1-13b1-4fa4-8884-3f28499fb6be");
}
