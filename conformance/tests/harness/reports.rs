//! Each report on one fixed list of events.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use conformance::coverage::{Coverage, Share};
use conformance::event::{CaseReport, Event, Outcome, SuiteEnd, Tally, Verdict};
use conformance::exchange::Reply;
use conformance::finding::fold;
use conformance::report::{Human, Json, Junit, Reporter};

use crate::micro::{self, TOKENS, answer};

/// A writer whose text can be read afterwards.
#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn events() -> Vec<Event> {
    let suite = micro::suite(&micro::contract(TOKENS), micro::fixtures(), "http://127.0.0.1:1");
    let mut tally = Tally::default();
    let mut findings = Vec::new();
    let mut events = vec![
        Event::RunStarted { version: "0.0.0", seed: 1, cases: 6 },
        Event::SuiteStarted(conformance::event::SuiteStart { cases: 6, ..suite.start() }),
    ];
    let json = [("content-type", "application/json")];
    let answers = [
        ("no-credentials", answer(401, &json, r#"{"code":401}"#)),
        ("wrong-credentials-bearer", answer(401, &json, r#"{"code":"401","why":"it's"}"#)),
        ("malformed-json", answer(401, &json, r#"{"code":"401"}"#)),
        ("valid-minimal", answer(429, &[], "")),
        ("method-put", answer(405, &[("allow", "DELETE"), ("server", "nginx/1.18.0")], "")),
    ];
    let outcomes = answers
        .into_iter()
        .map(|(variant, reply)| (variant, micro::outcome(&suite, variant, Reply::Answered(reply))))
        .chain([(
            "unknown-id",
            Outcome::Skipped { reason: "no live value of `id` is left".to_owned() },
        )]);
    for (variant, outcome) in outcomes.collect::<Vec<_>>() {
        let case = &suite.cases[micro::index(&suite, variant)];
        tally.count(&outcome);
        findings.extend(outcome.findings().to_vec());
        events.push(Event::CaseFinished(CaseReport {
            id: case.id.clone(),
            operation: case.operation.clone(),
            title: case.title.clone(),
            outcome,
            microseconds: 1_500,
            flaky: None,
        }));
    }
    let mut coverage = Coverage::default();
    coverage.operations.reached.push("deleteToken".to_owned());
    coverage.statuses.reached.push("deleteToken 401".to_owned());
    coverage.statuses.missed.push("deleteToken 404".to_owned());
    events.push(Event::SuiteFinished(Box::new(SuiteEnd {
        provider: "micro".to_owned(),
        tally,
        findings: fold(findings),
        coverage,
    })));
    events.push(Event::RunFinished {
        verdict: Verdict::Findings,
        tally,
        interrupted: false,
        unmet: Vec::new(),
        coverage: Share { reached: 2, total: 3 },
        minimum: None,
        milliseconds: 1_234,
    });
    events
}

fn written(reporter: impl FnOnce(Box<dyn Write>) -> Box<dyn Reporter>) -> String {
    let page = Page::default();
    let plain: Box<dyn Write> = Box::new(page.clone());
    let mut reporter = reporter(Box::new(anstream::StripStream::new(plain)));
    for event in events() {
        reporter.on_event(&event).unwrap();
    }
    let bytes = page.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn the_human_report() {
    insta::assert_snapshot!(written(|writer| Box::new(Human::new(writer, false))));
}

#[test]
fn the_quiet_human_report() {
    insta::assert_snapshot!(written(|writer| Box::new(Human::new(writer, true))));
}

#[test]
fn the_json_report() {
    insta::assert_snapshot!(written(|writer| Box::new(Json::new(writer))));
}

#[test]
fn the_junit_report() {
    insta::assert_snapshot!(written(|writer| Box::new(Junit::new(writer))));
}
