//! How much a run may ask of a target, and how long it waits.

use std::time::Duration;

use clap::Args;

use super::ranges::seconds;
use crate::transport::Limits;

/// How much a run may ask of a target, and how long it waits. What is not given has a default.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct LimitArgs {
    /// How many requests are under way at once; 8 without it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(in crate::cli) concurrency: Option<u16>,
    /// The longest a request may take, in seconds; 10 without it.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(in crate::cli) timeout: Option<f64>,
    /// The longest content that is read, in bytes; 1 MiB without it.
    #[arg(long, value_name = "BYTES")]
    pub(in crate::cli) max_body: Option<usize>,
}

impl LimitArgs {
    /// How many requests are under way at once.
    pub(in crate::cli) fn concurrency(&self) -> usize {
        self.concurrency.map_or(8, usize::from)
    }

    /// What bounds one request.
    pub(in crate::cli) fn of_a_request(&self) -> Limits {
        let default = Limits::default();
        Limits {
            timeout: self.timeout.map_or(default.timeout, Duration::from_secs_f64),
            body: self.max_body.unwrap_or(default.body),
        }
    }
}
