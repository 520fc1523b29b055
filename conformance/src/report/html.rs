//! One page that stands alone: no network, no other file. Findings can be read without scripts; scripts
//! add filters, the table of cases and the choice of a theme.
//!
//! Everything is written through a template engine that escapes, and the page's own policy (CSP) lets
//! nothing run but the two texts whose hashes it names.

mod cases;
mod page;
mod picture;
mod view;
mod visible;

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{Form, Goes, Reporter};
use crate::event::{CaseReport, Event, Outcome, RunEnd, RunStart, SuiteEnd, SuiteStart};
use crate::finding::{Folded, add};
use cases::Cases;

/// As the command line names it.
pub(super) const FORM: Form = Form {
    name: "html",
    about: "one page for a browser",
    goes: Goes::File,
    make: |writer, _| Box::new(Html::new(writer)),
};

/// Writes one page.
pub struct Html {
    writer: Box<dyn Write>,
    run: Run,
}

/// What a run has told.
#[derive(Default)]
struct Run {
    start: Option<RunStart>,
    suites: Vec<(SuiteStart, Option<SuiteEnd>)>,
    /// Findings of known failures by target and reason.
    known: BTreeMap<(usize, String), Vec<Folded>>,
    /// Why cases came to no conclusion or were not asked, with how many and the first of them.
    reasons: BTreeMap<(usize, &'static str, String), (usize, String)>,
    cases: Cases,
}

impl Html {
    /// Writes to this writer when the run is over.
    pub fn new(writer: Box<dyn Write>) -> Self {
        Self { writer, run: Run::default() }
    }

    fn end(&mut self, end: &RunEnd) -> io::Result<()> {
        page::write(&mut self.writer, &self.run, end)?;
        self.writer.flush()
    }
}

impl Run {
    fn case(&mut self, report: &CaseReport) -> io::Result<()> {
        let suite = self.suites.len().saturating_sub(1);
        match &report.outcome {
            Outcome::KnownFailure { reason, findings } => {
                let known = self.known.entry((suite, reason.clone())).or_default();
                findings.iter().for_each(|finding| add(known, finding.clone()));
            }
            Outcome::Inconclusive { reason } | Outcome::Skipped { reason } => {
                let key = (suite, report.outcome.word(), reason.clone());
                let first = || (0, report.id.clone());
                self.reasons.entry(key).or_insert_with(first).0 += 1;
            }
            Outcome::Passed { .. } | Outcome::Warned { .. } | Outcome::Failed { .. } => {}
        }
        self.cases.add(suite, report)
    }
}

impl Reporter for Html {
    fn on_event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted(start) => self.run.start = Some(start.clone()),
            Event::SuiteStarted(start) => self.run.suites.push((start.clone(), None)),
            Event::CaseFinished(report) => self.run.case(report)?,
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
