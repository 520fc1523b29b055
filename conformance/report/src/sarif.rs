//! SARIF 2.1.0 (OASIS Standard), for code scanning: a rule for each check, a result for each finding, located
//! in the document. Known failures are suppressed results, and inconclusive cases are notifications.

mod result;
mod tool;

pub(super) use result::fingerprint;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::{Value, json};

use super::{Form, Goes, NOT_BEGUN, Reporter, place};
use conformance_core::check::Severity;
use conformance_core::event::StaleExpectation;
use conformance_core::event::{CaseReport, Event, Outcome, RunEnd, RunError, SuiteEnd};
use conformance_core::finding::{Folded, add};

/// The form for the command line.
pub(super) const FORM: Form = Form {
    name: "sarif",
    about: "SARIF 2.1.0, for code scanning",
    goes: Goes::Document,
    make: |writer, setting| Box::new(Sarif::new(writer, setting.root.clone())),
};

/// The most reasons for inconclusive cases that are reported.
const MOST_REASONS: usize = 100;

/// Writes SARIF.
pub struct Sarif {
    writer: Box<dyn Write>,
    root: Option<PathBuf>,
    version: &'static str,
    results: Vec<Value>,
    /// Findings of known failures by their reason, in the order of the reasons.
    known: BTreeMap<String, Vec<Folded>>,
    /// The reasons of inconclusive and flaky cases: the notification and its text, with the number of cases
    /// and the first of them.
    reasons: BTreeMap<(&'static str, String), (usize, String)>,
    /// The hint of a suite, and the values that it leaves behind.
    messages: Vec<Value>,
}

impl Sarif {
    /// Writes to this writer when the run is over; files below `root` are relative to it.
    pub fn new(writer: Box<dyn Write>, root: Option<PathBuf>) -> Self {
        let (known, reasons) = (BTreeMap::new(), BTreeMap::new());
        let (results, messages) = (Vec::new(), Vec::new());
        Self { writer, root, version: "", results, known, reasons, messages }
    }

    fn case(&mut self, report: &CaseReport) {
        match &report.outcome {
            Outcome::KnownFailure { reason, findings } => {
                let known = self.known.entry(reason.clone()).or_default();
                let failing = findings.iter().filter(|finding| finding.fails());
                failing.for_each(|finding| add(known, finding.clone()));
            }
            Outcome::Inconclusive { reason } => {
                self.reason("inconclusive", format!("inconclusive: {reason}"), report);
            }
            _ => {}
        }
        if let Some(flaky) = &report.flaky {
            self.reason("flaky", flaky.words(), report);
        }
    }

    fn reason(&mut self, id: &'static str, words: String, report: &CaseReport) {
        let first = || (0, report.id.clone());
        self.reasons.entry((id, words)).or_insert_with(first).0 += 1;
    }

    fn suite_end(&mut self, end: &SuiteEnd) {
        self.results(&end.findings, None);
        let provider = &end.provider;
        let hint = end.hint.iter().map(|hint| {
            notification("hint", format!("{provider}: {}; {}", hint.message, hint.help))
        });
        let left = end.left.iter().take(MOST_REASONS);
        let left = left.map(|one| notification("left-behind", format!("{provider}: {one}")));
        self.messages.extend(hint.chain(left));
        if let more @ 1.. = end.left.len().saturating_sub(MOST_REASONS) {
            self.messages.push(notification("left-behind", format!("{provider}: and {more} more")));
        }
    }

    fn results(&mut self, findings: &[Folded], reason: Option<&str>) {
        let root = self.root.as_deref();
        self.results.extend(findings.iter().map(|folded| result::result(folded, reason, root)));
    }

    fn end(&mut self, end: &RunEnd) -> Value {
        for (reason, findings) in std::mem::take(&mut self.known) {
            self.results(&findings, Some(&reason));
        }
        json!({
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": tool::driver(self.version) },
                "automationDetails": { "id": "conformance/" },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    "SRCROOT": { "description": { "text": "the folder of the repository" } },
                },
                "invocations": [{
                    "executionSuccessful": end.error.is_none() && end.exit_code() < 4,
                    "exitCode": end.exit_code(),
                    "toolExecutionNotifications": self.notifications(end),
                    "toolConfigurationNotifications": self.configuration(end),
                }],
                "results": std::mem::take(&mut self.results),
            }],
        })
    }

    /// The notifications: hints, leftovers, reasons of inconclusive and flaky cases, an interruption.
    fn notifications(&mut self, end: &RunEnd) -> Vec<Value> {
        let mut list = std::mem::take(&mut self.messages);
        for ((id, words), (count, first)) in self.reasons.iter().take(MOST_REASONS) {
            let others =
                if *count > 1 { format!(" and {} more", count - 1) } else { String::new() };
            list.push(notification(id, format!("{words} ({first}{others})")));
        }
        if let rest @ 1.. = self.reasons.len().saturating_sub(MOST_REASONS) {
            list.push(notification("inconclusive", format!("and {rest} more reasons")));
        }
        if end.interrupted {
            list.push(notification("interrupted", "the run was interrupted".to_owned()));
        }
        list
    }

    /// The errors of the configuration: one that prevents the run, and stale known failures.
    fn configuration(&self, end: &RunEnd) -> Vec<Value> {
        let error = end.error.iter().map(not_begun);
        error.chain(self.stale(&end.stale)).collect()
    }

    fn stale(&self, stale: &[StaleExpectation]) -> Vec<Value> {
        let one = |stale: &StaleExpectation| {
            let (file, line) = match stale.entry.place.rsplit_once(':') {
                Some((file, line)) => (file, line.parse().unwrap_or(1)),
                None => (stale.entry.place.as_str(), 1),
            };
            let file = place::relative(file, self.root.as_deref());
            json!({
                "descriptor": { "id": "known-failure" },
                "level": "error",
                "message": { "text": format!("{}; {}", stale.words(), stale.help()) },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": result::artifact(&file),
                    "region": { "startLine": line },
                } }],
            })
        };
        stale.iter().map(one).collect()
    }
}

/// §3.58.
fn notification(id: &str, text: String) -> Value {
    json!({ "descriptor": { "id": id }, "level": "warning", "message": { "text": text } })
}

fn not_begun(error: &RunError) -> Value {
    let text = format!("{NOT_BEGUN}: {}", error.message);
    json!({
        "descriptor": { "id": "not-begun" }, "level": "error", "message": { "text": text },
    })
}

impl Reporter for Sarif {
    fn on_event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted(start) => self.version = start.version,
            Event::CaseFinished(report) => self.case(report),
            Event::SuiteFinished(end) => self.suite_end(end),
            Event::SuiteStarted(_) | Event::Waiting(_) => {}
            Event::RunFinished(end) => {
                let log = self.end(end);
                serde_json::to_writer_pretty(&mut self.writer, &log)?;
                writeln!(self.writer)?;
                self.writer.flush()?;
            }
        }
        Ok(())
    }
}

/// SARIF's level for a severity (§3.27.10).
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}
