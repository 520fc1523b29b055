//! How much a run may ask of a target, and how long it waits.

use std::time::Duration;

use clap::Args;

use super::ranges::{Span, patience, seconds};
use crate::runner::{Settings, TimeLimit};
use crate::transport::{Limits, Pace, Rate};

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
    /// So many requests in any second, minute or hour, such as 10/s or 100/h. May be given several times;
    /// all of them hold.
    #[arg(long, value_name = "N/s|m|h")]
    pub(in crate::cli) rate: Vec<Rate>,
    /// No more requests than these in all. The cases that tell most are asked; `plan --budget N` says which.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(in crate::cli) budget: Option<u32>,
    /// How long may be waited in all because the target asks for it (429, Retry-After), in seconds; 120
    /// without it.
    #[arg(long, value_name = "SECONDS", value_parser = patience)]
    pub(in crate::cli) max_wait: Option<f64>,
    /// No case begins after so long, such as 30s or 5m.
    #[arg(long, value_name = "DURATION")]
    pub(in crate::cli) max_time: Option<Span>,
    /// Ask no more after N cases failed; after the first without N.
    #[arg(
        long,
        value_name = "N",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "1",
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub(in crate::cli) fail_fast: Option<u32>,
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

    /// How a run is carried out that begins now.
    pub(in crate::cli) fn settings(&self, seed: u64) -> Settings {
        Settings {
            concurrency: self.concurrency(),
            seed,
            time: self.max_time.map(|span| TimeLimit::from_now(span.0)),
            fail_fast: self.fail_fast.and_then(|most| usize::try_from(most).ok()),
        }
    }

    /// What bounds all requests of a run together, but for its budget.
    pub(in crate::cli) fn pace(&self, settings: &Settings) -> Pace {
        let default = Pace::default();
        Pace {
            rates: self.rate.clone(),
            max_wait: self.max_wait.map_or(default.max_wait, Duration::from_secs_f64),
            ends: settings.time.map(TimeLimit::ends),
            budget: None,
        }
    }

    /// How many requests may be sent, if not any number.
    pub(in crate::cli) fn budget(&self) -> Option<usize> {
        self.budget.and_then(|most| usize::try_from(most).ok())
    }
}
