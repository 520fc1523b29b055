//! How a run is performed, and when it ends early.

use std::time::Duration;

use tokio::time::Instant;

use crate::run_options::{Patience, RunLimits};
use crate::transport::RateLimits;

/// How a run is performed.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The most requests at once.
    pub concurrency: usize,
    /// The seed for all random choices.
    pub seed: u64,
    /// When no further case begins, if there is a limit.
    pub time: Option<TimeLimit>,
    /// The number of failed cases after which no further case begins.
    pub fail_fast: Option<usize>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { concurrency: 8, seed: 1, time: None, fail_fast: None }
    }
}

/// When no further case begins.
#[derive(Debug, Clone, Copy)]
pub struct TimeLimit {
    length: Duration,
    ends: Instant,
}

impl TimeLimit {
    /// This duration from now.
    pub fn from_now(length: Duration) -> Self {
        Self { length, ends: Instant::now() + length }
    }

    /// The end.
    pub fn ends(self) -> Instant {
        self.ends
    }

    /// Whether the end is reached.
    pub fn is_over(self) -> bool {
        Instant::now() >= self.ends
    }

    /// Why a case is skipped.
    pub(super) fn words(self) -> String {
        format!("outside of the time of {}", humantime::format_duration(self.length))
    }
}

impl RunLimits {
    /// The settings of a run that begins now.
    pub fn settings(&self, seed: u64) -> Settings {
        Settings {
            concurrency: self.concurrency(),
            seed,
            time: self.max_time.map(|span| TimeLimit::from_now(span.get())),
            fail_fast: self.fail_fast.and_then(|most| usize::try_from(most.get()).ok()),
        }
    }

    /// The limits on all requests of a run, except its budget.
    pub fn pace(&self, settings: &Settings) -> RateLimits {
        let default = RateLimits::default();
        RateLimits {
            rates: self.rate.clone(),
            max_wait: self.max_wait.map_or(default.max_wait, Patience::get),
            ends: settings.time.map(TimeLimit::ends),
            budget: None,
        }
    }
}
