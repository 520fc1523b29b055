//! Servers that violate a standard or a description in addition to the document.

use uuid::Uuid;

use super::{Fault, response, swap, text};
use crate::server::{Change, HttpResponse, Sent};

pub(super) const FAULTS: &[Fault] = &[
    response("malformed-date", "voucherify", "an end in the form of RFC 850", |_, a| {
        a.header("sunset", "Sunday, 06-Nov-94 08:49:37 GMT");
    }),
    response("malformed-header", "nomba", "a time to wait in words", |_, a| {
        if a.status == 404 {
            a.header("retry-after", "soon");
        }
    }),
    response("invalid-basic-challenge", "pipevest", "no realm", |_, a| {
        challenge(a, "Bearer realm=\"api\", Basic charset=\"UTF-8\"");
    }),
    response("undeclared-challenge-scheme", "moov", "a challenge for Bearer alone", |_, a| {
        challenge(a, "Bearer realm=\"api\"");
    }),
    response("accepted-wrong-client-credentials", "moov", "403 for wrong credentials", |_, a| {
        swap(a, 401, 403)
    }),
    response("missing-no-store", "pipevest", "caches may keep what they like", |_, a| {
        a.headers.remove("cache-control");
    }),
    // By its document alone.
    response("revocation-form", "pipevest", "the token is in the query", |_, _| {}),
    response("rejected-token-type-hint", "moov", "the list of hints is closed", |_, _| {}),
    stateful("rejected-unknown-token", "moov", "a second revocation is refused", |notes, s, a| {
        if a.status == 204 && notes.contains(&text(s)) {
            a.set(400, r#"{"error":"invalid_request"}"#);
            a.header("x-request-id", &Uuid::new_v4().to_string());
        } else if a.status == 204 {
            notes.push(text(s));
        }
    }),
    response("undocumented-error-code", "nomba", "another code for a success", |_, a| {
        if a.status == 200 {
            a.set(200, r#"{"code":"0"}"#);
        }
    }),
];

const fn stateful(
    check: &'static str,
    provider: &'static str,
    what: &'static str,
    change: fn(&mut Vec<String>, &Sent, &mut HttpResponse),
) -> Fault {
    Fault { check, provider, what, change: Change::Stateful(change) }
}

/// Another challenge instead of the one that was sent.
fn challenge(response: &mut HttpResponse, challenge: &str) {
    if response.status == 401 {
        response.header("www-authenticate", challenge);
    }
}
