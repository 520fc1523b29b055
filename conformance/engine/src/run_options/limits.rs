//! How much a run may ask of a target, and how long it waits.

use std::num::NonZeroU32;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::ranges::{Concurrency, Patience, Seconds, Span};
use crate::transport::{Limits, Rate};

/// How much a run may ask of a target, and how long it waits. What is not given has a default.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct RunLimits {
    /// How many requests are under way at once; 8 without it.
    pub concurrency: Option<Concurrency>,
    /// The longest a request may take, in seconds; 10 without it.
    pub timeout: Option<Seconds>,
    /// The longest content that is read, in bytes; 1 MiB without it.
    pub max_body: Option<usize>,
    /// So many requests in any second, minute or hour, such as 10/s or 100/h. May be given several times;
    /// all of them hold.
    pub rate: Vec<Rate>,
    /// No more requests than these in all. The cases that show most are asked; `plan --budget N` says which.
    pub budget: Option<NonZeroU32>,
    /// How long may be waited in all because the target asks for it (429, Retry-After), in seconds; 120
    /// without it.
    pub max_wait: Option<Patience>,
    /// No case begins after so long, such as 30s or 5m.
    pub max_time: Option<Span>,
    /// Ask no more after N cases failed; after the first without N.
    pub fail_fast: Option<NonZeroU32>,
}

impl RunLimits {
    /// These, and where nothing is said, the others.
    pub fn or(self, other: Self) -> Self {
        Self {
            concurrency: self.concurrency.or(other.concurrency),
            timeout: self.timeout.or(other.timeout),
            max_body: self.max_body.or(other.max_body),
            rate: if self.rate.is_empty() { other.rate } else { self.rate },
            budget: self.budget.or(other.budget),
            max_wait: self.max_wait.or(other.max_wait),
            max_time: self.max_time.or(other.max_time),
            fail_fast: self.fail_fast.or(other.fail_fast),
        }
    }

    /// How many requests are under way at once.
    pub fn concurrency(&self) -> usize {
        self.concurrency.map_or(8, Concurrency::get)
    }

    /// What bounds one request.
    pub fn of_a_request(&self) -> Limits {
        let default = Limits::default();
        Limits {
            timeout: self
                .timeout
                .map_or(default.timeout, |seconds| Duration::from_secs_f64(seconds.get())),
            body: self.max_body.unwrap_or(default.body),
        }
    }

    /// How many requests may be sent, if not any number.
    pub fn budget(&self) -> Option<usize> {
        self.budget.and_then(|most| usize::try_from(most.get()).ok())
    }
}
