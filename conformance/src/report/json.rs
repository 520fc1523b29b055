//! One versioned JSON document at the end of the run.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Reporter;
use crate::event::{CaseReport, Event, SuiteStart};

/// The version of the document's form; it changes when a reader has to.
const FORM: u32 = 1;

/// Writes one JSON document.
pub struct Json {
    writer: Box<dyn Write>,
    run: Value,
    suites: Vec<Value>,
    open: Option<SuiteStart>,
    cases: Vec<CaseReport>,
}

impl Json {
    /// Writes to this writer when the run is over.
    pub fn new(writer: Box<dyn Write>) -> Self {
        Self { writer, run: Value::Null, suites: Vec::new(), open: None, cases: Vec::new() }
    }
}

impl Reporter for Json {
    fn on_event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted { version, seed, .. } => {
                self.run = json!({ "form": FORM, "harness": version, "seed": seed });
            }
            Event::SuiteStarted(start) => self.open = Some(start.clone()),
            Event::CaseFinished(report) => self.cases.push(report.clone()),
            Event::SuiteFinished(end) => {
                let start = self.open.take();
                let cases = std::mem::take(&mut self.cases);
                self.suites.push(json!({
                    "provider": end.provider,
                    "title": start.as_ref().map(|start| &start.title),
                    "spec": start.as_ref().map(|start| &start.spec),
                    "target": start.as_ref().map(|start| &start.target),
                    "tally": end.tally,
                    "findings": end.findings,
                    "coverage": end.coverage,
                    "hint": end.hint,
                    "left": end.left,
                    "cases": cases.iter().map(case).collect::<Vec<_>>(),
                }));
            }
            Event::RunFinished {
                verdict,
                tally,
                interrupted,
                unmet,
                coverage,
                minimum,
                milliseconds,
            } => {
                let mut document = std::mem::take(&mut self.run);
                document["verdict"] = json!(verdict);
                document["interrupted"] = json!(interrupted);
                document["coverage"] = json!(coverage);
                document["minimum"] = json!(minimum);
                document["unmet"] = json!(unmet);
                document["milliseconds"] = json!(milliseconds);
                document["tally"] = json!(tally);
                document["suites"] = Value::Array(std::mem::take(&mut self.suites));
                serde_json::to_writer_pretty(&mut self.writer, &document)?;
                writeln!(self.writer)?;
                self.writer.flush()?;
            }
        }
        Ok(())
    }
}

/// A case. Its findings stand in full with the suite, folded; here only what they say.
fn case(report: &CaseReport) -> Value {
    let mut value = json!(report);
    let findings = report.outcome.findings();
    if !findings.is_empty() {
        let brief = findings.iter().map(|finding| {
            json!({
                "check": finding.check,
                "severity": finding.severity,
                "symptom": finding.symptom,
                "expected": finding.expected,
                "actual": finding.actual,
            })
        });
        value["findings"] = brief.collect();
    }
    value
}
