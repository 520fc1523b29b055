//! The flags for [`RunLimits`]; a target of a file can set these as well.

use std::num::NonZeroU32;

use clap::Args;
use conformance_engine::run_options::{
    Concurrency, Patience, RunLimits, Seconds, Span, at_least_one,
};
use conformance_engine::transport::Rate;

/// Limits on requests and waits; each has a default.
#[derive(Debug, Args)]
pub(in crate::cli) struct LimitArgs {
    /// Concurrent requests [default: 8].
    #[arg(long, value_name = "N")]
    pub(super) concurrency: Option<Concurrency>,
    /// Time limit of a request, in seconds [default: 10].
    #[arg(long, value_name = "SECONDS")]
    pub(super) timeout: Option<Seconds>,
    /// Longest response body that is read, in bytes [default: 1 MiB].
    #[arg(long, value_name = "BYTES")]
    pub(super) max_body: Option<usize>,
    /// Requests per second, minute or hour, such as 10/s or 100/h. May be repeated; all limits apply.
    #[arg(long, value_name = "N/s|m|h")]
    pub(super) rate: Vec<Rate>,
    /// Total number of requests. The most informative cases are run; `plan --budget N` lists them.
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub(super) budget: Option<NonZeroU32>,
    /// Total time to spend honouring 429/Retry-After, in seconds [default: 120].
    #[arg(long, value_name = "SECONDS")]
    pub(super) max_wait: Option<Patience>,
    /// Start no case after this time, such as 30s or 5m.
    #[arg(long, value_name = "DURATION")]
    pub(super) max_time: Option<Span>,
    /// Stop after N failed cases [default without N: 1].
    #[arg(
        long,
        value_name = "N",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "1",
        value_parser = at_least_one
    )]
    pub(super) fail_fast: Option<NonZeroU32>,
}

impl From<LimitArgs> for RunLimits {
    fn from(flags: LimitArgs) -> Self {
        let LimitArgs {
            concurrency,
            timeout,
            max_body,
            rate,
            budget,
            max_wait,
            max_time,
            fail_fast,
        } = flags;
        Self { concurrency, timeout, max_body, rate, budget, max_wait, max_time, fail_fast }
    }
}
