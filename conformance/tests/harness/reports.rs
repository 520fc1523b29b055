//! Each report on one fixed list of events.

mod browser;
mod endings;
mod files;
mod hostile;
mod many;
mod not_begun;
mod progress;
mod sarif;
mod schemas;
mod whole;

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use conformance_core::coverage::{Coverage, Share};
use conformance_core::event::{
    CaseReport, Event, Outcome, RunEnd, RunStart, SuiteEnd, Tally, Verdict,
};
use conformance_core::exchange::ExchangeResult;
use conformance_core::finding::fold;
use conformance_report::{Ctrf, Github, Html, Human, Json, Jsonl, Junit, Reporter, Sarif, Setting};

use crate::micro::{self, TOKENS, response};

/// A writer whose text can be read afterwards.
#[derive(Clone, Default)]
pub(crate) struct Page(Arc<Mutex<Vec<u8>>>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(crate) fn events() -> Vec<Event> {
    let suite = micro::suite(&micro::contract(TOKENS), micro::fixtures(), "http://127.0.0.1:1");
    let mut tally = Tally::default();
    let mut findings = Vec::new();
    let mut events = vec![
        Event::RunStarted(RunStart { version: "0.0.0", seed: 1, cases: 6 }),
        Event::SuiteStarted(conformance_core::event::SuiteStart { cases: 6, ..suite.start() }),
    ];
    let json = [("content-type", "application/json")];
    let responses = [
        ("no-credentials", response(401, &json, r#"{"code":401}"#)),
        ("wrong-credentials-bearer", response(401, &json, r#"{"code":"401","why":"it's"}"#)),
        ("malformed-json", response(401, &json, r#"{"code":"401"}"#)),
        ("valid-minimal", response(429, &[], "")),
        ("method-put", response(405, &[("allow", "DELETE"), ("server", "nginx/1.18.0")], "")),
    ];
    let outcomes = responses
        .into_iter()
        .map(|(variant, reply)| {
            (variant, micro::outcome(&suite, variant, ExchangeResult::Complete(reply)))
        })
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
        hint: None,
        left: Vec::new(),
    })));
    events.push(Event::RunFinished(Box::new(RunEnd {
        verdict: Verdict::Findings,
        tally,
        interrupted: false,
        stale: Vec::new(),
        coverage: Share { reached: 2, total: 3 },
        minimum: None,
        milliseconds: 1_234,
        error: None,
    })));
    events
}

impl Page {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// What a reporter writes of these events.
pub(crate) fn messages(
    events: &[Event],
    reporter: impl FnOnce(Box<dyn Write>) -> Box<dyn Reporter>,
) -> String {
    let page = Page::default();
    let plain: Box<dyn Write> = Box::new(page.clone());
    let mut reporter = reporter(Box::new(anstream::StripStream::new(plain)));
    for event in events {
        reporter.on_event(event).unwrap();
    }
    page.text()
}

fn written(reporter: impl FnOnce(Box<dyn Write>) -> Box<dyn Reporter>) -> String {
    messages(&events(), reporter)
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

#[test]
fn the_lines_of_events() {
    let text = written(|writer| Box::new(Jsonl::new(writer)));
    assert_eq!(text.lines().count(), events().len());
    let first = text.lines().next().unwrap();
    assert_eq!(first, r#"{"form":1,"event":"run-started","version":"0.0.0","seed":1,"cases":6}"#);
}

#[test]
fn the_sarif_log() {
    let text = written(|writer| Box::new(Sarif::new(writer, None)));
    let mut log: serde_json::Value = serde_json::from_str(&text).unwrap();
    // The rules are the records of the checks; their number changes with them.
    log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap().truncate(1);
    insta::assert_snapshot!(serde_json::to_string_pretty(&log).unwrap());
}

#[test]
fn the_annotations() {
    let setting = Setting::default();
    insta::assert_snapshot!(written(|writer| Box::new(Github::new(writer, &setting))));
}

#[test]
fn the_summary_of_a_step() {
    let setting = Setting { to_file: true, ..Setting::default() };
    insta::assert_snapshot!(written(|writer| Box::new(Github::new(writer, &setting))));
}

#[test]
fn the_common_test_report() {
    insta::assert_snapshot!(written(|writer| Box::new(Ctrf::new(writer, 1_700_000_000_000))));
}

#[test]
fn the_page_without_its_style_and_script() {
    let page = written(|writer| Box::new(Html::new(writer)));
    let cut = |page: String, from: &str, to: &str| {
        let (before, rest) = page.split_once(from).unwrap();
        let (_, after) = rest.rsplit_once(to).unwrap();
        format!("{before}{from}{to}{after}")
    };
    let page = cut(page, "<style>", "</style>");
    let page = cut(page, "<script>", "</script>");
    let policy = page.lines().position(|line| line.contains("Content-Security-Policy")).unwrap();
    let lines = page.lines().enumerate().filter(|(at, _)| *at != policy).map(|(_, line)| line);
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}
