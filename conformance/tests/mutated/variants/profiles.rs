//! Servers that follow their document, and only the widely implemented rules of standards.

use http::Method;
use serde_json::json;

use super::Variant;
use crate::server::{HttpResponse, Sent};

const ID: &str = "0d8fa5a1-13b1-4fa4-8884-3f28499fb6be";

pub(super) const VARIANTS: &[Variant] = &[
    ("infisical", "neither a challenge nor a word on caches", |_, a| {
        a.headers.remove("www-authenticate");
        a.headers.remove("cache-control");
    }),
    ("pipevest", "several challenges", |_, a| {
        if a.status == 401 {
            a.header("www-authenticate", "Negotiate, bearer realm=\"a, b\", Basic realm=c");
        }
    }),
    ("infisical", "a bare challenge", |_, a| {
        if a.status == 401 {
            a.header("www-authenticate", "Bearer");
        }
    }),
    ("infisical", "what gateways add", |_, a| {
        a.header("etag", "W/\"1f-5e\"");
        a.header("vary", "Origin, Accept-Encoding");
        a.header("cache-control", "private, no-cache=\"set-cookie\", max-age=0");
        a.header("expires", "0");
        a.header("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT");
        a.header("deprecation", "true");
        a.header("retry-after", "120");
        a.header("content-location", "/api/v1/tokens?page=1&size=10");
    }),
    ("nomba", "codes of its own", |_, a| {
        if a.status == 400 || a.status == 404 {
            a.edit(|body| drop(body.insert("code".into(), json!("40017"))));
        }
    }),
    ("nomba", "another code for a success", |_, a| {
        if a.status == 200 {
            a.set(200, r#"{"code":"200","description":"Success"}"#);
        }
    }),
    ("moov", "errors in words", |_, a| {
        a.edit(|body| {
            body.entry("error").and_modify(|error| *error = json!("Not a \"valid\" request."));
        });
    }),
    ("moov", "wrong credentials are a bad request", |_, a| {
        if a.status == 401 {
            a.set(400, r#"{"error":"invalid_client"}"#);
            a.header("x-request-id", ID);
        }
    }),
    ("moov", "an empty hint is none of the list", |s, a| {
        if a.status == 204 && format!("{}&", text(s)).contains("token_type_hint=&") {
            a.set(422, r#"{"token_type_hint":"not one of the list"}"#);
            a.header("x-request-id", ID);
        }
    }),
    ("moov", "the header comes before the body", |s, a| {
        if a.status == 400
            && s.headers.contains_key("authorization")
            && text(s).starts_with("token=")
        {
            a.set(204, "");
            a.header("x-request-id", ID);
        }
    }),
    ("moov", "a version that never was is refused", |s, a| {
        if s.headers.get("x-moov-version").is_some_and(|version| version == "v0000.00.00") {
            a.set(400, r#"{"error":"unknown version"}"#);
            a.header("x-request-id", ID);
        }
    }),
    ("pipevest", "409 for a used key", |_, a| {
        if a.status == 422 {
            a.set(409, "");
        }
    }),
    ("voucherify", "problem details where nothing is declared", |_, a| {
        if a.status == 401 {
            a.set(401, r#"{"type":"about:blank","title":"Unauthorized","status":401}"#);
            a.header("content-type", "application/problem+json");
        }
    }),
    ("nomba", "OPTIONS gets a response for other origins", |s, a| {
        if s.method == Method::OPTIONS {
            a.set(204, "");
            a.headers.remove("allow");
            a.header("access-control-allow-methods", "POST");
        }
    }),
    ("voucherify", "a parameter that comes twice is taken", |s, a: &mut HttpResponse| {
        if a.status == 400 && text(s).matches("access_token=").count() > 1 {
            a.set(204, "");
        }
    }),
];

fn text(sent: &Sent) -> String {
    String::from_utf8_lossy(&sent.body).into_owned()
}
