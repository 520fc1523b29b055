//! Every check with a passing and a failing twin, on hand-built exchanges.

use conformance::checks;
use conformance::exchange::{Answer, Reply};

use crate::micro::{self, TOKENS, answer};

const JSON: (&str, &str) = ("content-type", "application/json");
const ID: (&str, &str) = ("x-request-id", "0d8fa5a1-13b1-4fa4-8884-3f28499fb6be");

struct Twin {
    check: &'static str,
    case: &'static str,
    good: Reply,
    bad: Reply,
}

fn twin(check: &'static str, case: &'static str, good: Answer, bad: Answer) -> Twin {
    Twin { check, case, good: Reply::Answered(good), bad: Reply::Answered(bad) }
}

fn stray(bytes: &str) -> Answer {
    Answer { stray: bytes.as_bytes().to_vec(), ..answer(204, &[], "") }
}

fn twins() -> Vec<Twin> {
    let good = || answer(200, &[JSON, ID], r#"{"done":true,"more":1}"#);
    let refused = || answer(400, &[JSON], r#"{"code":400.0}"#);
    let unknown = || answer(401, &[JSON], r#"{"code":401}"#);
    vec![
        twin("status-declared", "valid-minimal", good(), answer(202, &[], "")),
        twin("status-declared", "valid-minimal", good(), answer(418, &[], "")),
        twin("status-declared", "valid-minimal", good(), answer(302, &[("location", "/")], "")),
        twin("status-fits-cause", "no-credentials", unknown(), refused()),
        twin("status-fits-cause", "malformed-json", refused(), answer(409, &[], "")),
        twin("status-fits-cause", "unknown-id", answer(404, &[], ""), answer(204, &[], "")),
        twin(
            "content-type",
            "valid-minimal",
            answer(
                200,
                &[("Content-Type", "Application/JSON; charset=utf-8"), ID],
                r#"{"done":true}"#,
            ),
            answer(200, &[("content-type", "text/html"), ID], "<p>"),
        ),
        twin("content-type", "valid-minimal", good(), answer(200, &[ID], r#"{"done":true}"#)),
        twin("body-schema", "valid-minimal", good(), answer(200, &[JSON, ID], r#"{"done":"yes"}"#)),
        twin("body-schema", "valid-minimal", good(), answer(200, &[JSON, ID], "{\"done\":")),
        twin("body-schema", "valid-minimal", good(), answer(200, &[JSON, ID], "")),
        twin("body-schema", "malformed-json", refused(), answer(400, &[JSON], r#"{"code":404}"#)),
        twin("response-headers", "valid-minimal", good(), answer(200, &[JSON], r#"{"done":true}"#)),
        twin(
            "response-headers",
            "valid-minimal",
            good(),
            answer(200, &[JSON, ("x-request-id", "abc")], r#"{"done":true}"#),
        ),
        twin(
            "response-headers",
            "valid-minimal",
            answer(200, &[JSON, ID, ("X-LEFT", "7")], r#"{"done":true}"#),
            answer(200, &[JSON, ID, ("x-left", "many")], r#"{"done":true}"#),
        ),
        twin("no-content-after-204", "valid-raw", stray(""), stray("{}")),
        twin(
            "no-content-after-204",
            "valid-minimal",
            answer(204, &[], ""),
            answer(204, &[("content-length", "0")], ""),
        ),
        twin(
            "no-content-after-204",
            "valid-minimal",
            answer(204, &[], ""),
            answer(204, &[("transfer-encoding", "chunked")], ""),
        ),
        twin("authentication-required", "no-credentials", unknown(), good()),
        twin(
            "authentication-required",
            "wrong-credentials-bearer",
            unknown(),
            answer(204, &[], ""),
        ),
        twin("valid-accepted", "valid-minimal", good(), answer(404, &[], "")),
        twin("invalid-refused", "invalid-body-reason-too-short", refused(), good()),
        twin("invalid-refused", "malformed-truncated", refused(), answer(204, &[], "")),
        twin(
            "method-refused",
            "method-put",
            answer(405, &[("allow", "DELETE")], ""),
            answer(405, &[], ""),
        ),
        twin("method-refused", "method-put", answer(404, &[], ""), answer(200, &[], "")),
        twin("media-type-refused", "unsupported-media-type-text", answer(415, &[], ""), good()),
        twin("no-server-error", "malformed-json", refused(), answer(500, &[], "")),
        twin("no-server-error", "valid-minimal", good(), answer(502, &[], "")),
        Twin {
            check: "complete-response",
            case: "valid-minimal",
            good: Reply::Answered(good()),
            bad: Reply::Broken { detail: "closed".to_owned(), answer: Some(good()) },
        },
    ]
}

#[test]
fn the_good_twin_passes_and_the_bad_one_is_found_by_its_check_alone() {
    let suite = micro::suite(&micro::contract(TOKENS), micro::fixtures(), "http://t");
    for Twin { check, case, good, bad } in twins() {
        let good = micro::objections(&micro::outcome(&suite, case, good));
        assert_eq!(good, Vec::<String>::new(), "{check} on {case}: the good twin");
        let bad = micro::objections(&micro::outcome(&suite, case, bad));
        assert_eq!(bad, [check], "{check} on {case}: the bad twin");
    }
}

#[test]
fn every_check_has_twins() {
    let twins = twins();
    for check in checks::ALL {
        assert!(twins.iter().any(|twin| twin.check == check.id), "{} has no twins", check.id);
    }
}

#[test]
fn what_must_be_tolerated_is() {
    let suite = micro::suite(&micro::contract(TOKENS), micro::fixtures(), "http://t");
    let tolerated = [
        ("not-acceptable", answer(200, &[JSON, ID], r#"{"done":true}"#)),
        ("not-acceptable", answer(406, &[], "")),
        ("malformed-json", answer(400, &[JSON], r#"{"code":400,"detail":"whatever"}"#)),
        ("unsupported-media-type-text", answer(404, &[], "")),
        ("invalid-body-reason-too-long", answer(413, &[], "")),
        ("invalid-path-id-format-broken", answer(404, &[], "")),
        ("method-put", answer(501, &[], "")),
        (
            "unknown-path",
            answer(200, &[("content-type", "text/html")], "<p>").tap(|a| a.status = 206),
        ),
        ("no-credentials", answer(401, &[JSON], r#"{"code":401}"#)),
    ];
    for (case, reply) in tolerated {
        let objections = micro::objections(&micro::outcome(&suite, case, Reply::Answered(reply)));
        assert_eq!(objections, Vec::<String>::new(), "{case}");
    }
}

#[test]
fn what_says_nothing_is_inconclusive() {
    let suite = micro::suite(&micro::contract(TOKENS), micro::fixtures(), "http://t");
    let bare = micro::suite(&micro::contract(TOKENS), Default::default(), "http://t");
    let busy = |status| Reply::Answered(answer(status, &[], ""));
    for status in [429, 503, 504] {
        assert_eq!(
            micro::objections(&micro::outcome(&suite, "valid-minimal", busy(status))),
            ["inconclusive"]
        );
    }
    let who = || Reply::Answered(answer(401, &[JSON], r#"{"code":401}"#));
    assert_eq!(micro::objections(&micro::outcome(&bare, "valid-minimal", who())), ["inconclusive"]);
    assert_eq!(
        micro::objections(&micro::outcome(&bare, "malformed-json", who())),
        ["inconclusive"]
    );
    assert_eq!(
        micro::objections(&micro::outcome(&suite, "malformed-json", who())),
        ["status-fits-cause"]
    );
    let long = Answer { over_limit: true, ..answer(200, &[JSON, ID], "{") };
    assert_eq!(
        micro::objections(&micro::outcome(&suite, "valid-minimal", Reply::Answered(long))),
        ["inconclusive"]
    );
}

trait Tap: Sized {
    fn tap(self, change: impl FnOnce(&mut Self)) -> Self;
}

impl Tap for Answer {
    fn tap(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}
