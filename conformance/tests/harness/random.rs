//! The random phase: what is drawn, what becomes of what fails, and how much is asked for it.

mod drafts;
mod phase;
mod shrinking;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use conformance_core::event::{CaseReport, Event, SuiteEnd};
use conformance_core::exchange::{Exchange, ExchangeResult, HttpResponse, SentRequest};
use conformance_core::redact::Redactor;
use conformance_core::values::{Validator, Validators};
use conformance_engine::fixtures::Fixtures;
use conformance_engine::runner;
use conformance_engine::runner::{Settings, Transports};
use conformance_engine::source::Inputs;
use conformance_engine::source::synthetic::Phase;
use conformance_engine::suite::Suite;
use conformance_engine::transport::{NotAsked, Transport};
use futures::future::BoxFuture;
use serde_json::Value;
use specs::Contract;

use crate::micro;

/// A document with room for everything that is drawn.
const RICH: &str = r"
paths:
  /things/{thing}:
    post:
      operationId: putThing
      parameters:
        - { name: thing, in: path, required: true, schema: { type: string, pattern: '^[a-z]{3}(-\d+)?$' } }
        - { name: q, in: query, schema: { type: string, maxLength: 30 } }
        - { name: ids, in: query, schema: { type: array, items: { type: integer } } }
        - { name: sort, in: query, required: true, schema: { type: string, enum: [up, down] } }
        - { name: X-Trace, in: header, schema: { type: string, minLength: 2 } }
        - { name: session, in: cookie, schema: { type: string, pattern: '^(?=.*\d)[a-f0-9]{4,}$' } }
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: '#/components/schemas/Thing' } }
          application/x-www-form-urlencoded:
            schema: { type: object, required: [name], properties: { name: { type: string }, count: { type: integer }, tags: { type: array, items: { type: string, pattern: '^t\w$' } } } }
      responses:
        '204': { description: Done. }
        '400': { description: Bad. }
components:
  schemas:
    Thing:
      type: object
      required: [name]
      additionalProperties: false
      properties:
        name: { type: string }
        count: { type: integer }
        big: { type: integer, format: int64 }
        small: { type: integer, format: int32, minimum: -5, exclusiveMaximum: true, maximum: 9 }
        ratio: { type: number, multipleOf: 0.5 }
        tags: { type: array, items: { type: string } }
        marks: { type: array, uniqueItems: true, minItems: 1, maxItems: 4, items: { type: integer, minimum: 0 } }
        grid: { type: array, items: { type: array, items: { type: number } } }
        color: { type: string, enum: [red, green, blue] }
        code: { type: string, pattern: '^(?:[A-Z]{2}\d{3}|none)$', minLength: 4 }
        loose: { type: string, pattern: '\d{2}' }
        at: { type: string, format: date-time }
        key: { type: string, format: uuid }
        labels: { type: object, maxProperties: 5, additionalProperties: { type: string } }
        left: { type: boolean }
        right: { type: boolean }
        either: { oneOf: [{ type: string, maxLength: 4 }, { type: integer }, { $ref: '#/components/schemas/Pair' }] }
        maybe: { type: string, nullable: true, maxLength: 3 }
        inner: { $ref: '#/components/schemas/Thing' }
    Pair: { type: object, required: [a, b], properties: { a: { type: boolean }, b: { type: string } } }
";

/// A suite of random cases only.
fn suite(contract: &Arc<Contract>, fixtures: Fixtures, seed: u64, count: u32) -> Suite {
    let plain = micro::suite(contract, fixtures, "http://t");
    let mut suite = Suite { cases: Vec::new(), ..plain };
    suite.add_random(count, seed, |_| true);
    suite
}

fn phase_of<'a>(
    contract: &'a Contract,
    validators: &'a Validators,
    fixtures: &'a Fixtures,
    seed: u64,
    count: u32,
) -> (Phase, Inputs<'a>) {
    let inputs = Inputs { contract, validators, fixtures, seed };
    (Phase::new(&inputs, count, |_| true), inputs)
}

/// A target in this process; it counts what it is asked.
struct Target<F> {
    response: F,
    asked: AtomicUsize,
}

impl<F: Fn(&SentRequest) -> HttpResponse + Send + Sync> Transport for Target<F> {
    fn send(&self, request: SentRequest) -> BoxFuture<'_, Result<Exchange, NotAsked>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let reply = ExchangeResult::Complete((self.response)(&request));
        let elapsed = Duration::from_millis(1);
        Box::pin(async move { Ok(Exchange { request, reply, elapsed }) })
    }
}

/// What came of a run, and how much was asked for it.
struct Ran {
    reports: Vec<CaseReport>,
    end: SuiteEnd,
    asked: usize,
}

/// Runs a suite against a target in this process.
async fn run(
    suite: Suite,
    concurrency: usize,
    seed: u64,
    response: impl Fn(&SentRequest) -> HttpResponse + Send + Sync + 'static,
) -> Ran {
    let target = Arc::new(Target { response, asked: AtomicUsize::new(0) });
    let transports = Transports { http: Arc::clone(&target) as _, raw: Arc::clone(&target) as _ };
    let (_sender, stop) = tokio::sync::watch::channel(false);
    let (mut reports, mut end) = (Vec::new(), None);
    let planned = suite.count();
    let settings = Settings { concurrency, seed, ..Settings::default() };
    let redactor = Arc::new(Redactor::default());
    runner::run(Arc::new(suite), settings, &transports, &redactor, stop, |event| match event {
        Event::CaseFinished(report) => reports.push(report),
        Event::SuiteFinished(suite_end) => end = Some(*suite_end),
        _ => {}
    })
    .await;
    assert_eq!(reports.len(), planned, "as many as were announced");
    Ran { reports, end: end.unwrap(), asked: target.asked.load(Ordering::SeqCst) }
}

/// Whether the query parameter `page` is one, if it is there.
fn is_page(request: &SentRequest) -> bool {
    let page = request.url.split(['?', '&']).find_map(|pair| pair.strip_prefix("page="));
    page.is_none_or(|page| page.parse::<f64>().is_ok_and(|page| page >= 1.0 && page.fract() == 0.0))
}

/// Responses as a document with 204 and 400 wants: by its one JSON body, and 500 where `fails` says so.
fn server(
    contract: &Contract,
    fails: impl Fn(&Value, bool) -> bool + Send + Sync + 'static,
) -> Box<dyn Fn(&SentRequest) -> HttpResponse + Send + Sync> {
    let body = contract.operations[0].body.as_ref().unwrap();
    let validator = Validator::new(&contract.schemas, body.content[0].schema.unwrap());
    Box::new(move |request: &SentRequest| {
        let Ok(body) = serde_json::from_slice(request.body.as_deref().unwrap_or_default()) else {
            return micro::response(400, &[], "");
        };
        let is_valid = validator.accepts(&body) && is_page(request);
        let status = match is_valid {
            _ if fails(&body, is_valid) => 500,
            true => 204,
            false => 400,
        };
        micro::response(status, &[], "")
    })
}
