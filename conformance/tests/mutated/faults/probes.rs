//! Faults that need special requests: side effects of rejected requests, repeated requests, other spellings of
//! the same request, unusual values.

use http::Method;

use super::{Fault, media_type, response, set_header, swap_body, text};
use crate::server::{Change, HttpResponse, Sent, sign};

/// A changed request, signed again.
fn signed(mut sent: Sent) -> Sent {
    sign(&mut sent);
    sent
}

pub(super) const fn hidden(
    check: &'static str,
    provider: &'static str,
    what: &'static str,
    change: fn(&Sent, &HttpResponse) -> Option<Sent>,
) -> Fault {
    Fault { check, provider, what, change: Change::Hidden(change) }
}

pub(super) const fn stateful(
    check: &'static str,
    provider: &'static str,
    what: &'static str,
    change: fn(&mut Vec<String>, &Sent, &mut HttpResponse),
) -> Fault {
    Fault { check, provider, what, change: Change::Stateful(change) }
}

pub(super) const fn head(
    check: &'static str,
    provider: &'static str,
    what: &'static str,
    change: fn(&str) -> Option<&'static str>,
) -> Fault {
    Fault { check, provider, what, change: Change::Head(change) }
}

pub(super) const FAULTS: &[Fault] = &[
    hidden(
        "side-effect-of-rejected-request",
        "voucherify",
        "revokes although no client is known",
        |s, a| {
            let is_anonymous = !s.headers.contains_key("x-app-id");
            (a.status.is_client_error() && is_anonymous).then(|| {
                let mut sent = s.clone();
                set_header(&mut sent, "x-app-id", "reference-app-id");
                set_header(&mut sent, "x-app-token", "reference-app-token");
                sent
            })
        },
    ),
    hidden("side-effect-of-rejected-request", "infisical", "revokes for a wrong caller", |s, a| {
        (a.status == 401 && s.headers.contains_key("authorization")).then(|| {
            let mut sent = s.clone();
            set_header(&mut sent, "authorization", "Bearer reference-access-token");
            sent
        })
    }),
    hidden("side-effect-of-rejected-request", "pipevest", "GET revokes, and says 405", |s, _| {
        (s.method == Method::GET).then(|| signed(Sent { method: Method::POST, ..s.clone() }))
    }),
    hidden(
        "side-effect-of-rejected-request",
        "pipevest",
        "the signature is looked at too late",
        |s, _| {
            (!s.headers.contains_key("signature")).then(|| {
                let mut sent = s.clone();
                sign(&mut sent);
                sent
            })
        },
    ),
    hidden("side-effect-of-rejected-request", "pipevest", "HEAD revokes", |s, _| {
        (s.method == Method::HEAD).then(|| signed(Sent { method: Method::POST, ..s.clone() }))
    }),
    hidden("side-effect-of-rejected-request", "infisical", "OPTIONS revokes", |s, _| {
        (s.method == Method::OPTIONS).then(|| Sent { method: Method::POST, ..s.clone() })
    }),
    hidden("side-effect-of-rejected-request", "nomba", "GET with a body revokes", |s, _| {
        (s.method == Method::GET).then(|| Sent { method: Method::POST, ..s.clone() })
    }),
    hidden("side-effect-of-rejected-request", "voucherify", "GET with a query revokes", |s, _| {
        (s.method == Method::GET).then(|| {
            let mut sent = Sent { method: Method::POST, body: s.query.clone().into(), ..s.clone() };
            set_header(&mut sent, "content-type", "application/x-www-form-urlencoded");
            sent.headers.remove("content-length");
            sent.query.clear();
            sent
        })
    }),
    hidden(
        "side-effect-of-rejected-request",
        "nomba",
        "the media type is looked at too late",
        |s, a| {
            (a.status == 415).then(|| {
                let mut sent = s.clone();
                set_header(&mut sent, "content-type", "application/json");
                sent
            })
        },
    ),
    hidden(
        "side-effect-of-rejected-request",
        "nomba",
        "JSON that is cut short is mended",
        |s, a| {
            (a.status == 400).then(|| {
                let mut sent = Sent { body: [&s.body[..], b"}"].concat(), ..s.clone() };
                sent.headers.remove("content-length");
                sent
            })
        },
    ),
    stateful("server-error", "voucherify", "500 for the second time", |notes, s, a| {
        if has_succeeded(notes, s, a) {
            a.set(500, "");
        }
    }),
    stateful("undeclared-status", "pipevest", "410 for the second time", |notes, s, a| {
        if has_succeeded(notes, s, a) {
            a.set(410, "");
        }
    }),
    stateful("unexpected-error-status", "infisical", "403 for the second time", |notes, _, a| {
        let after_success = notes.last().is_some_and(|note| note == "200");
        notes.push(a.status.as_u16().to_string());
        if after_success {
            swap_body(a, 404, 403);
        }
    }),
    stateful(
        "side-effect-on-other-resource",
        "voucherify",
        "a second time takes the next token along",
        |notes, s, a| {
            if has_succeeded(notes, s, a) {
                notes.push("again".to_owned());
            } else if a.status == 204
                && notes.iter().rev().nth(1).is_some_and(|note| note == "again")
            {
                a.set(404, "");
            }
        },
    ),
    head("rejected-valid-request", "pipevest", "header names are compared with case", |head| {
        head.contains("SIGNATURE:").then_some(UNSIGNED)
    }),
    head(
        "rejected-valid-request",
        "pipevest",
        "whoever does not say what is accepted is refused",
        |head| (!head.to_ascii_lowercase().contains("\naccept:")).then_some(UNSIGNED),
    ),
    response("undeclared-status", "nomba", "a charset makes it 415", |s, a| {
        if media_type(s).contains("charset") {
            a.set(415, "");
        }
    }),
    response("undeclared-status", "moov", "media types are compared with case", |s, a| {
        if media_type(s).starts_with("APPLICATION") {
            a.set(415, "");
        }
    }),
    response("undeclared-status", "moov", "the name of Basic is compared with case", |s, a| {
        if field(s, "authorization").starts_with("basic ") {
            a.set(401, "");
        }
    }),
    response(
        "rejected-valid-request",
        "pipevest",
        "the name of Bearer is compared with case",
        |s, a| {
            if field(s, "authorization").starts_with("BEARER ") {
                a.set(401, "{\"code\":\"401\",\"message\":\"who\"}");
            }
        },
    ),
    response("undeclared-status", "nomba", "a list of accepted types is not understood", |s, a| {
        if field(s, "accept").contains(',') {
            a.set(406, "");
        }
    }),
    response(
        "undeclared-status",
        "infisical",
        "a range of accepted types is not understood",
        |s, a| {
            if field(s, "accept") == "application/*" {
                a.set(406, "");
            }
        },
    ),
    response("rejected-valid-request", "nomba", "members must come in order", |s, a| {
        let text = text(s);
        if a.status == 200 && text.find("access_token") < text.find("clientId") {
            a.set(400, "{}");
        }
    }),
    response("rejected-valid-request", "moov", "fields of a form must come in order", |s, a| {
        let text = text(s);
        if a.status == 204 && text.contains("&token=") && text.contains("hint=") {
            a.set(400, "{}");
            a.header("x-request-id", "67e55044-10b1-426f-9247-bb680e5fe0c8");
        }
    }),
    response(
        "rejected-valid-request",
        "voucherify",
        "percent-encoded letters are not decoded",
        |s, a| {
            if a.status == 204 && text(s).contains("=%") {
                a.set(404, "");
            }
        },
    ),
    response(
        "rejected-valid-request",
        "pipevest",
        "percent-encoded digits are not decoded",
        |s, a| {
            if a.status == 204 && s.query.contains("=%") {
                a.set(404, "{\"code\":\"404\",\"message\":\"none\"}");
            }
        },
    ),
    response("rejected-valid-request", "nomba", "one more member is refused", |s, a| {
        if a.status == 200 && text(s).contains("Extra") {
            a.set(400, "{}");
        }
    }),
    response("accepted-invalid-request", "nomba", "a list is taken", |s, a| {
        if text(s).starts_with("[") {
            a.set(200, "{}");
        }
    }),
    response("server-error", "nomba", "members that come twice set_header 500", |s, a| {
        if text(s).matches("clientId").count() > 1 {
            a.set(500, "{}");
        }
    }),
    response("server-error", "voucherify", "fields that come twice set_header 500", |s, a| {
        if text(s).matches("access_token=").count() > 1 {
            a.set(500, "");
        }
    }),
    response("server-error", "pipevest", "a parameter that comes twice gives 500", |s, a| {
        if s.query.matches("accessTokenId=").count() > 1 {
            a.set(500, "");
        }
    }),
    response("server-error", "voucherify", "a NUL gives 500", |s, a| {
        if text(s).contains("%00") {
            a.set(500, "");
        }
    }),
    response("server-error", "nomba", "what is not ASCII gives 500", |s, a| {
        if !text(s).is_ascii() {
            a.set(500, "{}");
        }
    }),
    response("server-error", "nomba", "half a surrogate pair gives 500", |s, a| {
        if text(s).contains("ud800") {
            a.set(500, "{}");
        }
    }),
    response("server-error", "pipevest", "bytes that are not UTF-8 set_header 500", |s, a| {
        if s.query.contains("%FF") {
            a.set(500, "");
        }
    }),
    response("server-error", "moov", "a long value gives 500", |s, a| {
        if s.body.len() > 8_000 {
            a.set(500, "");
        }
    }),
    response("server-error", "pipevest", "a long header gives 500", |s, a| {
        if field(s, "signature").len() > 4_000 {
            a.set(500, "");
        }
    }),
    response("server-error", "moov", "an empty version gives 500", |s, a| {
        if s.headers.get("x-moov-version").is_some_and(|value| value.is_empty()) {
            a.set(500, "");
        }
    }),
    response("server-error", "pipevest", "an integer beyond 64 bits gives 500", |s, a| {
        if s.query.contains("=184467440737095516160") {
            a.set(500, "");
        }
    }),
    response("server-error", "pipevest", "an integer beyond 32 bits gives 500", |s, a| {
        if s.query.contains("=2147483648") {
            a.set(500, "");
        }
    }),
    response("server-error", "infisical", "a body that is not declared gives 500", |s, a| {
        if s.method == Method::POST && !s.body.is_empty() {
            a.set(500, "");
        }
    }),
    response("server-error", "voucherify", "a parameter that is not declared gives 500", |s, a| {
        if s.query.contains("extra") {
            a.set(500, "");
        }
    }),
    response("undeclared-status", "voucherify", "202 for an empty token", |s, a| {
        if text(s) == "access_token=" {
            a.set(202, "");
        }
    }),
];

/// The response of Pipevest to a caller without credentials.
const UNSIGNED: &str = "HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\n\
     content-length: 35\r\nconnection: close\r\n\r\n{\"code\":\"401\",\"message\":\"unsigned\"}";

/// Whether the same request succeeded before; records a success.
fn has_succeeded(notes: &mut Vec<String>, sent: &Sent, response: &HttpResponse) -> bool {
    let key = format!("{} {}", sent.query, text(sent));
    if response.status.is_success() {
        notes.push(key);
        return false;
    }
    response.status == 404 && notes.contains(&key)
}

fn field<'a>(sent: &'a Sent, name: &str) -> &'a str {
    sent.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
