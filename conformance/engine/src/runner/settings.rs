//! How a run is carried out, and when it ends early.

use std::time::Duration;

use tokio::time::Instant;

/// How a run is carried out.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How many requests are under way at once.
    pub concurrency: usize,
    /// From where every random choice follows.
    pub seed: u64,
    /// When no further case begins, if ever.
    pub time: Option<TimeLimit>,
    /// No further case is asked after so many that failed.
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
    /// So long from now.
    pub fn from_now(length: Duration) -> Self {
        Self { length, ends: Instant::now() + length }
    }

    /// When it is over.
    pub fn ends(self) -> Instant {
        self.ends
    }

    /// Whether it is over.
    pub fn is_over(self) -> bool {
        Instant::now() >= self.ends
    }

    /// Why something is not asked.
    pub(super) fn words(self) -> String {
        format!("outside of the time of {}", humantime::format_duration(self.length))
    }
}
