//! Twins of the checks that belong to a profile.

use conformance_core::check::{Profile, Severity};
use conformance_core::exchange::{ExchangeResult, HttpResponse};
use conformance_engine::fixtures::Fixtures;

use super::{JSON, Twin, twin};
use crate::micro::{self, response};

/// 784111777 seconds after 1970.
const END: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

/// A revocation as RFC 7009 has it, with a key of idempotency, an id of the request and a limit.
const REVOKE: &str = r#"
paths:
  /oauth/revoke:
    post:
      operationId: revokeToken
      security: [{ Client: [] }, {}]
      parameters:
        - { name: Idempotency-Key, in: header, required: true, schema: { type: string } }
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [token]
              properties:
                token: { type: string }
                token_type_hint: { type: string }
                client_id: { type: string }
                client_secret: { type: string }
      responses:
        '200':
          description: Done.
          headers:
            X-Request-Id: { schema: { type: string } }
            X-RateLimit-Limit: { schema: { type: integer } }
            X-RateLimit-Remaining: { schema: { type: integer } }
          content: { application/json: { schema: { type: object } } }
        '204': { description: Done already. }
        '400':
          description: Bad.
          content:
            application/json:
              schema: { type: object, properties: { error: { type: string } } }
        '401':
          description: Who.
          content:
            application/json:
              schema: { type: object, properties: { code: { type: string, example: '401' } } }
        '403': { description: No. }
        '202': { description: Taken. Returns an empty body. }
components:
  securitySchemes: { Client: { type: http, scheme: basic } }
"#;

/// A revocation that wants JSON.
const ELSEWHERE: &str = r#"
paths:
  /tokens/revoke:
    post:
      operationId: revokeToken
      requestBody:
        required: true
        content:
          application/json:
            schema: { type: object, required: [token], properties: { token: { type: string } } }
      responses:
        '200':
          description: Done.
          content: { application/json: { schema: { type: object } } }
"#;

/// A 401 of the micro document with this challenge.
fn asked(challenge: &str) -> HttpResponse {
    response(401, &[JSON, ("www-authenticate", challenge)], r#"{"code":401}"#)
}

/// A 404 of the micro document, which has no content, with this header.
fn with(name: &str, value: &str) -> HttpResponse {
    response(404, &[(name, value)], "")
}

fn problem(status: u16, body: &str) -> HttpResponse {
    response(status, &[("content-type", "application/problem+json")], body)
}

pub(super) fn twins() -> Vec<Twin> {
    let mut list = http();
    list.extend(oauth());
    list.extend(clients());
    list.extend(revocation());
    list.extend(prose());
    list
}

fn http() -> Vec<Twin> {
    let allow = ("allow", "DELETE, OPTIONS");
    let plain = || response(404, &[], "");
    vec![
        twin(
            "malformed-www-authenticate",
            "no-credentials",
            asked("Bearer realm=\"my api\", Digest nonce=x"),
            asked("Bearer realm=my api"),
        ),
        twin(
            "missing-date",
            "unknown-id",
            plain(),
            HttpResponse { status: 404, ..HttpResponse::default() },
        ),
        twin(
            "malformed-date",
            "unknown-id",
            with("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT"),
            with("last-modified", "1994-11-06T08:49:37Z"),
        ),
        twin(
            "malformed-date",
            "unknown-id",
            with("deprecation", "@1688169599"),
            with("deprecation", "true"),
        ),
        twin(
            "malformed-date",
            "unknown-id",
            response(404, &[("deprecation", "@784111777"), ("sunset", END)], ""),
            response(404, &[("deprecation", "@784111778"), ("sunset", END)], ""),
        ),
        twin("malformed-header", "unknown-id", with("etag", "W/\"1\""), with("etag", "1")),
        twin("malformed-header", "unknown-id", with("vary", "Accept, *"), with("vary", "a b")),
        twin(
            "malformed-header",
            "unknown-id",
            with("retry-after", "3"),
            with("retry-after", "soon"),
        ),
        twin(
            "malformed-header",
            "unknown-id",
            with("location", "/a?b#c"),
            with("location", "/a b"),
        ),
        twin(
            "malformed-header",
            "unknown-id",
            with("content-location", "/a"),
            with("content-location", "/a#b"),
        ),
        twin(
            "malformed-header",
            "unknown-id",
            with("cache-control", "no-store, no-cache=\"a, b\", max-age=0"),
            with("cache-control", "no store"),
        ),
        twin(
            "missing-allow-on-options",
            "method-options",
            response(204, &[allow], ""),
            response(204, &[("access-control-allow-methods", "DELETE")], ""),
        ),
        twin("undeclared-method-status", "method-put", response(405, &[allow], ""), plain()),
        twin(
            "undeclared-method-status",
            "method-put",
            response(501, &[], ""),
            response(403, &[], ""),
        ),
        twin(
            "undeclared-media-type-status",
            "unsupported-media-type-text",
            response(415, &[], ""),
            response(422, &[], ""),
        ),
        twin(
            "invalid-problem-details",
            "unsupported-media-type-text",
            problem(415, r#"{"status":415,"type":"about:blank","title":"no","more":1}"#),
            problem(415, r#"{"status":400}"#),
        ),
        twin(
            "invalid-problem-details",
            "unsupported-media-type-text",
            problem(415, r#"{"instance":"/a/b"}"#),
            problem(415, r#"{"type":"not a reference"}"#),
        ),
        twin(
            "invalid-problem-details",
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
            "undeclared-challenge-scheme",
            "no-credentials",
            asked("Negotiate, bearer realm=a"),
            asked("Basic realm=\"a\""),
        ),
        twin(
            "invalid-basic-challenge",
            "no-credentials",
            asked("Bearer realm=a, Basic realm=\"a\", charset=\"utf-8\""),
            asked("Bearer realm=a, Basic charset=\"UTF-8\""),
        ),
        twin(
            "invalid-basic-challenge",
            "no-credentials",
            asked("Bearer realm=a, Basic realm=a"),
            asked("Bearer realm=a, Basic realm=a, charset=latin1"),
        ),
        twin("missing-bearer-error", "no-credentials", asked(realm), asked("Bearer")),
        twin("missing-bearer-error", "no-credentials", asked(realm), asked(wrong)),
        twin("missing-bearer-error", "wrong-credentials-bearer", asked(wrong), asked(realm)),
        twin(
            "missing-bearer-error",
            "wrong-credentials-bearer",
            asked(wrong),
            asked("Bearer error=\"insufficient_scope\""),
        ),
        twin(
            "missing-bearer-error",
            "wrong-credentials-bearer",
            asked(wrong),
            asked("Bearer error=\"invalid_token\", error_description=\"a \\\\ b\""),
        ),
    ]
}

const NO_STORE: (&str, &str) = ("cache-control", "no-store");

/// A success of the revocation with this id and so many requests left of three.
fn done(id: &str, left: &str) -> HttpResponse {
    let limit = [("x-ratelimit-limit", "3"), ("x-ratelimit-remaining", left)];
    response(200, &[JSON, NO_STORE, ("x-request-id", id), limit[0], limit[1]], "{}")
}

fn refused(error: &str) -> HttpResponse {
    response(400, &[JSON], &format!("{{\"error\":\"{error}\"}}"))
}

/// A 401 of the revocation with this code.
fn unknown_client(code: &str) -> HttpResponse {
    let challenge = ("www-authenticate", "Basic realm=\"a\"");
    response(401, &[JSON, challenge], &format!("{{\"code\":{code}}}"))
}

fn clients() -> Vec<Twin> {
    let done = || done("a", "2");
    let refused = || refused("invalid_request");
    let list = vec![
        twin(
            "accepted-wrong-client-credentials",
            "wrong-credentials-optional-client",
            unknown_client("\"401\""),
            done(),
        ),
        twin(
            "accepted-wrong-client-credentials",
            "wrong-credentials-optional-client",
            unknown_client("\"401\""),
            refused(),
        ),
        twin("accepted-wrong-client-credentials", "wrong-client-secret", refused(), done()),
        twin(
            "accepted-wrong-client-credentials",
            "wrong-client-secret-beside-right-credentials",
            refused(),
            done(),
        ),
        twin("accepted-repeated-parameter", "unusual-body-each-member-twice", refused(), done()),
        twin("empty-parameter-not-omitted", "unusual-form-empty-parameters", done(), refused()),
        twin("empty-parameter-not-omitted", "unusual-body-token-an-empty-text", refused(), done()),
        twin(
            "unregistered-oauth-error",
            "invalid-body-token-missing",
            refused(),
            super::profiles::refused("The token is missing."),
        ),
        twin("missing-no-store", "valid-minimal", done(), done().without("cache-control")),
    ];
    list.into_iter().map(|twin| twin.of(REVOKE)).collect()
}

fn revocation() -> Vec<Twin> {
    let done = || done("a", "2");
    let list = vec![
        twin("revocation-status", "valid-minimal", done(), response(204, &[NO_STORE], "")),
        twin("revocation-form", "valid-minimal", done(), done()),
        twin("rejected-unknown-token", "unknown-token", done(), refused("invalid_request")),
        twin("rejected-unknown-token", "script-twice", done(), refused("invalid_request"))
            .after(vec![super::profiles::done("b", "2")]),
        twin(
            "rejected-token-type-hint",
            "unusual-hint-unheard-of",
            done(),
            refused("unsupported_token_type"),
        ),
    ];
    list.into_iter()
        .map(|twin| match twin.check {
            "revocation-form" => twin.of(REVOKE).but(ELSEWHERE),
            _ => twin.of(REVOKE),
        })
        .collect()
}

fn prose() -> Vec<Twin> {
    let gone = || response(404, &[], "");
    let optional = "wrong-credentials-optional-client";
    let list =
        vec![
            twin(
                "undocumented-error-code",
                optional,
                unknown_client("\"401\""),
                unknown_client("\"403\""),
            ),
            // What is no status is a code of the provider's own.
            twin(
                "undocumented-error-code",
                optional,
                unknown_client("\"40103\""),
                unknown_client("\"400\""),
            ),
            twin(
                "nonempty-error-body",
                "valid-minimal",
                response(202, &[], ""),
                response(202, &[JSON], "{}"),
            ),
            twin("repeated-request-id", "script-twice", done("b", "1"), done("a", "1"))
                .after(vec![done("a", "2")]),
            twin("missing-rate-limit-headers", "valid-minimal", done("a", "3"), done("a", "4")),
            twin(
                "missing-rate-limit-headers",
                "valid-minimal",
                done("a", "3"),
                done("a", "3").without("x-ratelimit-limit"),
            ),
            // A response that was kept carries the id that it had.
            twin("idempotency-replay-mismatch", "idempotency-replay", done("a", "2"), gone())
                .after(vec![done("a", "2")]),
            twin("idempotency-key-reuse", "idempotency-conflict", done("d", "2"), gone())
                .after(vec![done("a", "2"), done("b", "2"), done("c", "2")]),
        ];
    list.into_iter().map(|twin| twin.of(REVOKE)).collect()
}

fn found(
    document: &str,
    fixtures: Fixtures,
    profile: Profile,
    case: &str,
    reply: HttpResponse,
) -> Vec<(&'static str, Severity)> {
    let mut suite = micro::suite(&micro::contract(document), fixtures, "http://t");
    suite.rules.profiles.push(profile);
    let outcome = micro::outcome(&suite, case, ExchangeResult::Complete(reply));
    outcome.findings().iter().map(|finding| (finding.check, finding.severity)).collect()
}

/// Not supplied: the token: whoever turns it down has not looked at the method, the media type or the hint.
#[test]
fn rejected_generated_value_is_no_finding() {
    for (profile, case, reply) in [
        (Profile::Http, "unsupported-media-type-text", unknown_client("\"401\"")),
        (Profile::Http, "method-put", unknown_client("\"401\"")),
        (Profile::Oauth, "unusual-form-empty-parameters", refused("invalid_request")),
        (Profile::Rfc7009, "unusual-hint-unheard-of", refused("invalid_request")),
    ] {
        let supplied = found(REVOKE, micro::fixtures(), profile, case, reply.clone());
        assert!(!supplied.is_empty(), "{case}");
        let generated_values = found(REVOKE, Fixtures::default(), profile, case, reply);
        assert_eq!(generated_values, Vec::new(), "{case}");
    }
}

/// 429 says nothing of the target; but who names the profile wants to know when to come again.
#[test]
fn malformed_retry_after_fails_the_profile() {
    let busy = |after| response(429, &[("retry-after", after)], "");
    let messages =
        |after| found(REVOKE, micro::fixtures(), Profile::Http, "valid-minimal", busy(after));
    assert_eq!(messages("5"), Vec::new());
    assert_eq!(messages("soon"), [("malformed-header", Severity::Error)]);
}

/// Whoever follows the document alone may send any text.
#[test]
fn a_field_that_the_document_declares_is_no_more_than_worth_knowing() {
    let declares = ELSEWHERE.replace(
        "description: Done.",
        "description: Done.\n          headers: { ETag: { schema: { type: string } } }",
    );
    assert_ne!(declares, ELSEWHERE);
    let tagged = || response(200, &[JSON, ("etag", "1")], "{}");
    let severity = |document: &str| {
        let suite = micro::suite(&micro::contract(document), micro::fixtures(), "http://t");
        let outcome = micro::outcome(&suite, "valid-minimal", ExchangeResult::Complete(tagged()));
        let mut own =
            outcome.findings().iter().filter(|finding| finding.check == "malformed-header");
        own.next().map(|finding| finding.severity)
    };
    assert_eq!(severity(ELSEWHERE), Some(Severity::Warning));
    assert_eq!(severity(&declares), Some(Severity::Info));
}

trait Without: Sized {
    fn without(self, name: &str) -> Self;
}

impl Without for HttpResponse {
    fn without(self, name: &str) -> Self {
        let kept = self.headers.iter().filter(|(known, _)| *known != name).collect();
        Self { headers: kept, ..self }
    }
}
