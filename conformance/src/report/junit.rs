//! JUnit XML, for what reads test results: a suite for each target, a test case for each case.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event as Xml};

use super::human::finding_text;
use super::spill::Spill;
use super::{Form, Goes, Reporter};
use crate::check::Severity;
use crate::event::{CaseReport, Event, Outcome, RunEnd};
use crate::finding::Finding;
use crate::known::Unmet;

/// As the command line names it.
pub(super) const FORM: Form = Form {
    name: "junit",
    about: "JUnit XML",
    goes: Goes::File,
    make: |writer, _| Box::new(Junit::new(writer)),
};

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
    seed: Option<u64>,
    failures: usize,
    skipped: usize,
    cases: Spill<String>,
}

impl Junit {
    /// Writes to this writer when the run is over.
    pub fn new(writer: Box<dyn Write>) -> Self {
        Self { writer: Writer::new(writer), suites: Vec::new(), seed: 0 }
    }

    fn end(&mut self, end: &RunEnd) -> io::Result<()> {
        if !end.unmet.is_empty() {
            let mut suite = Suite { name: "known failures".to_owned(), ..Suite::default() };
            for unmet in &end.unmet {
                suite.failures += 1;
                suite.cases.push(&unmet_case(unmet)?)?;
            }
            self.suites.push(suite);
        }
        let (writer, suites) = (&mut self.writer, &self.suites);
        let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>().to_string();
        let root = BytesStart::new("testsuites").with_attributes([
            ("name", "conformance"),
            ("tests", &sum(|suite| suite.cases.count())),
            ("skipped", &sum(|suite| suite.skipped)),
            ("failures", &sum(|suite| suite.failures)),
            ("errors", "0"),
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
                let (name, seed) = (start.provider.clone(), Some(self.seed));
                self.suites.push(Suite { name, seed, ..Suite::default() });
            }
            Event::CaseFinished(report) => {
                if let Some(suite) = self.suites.last_mut() {
                    suite.add(report)?;
                }
            }
            Event::SuiteFinished(_) | Event::Waiting(_) => {}
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
            // JUnit knows no known failure and no inconclusive case: they are skipped, and say why.
            Outcome::KnownFailure { .. }
            | Outcome::Inconclusive { .. }
            | Outcome::Skipped { .. } => self.skipped += 1,
        }
        let case = test_case(&self.name, report)?;
        self.cases.push(&case)
    }

    fn write(&self, writer: &mut Writer<Box<dyn Write>>) -> io::Result<()> {
        let start = element("testsuite", &[("name", &self.name)]).with_attributes([
            ("tests", self.cases.count().to_string().as_str()),
            ("skipped", &self.skipped.to_string()),
            ("errors", "0"),
            ("failures", &self.failures.to_string()),
        ]);
        line(writer, 1)?;
        writer.write_event(Xml::Start(start))?;
        if let Some(seed) = self.seed {
            line(writer, 2)?;
            writer.write_event(Xml::Start(BytesStart::new("properties")))?;
            line(writer, 3)?;
            let seed = element("property", &[("name", "seed"), ("value", &seed.to_string())]);
            writer.write_event(Xml::Empty(seed))?;
            line(writer, 2)?;
            writer.write_event(Xml::End(BytesEnd::new("properties")))?;
        }
        self.cases.each(|case| {
            line(writer, 2)?;
            let case: String = serde_json::from_str(case)?;
            writer.get_mut().write_all(case.as_bytes())
        })?;
        line(writer, 1)?;
        writer.write_event(Xml::End(BytesEnd::new("testsuite")))
    }
}

/// An element within a test case: its name, its attributes, its text.
type Inner<'a> = (&'static str, Vec<(&'static str, String)>, String);

/// A test case as XML.
fn test_case(suite: &str, report: &CaseReport) -> io::Result<String> {
    let class = format!("{suite}.{}", crate::case::slug(&report.operation));
    let time = format!("{:.3}", report.microseconds as f64 / 1_000_000.0);
    let attributes = [("name", report.id.as_str()), ("classname", &class), ("time", &time)];
    written(&attributes, inner(&report.outcome))
}

fn inner(outcome: &Outcome) -> Option<Inner<'_>> {
    let texts = |findings: &[&Finding]| {
        findings.iter().copied().map(finding_text).collect::<Vec<_>>().join("\n")
    };
    match outcome {
        Outcome::Passed { .. } => None,
        // JUnit knows no warning: the case succeeds, and its output says what is warned of.
        Outcome::Warned { findings } => {
            Some(("system-out", Vec::new(), texts(&findings.iter().collect::<Vec<_>>())))
        }
        Outcome::Failed { findings } => {
            // What fails the case comes before what is only warned of.
            let errors = findings.iter().filter(|finding| finding.fails());
            let first = errors.chain(findings).next();
            let attributes = first.map_or_else(Vec::new, |first| {
                let message = format!("expected {}, got {}", first.expected, first.actual);
                vec![("message", message), ("type", first.check.to_owned())]
            });
            // What is only worth knowing is no part of a failure.
            let told = findings.iter().filter(|finding| finding.severity > Severity::Info);
            Some(("failure", attributes, texts(&told.collect::<Vec<_>>())))
        }
        Outcome::KnownFailure { reason, .. } => Some(skipped(format!("known failure: {reason}"))),
        Outcome::Inconclusive { reason } => Some(skipped(format!("inconclusive: {reason}"))),
        Outcome::Skipped { reason } => Some(skipped(reason.clone())),
    }
}

fn skipped(reason: String) -> Inner<'static> {
    ("skipped", vec![("message", reason)], String::new())
}

/// An entry of the known failures that does not hold fails the run like a case.
fn unmet_case(unmet: &Unmet) -> io::Result<String> {
    let failure = ("failure", vec![("message", unmet.words())], unmet.help().to_owned());
    written(&[("name", &unmet.entry.place)], Some(failure))
}

fn written(attributes: &[(&str, &str)], inner: Option<Inner<'_>>) -> io::Result<String> {
    let mut writer = Writer::new(Vec::new());
    let case = element("testcase", attributes);
    let Some((name, attributes, text)) = inner else {
        writer.write_event(Xml::Empty(case))?;
        return Ok(String::from_utf8_lossy(&writer.into_inner()).into_owned());
    };
    writer.write_event(Xml::Start(case))?;
    line(&mut writer, 3)?;
    let attributes: Vec<(&str, &str)> =
        attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let start = element(name, &attributes);
    if text.is_empty() {
        writer.write_event(Xml::Empty(start))?;
    } else {
        writer.write_event(Xml::Start(start))?;
        writer.write_event(Xml::Text(BytesText::new(&writable(&text))))?;
        writer.write_event(Xml::End(BytesEnd::new(name)))?;
    }
    line(&mut writer, 2)?;
    writer.write_event(Xml::End(BytesEnd::new("testcase")))?;
    Ok(String::from_utf8_lossy(&writer.into_inner()).into_owned())
}

fn element(name: &'static str, attributes: &[(&str, &str)]) -> BytesStart<'static> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, writable(value).as_str()));
    }
    start
}

/// A new line, indented.
fn line<W: Write>(writer: &mut Writer<W>, depth: usize) -> io::Result<()> {
    write!(writer.get_mut(), "\n{:1$}", "", depth * 4)
}

/// XML 1.0 §2.2 has no way to write most control characters.
fn writable(text: &str) -> String {
    let is_char = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().map(|c| if is_char(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}
