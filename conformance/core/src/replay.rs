//! Comparison of recorded responses with received ones, field by field, with what may differ.

mod compare;
mod form;
mod ignore;

pub use compare::{Difference, bodies, headers};
pub use ignore::{Ignore, IgnoreError};

use std::collections::BTreeMap;
use std::time::Duration;

use crate::exchange::{Exchange, ExchangeResult, HttpResponse, SentRequest};

/// The recorded responses to the cases of a suite; empty where nothing is compared.
#[derive(Debug, Clone, Default)]
pub struct RecordedResponses {
    cases: BTreeMap<String, RecordedCase>,
    /// What is not compared.
    pub ignore: Ignore,
    /// Whether the recorded responses are checked, and nothing is sent.
    pub offline: bool,
}

/// The recorded responses to a case.
#[derive(Debug, Clone, Default)]
pub struct RecordedCase {
    /// The response to each step.
    pub steps: Vec<RecordedResponse>,
    /// Why it cannot be sent again, where it cannot.
    pub missing: Option<String>,
}

/// A recorded response. `Debug` shows its location only: its parts may be secret.
#[derive(Clone)]
pub struct RecordedResponse {
    /// The file and the JSON Pointer of the entry.
    pub place: String,
    /// The response, with every coding decoded.
    pub response: HttpResponse,
    /// Why its body is incomplete, where it is.
    pub lacks: Option<String>,
    /// How long it took.
    pub elapsed: Duration,
}

/// A recorded response with what is not compared of it.
#[derive(Debug, Clone, Copy)]
pub struct Recorded<'a> {
    /// The response.
    pub recorded_response: &'a RecordedResponse,
    /// What may differ.
    pub ignore: &'a Ignore,
}

impl std::fmt::Debug for RecordedResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recollection({})", self.place)
    }
}

impl RecordedResponse {
    /// The recorded response, as if it were received now.
    pub fn exchange(&self, request: SentRequest) -> Exchange {
        Exchange {
            request,
            reply: ExchangeResult::Complete(self.response.clone()),
            elapsed: self.elapsed,
        }
    }
}

impl RecordedResponses {
    /// Remembers a case.
    pub fn remember(&mut self, case: &str, remembered: RecordedCase) {
        self.cases.insert(case.to_owned(), remembered);
    }

    /// Adds a step to a case.
    pub fn add(&mut self, case: &str, step: RecordedResponse, missing: Option<String>) {
        let remembered = self.cases.entry(case.to_owned()).or_default();
        remembered.steps.push(step);
        remembered.missing = remembered.missing.take().or(missing);
    }

    /// Why a case cannot be sent again.
    pub fn missing(&self, case: &str) -> Option<&str> {
        self.cases.get(case)?.missing.as_deref()
    }

    /// What the response to a step is compared with; nothing where nothing is sent.
    pub fn recorded(&self, case: &str, step: usize) -> Option<Recorded<'_>> {
        let recorded_response = self.cases.get(case)?.steps.get(step).filter(|_| !self.offline)?;
        Some(Recorded { recorded_response, ignore: &self.ignore })
    }

    /// Whether requests are sent one after another, as when they were recorded.
    pub fn in_order(&self) -> bool {
        !self.cases.is_empty() && !self.offline
    }

    /// The response that is used in place of a target's, where nothing is sent.
    pub fn placeholder(&self, case: &str, step: usize) -> Option<&RecordedResponse> {
        self.cases.get(case)?.steps.get(step).filter(|_| self.offline)
    }
}
