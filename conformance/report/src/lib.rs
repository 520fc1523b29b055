//! Reports on a run. A reporter sees redacted events and nothing else.

mod coverage;
mod ctrf;
mod destination;
mod form;
mod github;
mod html;
mod human;
mod json;
mod jsonl;
mod junit;
mod place;
mod progress;
mod sarif;
mod spill;
mod styles;

pub use coverage::CoverageText;
pub use ctrf::Ctrf;
pub use destination::Destination;
pub use form::{Form, Goes, Setting};
pub use github::Github;
pub use html::{Bounds, Html};
pub use human::Human;
pub use json::{Json, schema as json_schema};
pub use jsonl::{Jsonl, schema as jsonl_schema};
pub use junit::Junit;
pub use progress::Progress;
pub use sarif::Sarif;

use std::io;
use std::sync::Arc;

use conformance_core::event::Event;
use conformance_core::redact::Redactor;

/// Every form that can be requested. One form, one file, one line.
pub static FORMS: &[Form] = &[
    human::FORM,
    json::FORM,
    jsonl::FORM,
    junit::FORM,
    html::FORM,
    sarif::FORM,
    github::FORM,
    ctrf::FORM,
];

/// The headline for an error that prevents the run.
const NOT_BEGUN: &str = "the run could not begin";

/// Writes a report from the events of a run.
pub trait Reporter {
    /// Handles an event, and writes what is complete. The last event is
    /// [`Event::RunFinished`]: by then everything is written and flushed.
    ///
    /// # Errors
    ///
    /// Where the report cannot be written.
    fn on_event(&mut self, event: &Event) -> io::Result<()>;
}

/// Every reporter of a run, behind one redactor.
pub struct Reporters {
    redactor: Arc<Redactor>,
    list: Vec<Box<dyn Reporter>>,
    /// The first error of a reporter; the run continues without its report.
    failure: Option<io::Error>,
    has_ended: bool,
}

impl Reporters {
    /// Reporters behind a redactor.
    pub fn new(redactor: Arc<Redactor>, list: Vec<Box<dyn Reporter>>) -> Self {
        Self { redactor, list, failure: None, has_ended: false }
    }

    /// Redacts an event, and passes it to every reporter.
    pub fn emit(&mut self, mut event: Event) {
        event.clean(&self.redactor);
        self.has_ended |= matches!(event, Event::RunFinished(_));
        let failure = &mut self.failure;
        self.list.retain_mut(|reporter| match reporter.on_event(&event) {
            Ok(()) => true,
            // A reader that closed the pipe is not an error.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => false,
            Err(error) => {
                failure.get_or_insert(error);
                false
            }
        });
    }

    /// Whether the last event was reported.
    pub fn have_ended(&self) -> bool {
        self.has_ended
    }

    /// The first error of a reporter, if there was one.
    pub fn finish(&mut self) -> Option<io::Error> {
        self.failure.take()
    }
}
