//! Every check with a passing and a failing twin, on hand-built exchanges.

mod profiles;

use std::time::Duration;

use conformance_core::check::{Level, Rules, Severity, SeverityRule};
use conformance_core::checks;
use conformance_core::event::Outcome;
use conformance_core::exchange::{ExchangeResult, HttpResponse};

use crate::micro::{self, TOKENS, response};
use crate::signing::{SIGNED, signing};

const JSON: (&str, &str) = ("content-type", "application/json");
const ID: (&str, &str) = ("x-request-id", "0d8fa5a1-13b1-4fa4-8884-3f28499fb6be");

/// Says nothing of refusals.
const SILENT: &str = r#"
paths:
  /things:
    post:
      operationId: addThing
      requestBody:
        required: true
        content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } }
      responses: { "204": { description: done } }
"#;
const DONE: &str = r#"{"done":true}"#;

struct Twin {
    check: &'static str,
    document: &'static str,
    /// Where the document makes the difference.
    bad_document: &'static str,
    case: &'static str,
    /// The responses to the steps before the one that is looked at.
    earlier: Vec<HttpResponse>,
    good: ExchangeResult,
    bad: ExchangeResult,
}

fn twin(check: &'static str, case: &'static str, good: HttpResponse, bad: HttpResponse) -> Twin {
    let (good, bad) = (ExchangeResult::Complete(good), ExchangeResult::Complete(bad));
    Twin { check, document: TOKENS, bad_document: TOKENS, case, earlier: Vec::new(), good, bad }
}

impl Twin {
    fn of(self, document: &'static str) -> Self {
        Self { document, bad_document: document, ..self }
    }

    fn but(self, bad_document: &'static str) -> Self {
        Self { bad_document, ..self }
    }

    fn after(self, earlier: Vec<HttpResponse>) -> Self {
        Self { earlier, ..self }
    }
}

fn stray(bytes: &str) -> HttpResponse {
    HttpResponse { stray: bytes.as_bytes().to_vec(), ..response(204, &[], "") }
}

fn twins() -> Vec<Twin> {
    let good = || response(200, &[JSON, ID], r#"{"done":true,"more":1}"#);
    let refused = || response(400, &[JSON], r#"{"code":400.0}"#);
    let done = || response(204, &[], "");
    let unknown = || response(401, &[JSON], r#"{"code":401}"#);
    vec![
        twin("undeclared-status", "valid-minimal", good(), response(202, &[], "")),
        twin("undeclared-status", "valid-minimal", good(), response(418, &[], "")),
        twin("undeclared-status", "valid-minimal", good(), response(302, &[("location", "/")], "")),
        twin("unverified-signature", "signature-flipped-bit", response(401, &[], ""), done())
            .of(SIGNED),
        twin("unverified-signature", "signature-other-key", response(401, &[], ""), done())
            .of(SIGNED),
        twin("unverified-signature", "signature-unreadable-input", response(400, &[], ""), done())
            .of(SIGNED),
        twin("stale-signature", "signature-expired", response(401, &[], ""), done()).of(SIGNED),
        twin("stale-signature", "signature-altered-query", response(401, &[], ""), done())
            .of(SIGNED),
        twin("unexpected-error-status", "no-credentials", unknown(), refused()),
        twin("unexpected-error-status", "malformed-json", refused(), response(409, &[], "")),
        twin(
            "unexpected-error-status",
            "unknown-id",
            response(404, &[], ""),
            response(204, &[], ""),
        ),
        twin(
            "content-type-conformance",
            "valid-minimal",
            response(
                200,
                &[("Content-Type", "Application/JSON; charset=utf-8"), ID],
                r#"{"done":true}"#,
            ),
            response(200, &[("content-type", "text/html"), ID], "<p>"),
        ),
        twin(
            "content-type-conformance",
            "valid-minimal",
            good(),
            response(200, &[ID], r#"{"done":true}"#),
        ),
        twin(
            "schema-conformance",
            "valid-minimal",
            good(),
            response(200, &[JSON, ID], r#"{"done":"yes"}"#),
        ),
        twin(
            "schema-conformance",
            "valid-minimal",
            good(),
            response(200, &[JSON, ID], "{\"done\":"),
        ),
        twin("schema-conformance", "valid-minimal", good(), response(200, &[JSON, ID], "")),
        twin(
            "schema-conformance",
            "malformed-json",
            refused(),
            response(400, &[JSON], r#"{"code":404}"#),
        ),
        twin(
            "response-header-conformance",
            "valid-minimal",
            good(),
            response(200, &[JSON], r#"{"done":true}"#),
        ),
        twin(
            "response-header-conformance",
            "valid-minimal",
            good(),
            response(200, &[JSON, ("x-request-id", "abc")], r#"{"done":true}"#),
        ),
        twin(
            "response-header-conformance",
            "valid-minimal",
            response(200, &[JSON, ID, ("X-LEFT", "7")], r#"{"done":true}"#),
            response(200, &[JSON, ID, ("x-left", "many")], r#"{"done":true}"#),
        ),
        twin("content-after-204", "valid-same-accept-missing", stray(""), stray("{}")),
        twin(
            "content-after-204",
            "valid-minimal",
            response(204, &[], ""),
            response(204, &[("content-length", "0")], ""),
        ),
        twin(
            "content-after-204",
            "valid-minimal",
            response(204, &[], ""),
            response(204, &[("transfer-encoding", "chunked")], ""),
        ),
        twin("ignored-authentication", "no-credentials", unknown(), good()),
        twin(
            "ignored-authentication",
            "wrong-credentials-bearer",
            unknown(),
            response(204, &[], ""),
        ),
        twin("rejected-valid-request", "valid-minimal", good(), response(404, &[], "")),
        twin("accepted-invalid-request", "invalid-body-reason-too-short", refused(), good()),
        twin("accepted-invalid-request", "malformed-truncated", refused(), response(204, &[], "")),
        twin(
            "accepted-undeclared-method",
            "method-put",
            response(405, &[("allow", "DELETE")], ""),
            response(405, &[], ""),
        ),
        twin(
            "accepted-undeclared-method",
            "method-put",
            response(404, &[], ""),
            response(200, &[], ""),
        ),
        twin(
            "accepted-undeclared-media-type",
            "unsupported-media-type-text",
            response(415, &[], ""),
            good(),
        ),
        twin(
            "side-effect-of-rejected-request",
            "no-credentials after 401",
            good(),
            response(404, &[], ""),
        ),
        twin(
            "side-effect-on-other-resource",
            "script-twice after 204 404",
            good(),
            response(404, &[], ""),
        ),
        twin(
            "usable-after-revocation",
            "script-use-after after 200 204",
            response(401, &[], ""),
            response(200, &[], ""),
        ),
        twin("foreign-resource-access", "others-id after 200", response(404, &[], ""), good()),
        twin(
            "foreign-resource-access",
            "others-id after 200 404",
            response(200, &[], ""),
            response(401, &[], ""),
        ),
        twin("server-error", "malformed-json", refused(), response(500, &[], "")),
        twin("server-error", "valid-minimal", good(), response(502, &[], "")),
        twin(
            "information-disclosure",
            "valid-minimal",
            good(),
            response(200, &[JSON, ID], r#"{"done":true,"by":"Bearer canary-bearer-token"}"#),
        ),
        twin(
            "information-disclosure",
            "malformed-json",
            response(
                400,
                &[JSON],
                r#"{"code":400,"detail":"no such token at this path, see https://t/usr/local/x"}"#,
            ),
            response(400, &[JSON], r#"{"code":400,"detail":"x\n    at revoke (server.js:10:3)"}"#),
        ),
        twin(
            "information-disclosure",
            "invalid-body-reason-too-short",
            refused(),
            response(
                400,
                &[JSON, ("x-error", "open /usr/local/etc/tokens.conf")],
                r#"{"code":400}"#,
            ),
        ),
        twin(
            "information-disclosure",
            "method-put",
            response(405, &[("allow", "DELETE"), ("server", "nginx")], ""),
            response(405, &[("allow", "DELETE"), ("X-Powered-By", "Express")], ""),
        ),
        twin(
            "duplicate-property",
            "valid-minimal",
            response(200, &[JSON, ID], r#"{"done":true,"at":"10:15:00"}"#),
            response(200, &[JSON, ID], r#"{"done":false,"done":true}"#),
        ),
        twin("slow-response", "valid-minimal", good(), good()),
        twin(
            "incomplete-allow-header",
            "method-put",
            response(405, &[("allow", "OPTIONS, DELETE")], ""),
            response(405, &[("allow", "GET")], ""),
        ),
        twin(
            "missing-content-type",
            "unknown-id",
            response(404, &[("content-type", "text/plain")], "no"),
            response(404, &[], "no"),
        ),
        twin(
            "missing-www-authenticate",
            "no-credentials",
            response(401, &[JSON, ("www-authenticate", "Bearer")], r#"{"code":401}"#),
            unknown(),
        ),
        twin(
            "response-header-conformance",
            "valid-minimal",
            good(),
            response(200, &[JSON, ID, ID], r#"{"done":true}"#),
        ),
        twin(
            "response-header-conformance",
            "unknown-id",
            response(404, &[("link", "<a>"), ("link", "<b>")], ""),
            response(404, &[JSON, JSON], ""),
        ),
        twin(
            "undocumented-error",
            "malformed-json",
            response(413, &[], ""),
            response(422, &[], ""),
        )
        .of(SILENT),
        Twin {
            bad: ExchangeResult::Broken { detail: "closed".to_owned(), response: Some(good()) },
            ..twin("incomplete-response", "valid-minimal", good(), good())
        },
        Twin {
            good: ExchangeResult::Complete(HttpResponse { stray: b"\r\n".to_vec(), ..good() }),
            bad: ExchangeResult::Dropped { detail: "closed".to_owned() },
            ..twin("incomplete-response", "valid-minimal", good(), good())
        },
        twin(
            "incomplete-response",
            "valid-same-accept-missing",
            good(),
            HttpResponse { stray: b"{}".to_vec(), ..good() },
        ),
        twin(
            "incomplete-response",
            "valid-same-accept-missing",
            response(200, &[JSON, ID, ("transfer-encoding", "chunked")], DONE),
            response(
                200,
                &[JSON, ID, ("transfer-encoding", "chunked"), ("content-length", "13")],
                DONE,
            ),
        ),
        twin(
            "content-coding-conformance",
            "valid-minimal",
            response(200, &[JSON, ID, ("content-encoding", "identity")], DONE),
            response(200, &[JSON, ID, ("content-encoding", "gzip")], DONE),
        ),
        twin(
            "content-coding-conformance",
            "valid-minimal",
            good(),
            response(200, &[JSON, ID, ("content-encoding", "utf-8")], DONE),
        ),
        twin(
            "content-coding-conformance",
            "valid-minimal",
            good(),
            response(200, &[JSON, ID, ("content-encoding", "gzip")], "\u{1f}\u{8b}"),
        ),
        twin(
            "response-header-conformance",
            "valid-minimal",
            good(),
            response(200, &[JSON, ID, ("content-length", "13"), ("content-length", "13")], DONE),
        ),
        twin(
            "accepted-malformed-message",
            "framing-two-lengths",
            response(400, &[], ""),
            response(204, &[], ""),
        ),
        twin(
            "accepted-malformed-message",
            "framing-no-length",
            response(411, &[], ""),
            response(200, &[], ""),
        ),
        Twin {
            good: ExchangeResult::Dropped { detail: "closed".to_owned() },
            ..twin(
                "accepted-malformed-message",
                "framing-length-too-long",
                good(),
                response(204, &[], ""),
            )
        },
        twin(
            "side-effect-of-rejected-request",
            "framing-length-too-short after 400",
            good(),
            response(404, &[], ""),
        ),
        twin("server-error", "framing-nul-in-value", good(), response(500, &[], "")),
        twin(
            "server-error",
            "framing-unknown-version",
            response(505, &[], ""),
            response(500, &[], ""),
        ),
        twin(
            "request-syntax-conformance",
            "framing-no-host",
            response(400, &[], ""),
            response(204, &[], ""),
        ),
        twin("request-syntax-conformance", "framing-absolute-form", good(), response(404, &[], "")),
    ]
}

#[test]
fn the_good_twin_passes_and_the_bad_one_is_found_by_its_check_alone() {
    for Twin { check, document, bad_document, case, earlier, good, bad } in
        twins().into_iter().chain(profiles::twins())
    {
        let suite = |document| {
            let contract = micro::contract(document);
            let fixtures = if document == SIGNED {
                signing(crate::scripts::fixtures())
            } else {
                crate::scripts::fixtures()
            };
            let mut suite = micro::suite(&contract, fixtures, "http://t");
            suite.rules.severities.push(SeverityRule {
                check: check.to_owned(),
                operation: "*".to_owned(),
                level: Level::At(Severity::Warning),
            });
            suite
        };
        let good = micro::objections(&micro::outcome_after(&suite(document), case, &earlier, good));
        assert_eq!(good, Vec::<String>::new(), "{check} on {case}: the good twin");
        let mut suite = suite(bad_document);
        if check == "slow-response" {
            suite.rules.slow = Duration::ZERO;
        }
        let bad = micro::objections(&micro::outcome_after(&suite, case, &earlier, bad));
        assert_eq!(bad, [check], "{check} on {case}: the bad twin");
    }
}

#[test]
fn accepted_truncated_body_is_a_warning() {
    let suite = micro::suite(&micro::contract(TOKENS), micro::fixtures(), "http://t");
    for (case, severity) in [
        ("framing-length-too-long", Severity::Warning),
        ("framing-length-too-short", Severity::Error),
    ] {
        let outcome =
            micro::outcome(&suite, case, ExchangeResult::Complete(response(204, &[], "")));
        let found: Vec<_> =
            outcome.findings().iter().map(|one| (one.check, one.severity)).collect();
        assert_eq!(found, [("accepted-malformed-message", severity)], "{case}");
    }
}

#[test]
fn every_check_has_twins() {
    let twins: Vec<Twin> = twins().into_iter().chain(profiles::twins()).collect();
    // Chains have theirs in servers that keep things, comparisons in `replay.rs`.
    let elsewhere = || {
        crate::state::CHECKS
            .into_iter()
            .chain(checks::ids_of(conformance_core::check::Scope::Replay))
    };
    for check in checks::ALL.iter().filter(|check| elsewhere().all(|id| id != check.id)) {
        assert!(twins.iter().any(|twin| twin.check == check.id), "{} has no twins", check.id);
    }
}

#[test]
fn tolerated_syntax_is_accepted() {
    let suite = micro::suite(&micro::contract(TOKENS), micro::fixtures(), "http://t");
    let tolerated = [
        ("not-acceptable", response(200, &[JSON, ID], r#"{"done":true}"#)),
        // RFC 8259 §8.2: the grammar admits half of a surrogate pair.
        ("valid-minimal", response(200, &[JSON, ID], r#"{"done":true,"more":"\ud800"}"#)),
        ("not-acceptable", response(406, &[], "")),
        ("malformed-json", response(400, &[JSON], r#"{"code":400,"detail":"whatever"}"#)),
        ("unsupported-media-type-text", response(404, &[], "")),
        ("invalid-body-reason-too-long", response(413, &[], "")),
        ("invalid-path-id-format-broken", response(404, &[], "")),
        ("method-put", response(501, &[], "")),
        (
            "unknown-path",
            response(200, &[("content-type", "text/html")], "<p>").tap(|a| a.status = 206),
        ),
        ("no-credentials", response(401, &[JSON], r#"{"code":401}"#)),
    ];
    for (case, reply) in tolerated {
        let objections =
            micro::objections(&micro::outcome(&suite, case, ExchangeResult::Complete(reply)));
        assert_eq!(objections, Vec::<String>::new(), "{case}");
    }
}

#[test]
fn inconclusive_probe_makes_the_case_inconclusive() {
    let suite = micro::suite(&micro::contract(TOKENS), micro::fixtures(), "http://t");
    let bare = micro::suite(&micro::contract(TOKENS), Default::default(), "http://t");
    let busy = |status| ExchangeResult::Complete(response(status, &[], ""));
    for status in [429, 503, 504] {
        assert_eq!(
            micro::objections(&micro::outcome(&suite, "valid-minimal", busy(status))),
            ["inconclusive"]
        );
    }
    let who = || ExchangeResult::Complete(response(401, &[JSON], r#"{"code":401}"#));
    assert_eq!(micro::objections(&micro::outcome(&bare, "valid-minimal", who())), ["inconclusive"]);
    assert_eq!(
        micro::objections(&micro::outcome(&bare, "malformed-json", who())),
        ["inconclusive"]
    );
    assert_eq!(
        micro::objections(&micro::outcome(&suite, "malformed-json", who())),
        ["unexpected-error-status"]
    );
    let long = HttpResponse { over_limit: true, ..response(200, &[JSON, ID], "{") };
    assert_eq!(
        micro::objections(&micro::outcome(&suite, "valid-minimal", ExchangeResult::Complete(long))),
        ["inconclusive"]
    );
}

#[test]
fn warnings_fail_only_with_strict() {
    let mut suite = micro::suite(&micro::contract(TOKENS), micro::fixtures(), "http://t");
    let banner = || ExchangeResult::Complete(response(404, &[("server", "nginx/1.18.0")], ""));
    let outcome = micro::outcome(&suite, "unknown-id", banner());
    assert!(matches!(outcome, Outcome::Warned { .. }), "{outcome:?}");
    // A case that says nothing is no pass because of a warning.
    let busy = ExchangeResult::Complete(response(503, &[("server", "nginx/1.18.0")], ""));
    assert_eq!(micro::objections(&micro::outcome(&suite, "unknown-id", busy)), ["inconclusive"]);
    suite.rules.strict = true;
    let outcome = micro::outcome(&suite, "unknown-id", banner());
    assert!(matches!(outcome, Outcome::Failed { .. }), "{outcome:?}");
}

#[test]
fn a_limit_makes_slow_responses_errors() {
    let mut suite = micro::suite(&micro::contract(TOKENS), micro::fixtures(), "http://t");
    let good = || ExchangeResult::Complete(response(404, &[], ""));
    for (too_slow, severity) in [(None, Severity::Warning), (Some(Duration::ZERO), Severity::Error)]
    {
        suite.rules = Rules { slow: Duration::ZERO, too_slow, ..Rules::default() };
        let outcome = micro::outcome(&suite, "unknown-id", good());
        let severities: Vec<Severity> = outcome.findings().iter().map(|f| f.severity).collect();
        assert_eq!(severities, [severity]);
    }
}

#[test]
fn finding_of_redirect_has_its_location() {
    let suite = micro::suite(&micro::contract(TOKENS), micro::fixtures(), "http://t");
    let messages = |location: &str| {
        let reply = ExchangeResult::Complete(response(302, &[("location", location)], ""));
        micro::outcome(&suite, "no-credentials", reply).findings()[0].actual.clone()
    };
    assert_eq!(
        messages("/login?next=x"),
        "status 302, a redirect to what looks like a login page, which is not followed; \
         Location: /login?next=x"
    );
    assert!(messages("https://elsewhere.example/").contains("another host"));
}

trait Tap: Sized {
    fn tap(self, change: impl FnOnce(&mut Self)) -> Self;
}

impl Tap for HttpResponse {
    fn tap(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}
