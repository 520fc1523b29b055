//! The limits of a run: how much it sends, and how long it waits.

use std::num::NonZeroU32;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::ranges::{Concurrency, Patience, Seconds, Span};
use crate::transport::{Limits, Rate};

/// The limits of a run. Each has a default.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct RunLimits {
    /// The most requests at once; 8 by default.
    pub concurrency: Option<Concurrency>,
    /// The longest time that a request may take, in seconds; 10 by default.
    pub timeout: Option<Seconds>,
    /// The longest body that is read, in bytes; 1 MiB by default.
    pub max_body: Option<usize>,
    /// At most N requests in any second, minute or hour, such as 10/s or 100/h. May be repeated; all
    /// limits apply.
    pub rate: Vec<Rate>,
    /// At most N requests in all. The most informative cases are run; `plan --budget N` shows which.
    pub budget: Option<NonZeroU32>,
    /// The longest time to wait in all when the target requests it (429, Retry-After), in seconds; 120
    /// by default.
    pub max_wait: Option<Patience>,
    /// Begin no case after this time, such as 30s or 5m.
    pub max_time: Option<Span>,
    /// Stop after N failed cases; after the first without N.
    pub fail_fast: Option<NonZeroU32>,
}

impl RunLimits {
    /// These options, with the others where they are not set.
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

    /// The most requests at once.
    pub fn concurrency(&self) -> usize {
        self.concurrency.map_or(8, Concurrency::get)
    }

    /// The limits on one request.
    pub fn of_a_request(&self) -> Limits {
        let default = Limits::default();
        Limits {
            timeout: self
                .timeout
                .map_or(default.timeout, |seconds| Duration::from_secs_f64(seconds.get())),
            body: self.max_body.unwrap_or(default.body),
        }
    }

    /// The limit on the requests of the run.
    pub fn budget(&self) -> Option<usize> {
        self.budget.and_then(|most| usize::try_from(most.get()).ok())
    }
}
