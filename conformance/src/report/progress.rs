//! A bar on standard error while the run lasts; only for terminals.

use std::io;
use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressStyle};

use super::Reporter;
use crate::event::{Event, Outcome};

/// A progress bar.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    failed: usize,
}

impl Progress {
    /// A bar, if standard error is a terminal.
    pub fn on_terminal() -> Option<Self> {
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").ok()?;
        io::stderr()
            .is_terminal()
            .then(|| Self { bar: ProgressBar::new(0).with_style(style), failed: 0 })
    }
}

impl Reporter for Progress {
    fn on_event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted { cases, .. } => self.bar.set_length(*cases as u64),
            Event::CaseFinished(report) => {
                self.failed += usize::from(matches!(report.outcome, Outcome::Failed { .. }));
                let found = if self.failed == 0 {
                    String::new()
                } else {
                    format!("{} failed, ", self.failed)
                };
                self.bar.set_message(format!("{found}{}", report.id));
                self.bar.inc(1);
            }
            Event::Waiting { seconds, reason } => {
                self.bar.set_message(format!("waiting {seconds:.0} s: {reason}"));
            }
            Event::RunFinished { .. } => self.bar.finish_and_clear(),
            Event::SuiteStarted(_) | Event::SuiteFinished(_) => {}
        }
        Ok(())
    }
}
