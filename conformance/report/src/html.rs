//! One self-contained page: no network, no other file. Findings can be read without scripts; scripts
//! add filters, the table of cases and the choice of a theme.
//!
//! Everything is written through a template engine that escapes, and the page's own policy (CSP) allows
//! only the two inline scripts and styles whose hashes it names.

mod cases;
mod page;
mod picture;
mod view;
mod visible;

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{Form, Goes, Reporter};
use cases::Cases;
use conformance_core::event::{CaseReport, Event, Outcome, RunEnd, RunStart, SuiteEnd, SuiteStart};
use conformance_core::finding::{Folded, add};

/// The form for the command line.
pub(super) const FORM: Form = Form {
    name: "html",
    about: "one page for a browser",
    goes: Goes::File,
    make: |writer, _| Box::new(Html::new(writer)),
};

/// The limits of a page; it reports how much is omitted.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// The most findings.
    pub findings: usize,
    /// The most bytes for the details of findings.
    pub bytes: usize,
    /// The most cases that passed, and the most of the others.
    pub cases: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { findings: 10_000, bytes: 14 * 1024 * 1024, cases: 15_000 }
    }
}

/// Writes one page.
pub struct Html {
    writer: Box<dyn Write>,
    run: Run,
    bounds: Bounds,
}

/// The collected events of a run.
#[derive(Default)]
struct Run {
    start: Option<RunStart>,
    suites: Vec<(SuiteStart, Option<SuiteEnd>)>,
    /// Findings of known failures by target and reason.
    known: BTreeMap<(usize, String), Vec<Folded>>,
    /// The reasons of inconclusive and skipped cases, with their number and the first of them.
    reasons: BTreeMap<(usize, &'static str, String), (usize, String)>,
    cases: Cases,
}

impl Html {
    /// Writes to this writer when the run is over.
    pub fn new(writer: Box<dyn Write>) -> Self {
        Self::within(writer, Bounds::default())
    }

    /// The same with other limits.
    pub fn within(writer: Box<dyn Write>, bounds: Bounds) -> Self {
        Self { writer, run: Run::default(), bounds }
    }

    fn end(&mut self, end: &RunEnd) -> io::Result<()> {
        page::write(&mut self.writer, &self.run, end, self.bounds)?;
        self.writer.flush()
    }
}

impl Run {
    fn case(&mut self, report: &CaseReport, most: usize) -> io::Result<()> {
        let suite = self.suites.len().saturating_sub(1);
        match &report.outcome {
            Outcome::KnownFailure { reason, findings } => {
                let known = self.known.entry((suite, reason.clone())).or_default();
                findings.iter().for_each(|finding| add(known, finding.clone()));
            }
            Outcome::Inconclusive { .. } | Outcome::Skipped { .. } => {
                let reason = report.outcome.reason().unwrap_or_default();
                let key = (suite, report.outcome.word(), reason);
                let first = || (0, report.id.clone());
                self.reasons.entry(key).or_insert_with(first).0 += 1;
            }
            Outcome::Passed { .. } | Outcome::Warned { .. } | Outcome::Failed { .. } => {}
        }
        self.cases.add(suite, report, most)
    }
}

impl Reporter for Html {
    fn on_event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted(start) => self.run.start = Some(start.clone()),
            Event::SuiteStarted(start) => self.run.suites.push((start.clone(), None)),
            Event::CaseFinished(report) => self.run.case(report, self.bounds.cases)?,
            Event::SuiteFinished(end) => {
                if let Some((_, last)) = self.run.suites.last_mut() {
                    *last = Some((**end).clone());
                }
            }
            Event::Waiting(_) => {}
            Event::RunFinished(end) => self.end(end)?,
        }
        Ok(())
    }
}
