//! What is drawn is what it says it is: by the schema, and by a server that reads in its own way.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use conformance_core::case::{BodyPlan, Case, CaseKind, Origin};
use conformance_core::event::Outcome;
use conformance_core::redact::Redactor;
use conformance_core::values::{Validator, Validators};
use conformance_engine::fixtures::{Fixtures, LiveValues};
use conformance_engine::runner;
use conformance_engine::runner::{Settings, Transports};
use conformance_engine::transport::{HttpTransport, Limits, RawTransport};
use conformance_testbed::mock::{Defects, Mock};
use conformance_testbed::reference::Stores;
use serde_json::Value;
use specs::Contract;

use super::{RICH, phase_of, suite};
use crate::micro;

/// The JSON body of a case.
fn json(case: &Case) -> Option<&Value> {
    match &case.steps[0].request.body {
        Some(BodyPlan::Json { value, .. }) => Some(value),
        _ => None,
    }
}

/// Looks at every case of many seeds; returns how many were looked at.
fn look(contract: &Contract, fixtures: &Fixtures, mut each: impl FnMut(&Case)) -> usize {
    let validators = Validators::default();
    let mut count = 0;
    for seed in 0..15 {
        let (phase, inputs) = phase_of(contract, &validators, fixtures, seed, 40);
        for case in phase.cases(inputs) {
            each(&case);
            count += 1;
        }
    }
    count
}

/// Holds each body against the schema of its media type.
fn validate_bodies(contract: &Contract, fixtures: &Fixtures) -> (usize, usize) {
    let mut validators: BTreeMap<(String, String), Validator> = BTreeMap::new();
    let (mut valid, mut invalid) = (0, 0);
    look(contract, fixtures, |case| {
        assert_eq!(case.origin, Origin::Random);
        let (Some(value), Some(BodyPlan::Json { media_type, .. })) =
            (json(case), &case.steps[0].request.body)
        else {
            return;
        };
        let operation = contract.operation(&case.operation).unwrap();
        let content = &operation.body.as_ref().unwrap().content;
        let declared = content.iter().find(|known| known.name == *media_type).unwrap();
        let validator = validators
            .entry((case.operation.clone(), media_type.clone()))
            .or_insert_with(|| Validator::new(&contract.schemas, declared.schema.unwrap()));
        match &case.kind {
            CaseKind::Invalid { pointer, .. } if pointer.as_str().starts_with("/body") => {
                assert!(validator.refuses(value), "{}: {} {value}", case.id, case.title);
                let places: BTreeSet<String> =
                    validator.errors(value).into_iter().map(|said| said.pointer).collect();
                assert_eq!(places.len(), 1, "{}: {} {value}: {places:?}", case.id, case.title);
                invalid += 1;
            }
            _ => {
                assert!(validator.accepts(value), "{}: {} {value}", case.id, case.title);
                valid += 1;
            }
        }
    });
    (valid, invalid)
}

#[test]
fn bodies_are_valid_or_broken_in_one_place() {
    let (valid, invalid) = validate_bodies(&micro::contract(RICH), &Fixtures::default());
    assert!(valid > 150 && invalid > 60, "{valid} {invalid}");
    let (valid, invalid) = validate_bodies(&micro::contract(micro::TOKENS), &micro::fixtures());
    assert!(valid > 240 && invalid > 60, "{valid} {invalid}");
    let stores = Stores::new(1);
    for provider in specs::providers::ALL {
        let (contract, _) = specs::parse(provider.id, provider.file, provider.text);
        validate_bodies(&contract.unwrap(), &stores.fixtures(provider.id));
    }
}

#[test]
fn drawn_requests_are_of_every_kind() {
    let contract = micro::contract(RICH);
    let mut seen: BTreeSet<&'static str> = BTreeSet::new();
    let mut pointers = BTreeSet::new();
    look(&contract, &Fixtures::default(), |case| {
        let request = &case.steps[0].request;
        let mut note = |what, is_seen: bool| seen.extend(is_seen.then_some(what));
        note("a form", matches!(request.body, Some(BodyPlan::Form { .. })));
        note("two ids", request.query.iter().filter(|(name, _)| name == "ids").count() > 1);
        note("a header", request.headers.iter().any(|(name, _)| name == "X-Trace"));
        note("a cookie", request.headers.iter().any(|(name, _)| name == "cookie"));
        if let CaseKind::Invalid { pointer, .. } = &case.kind {
            pointers.insert(pointer.as_str().to_owned());
            return;
        }
        let Some(body) = json(case) else { return };
        let text = body.to_string();
        let any = |test: fn(char) -> bool| text.chars().any(test);
        note("beyond 16 bits", any(|c| c > '\u{ffff}'));
        note("right to left", any(|c| ('\u{5d0}'..='\u{6ff}').contains(&c)));
        note("Latin-1", any(|c| ('¡'..='ÿ').contains(&c)));
        note("CJK", any(|c| ('\u{3040}'..='\u{9fff}').contains(&c)));
        note("a line break", text.contains("\\n"));
        note("a quote", text.contains("\\\""));
        let count = &body["count"];
        note("beyond 32 bits", count.as_i64().is_some_and(|n| n.abs() > i64::from(u32::MAX)));
        note("beyond 53 bits", body["big"].as_i64().is_some_and(|n| n.abs() >= 1 << 53));
        note("a negative", count.as_i64().is_some_and(|n| n < 0));
        note("more than 3 items", body["tags"].as_array().is_some_and(|list| list.len() > 3));
        note("nested lists", body["grid"][0].is_array());
        note("a map", body["labels"].as_object().is_some_and(|map| !map.is_empty()));
        note("null", body.get("maybe").is_some_and(Value::is_null));
        note("a member of a oneOf", body["either"].is_i64());
        note("another one", body["either"].is_object());
        note("nothing but what is required", body.as_object().is_some_and(|all| all.len() == 1));
    });
    let all = 20;
    assert_eq!(seen.len(), all, "{seen:#?}");
    for pointer in ["/path/thing", "/query/sort", "/query/ids", "/header/X-Trace", "/body/color"] {
        assert!(pointers.contains(pointer), "{pointer} is not in {pointers:#?}");
    }
}

#[test]
fn anchored_patterns_are_matched() {
    let contract = micro::contract(RICH);
    let thing = regex::Regex::new(r"^/things/[a-z]{3}(-[0-9]+)?$").unwrap();
    let code = regex::Regex::new(r"^(?:[A-Z]{2}[0-9]{3}|none)$").unwrap();
    let session = regex::Regex::new(r"^session=[a-f0-9]{4,}$").unwrap();
    let (mut codes, mut sessions) = (BTreeSet::new(), BTreeSet::new());
    look(&contract, &Fixtures::default(), |case| {
        if case.kind != CaseKind::Valid {
            return;
        }
        let text = |template: &conformance_core::case::Template| {
            let pieces = template.0.iter().map(|piece| match piece {
                conformance_core::case::Piece::Text(text) => text.as_str(),
                conformance_core::case::Piece::Slot(_) => "",
            });
            pieces.collect::<String>()
        };
        let request = &case.steps[0].request;
        assert!(thing.is_match(&text(&request.path)), "{:?}", request.path);
        for (_, cookie) in request.headers.iter().filter(|(name, _)| name == "cookie") {
            let cookie = text(cookie);
            assert!(session.is_match(&cookie) && cookie.contains(|c: char| c.is_ascii_digit()));
            sessions.insert(cookie);
        }
        if let Some(drawn) = json(case).and_then(|body| body["code"].as_str()) {
            assert!(code.is_match(drawn), "{drawn}");
            codes.insert(drawn.to_owned());
        }
    });
    assert!(codes.len() > 20 && sessions.len() > 30, "{codes:?} {sessions:?}");
}

/// The live values of a mock, without the values that it supplies beside them.
#[derive(Debug)]
struct Live(Fixtures);

impl LiveValues for Live {
    fn fields(&self) -> Vec<String> {
        self.0.live().fields()
    }

    fn next(&self, field: &str) -> Option<Value> {
        self.0.live().next(field)
    }
}

/// Nothing is supplied but credentials and live values, so that nothing keeps a value from being drawn.
async fn against_the_mock(contract: &Arc<Contract>, live: &[&str], seed: u64, count: u32) {
    let mock = Mock::new(Arc::clone(contract), live, seed, Defects::default());
    let known = mock.fixtures();
    let none = Fixtures::default().with_live(Arc::new(Live(known.clone())));
    let fixtures = known.credentials().fold(none, |fixtures, (scheme, credential)| {
        fixtures.with_credential(scheme, credential.clone())
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let served = tokio::spawn(async move { drop(axum::serve(listener, mock.router()).await) });
    let mut suite = suite(contract, fixtures, seed, count);
    suite.base = base;
    let limits = Limits::default();
    let transports = Transports {
        http: Arc::new(HttpTransport::new(limits).unwrap()),
        raw: Arc::new(RawTransport::new(limits)),
    };
    let (_sender, stop) = tokio::sync::watch::channel(false);
    let settings = Settings { concurrency: 4, seed, ..Settings::default() };
    let mut malformation = Vec::new();
    let redactor = Arc::new(Redactor::default());
    runner::run(Arc::new(suite), settings, &transports, &redactor, stop, |event| {
        if let conformance_core::event::Event::CaseFinished(report) = event
            && !matches!(report.outcome, Outcome::Passed { .. })
            // What the mock responds with is of no concern here, only whether it does so.
            && !report.outcome.findings().iter().any(|finding| finding.check == "content-type-conformance")
        {
            malformation.push(format!("{}: {}: {:#?}", report.id, report.title, report.outcome));
        }
    })
    .await;
    served.abort();
    assert!(
        malformation.is_empty(),
        "seed {seed}: {} malformed ones:\n{}",
        malformation.len(),
        malformation.join("\n")
    );
}

/// The mock reads requests in its own, strict way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_reader_takes_the_valid_ones_and_refuses_the_others() {
    for seed in 1..=3 {
        against_the_mock(&micro::contract(RICH), &[], seed, 150).await;
        against_the_mock(&micro::contract(micro::TOKENS), &["id"], seed, 150).await;
    }
}

/// Whatever feature a document is about.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn so_it_does_for_every_small_document() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs/tests/micro");
    let mut asked = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let (contract, diagnostics) = specs::load(&path);
        let contract = Arc::new(contract.filter(|_| !diagnostics.is_fatal()).unwrap());
        validate_bodies(&contract, &Fixtures::default());
        // The mock does not find its way to a segment of two parameters.
        if !contract.operations.iter().any(|operation| operation.path.raw.contains("}.{")) {
            against_the_mock(&contract, &[], 1, 40).await;
            asked += contract.operations.len();
        }
    }
    assert!(asked > 10, "{asked}");
}
