//! The progress of the run on standard error: a bar on a terminal, else a line at intervals. The clock is
//! read at events only.

use std::io::{self, IsTerminal as _, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::Reporter;
use conformance_core::event::{Event, Outcome};

/// The interval of lines.
const BETWEEN: Duration = Duration::from_secs(10);

/// The time since the run began.
type Clock = Box<dyn Fn() -> Duration>;

/// A bar, or lines.
pub struct Progress {
    shown: Shown,
    clock: Clock,
    total: usize,
    done: usize,
    findings: usize,
    waiting: Option<String>,
}

enum Shown {
    Bar(ProgressBar),
    Lines { writer: Box<dyn Write>, last: Duration },
}

impl Progress {
    /// A bar if standard error is a terminal, else lines.
    pub fn on_standard_error() -> Self {
        let begun = Instant::now();
        let clock: Clock = Box::new(move || begun.elapsed());
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}");
        match style {
            Ok(style) if io::stderr().is_terminal() => {
                Self::new(Shown::Bar(ProgressBar::new(0).with_style(style)), clock)
            }
            _ => Self::lines(Box::new(io::stderr()), clock),
        }
    }

    /// Lines to this writer, by a clock that returns the time since the run began.
    pub fn lines(writer: Box<dyn Write>, clock: Clock) -> Self {
        Self::new(Shown::Lines { writer, last: Duration::ZERO }, clock)
    }

    fn new(shown: Shown, clock: Clock) -> Self {
        Self { shown, clock, total: 0, done: 0, findings: 0, waiting: None }
    }

    /// The message beside the bar: findings, the rate, the cause of a pause.
    fn words(&self, now: Duration) -> String {
        let findings = match self.findings {
            1 => "1 finding".to_owned(),
            count => format!("{count} findings"),
        };
        let seconds = now.as_secs_f64();
        let rate = if seconds > 0.0 { self.done as f64 / seconds } else { 0.0 };
        let waiting = self.waiting.as_ref().map_or_else(String::new, |words| format!(", {words}"));
        format!("{findings}, {rate:.0} cases/s{waiting}")
    }

    /// Shows the progress; `urgent` lines do not wait for the interval.
    fn show(&mut self, urgent: bool) -> io::Result<()> {
        let now = (self.clock)();
        let words = self.words(now);
        let left = self.total.saturating_sub(self.done);
        match &mut self.shown {
            Shown::Bar(bar) => {
                bar.set_position(self.done as u64);
                bar.set_message(words);
            }
            Shown::Lines { writer, last } if urgent || now.saturating_sub(*last) >= BETWEEN => {
                *last = now;
                let (done, total) = (self.done, self.total);
                writeln!(writer, "{done} of {total} cases done, {left} remaining, {words}")?;
            }
            Shown::Lines { .. } => {}
        }
        Ok(())
    }
}

impl Reporter for Progress {
    fn on_event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted(start) => {
                self.total = start.cases;
                if let Shown::Bar(bar) = &self.shown {
                    bar.set_length(start.cases as u64);
                }
            }
            Event::CaseFinished(report) => {
                self.done += 1;
                self.waiting = None;
                if let Outcome::Failed { findings } = &report.outcome {
                    self.findings += findings.iter().filter(|finding| finding.fails()).count();
                }
                self.show(false)?;
            }
            Event::Waiting(waiting) => {
                self.waiting =
                    Some(format!("waiting {:.0} s for {}", waiting.seconds, waiting.reason));
                // A long pause is reported at once, since no other event will follow for a while.
                self.show(waiting.seconds >= BETWEEN.as_secs_f64())?;
            }
            Event::RunFinished(_) => {
                if let Shown::Bar(bar) = &self.shown {
                    bar.finish_and_clear();
                }
            }
            Event::SuiteStarted(_) | Event::SuiteFinished(_) => {}
        }
        Ok(())
    }
}
