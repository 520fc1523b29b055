//! Tells what happens in a run. Reporters see events, already without secrets, and nothing else.

mod coverage;
mod human;
mod json;
mod junit;
mod progress;

pub use coverage::CoverageText;
pub use human::Human;
pub use json::Json;
pub use junit::Junit;
pub use progress::Progress;

use std::io;
use std::sync::Arc;

use crate::event::Event;
use crate::redact::Redactor;

/// Tells what happens.
pub trait Reporter {
    /// Takes note of an event, and writes what can be written.
    ///
    /// # Errors
    ///
    /// Where the report cannot be written.
    fn on_event(&mut self, event: &Event) -> io::Result<()>;
}

/// Every reporter of a run, behind the one redactor.
pub struct Reporters {
    redactor: Arc<Redactor>,
    list: Vec<Box<dyn Reporter>>,
    /// The first failure to write; the run goes on without that report.
    failure: Option<io::Error>,
}

impl Reporters {
    /// Reporters behind a redactor.
    pub fn new(redactor: Arc<Redactor>, list: Vec<Box<dyn Reporter>>) -> Self {
        Self { redactor, list, failure: None }
    }

    /// Takes the secrets out of an event, and tells every reporter.
    pub fn tell(&mut self, mut event: Event) {
        event.clean(&self.redactor);
        for reporter in &mut self.list {
            if let Err(error) = reporter.on_event(&event) {
                self.failure.get_or_insert(error);
            }
        }
    }

    /// The first failure to write, if there was one.
    pub fn finish(self) -> Option<io::Error> {
        self.failure
    }
}
