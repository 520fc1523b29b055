//! Servers that break what a standard or the provider's own words demand beside the document.

use http::Method;

use super::{Fault, answer, bytes, swap};
use crate::server::Answer;

pub(super) const FAULTS: &[Fault] = &[
    answer("challenge-syntax", "infisical", "a realm without quotes", |_, a| {
        challenge(a, "Bearer realm=my api");
    }),
    bytes("date-present", "nomba", "no clock", |bytes| {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let lines = text.split_inclusive("\r\n").filter(|line| !line.starts_with("date:"));
        lines.collect::<String>().into_bytes()
    }),
    answer("date-syntax", "moov", "a date of ISO 8601", |_, a| {
        a.header("last-modified", "2026-01-31T10:00:00Z");
    }),
    answer("date-syntax", "voucherify", "an end in the form of RFC 850", |_, a| {
        a.header("sunset", "Sunday, 06-Nov-94 08:49:37 GMT");
    }),
    answer("field-syntax", "moov", "an entity tag without quotes", |_, a| a.header("etag", "5e1f")),
    answer("field-syntax", "nomba", "a time to wait in words", |_, a| {
        if a.status == 404 {
            a.header("retry-after", "soon");
        }
    }),
    answer("options-lists-allow", "pipevest", "OPTIONS says nothing", |s, a| {
        if s.method == Method::OPTIONS {
            a.set(204, "");
            a.headers.remove("allow");
        }
    }),
    answer("method-status", "infisical", "404 for other methods", |_, a| swap(a, 405, 404)),
    answer("media-type-status", "voucherify", "400 for another media type", |_, a| {
        swap(a, 415, 400);
    }),
    answer("problem-details", "voucherify", "a problem of another status", |_, a| {
        if a.status == 401 {
            a.set(401, r#"{"type":"about:blank","status":403}"#);
            a.header("content-type", "application/problem+json");
        }
    }),
    answer("challenge-scheme", "infisical", "a challenge for Basic alone", |_, a| {
        challenge(a, "Basic realm=\"api\"");
    }),
    answer("basic-challenge", "pipevest", "no realm", |_, a| {
        challenge(a, "Bearer realm=\"api\", Basic charset=\"UTF-8\"");
    }),
    answer("bearer-challenge", "pipevest", "an error whoever asks", |_, a| {
        challenge(a, "Bearer error=\"invalid_token\"");
    }),
];

/// Another challenge in the place of the one that was sent.
fn challenge(answer: &mut Answer, challenge: &str) {
    if answer.status == 401 {
        answer.header("www-authenticate", challenge);
    }
}
