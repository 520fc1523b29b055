//! Common Test Report Format (ctrf.io), for tools that show test results: a test for each case.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::human::finding_text;
use super::spill::Spill;
use super::{Form, Goes, NOT_BEGUN, Reporter};
use conformance_core::event::StaleExpectation;
use conformance_core::event::{CaseReport, Event, Outcome, RunEnd, RunError, SuiteEnd};

/// The form for the command line.
pub(super) const FORM: Form = Form {
    name: "ctrf",
    about: "Common Test Report Format",
    goes: Goes::Document,
    make: |writer, setting| Box::new(Ctrf::new(writer, setting.begun)),
};

/// Writes CTRF.
pub struct Ctrf {
    writer: Box<dyn Write>,
    /// In milliseconds since 1970.
    begun: u64,
    version: &'static str,
    seed: u64,
    suite: (String, String),
    suites: usize,
    tests: Spill<Value>,
    counts: Counts,
    flaky: usize,
    /// The hint and leftovers of each suite that has any.
    messages: Vec<Value>,
}

/// The number of tests by status.
#[derive(Default, Serialize)]
struct Counts {
    passed: usize,
    failed: usize,
    skipped: usize,
    pending: usize,
    other: usize,
}

impl Ctrf {
    /// Writes to this writer when the run is over, which began so many milliseconds after 1970.
    pub fn new(writer: Box<dyn Write>, begun: u64) -> Self {
        let (tests, counts) = (Spill::default(), Counts::default());
        let suite = (String::new(), String::new());
        Self {
            writer,
            begun,
            version: "",
            seed: 0,
            suite,
            suites: 0,
            tests,
            counts,
            flaky: 0,
            messages: Vec::new(),
        }
    }

    fn case(&mut self, report: &CaseReport) -> io::Result<()> {
        let (status, count) = match &report.outcome {
            Outcome::Passed { .. } | Outcome::Warned { .. } => ("passed", &mut self.counts.passed),
            Outcome::Failed { .. } => ("failed", &mut self.counts.failed),
            Outcome::Skipped { .. } => ("skipped", &mut self.counts.skipped),
            // The format has no status for these.
            Outcome::KnownFailure { .. } | Outcome::Inconclusive { .. } => {
                ("other", &mut self.counts.other)
            }
        };
        *count += 1;
        let (provider, spec) = &self.suite;
        let mut test = json!({
            "name": report.id,
            "status": status,
            "duration": report.microseconds / 1_000,
            "suite": [provider, report.operation],
            "rawStatus": report.outcome.word(),
            "type": "conformance",
            "filePath": spec,
        });
        let findings = report.outcome.findings();
        let errors = findings.iter().filter(|finding| finding.fails());
        if let Some(first) = errors.chain(findings).next() {
            let trace: Vec<String> = findings.iter().map(finding_text).collect();
            test["message"] = format!("expected {}, got {}", first.expected, first.actual).into();
            test["trace"] = trace.join("\n").into();
            test["line"] = first.spec.line.into();
            let mut tags: Vec<&str> = findings.iter().map(|finding| finding.check).collect();
            tags.dedup();
            test["tags"] = tags.into();
        }
        if let Some(reason) = report.outcome.reason() {
            test["message"] = reason.into();
        }
        if let Some(flaky) = &report.flaky {
            self.flaky += 1;
            test["flaky"] = true.into();
            test["retries"] = flaky.tries.saturating_sub(1).into();
            test["message"] = flaky.words().into();
        }
        self.tests.push(&test)
    }

    /// The hint of a suite, and the values that it leaves behind.
    fn suite_end(&mut self, end: &SuiteEnd) {
        if end.hint.is_some() || !end.left.is_empty() {
            let left: Vec<String> = end.left.iter().map(ToString::to_string).collect();
            let messages = json!({ "suite": end.provider, "hint": end.hint, "leftBehind": left });
            self.messages.push(messages);
        }
    }

    /// A stale entry of the known failures fails the run like a test.
    fn stale(&mut self, stale: &StaleExpectation) -> io::Result<()> {
        self.counts.failed += 1;
        self.tests.push(&json!({
            "name": stale.entry.place,
            "status": "failed",
            "duration": 0,
            "suite": ["known failures"],
            "message": stale.words(),
            "trace": stale.help(),
        }))
    }

    /// An error that prevents the run is reported like a failed test.
    fn error(&mut self, error: &RunError) -> io::Result<()> {
        self.counts.failed += 1;
        self.tests.push(&json!({
            "name": NOT_BEGUN,
            "status": "failed",
            "duration": 0,
            "suite": ["conformance"],
            "rawStatus": "error",
            "message": error.line(),
            "trace": error.message,
        }))
    }

    fn end(&mut self, end: &RunEnd) -> io::Result<()> {
        if let Some(error) = &end.error {
            self.error(error)?;
        }
        for stale in &end.stale {
            self.stale(stale)?;
        }
        let mut summary = json!(self.counts);
        summary["tests"] = self.tests.count().into();
        summary["suites"] = self.suites.into();
        summary["flaky"] = self.flaky.into();
        summary["start"] = self.begun.into();
        summary["stop"] = (self.begun + end.milliseconds).into();
        summary["extra"] = json!({ "verdict": end.verdict, "interrupted": end.interrupted });
        if let Some(error) = &end.error {
            summary["extra"]["error"] = json!(error);
        }
        if !self.messages.is_empty() {
            summary["extra"]["suites"] = std::mem::take(&mut self.messages).into();
        }
        let tool = json!({
            "name": "conformance",
            "version": self.version,
            "extra": { "seed": self.seed },
        });
        let report = Report {
            report_format: "CTRF",
            spec_version: "0.0.0",
            generated_by: "conformance",
            results: Results { tool, summary, tests: &self.tests },
        };
        serde_json::to_writer_pretty(&mut self.writer, &report)?;
        writeln!(self.writer)?;
        self.writer.flush()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    report_format: &'static str,
    spec_version: &'static str,
    generated_by: &'static str,
    results: Results<'a>,
}

#[derive(Serialize)]
struct Results<'a> {
    tool: Value,
    summary: Value,
    tests: &'a Spill<Value>,
}

impl Reporter for Ctrf {
    fn on_event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted(start) => {
                self.version = start.version;
                self.seed = start.seed;
            }
            Event::SuiteStarted(start) => {
                self.suites += 1;
                self.suite = (start.provider.clone(), start.spec.clone());
            }
            Event::CaseFinished(report) => self.case(report)?,
            Event::SuiteFinished(end) => self.suite_end(end),
            Event::Waiting(_) => {}
            Event::RunFinished(end) => self.end(end)?,
        }
        Ok(())
    }
}
