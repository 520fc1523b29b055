//! Micro documents, one feature each, and what tests make of them.

use std::sync::Arc;
use std::time::Duration;

use conformance_core::case::Case;
use conformance_core::check::Severity;
use conformance_core::event::Outcome;
use conformance_core::exchange::{Exchange, ExchangeResult, HttpResponse, SentRequest};
use conformance_core::finding::Finding;
use conformance_core::redact::Redactor;
use conformance_core::values::Validators;
use conformance_engine::fill::{Draws, Filler};
use conformance_engine::fixtures::{Credential, Fixtures, Pool};
use conformance_engine::runner::examine;
use conformance_engine::source::synthetic::Synthetic;
use conformance_engine::source::{CaseSource as _, Inputs};
use conformance_engine::suite::Suite;
use specs::Contract;

/// A document from its parts below `paths` and `components`.
pub(crate) fn contract(text: &str) -> Arc<Contract> {
    let text = format!("openapi: 3.0.3\ninfo: {{ title: Micro, version: '1' }}\n{text}");
    let (contract, diagnostics) = specs::parse("micro", "micro.yaml", &text);
    assert!(!diagnostics.is_fatal(), "{}", diagnostics.render(false));
    Arc::new(contract.unwrap())
}

/// A JSON body, a bearer token, and a status for each kind.
pub(crate) const TOKENS: &str = r"
paths:
  /tokens/{id}:
    delete:
      operationId: deleteToken
      security: [{ Bearer: [] }]
      parameters:
        - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
        - { name: depth, in: query, schema: { type: integer, minimum: 1, maximum: 9 } }
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [reason]
              additionalProperties: false
              properties:
                reason: { type: string, minLength: 3, maxLength: 5 }
                kind: { type: string, enum: [soft, hard] }
      responses:
        '200':
          description: Done.
          headers:
            X-Request-Id: { required: true, schema: { type: string, format: uuid } }
            X-Left: { schema: { type: integer } }
          content:
            application/json:
              schema: { type: object, required: [done], properties: { done: { type: boolean } } }
        '204': { description: Done already. }
        '400': { description: Bad., content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }
        '401': { description: Who., content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }
        '404': { description: None. }
components:
  securitySchemes: { Bearer: { type: http, scheme: bearer } }
  schemas:
    Error: { type: object, required: [code], properties: { code: { type: integer, enum: [400, 401] } } }
";

/// Fixtures with everything that `TOKENS` needs.
pub(crate) fn fixtures() -> Fixtures {
    let pool = Pool::default();
    for number in 0..500 {
        pool.add("id", format!("00000000-0000-4000-8000-{number:012}").into());
        pool.add("token", format!("token-{number:012}").into());
    }
    Fixtures::default()
        .with_credential("Bearer", Credential::token("canary-bearer-token"))
        .with_credential("Client", Credential::basic("client-one", "secret-of-client-one"))
        .with_value("client_id", "client-one".into())
        .with_value("client_secret", "secret-of-client-one".into())
        .with_value("reason", "moved".into())
        .with_value("depth", 2.into())
        .with_live(Arc::new(pool))
}

/// A suite of every synthetic case.
pub(crate) fn suite(contract: &Arc<Contract>, fixtures: Fixtures, base: &str) -> Suite {
    let validators = Arc::new(Validators::default());
    let inputs = Inputs { contract, validators: &validators, fixtures: &fixtures, seed: 1 };
    let cases = Synthetic.cases(&inputs);
    Suite { validators, cases, ..Suite::empty(Arc::clone(contract), base.to_owned(), fixtures) }
}

/// The index of the one case whose id ends so.
pub(crate) fn index(suite: &Suite, variant: &str) -> usize {
    let found = suite.cases.iter().position(|case| case.id.ends_with(&format!("/{variant}")));
    let ids: Vec<&str> = suite.cases.iter().map(|case| case.id.as_str()).collect();
    found.unwrap_or_else(|| panic!("no case {variant} in {ids:#?}"))
}

/// The first request of a case, filled.
pub(crate) fn request(suite: &Suite, case: &Case, redactor: &Redactor) -> SentRequest {
    request_of(suite, case, 0, redactor)
}

/// One request of a case, filled as if it were alone.
pub(crate) fn request_of(
    suite: &Suite,
    case: &Case,
    step: usize,
    redactor: &Redactor,
) -> SentRequest {
    let filler = Filler {
        contract: &suite.contract,
        base: &suite.base,
        fixtures: &suite.fixtures,
        validators: &suite.validators,
        redactor,
    };
    filler.fill(&case.steps[step], &mut Draws::new(1, &case.id)).unwrap()
}

/// A response with headers and content, and with the date that HTTP wants of it.
pub(crate) fn response(status: u16, headers: &[(&str, &str)], body: &str) -> HttpResponse {
    let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    HttpResponse {
        status,
        headers: headers.iter().copied().chain([date]).collect(),
        body: body.as_bytes().to_vec(),
        ..HttpResponse::default()
    }
}

/// How a case ends with this reply after these responses to the steps before.
pub(crate) fn outcome_after(
    suite: &Suite,
    variant: &str,
    earlier: &[HttpResponse],
    reply: ExchangeResult,
) -> Outcome {
    if earlier.is_empty() {
        return outcome(suite, variant, reply);
    }
    let index = index(suite, variant);
    let replies = earlier.iter().cloned().map(ExchangeResult::Complete).chain([reply]);
    examine_replies(suite, index, replies)
}

/// How a case ends with this reply. `<variant> after <status> <status>` is about its third step, and the
/// statuses that the ones before were received with.
pub(crate) fn outcome(suite: &Suite, variant: &str, reply: ExchangeResult) -> Outcome {
    let (variant, before) = match variant.split_once(" after ") {
        Some((variant, statuses)) => (variant, statuses),
        None => (variant, ""),
    };
    let index = index(suite, variant);
    let before = before.split_whitespace().map(|status| {
        let status = status.parse().unwrap();
        let json = ("content-type", "application/json");
        ExchangeResult::Complete(match status {
            400.. => response(status, &[json], &format!("{{\"code\":{status}}}")),
            _ => response(status, &[], ""),
        })
    });
    examine_replies(suite, index, before.chain([reply]))
}

/// How a case ends with these responses to its steps, one after the other.
pub(crate) fn outcome_of(
    suite: &Suite,
    index: usize,
    responses: impl IntoIterator<Item = HttpResponse>,
) -> Outcome {
    examine_replies(suite, index, responses.into_iter().map(ExchangeResult::Complete))
}

fn examine_replies(
    suite: &Suite,
    index: usize,
    replies: impl IntoIterator<Item = ExchangeResult>,
) -> Outcome {
    let request = request(suite, &suite.cases[index], &Redactor::default());
    let exchange =
        |reply| Exchange { request: request.clone(), reply, elapsed: Duration::from_millis(1) };
    let exchanges: Vec<Exchange> = replies.into_iter().map(exchange).collect();
    examine(suite, &suite.cases[index], &exchanges)
}

/// The checks that object, or the verdict where none does. What is worth knowing is no objection.
pub(crate) fn objections(outcome: &Outcome) -> Vec<String> {
    match outcome {
        Outcome::Passed { .. } => Vec::new(),
        Outcome::Warned { findings }
        | Outcome::Failed { findings }
        | Outcome::KnownFailure { findings, .. } => {
            let objects = |finding: &&Finding| finding.severity > Severity::Info;
            findings.iter().filter(objects).map(|finding| finding.check.to_owned()).collect()
        }
        Outcome::Inconclusive { .. } => vec!["inconclusive".to_owned()],
        Outcome::Skipped { .. } => vec!["skipped".to_owned()],
    }
}
