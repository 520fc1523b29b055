//! The report for people: merged findings, a table, the coverage, a verdict.

mod finding;
mod made;
mod table;

pub(super) use finding::plain as finding_text;

use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::Style;

use super::styles::{BOLD, DIM, GREEN, RED, YELLOW};
use super::{Form, Goes, NOT_BEGUN, Reporter};
use conformance_core::check::Severity;
use conformance_core::coverage::{Coverage, Reached};
use conformance_core::event::{
    Event, Losses, Outcome, RunEnd, StaleExpectation, SuiteEnd, SuiteStart, Verdict,
};
use conformance_core::finding::Folded;

/// The form for the command line.
pub(super) const FORM: Form = Form {
    name: "human",
    about: "text for people",
    goes: Goes::Log,
    make: |writer, setting| Box::new(Human::new(writer, setting.quiet).alone(setting.to_file)),
};

/// The most reasons for inconclusive cases that are reported for each target.
const MOST_REASONS: usize = 12;

/// The most parts of a document that cannot be tested that are reported for each target.
const MOST_LOSSES: usize = 5;

/// Writes text for people.
pub struct Human {
    writer: Box<dyn Write>,
    /// Only findings and the verdict.
    quiet: bool,
    /// Whether the report is in a file, so that its reader does not see standard error.
    alone: bool,
    seed: u64,
    starts: Vec<SuiteStart>,
    ends: Vec<SuiteEnd>,
    /// The reasons of inconclusive cases, with their number and the first of them.
    reasons: BTreeMap<String, (usize, String)>,
}

impl Human {
    /// Writes to this writer; `quiet` omits all but findings and the verdict.
    pub fn new(writer: Box<dyn Write>, quiet: bool) -> Self {
        let (starts, ends) = (Vec::new(), Vec::new());
        Self { writer, quiet, alone: true, seed: 0, starts, ends, reasons: BTreeMap::new() }
    }

    /// Whether it reports an error that prevents the run. On a terminal the error itself is shown.
    #[must_use]
    pub fn alone(mut self, alone: bool) -> Self {
        self.alone = alone;
        self
    }

    fn suite(&mut self, end: &SuiteEnd) -> io::Result<()> {
        made::hint(&mut self.writer, end)?;
        let is_note = |folded: &&Folded| folded.finding.severity == Severity::Info;
        for folded in end.findings.iter().filter(|folded| !is_note(folded)) {
            finding::write(&mut self.writer, folded)?;
        }
        if !self.quiet {
            for folded in end.findings.iter().filter(is_note) {
                finding::note(&mut self.writer, folded)?;
            }
        }
        if self.quiet {
            self.reasons.clear();
            return Ok(());
        }
        let reasons = std::mem::take(&mut self.reasons);
        for (reason, (count, first)) in reasons.iter().take(MOST_REASONS) {
            let others =
                if *count > 1 { format!(" and {} more", count - 1) } else { String::new() };
            writeln!(self.writer, "{YELLOW}{reason}{YELLOW:#}\n  {DIM}{first}{others}{DIM:#}")?;
        }
        if reasons.len() > MOST_REASONS {
            writeln!(self.writer, "{DIM}and {} more reasons{DIM:#}", reasons.len() - MOST_REASONS)?;
        }
        made::left(&mut self.writer, end)
    }

    fn start(&mut self, start: &SuiteStart) -> io::Result<()> {
        if !self.quiet {
            writeln!(
                self.writer,
                "{BOLD}{}{BOLD:#}  {}, {} cases at {}",
                start.provider, start.title, start.cases, start.target
            )?;
            self.losses(&start.losses)?;
        }
        self.starts.push(start.clone());
        Ok(())
    }

    /// The parts of the document that cannot be tested.
    fn losses(&mut self, losses: &Losses) -> io::Result<()> {
        if losses.is_empty() {
            return Ok(());
        }
        writeln!(self.writer, "{YELLOW}{}{YELLOW:#}", losses.summary())?;
        for part in losses.parts.iter().take(MOST_LOSSES) {
            writeln!(self.writer, "  {part}")?;
        }
        if let more @ 1.. = losses.parts.len().saturating_sub(MOST_LOSSES) {
            writeln!(self.writer, "  and {more} more; `plan` and the JSON report have them all")?;
        }
        Ok(())
    }

    fn end(&mut self, end: &RunEnd) -> io::Result<()> {
        if let Some(error) = &end.error {
            if self.alone {
                writeln!(self.writer, "{RED}{NOT_BEGUN}{RED:#}: {}", error.message)?;
            }
            return self.writer.flush();
        }
        let RunEnd {
            verdict,
            tally,
            interrupted,
            stale,
            coverage,
            minimum,
            milliseconds,
            error: _,
        } = end;
        if let (Verdict::Uncovered, Some(minimum)) = (verdict, minimum) {
            let words = super::coverage::summary(*coverage);
            writeln!(self.writer, "{RED}exercised: {words}; required: {minimum}%{RED:#}")?;
        }
        for stale in stale {
            write_stale(&mut self.writer, stale)?;
        }
        if !self.quiet {
            writeln!(self.writer)?;
            table::write(&mut self.writer, &self.ends)?;
            writeln!(self.writer)?;
            for end in &self.ends {
                missed(&mut self.writer, &end.provider, &end.coverage)?;
            }
        }
        for end in &self.ends {
            unproved(&mut self.writer, &end.provider, &end.coverage)?;
        }
        let findings: Vec<&Folded> = self.ends.iter().flat_map(|end| &end.findings).collect();
        let (style, words) = verdict_words(*verdict, &findings, *interrupted);
        writeln!(
            self.writer,
            "{style}{words}{style:#}: {} cases, {} passed, {} warned{}, {} failed,{} {} inconclusive, {} skipped, \
             seed {}, {:.1} s",
            tally.total(),
            tally.passed,
            tally.warned,
            match tally.flaky {
                0 => String::new(),
                flaky => format!(" ({flaky} of these flaky)"),
            },
            tally.failed,
            match tally.known {
                0 => String::new(),
                known => format!(" {known} known failures,"),
            },
            tally.inconclusive,
            tally.skipped,
            self.seed,
            *milliseconds as f64 / 1_000.0
        )?;
        self.writer.flush()
    }
}

impl Reporter for Human {
    fn on_event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted(start) => self.seed = start.seed,
            Event::SuiteStarted(start) => self.start(start)?,
            // The progress bar shows it.
            Event::Waiting(_) => {}
            Event::CaseFinished(report) => {
                let messages = match (&report.flaky, &report.outcome) {
                    (Some(flaky), _) => flaky.words(),
                    (_, Outcome::Inconclusive { reason }) => format!("inconclusive: {reason}"),
                    (_, Outcome::Skipped { reason }) => format!("skipped: {reason}"),
                    (_, Outcome::KnownFailure { reason, .. }) => format!("known failure: {reason}"),
                    _ => return Ok(()),
                };
                let entry = self.reasons.entry(messages).or_insert_with(|| (0, report.id.clone()));
                entry.0 += 1;
            }
            Event::SuiteFinished(end) => {
                self.suite(end)?;
                self.ends.push((**end).clone());
            }
            Event::RunFinished(end) => self.end(end)?,
        }
        Ok(())
    }
}

/// Writes an entry of the known failures that does not match the run.
fn write_stale(writer: &mut dyn Write, stale: &StaleExpectation) -> io::Result<()> {
    writeln!(writer, "\n{RED}known{RED:#}{BOLD}: {}{BOLD:#}", stale.words())?;
    writeln!(writer, "  {DIM}--> {}{DIM:#}", stale.entry.place)?;
    writeln!(writer, "  {BOLD}reason   {BOLD:#}{}", stale.entry.reason)?;
    if let Some(first) = stale.cases.first() {
        writeln!(
            writer,
            "  {BOLD}passed   {BOLD:#}{}",
            finding::several(first, stale.cases.len() - 1)
        )?;
    }
    writeln!(writer, "  {BOLD}help     {BOLD:#}{}", stale.help())
}

fn verdict_words(verdict: Verdict, findings: &[&Folded], interrupted: bool) -> (Style, String) {
    let errors = findings.iter().filter(|folded| folded.finding.fails()).count();
    let is_warning = |folded: &&&Folded| folded.finding.severity == Severity::Warning;
    let warnings = match findings.iter().filter(is_warning).count() {
        0 => String::new(),
        1 => ", 1 warning".to_owned(),
        count => format!(", {count} warnings"),
    };
    let stopped = if interrupted { " (interrupted)" } else { "" };
    match verdict {
        Verdict::Conforms => (GREEN, format!("conforms{warnings}{stopped}")),
        Verdict::Findings if errors == 0 => {
            (RED, format!("a known failure is stale{warnings}{stopped}"))
        }
        Verdict::Uncovered => (RED, format!("too little was exercised{warnings}{stopped}")),
        Verdict::Findings => {
            let noun = if errors == 1 { "finding" } else { "findings" };
            (RED, format!("{errors} {noun}{warnings}{stopped}"))
        }
        Verdict::NothingRan => (YELLOW, format!("nothing ran{stopped}")),
        Verdict::NotAsked => {
            (YELLOW, format!("no verdict: the target was unreachable or unusable{stopped}"))
        }
        Verdict::NotBegun => (RED, NOT_BEGUN.to_owned()),
    }
}

/// Reports operations without any success, whose declared successes were not checked.
fn unproved(writer: &mut dyn Write, provider: &str, coverage: &Coverage) -> io::Result<()> {
    let without: Vec<&str> = coverage
        .successes
        .missed
        .iter()
        .filter(|operation| coverage.operations.reached.contains(operation))
        .map(String::as_str)
        .collect();
    if without.is_empty() {
        return Ok(());
    }
    writeln!(
        writer,
        "{YELLOW}{provider}: no success came from: {}{YELLOW:#}\n  {BOLD}help{BOLD:#}  supply \
         credentials and live values with --fixtures, so that valid requests are evaluated too",
        without.join(", ")
    )
}

/// Writes the parts of a document that were not exercised.
fn missed(writer: &mut dyn Write, provider: &str, coverage: &Coverage) -> io::Result<()> {
    let kinds: [(&str, &Reached); 4] = [
        ("operations", &coverage.operations),
        ("statuses", &coverage.statuses),
        ("parameters", &coverage.parameters),
        ("body fields", &coverage.fields),
    ];
    // The name of a single operation is redundant.
    let only = coverage.operations.reached.first().filter(|_| coverage.operations.total() == 1);
    let prefix = only.map(|only| format!("{only} ")).unwrap_or_default();
    for (kind, reached) in kinds.into_iter().filter(|(_, reached)| !reached.missed.is_empty()) {
        let names =
            reached.missed.iter().map(|name| name.strip_prefix(prefix.as_str()).unwrap_or(name));
        let names = names.collect::<Vec<_>>().join(", ");
        writeln!(writer, "{DIM}{provider}: {kind} not reached: {names}{DIM:#}")?;
    }
    Ok(())
}
