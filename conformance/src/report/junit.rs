//! JUnit XML, for what reads test results: a suite for each target, a test case for each case.

use std::io::{self, Write};
use std::time::Duration;

use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use super::Reporter;
use super::human::finding_text;
use crate::check::Severity;
use crate::event::{CaseReport, Event, Outcome};
use crate::known::Unmet;

/// Writes JUnit XML.
pub struct Junit {
    writer: Box<dyn Write>,
    report: Report,
    cases: Vec<CaseReport>,
    seed: u64,
}

impl Junit {
    /// Writes to this writer when the run is over.
    pub fn new(writer: Box<dyn Write>) -> Self {
        Self { writer, report: Report::new("conformance"), cases: Vec::new(), seed: 0 }
    }
}

impl Reporter for Junit {
    fn on_event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted { seed, .. } => self.seed = *seed,
            Event::SuiteStarted(_) | Event::Waiting { .. } => {}
            Event::CaseFinished(report) => self.cases.push(report.clone()),
            Event::SuiteFinished(end) => {
                let mut suite = TestSuite::new(end.provider.clone());
                suite.add_property(Property::new("seed", self.seed.to_string()));
                suite.add_test_cases(
                    self.cases.drain(..).map(|report| test_case(&end.provider, &report)),
                );
                self.report.add_test_suite(suite);
            }
            Event::RunFinished { unmet, .. } => {
                if !unmet.is_empty() {
                    let mut suite = TestSuite::new("known failures");
                    suite.add_test_cases(unmet.iter().map(unmet_case));
                    self.report.add_test_suite(suite);
                }
                self.report.serialize(&mut self.writer).map_err(io::Error::other)?;
                self.writer.flush()?;
            }
        }
        Ok(())
    }
}

fn test_case(provider: &str, report: &CaseReport) -> TestCase {
    let mut case = TestCase::new(report.id.clone(), status(report));
    case.set_classname(format!("{provider}.{}", crate::case::slug(&report.operation)));
    case.set_time(Duration::from_micros(report.microseconds));
    if let Outcome::Warned { findings } = &report.outcome {
        case.set_system_out(findings.iter().map(finding_text).collect::<Vec<_>>().join("\n"));
    }
    case
}

/// JUnit knows no inconclusive case: it is skipped, and says why.
fn status(report: &CaseReport) -> TestCaseStatus {
    match &report.outcome {
        // JUnit knows no warning: the case succeeds, and its output says what is warned of.
        Outcome::Passed { .. } | Outcome::Warned { .. } => TestCaseStatus::success(),
        Outcome::Failed { findings } => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            // What fails the case comes before what is only warned of.
            let errors = findings.iter().filter(|finding| finding.fails());
            if let Some(first) = errors.chain(findings).next() {
                status.set_type(first.check);
                status.set_message(format!("expected {}, got {}", first.expected, first.actual));
            }
            // What is only worth knowing is no part of a failure.
            let told = findings.iter().filter(|finding| finding.severity > Severity::Info);
            let texts: Vec<String> = told.map(finding_text).collect();
            status.set_description(texts.join("\n"));
            status
        }
        // Nor a known failure: it is skipped, and says why.
        Outcome::KnownFailure { reason, .. } => skipped(&format!("known failure: {reason}")),
        Outcome::Inconclusive { reason } => skipped(&format!("inconclusive: {reason}")),
        Outcome::Skipped { reason } => skipped(reason),
    }
}

/// An entry of the known failures that does not hold fails the run like a case.
fn unmet_case(unmet: &Unmet) -> TestCase {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_message(unmet.words());
    status.set_description(unmet.help());
    TestCase::new(unmet.entry.place.clone(), status)
}

fn skipped(reason: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(reason);
    status
}
