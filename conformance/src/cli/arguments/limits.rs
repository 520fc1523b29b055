//! The flags of [`RunLimits`], which files of targets can say as well.

use std::num::NonZeroU32;

use clap::Args;
use conformance_engine::run_options::{
    Concurrency, Patience, RunLimits, Seconds, Span, at_least_one,
};
use conformance_engine::transport::Rate;

/// How much a run may ask of a target, and how long it waits. What is not given has a default.
#[derive(Debug, Args)]
pub(in crate::cli) struct LimitArgs {
    /// How many requests are under way at once; 8 without it.
    #[arg(long, value_name = "N")]
    pub(super) concurrency: Option<Concurrency>,
    /// The longest a request may take, in seconds; 10 without it.
    #[arg(long, value_name = "SECONDS")]
    pub(super) timeout: Option<Seconds>,
    /// The longest content that is read, in bytes; 1 MiB without it.
    #[arg(long, value_name = "BYTES")]
    pub(super) max_body: Option<usize>,
    /// So many requests in any second, minute or hour, such as 10/s or 100/h. May be given several times;
    /// all of them hold.
    #[arg(long, value_name = "N/s|m|h")]
    pub(super) rate: Vec<Rate>,
    /// No more requests than these in all. The cases that show most are asked; `plan --budget N` says which.
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub(super) budget: Option<NonZeroU32>,
    /// How long may be waited in all because the target asks for it (429, Retry-After), in seconds; 120
    /// without it.
    #[arg(long, value_name = "SECONDS")]
    pub(super) max_wait: Option<Patience>,
    /// No case begins after so long, such as 30s or 5m.
    #[arg(long, value_name = "DURATION")]
    pub(super) max_time: Option<Span>,
    /// Ask no more after N cases failed; after the first without N.
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
