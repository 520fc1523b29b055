//! How much a run may ask of a target, and how long it waits.

use std::time::Duration;

use clap::Args;
use schemars::JsonSchema;
use serde::Deserialize;

use super::ranges::{Concurrency, Seconds};
use crate::transport::Limits;

/// How much a run may ask of a target, and how long it waits. What is not given has a default.
#[derive(Debug, Clone, Default, Args, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct LimitArgs {
    /// How many requests are under way at once; 8 without it.
    #[arg(long, value_name = "N")]
    pub(crate) concurrency: Option<Concurrency>,
    /// The longest a request may take, in seconds; 10 without it.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) timeout: Option<Seconds>,
    /// The longest content that is read, in bytes; 1 MiB without it.
    #[arg(long, value_name = "BYTES")]
    pub(crate) max_body: Option<usize>,
}

impl LimitArgs {
    /// These, and where nothing is said, the others.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            concurrency: self.concurrency.or(other.concurrency),
            timeout: self.timeout.or(other.timeout),
            max_body: self.max_body.or(other.max_body),
        }
    }

    /// How many requests are under way at once.
    pub(crate) fn concurrency(&self) -> usize {
        self.concurrency.map_or(8, Concurrency::get)
    }

    /// What bounds one request.
    pub(crate) fn of_a_request(&self) -> Limits {
        let default = Limits::default();
        Limits {
            timeout: self
                .timeout
                .map_or(default.timeout, |seconds| Duration::from_secs_f64(seconds.get())),
            body: self.max_body.unwrap_or(default.body),
        }
    }
}
