//! One versioned JSON document at the end of the run. Its JSON Schema is `docs/report.schema.json`.

mod document;

use std::io::{self, Write};

use serde_json::Value;

use super::{Form, Goes, Reporter};
use conformance_core::event::{Event, RunStart, SuiteEnd, SuiteStart};
use document::{Document, Suite};

pub(super) use document::CaseRow;

/// The form for the command line.
pub(super) const FORM: Form = Form {
    name: "json",
    about: "one JSON document",
    goes: Goes::Document,
    make: |writer, _| Box::new(Json::new(writer)),
};

/// Writes one JSON document.
pub struct Json {
    writer: Box<dyn Write>,
    start: Option<RunStart>,
    suites: Vec<Suite>,
}

impl Json {
    /// Writes to this writer when the run is over.
    pub fn new(writer: Box<dyn Write>) -> Self {
        Self { writer, start: None, suites: Vec::new() }
    }

    fn begin(&mut self, start: &SuiteStart) {
        let SuiteStart { provider, title, spec, target, cases: _, losses } = start.clone();
        self.suites.push(Suite { provider, title, spec, target, losses, ..Suite::default() });
    }

    fn end(&mut self, end: &SuiteEnd) {
        if let Some(suite) = self.suites.last_mut() {
            suite.tally = end.tally;
            suite.findings.clone_from(&end.findings);
            suite.coverage = end.coverage.clone();
            suite.hint.clone_from(&end.hint);
            suite.left.clone_from(&end.left);
        }
    }
}

impl Reporter for Json {
    fn on_event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted(start) => self.start = Some(start.clone()),
            Event::SuiteStarted(start) => self.begin(start),
            Event::CaseFinished(report) => {
                if let Some(suite) = self.suites.last_mut() {
                    suite.cases.push(&CaseRow::from(report))?;
                }
            }
            Event::SuiteFinished(end) => self.end(end),
            Event::Waiting(_) => {}
            Event::RunFinished(end) => {
                let suites = std::mem::take(&mut self.suites);
                let document = Document::new(self.start.as_ref(), end, suites);
                serde_json::to_writer_pretty(&mut self.writer, &document)?;
                writeln!(self.writer)?;
                self.writer.flush()?;
            }
        }
        Ok(())
    }
}

/// The JSON Schema of the document, derived from the types that are serialized.
pub fn schema() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Document>().into()
}
