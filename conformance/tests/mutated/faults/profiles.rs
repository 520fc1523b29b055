//! Servers that break what a standard or the provider's own words demand beside the document.

use http::Method;
use serde_json::json;
use uuid::Uuid;

use super::{Fault, bytes, give, request, response, swap, text};
use crate::server::{Change, HttpResponse, Sent, sign};

/// The id of every request at Moov.
const ID: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

pub(super) const FAULTS: &[Fault] = &[
    response("malformed-www-authenticate", "infisical", "a realm without quotes", |_, a| {
        challenge(a, "Bearer realm=my api");
    }),
    bytes("missing-date", "nomba", "no clock", |bytes| {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let lines = text.split_inclusive("\r\n").filter(|line| !line.starts_with("date:"));
        lines.collect::<String>().into_bytes()
    }),
    response("malformed-date", "moov", "a date of ISO 8601", |_, a| {
        a.header("last-modified", "2026-01-31T10:00:00Z");
    }),
    response("malformed-date", "voucherify", "an end in the form of RFC 850", |_, a| {
        a.header("sunset", "Sunday, 06-Nov-94 08:49:37 GMT");
    }),
    response("malformed-header", "moov", "an entity tag without quotes", |_, a| {
        a.header("etag", "5e1f")
    }),
    response("malformed-header", "nomba", "a time to wait in words", |_, a| {
        if a.status == 404 {
            a.header("retry-after", "soon");
        }
    }),
    response("missing-allow-on-options", "pipevest", "OPTIONS says nothing", |s, a| {
        if s.method == Method::OPTIONS {
            a.set(204, "");
            a.headers.remove("allow");
        }
    }),
    response("undeclared-method-status", "infisical", "404 for other methods", |_, a| {
        swap(a, 405, 404)
    }),
    response("undeclared-media-type-status", "voucherify", "400 for another media type", |_, a| {
        swap(a, 415, 400);
    }),
    response("invalid-problem-details", "voucherify", "a problem of another status", |_, a| {
        if a.status == 401 {
            a.set(401, r#"{"type":"about:blank","status":403}"#);
            a.header("content-type", "application/problem+json");
        }
    }),
    response("undeclared-challenge-scheme", "infisical", "a challenge for Basic alone", |_, a| {
        challenge(a, "Basic realm=\"api\"");
    }),
    response("invalid-basic-challenge", "pipevest", "no realm", |_, a| {
        challenge(a, "Bearer realm=\"api\", Basic charset=\"UTF-8\"");
    }),
    response("missing-bearer-error", "pipevest", "an error whoever asks", |_, a| {
        challenge(a, "Bearer error=\"invalid_token\"");
    }),
    response("undeclared-challenge-scheme", "moov", "a challenge for Bearer alone", |_, a| {
        challenge(a, "Bearer realm=\"api\"");
    }),
    request("accepted-wrong-client-credentials", "moov", "the header is not looked at", |r| {
        r.headers.remove("authorization");
    }),
    response(
        "accepted-wrong-client-credentials",
        "moov",
        "the secret in the body is not looked at",
        |_, a| {
            if holds(a, "invalid_client") {
                a.set(204, "");
            }
        },
    ),
    response("accepted-wrong-client-credentials", "moov", "403 for wrong credentials", |_, a| {
        swap(a, 401, 403)
    }),
    request("accepted-repeated-parameter", "voucherify", "the last of several counts", |r| {
        let body = text(r);
        if body.matches("access_token=").count() > 1 {
            r.body = body.rsplit('&').next().unwrap_or_default().into();
            r.headers.remove("content-length");
        }
    }),
    response("empty-parameter-not-omitted", "moov", "an empty hint is refused", |s, a| {
        if a.status == 204 && format!("{}&", text(s)).contains("token_type_hint=&") {
            a.set(422, "{}");
        }
    }),
    response(
        "empty-parameter-not-omitted",
        "voucherify",
        "an empty token is taken for one",
        |s, a| {
            if text(s).ends_with("access_token=") {
                a.set(204, "");
            }
        },
    ),
    response("unregistered-oauth-error", "moov", "an error in words", |_, a| {
        a.edit(|body| {
            body.entry("error").and_modify(|error| *error = json!("The request is not right."));
        });
    }),
    response("missing-no-store", "pipevest", "caches may keep what they like", |_, a| {
        a.headers.remove("cache-control");
    }),
    response("missing-no-store", "moov", "tokens that caches may keep for an hour", |_, a| {
        a.header("cache-control", "max-age=3600");
    }),
    response("revocation-status", "nomba", "204 for 200", |_, a| swap(a, 200, 204)),
    // By its document alone.
    response("revocation-form", "pipevest", "the token is in the query", |_, _| {}),
    response("rejected-token-type-hint", "moov", "the list of hints is closed", |_, _| {}),
    noted("rejected-unknown-token", "moov", "a second revocation is refused", |notes, s, a| {
        if a.status == 204 && notes.contains(&text(s)) {
            a.set(400, r#"{"error":"invalid_request"}"#);
            a.header("x-request-id", &Uuid::new_v4().to_string());
        } else if a.status == 204 {
            notes.push(text(s));
        }
    }),
    response("undocumented-error-code", "pipevest", "400 in the content of a 404", |_, a| {
        if a.status == 404 {
            a.edit(|body| drop(body.insert("code".into(), json!("400"))));
        }
    }),
    response("undocumented-error-code", "nomba", "401 in the content of a 400", |_, a| {
        if a.status == 400 {
            a.set(400, r#"{"code":"401"}"#);
        }
    }),
    response("undocumented-error-code", "nomba", "another code for a success", |_, a| {
        if a.status == 200 {
            a.set(200, r#"{"code":"0"}"#);
        }
    }),
    response("nonempty-error-body", "voucherify", "an error of the guides", |_, a| {
        if a.status == 404 {
            a.set(404, r#"{"code":404,"key":"not_found","message":"Resource not found"}"#);
        }
    }),
    response("repeated-request-id", "moov", "one id for all", |_, a| {
        if a.headers.contains_key("x-request-id") {
            a.header("x-request-id", ID);
        }
    }),
    response("repeated-request-id", "infisical", "the id of the process", |_, a| {
        a.edit(|body| {
            body.entry("reqId").and_modify(|id| *id = json!("req-1"));
        });
    }),
    response("missing-rate-limit-headers", "nomba", "no word on the rest", |_, a| {
        a.headers.remove("x-rate-limit-remaining");
    }),
    response("missing-rate-limit-headers", "nomba", "more is left than the limit", |_, a| {
        if a.status == 200 {
            a.header("x-rate-limit-remaining", "41");
        }
    }),
    request("idempotency-replay-mismatch", "pipevest", "keys are not looked at", |r| {
        if r.headers.contains_key("x-idempotency-id") {
            give(r, "x-idempotency-id", &Uuid::new_v4().to_string());
            if r.headers.contains_key("signature") {
                sign(r);
            }
        }
    }),
    response(
        "idempotency-key-reuse",
        "pipevest",
        "a used key gets the same response as before",
        |_, a| {
            swap(a, 422, 204);
        },
    ),
];

const fn noted(
    check: &'static str,
    provider: &'static str,
    what: &'static str,
    change: fn(&mut Vec<String>, &Sent, &mut HttpResponse),
) -> Fault {
    Fault { check, provider, what, change: Change::Noted(change) }
}

fn holds(response: &HttpResponse, word: &str) -> bool {
    String::from_utf8_lossy(&response.body).contains(word)
}

/// Another challenge instead of the one that was sent.
fn challenge(response: &mut HttpResponse, challenge: &str) {
    if response.status == 401 {
        response.header("www-authenticate", challenge);
    }
}
