//! The phase as a whole: the same for the same seed, in order, bounded, and announced.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use conformance_core::event::Outcome;
use conformance_core::exchange::{Exchange, SentRequest};
use conformance_core::redact::Redactor;
use conformance_core::values::Validators;
use conformance_engine::fixtures::{Fixtures, Pool};
use conformance_engine::runner;
use conformance_engine::runner::{Settings, Transports};
use conformance_engine::transport::{NotAsked, Transport};
use futures::future::BoxFuture;
use serde_json::Value;

use super::{RICH, phase_of, run, server, suite};
use crate::micro;

#[test]
fn seed_determines_random_cases() {
    let contract = micro::contract(RICH);
    let (validators, fixtures) = (Validators::default(), Fixtures::default());
    let draw = |seed| {
        let (phase, inputs) = phase_of(&contract, &validators, &fixtures, seed, 50);
        let ids: Vec<String> = phase.ids(&contract).collect();
        let cases: Vec<_> = phase.cases(inputs).collect();
        assert!(cases.iter().map(|case| &case.id).eq(&ids));
        cases
    };
    let (one, again, other) = (draw(1), draw(1), draw(2));
    assert_eq!(one, again);
    assert_eq!(one[16].id, "micro/random/put-thing/17");
    let differ = one.iter().zip(&other).filter(|(a, b)| a.steps != b.steps).count();
    assert!(differ > 45, "{differ}");
    // One more case changes none of those before it.
    let (phase, inputs) = phase_of(&contract, &validators, &fixtures, 1, 60);
    assert!(phase.cases(inputs).take(50).eq(one));
}

/// A document whose only body is JSON.
const NOTES: &str = r"
paths:
  /notes:
    post:
      operationId: note
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [text, token]
              properties: { text: { type: string }, token: { type: string }, more: { type: boolean } }
      responses: { '204': { description: Done. }, '400': { description: Bad. } }
";

fn live(count: usize) -> Fixtures {
    let pool = Pool::default();
    (0..count).for_each(|number| pool.add("token", format!("live-token-{number:04}").into()));
    Fixtures::default().with_live(Arc::new(pool))
}

#[tokio::test]
async fn without_live_values_the_rest_is_skipped_for_one_reason() {
    let contract = micro::contract(NOTES);
    let ran = run(suite(&contract, live(10), 1, 60), 4, 1, server(&contract, |_, _| false)).await;
    let skipped: Vec<(usize, &String)> = ran
        .reports
        .iter()
        .enumerate()
        .filter_map(|(index, report)| match &report.outcome {
            Outcome::Skipped { reason } => Some((index, reason)),
            other => {
                assert!(matches!(other, Outcome::Passed { .. }), "{}", report.title);
                None
            }
        })
        .collect();
    assert!(skipped.len() > 20, "{}", skipped.len());
    let reason = "no live value of `token` remains; supply more with --live-value token=VALUE";
    assert!(skipped.iter().all(|(_, said)| *said == reason), "{skipped:?}");
    assert_eq!(ran.asked + skipped.len(), 60);
}

#[tokio::test]
async fn shrinking_draws_live_values_and_stops_without_them() {
    let contract = micro::contract(NOTES);
    let fails = |body: &Value, _: bool| body["text"].as_str().is_some_and(|text| text.len() > 2);
    let ran = run(suite(&contract, live(40), 1, 30), 4, 1, server(&contract, fails)).await;
    let reason = "and stopped: no live value of `token` remains";
    let titles: Vec<&str> = ran.end.findings.iter().map(|f| f.finding.title.as_str()).collect();
    assert!(titles.iter().any(|title| title.contains(reason)), "{titles:#?}");
    let text = format!("{:?}", ran.reports);
    assert!(!text.contains("live-token-00"), "a live value is no secret in a finding's request");
}

#[tokio::test]
async fn concurrency_changes_nothing() {
    let contract = micro::contract(NOTES);
    let fails = |body: &Value, _: bool| body["text"].as_str().is_some_and(|text| !text.is_ascii());
    let mut messages = Vec::new();
    for concurrency in [1, 8] {
        let of = suite(&contract, live(150), 3, 100);
        let ran = run(of, concurrency, 3, server(&contract, fails)).await;
        messages.push((ran.reports, ran.end, ran.asked));
    }
    assert_eq!(messages[0], messages[1]);
    assert!(!messages[0].1.findings.is_empty());
}

#[tokio::test]
async fn unsupported_pattern_is_omitted_with_a_reason() {
    let contract = micro::contract(
        r"
paths:
  /pairs:
    post:
      operationId: pair
      parameters:
        - { name: twice, in: query, schema: { type: string, pattern: '^(a|b)\1$' } }
        - { name: once, in: query, schema: { type: string, pattern: '^(a|b)$' } }
      requestBody: { required: true, content: { application/json: { schema: { type: object } } } }
      responses: { '204': { description: Done. }, '400': { description: Bad. } }
",
    );
    let of = suite(&contract, Fixtures::default(), 1, 40);
    let ran = run(of, 4, 1, |request| {
        assert!(!request.url.contains("twice=aa") && !request.url.contains("twice=bb"));
        let is_valid = !request.url.contains("twice=")
            && serde_json::from_slice::<Value>(request.body.as_deref().unwrap())
                .unwrap()
                .is_object()
            && ["", "?once=a", "?once=b"]
                .iter()
                .any(|end| request.url.ends_with(&format!("/pairs{end}")));
        micro::response(if is_valid { 204 } else { 400 }, &[], "")
    })
    .await;
    let last = ran.reports.last().unwrap();
    assert_eq!(last.id, "micro/random/pair/left-out-1");
    let reason = "no text can be generated for the pattern `^(a|b)\\1$` at /paths/~1pairs/post/parameters/0/schema";
    assert_eq!(last.outcome, Outcome::Skipped { reason: reason.to_owned() });
    assert!(ran.end.findings.is_empty(), "{:#?}", ran.end.findings);
    assert_eq!(ran.end.tally.skipped, 1);
}

/// A target that is not there is given up, and the rest is reported without being asked.
#[tokio::test]
async fn a_target_that_does_not_response_is_given_up() {
    struct Unanswered(AtomicUsize);
    impl Transport for Unanswered {
        fn send(&self, request: SentRequest) -> BoxFuture<'_, Result<Exchange, NotAsked>> {
            self.0.fetch_add(1, Ordering::SeqCst);
            let (url, detail) = (request.url, "refused".to_owned());
            Box::pin(async { Err(NotAsked::Unreachable { url, detail }) })
        }
    }
    let unknown_signer = Arc::new(Unanswered(AtomicUsize::new(0)));
    let transports = Transports {
        http: Arc::clone(&unknown_signer) as _,
        raw: Arc::clone(&unknown_signer) as _,
    };
    for (is_stopped, verdict, most) in [(false, "inconclusive", 20), (true, "skipped", 0)] {
        let of = suite(&micro::contract(NOTES), live(200), 1, 100);
        let (_sender, stop) = tokio::sync::watch::channel(is_stopped);
        let settings = Settings { concurrency: 8, seed: 1, ..Settings::default() };
        let redactor = Arc::new(Redactor::default());
        let before = unknown_signer.0.load(Ordering::SeqCst);
        let ended = runner::run(Arc::new(of), settings, &transports, &redactor, stop, drop).await;
        let (inconclusive, skipped) = (ended.tally.inconclusive, ended.tally.skipped);
        assert_eq!(if is_stopped { skipped } else { inconclusive }, 100, "{verdict}");
        assert_eq!(ended.interrupted, is_stopped);
        assert!(unknown_signer.0.load(Ordering::SeqCst) - before <= most, "{verdict}");
    }
}

fn conformance(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

#[test]
fn random_cases_of_providers_pass_in_the_announced_number() {
    let (code, text) = conformance(&["run", "--random", "100", "--quiet", "--report", "json"]);
    assert_eq!(code, Some(0), "{text}");
    let report: Value = serde_json::from_str(&text).unwrap();
    for suite in report["suites"].as_array().unwrap() {
        let random = suite["cases"].as_array().unwrap().iter();
        let random = random.filter(|case| case["id"].as_str().unwrap().contains("/random/"));
        assert_eq!(random.count(), 100, "{}", suite["provider"]);
        assert_eq!(
            suite["tally"]["passed"].as_u64().unwrap() as usize,
            suite["cases"].as_array().unwrap().len()
        );
    }
}

#[test]
fn plan_and_list_count_them() {
    let flags = ["--provider", "nomba", "--random", "20", "--only", "*/random/*", "--skip", "*/7"];
    let (code, listed) = conformance(&[&["list"][..], &flags].concat());
    assert_eq!(code, Some(0), "{listed}");
    assert_eq!(listed.lines().count(), 19, "{listed}");
    assert!(listed.starts_with("nomba/random/") && !listed.contains("/7\n"), "{listed}");
    let (_, text) = conformance(&[&["plan", "--format", "json"][..], &flags].concat());
    let plan: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(plan["requests"], 19, "{text}");
    assert_eq!(plan["suites"][0]["groups"][0]["source"], "random", "{text}");
    let (code, without) = conformance(&["list", "--provider", "nomba"]);
    assert_eq!((code, without.contains("/random/")), (Some(0), false));
}

#[test]
fn the_number_has_bounds() {
    for number in ["0", "10001", "many"] {
        let (code, text) = conformance(&["run", "--random", number]);
        assert_eq!(code, Some(2));
        assert!(text.contains("must be from 1 to 10000"), "{text}");
    }
}
