//! The parts of each document that a run exercised, and those that it did not, as text.

use std::io::{self, Write};

use super::Reporter;
use super::styles::{BOLD, DIM, GREEN, YELLOW};
use conformance_core::coverage::{Reached, Share};
use conformance_core::event::{Event, RunEnd, SuiteEnd};

/// Writes the coverage.
pub struct CoverageText {
    writer: Box<dyn Write>,
}

impl CoverageText {
    /// Writes to this writer.
    pub fn new(writer: Box<dyn Write>) -> Self {
        Self { writer }
    }

    fn suite(&mut self, end: &SuiteEnd) -> io::Result<()> {
        let share = end.coverage.share();
        writeln!(self.writer, "{BOLD}{}{BOLD:#}  {}", end.provider, summary(share))?;
        for (kind, reached) in end.coverage.kinds() {
            self.kind(kind, reached)?;
        }
        writeln!(self.writer)
    }

    fn kind(&mut self, kind: &str, reached: &Reached) -> io::Result<()> {
        if reached.total() == 0 {
            return Ok(());
        }
        let (hit, total) = (reached.reached.len(), reached.total());
        let style = if hit == total { GREEN } else { YELLOW };
        writeln!(self.writer, "  {style}{kind:<12}{hit:>4}/{total}{style:#}")?;
        for name in &reached.missed {
            writeln!(self.writer, "    not reached  {name}")?;
        }
        for name in &reached.reached {
            writeln!(self.writer, "    {DIM}reached      {name}{DIM:#}")?;
        }
        Ok(())
    }
}

/// `41 of 48, 85%`.
pub(super) fn summary(share: Share) -> String {
    format!("{} of {}, {:.0}%", share.reached, share.total, share.percent().floor())
}

impl Reporter for CoverageText {
    fn on_event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::SuiteFinished(end) => self.suite(end),
            // The error is reported elsewhere.
            Event::RunFinished(end) if end.error.is_some() => Ok(()),
            Event::RunFinished(end) => {
                let RunEnd { coverage, minimum, .. } = &**end;
                let minimum = match minimum {
                    Some(minimum) if coverage.percent() < *minimum => {
                        format!("; required: {minimum}%")
                    }
                    _ => String::new(),
                };
                writeln!(self.writer, "exercised: {}{minimum}", summary(*coverage))?;
                self.writer.flush()
            }
            _ => Ok(()),
        }
    }
}
