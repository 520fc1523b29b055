//! Twins of the checks that belong to a profile.

use conformance::exchange::Answer;

use super::{JSON, Twin, twin};
use crate::micro::answer;

/// A 401 of the micro document with this challenge.
fn asked(challenge: &str) -> Answer {
    answer(401, &[JSON, ("www-authenticate", challenge)], r#"{"code":401}"#)
}

/// A 404 of the micro document, which has no content, with this header.
fn with(name: &str, value: &str) -> Answer {
    answer(404, &[(name, value)], "")
}

fn problem(status: u16, body: &str) -> Answer {
    answer(status, &[("content-type", "application/problem+json")], body)
}

pub(super) fn twins() -> Vec<Twin> {
    let mut list = http();
    list.extend(oauth());
    list
}

fn http() -> Vec<Twin> {
    let allow = ("allow", "DELETE, OPTIONS");
    let plain = || answer(404, &[], "");
    vec![
        twin(
            "challenge-syntax",
            "no-credentials",
            asked("Bearer realm=\"my api\", Digest nonce=x"),
            asked("Bearer realm=my api"),
        ),
        twin("date-present", "unknown-id", plain(), Answer { status: 404, ..Answer::default() }),
        twin(
            "date-syntax",
            "unknown-id",
            with("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT"),
            with("last-modified", "1994-11-06T08:49:37Z"),
        ),
        twin(
            "date-syntax",
            "unknown-id",
            with("deprecation", "@1688169599"),
            with("deprecation", "true"),
        ),
        twin("field-syntax", "unknown-id", with("etag", "W/\"1\""), with("etag", "1")),
        twin("field-syntax", "unknown-id", with("vary", "Accept, *"), with("vary", "a b")),
        twin("field-syntax", "unknown-id", with("retry-after", "3"), with("retry-after", "soon")),
        twin("field-syntax", "unknown-id", with("location", "/a?b#c"), with("location", "/a b")),
        twin(
            "field-syntax",
            "unknown-id",
            with("content-location", "/a"),
            with("content-location", "/a#b"),
        ),
        twin(
            "field-syntax",
            "unknown-id",
            with("cache-control", "no-store, no-cache=\"a, b\", max-age=0"),
            with("cache-control", "no store"),
        ),
        twin(
            "options-lists-allow",
            "method-options",
            answer(204, &[allow], ""),
            answer(204, &[("access-control-allow-methods", "DELETE")], ""),
        ),
        twin("method-status", "method-put", answer(405, &[allow], ""), plain()),
        twin("method-status", "method-put", answer(501, &[], ""), answer(403, &[], "")),
        twin(
            "media-type-status",
            "unsupported-media-type-text",
            answer(415, &[], ""),
            answer(422, &[], ""),
        ),
        twin(
            "problem-details",
            "unsupported-media-type-text",
            problem(415, r#"{"status":415,"type":"about:blank","title":"no","more":1}"#),
            problem(415, r#"{"status":400}"#),
        ),
        twin(
            "problem-details",
            "unsupported-media-type-text",
            problem(415, r#"{"instance":"/a/b"}"#),
            problem(415, r#"{"type":"not a reference"}"#),
        ),
        twin(
            "problem-details",
            "unsupported-media-type-text",
            problem(415, "{}"),
            problem(415, "[]"),
        ),
    ]
}

fn oauth() -> Vec<Twin> {
    let realm = "Bearer realm=\"a\"";
    let wrong = "Bearer realm=\"a\", error=\"invalid_token\"";
    vec![
        twin(
            "challenge-scheme",
            "no-credentials",
            asked("Negotiate, bearer realm=a"),
            asked("Basic realm=\"a\""),
        ),
        twin(
            "basic-challenge",
            "no-credentials",
            asked("Bearer realm=a, Basic realm=\"a\", charset=\"utf-8\""),
            asked("Bearer realm=a, Basic charset=\"UTF-8\""),
        ),
        twin(
            "basic-challenge",
            "no-credentials",
            asked("Bearer realm=a, Basic realm=a"),
            asked("Bearer realm=a, Basic realm=a, charset=latin1"),
        ),
        twin("bearer-challenge", "no-credentials", asked(realm), asked("Bearer")),
        twin("bearer-challenge", "no-credentials", asked(realm), asked(wrong)),
        twin("bearer-challenge", "wrong-credentials-bearer", asked(wrong), asked(realm)),
        twin(
            "bearer-challenge",
            "wrong-credentials-bearer",
            asked(wrong),
            asked("Bearer error=\"insufficient_scope\""),
        ),
        twin(
            "bearer-challenge",
            "wrong-credentials-bearer",
            asked(wrong),
            asked("Bearer error=\"invalid_token\", error_description=\"a \\\\ b\""),
        ),
    ]
}
