//! JUnit XML, for tools that read test results: a suite for each target, a test case for each case. Other
//! information is in elements of Surefire, or in the properties of a suite.

mod xml;

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, Event as Xml};

use super::human::finding_text;
use super::spill::Spill;
use super::{Form, Goes, NOT_BEGUN, Reporter};
use conformance_core::check::Severity;
use conformance_core::event::StaleExpectation;
use conformance_core::event::{CaseReport, Event, Flaky, Outcome, RunEnd, RunError, SuiteEnd};
use conformance_core::finding::Finding;
use xml::{Inner, element, line, properties, written};

/// The form for the command line.
pub(super) const FORM: Form = Form {
    name: "junit",
    about: "JUnit XML",
    goes: Goes::File,
    make: |writer, _| Box::new(Junit::new(writer)),
};

/// The most leftover values that are named.
const MOST_LEFT: usize = 100;

/// Writes JUnit XML.
pub struct Junit {
    writer: Writer<Box<dyn Write>>,
    suites: Vec<Suite>,
    seed: u64,
}

/// A suite with its test cases as XML.
#[derive(Default)]
struct Suite {
    name: String,
    properties: Vec<(&'static str, String)>,
    failures: usize,
    errors: usize,
    skipped: usize,
    cases: Spill<String>,
}

impl Junit {
    /// Writes to this writer when the run is over.
    pub fn new(writer: Box<dyn Write>) -> Self {
        Self { writer: Writer::new(writer), suites: Vec::new(), seed: 0 }
    }

    fn end(&mut self, end: &RunEnd) -> io::Result<()> {
        if !end.stale.is_empty() {
            let mut suite = Suite { name: "known failures".to_owned(), ..Suite::default() };
            for stale in &end.stale {
                suite.failures += 1;
                suite.cases.push(&stale_case(stale)?)?;
            }
            self.suites.push(suite);
        }
        if let Some(error) = &end.error {
            let name = "conformance".to_owned();
            let mut suite = Suite { name, errors: 1, ..Suite::default() };
            suite.cases.push(&error_case(error)?)?;
            self.suites.push(suite);
        }
        let (writer, suites) = (&mut self.writer, &self.suites);
        let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>().to_string();
        let root = BytesStart::new("testsuites").with_attributes([
            ("name", "conformance"),
            ("tests", &sum(|suite| suite.cases.count())),
            ("skipped", &sum(|suite| suite.skipped)),
            ("failures", &sum(|suite| suite.failures)),
            ("errors", &sum(|suite| suite.errors)),
        ]);
        writer.write_event(Xml::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        line(writer, 0)?;
        writer.write_event(Xml::Start(root))?;
        for suite in suites {
            suite.write(writer)?;
        }
        line(writer, 0)?;
        writer.write_event(Xml::End(BytesEnd::new("testsuites")))?;
        line(writer, 0)?;
        writer.get_mut().flush()
    }
}

impl Reporter for Junit {
    fn on_event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted(start) => self.seed = start.seed,
            Event::SuiteStarted(start) => {
                let name = start.provider.clone();
                let properties = vec![("seed", self.seed.to_string())];
                self.suites.push(Suite { name, properties, ..Suite::default() });
            }
            Event::CaseFinished(report) => {
                if let Some(suite) = self.suites.last_mut() {
                    suite.add(report)?;
                }
            }
            Event::SuiteFinished(end) => {
                if let Some(suite) = self.suites.last_mut() {
                    suite.finish(end);
                }
            }
            Event::Waiting(_) => {}
            Event::RunFinished(end) => self.end(end)?,
        }
        Ok(())
    }
}

impl Suite {
    fn add(&mut self, report: &CaseReport) -> io::Result<()> {
        match &report.outcome {
            Outcome::Passed { .. } | Outcome::Warned { .. } => {}
            Outcome::Failed { .. } => self.failures += 1,
            // JUnit has neither known failures nor inconclusive cases: they are skipped, with the reason.
            Outcome::KnownFailure { .. }
            | Outcome::Inconclusive { .. }
            | Outcome::Skipped { .. } => self.skipped += 1,
        }
        let case = test_case(&self.name, report)?;
        self.cases.push(&case)
    }

    /// Adds the hint and the leftovers to the properties.
    fn finish(&mut self, end: &SuiteEnd) {
        if let Some(hint) = &end.hint {
            self.properties.push(("hint", hint.message.clone()));
            self.properties.push(("help", hint.help.clone()));
        }
        if end.tally.flaky > 0 {
            self.properties.push(("flaky", end.tally.flaky.to_string()));
        }
        let left = end.left.iter().take(MOST_LEFT);
        self.properties.extend(left.map(|one| ("left-behind", one.to_string())));
        if let more @ 1.. = end.left.len().saturating_sub(MOST_LEFT) {
            self.properties.push(("left-behind", format!("and {more} more")));
        }
    }

    fn write(&self, writer: &mut Writer<Box<dyn Write>>) -> io::Result<()> {
        let start = element("testsuite", &[("name", &self.name)]).with_attributes([
            ("tests", self.cases.count().to_string().as_str()),
            ("skipped", &self.skipped.to_string()),
            ("errors", &self.errors.to_string()),
            ("failures", &self.failures.to_string()),
        ]);
        line(writer, 1)?;
        writer.write_event(Xml::Start(start))?;
        properties(writer, &self.properties)?;
        self.cases.each(|case| {
            line(writer, 2)?;
            let case: String = serde_json::from_str(case)?;
            writer.get_mut().write_all(case.as_bytes())
        })?;
        line(writer, 1)?;
        writer.write_event(Xml::End(BytesEnd::new("testsuite")))
    }
}

/// A test case as XML.
fn test_case(suite: &str, report: &CaseReport) -> io::Result<String> {
    let class = format!("{suite}.{}", conformance_core::slug::slug(&report.operation));
    let time = format!("{:.3}", report.microseconds as f64 / 1_000_000.0);
    let attributes = [("name", report.id.as_str()), ("classname", &class), ("time", &time)];
    let mut list: Vec<Inner> = report.flaky.as_ref().map_or_else(Vec::new, flaky);
    list.extend(inner(&report.outcome));
    written(&attributes, &list)
}

/// Surefire's element for a try that failed before one that did not: one for each.
fn flaky(flaky: &Flaky) -> Vec<Inner> {
    let failed = |number| {
        let message = format!("try {number} of {} failed: {}", flaky.tries, flaky.reason);
        let attributes = vec![("message", message), ("type", "flaky".to_owned())];
        ("flakyFailure", attributes, String::new())
    };
    (1..flaky.tries).map(failed).collect()
}

fn inner(outcome: &Outcome) -> Option<Inner> {
    let texts = |findings: &[&Finding]| {
        findings.iter().copied().map(finding_text).collect::<Vec<_>>().join("\n")
    };
    match outcome {
        Outcome::Passed { .. } => None,
        // JUnit has no warnings: the case succeeds, and its output has the warnings.
        Outcome::Warned { findings } => {
            Some(("system-out", Vec::new(), texts(&findings.iter().collect::<Vec<_>>())))
        }
        Outcome::Failed { findings } => {
            // Errors are before warnings.
            let errors = findings.iter().filter(|finding| finding.fails());
            let first = errors.chain(findings).next();
            let attributes = first.map_or_else(Vec::new, |first| {
                let message = format!("expected {}, got {}", first.expected, first.actual);
                vec![("message", message), ("type", first.check.to_owned())]
            });
            // Information is not part of a failure.
            let messages = findings.iter().filter(|finding| finding.severity > Severity::Info);
            Some(("failure", attributes, texts(&messages.collect::<Vec<_>>())))
        }
        Outcome::KnownFailure { reason, .. } => Some(skipped(format!("known failure: {reason}"))),
        Outcome::Inconclusive { reason } => Some(skipped(format!("inconclusive: {reason}"))),
        Outcome::Skipped { reason } => Some(skipped(reason.clone())),
    }
}

fn skipped(reason: String) -> Inner {
    ("skipped", vec![("message", reason)], String::new())
}

/// A stale entry of the known failures fails the run like a case.
fn stale_case(stale: &StaleExpectation) -> io::Result<String> {
    let failure = ("failure", vec![("message", stale.words())], stale.help().to_owned());
    written(&[("name", &stale.entry.place)], &[failure])
}

/// An error that prevents the run is reported as a case with an error.
fn error_case(error: &RunError) -> io::Result<String> {
    let attributes = vec![("message", error.line()), ("type", format!("exit {}", error.exit_code))];
    let attributes = ("error", attributes, error.message.clone());
    written(&[("name", NOT_BEGUN), ("classname", "conformance"), ("time", "0.000")], &[attributes])
}
