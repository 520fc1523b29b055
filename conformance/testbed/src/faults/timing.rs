//! Slow responses.

use std::time::Duration;

use super::{Fault, Mutation, Needs, mutated};
use crate::mutation::Change;

/// The configured limit, in milliseconds.
const LIMIT: u64 = 40;

pub(super) const FAULTS: &[Fault] = &[
    Fault {
        needs: Needs::MaxResponseTime(LIMIT),
        ..mutated(
            "timing",
            "slow-success",
            "responds to valid requests after the configured limit",
            "slow-response",
            |_| true,
            Mutation::Change(Change::Delay(|_, response| {
                if response.status.is_success() {
                    Duration::from_millis(LIMIT + 10)
                } else {
                    Duration::ZERO
                }
            })),
        )
    },
    Fault {
        needs: Needs::MaxResponseTime(LIMIT),
        ..mutated(
            "timing",
            "slow-rejection",
            "rejects requests after the configured limit",
            "slow-response",
            |_| true,
            Mutation::Change(Change::Delay(|sent, response| {
                // Only few requests, so that the run stays short.
                if response.status == 405 && sent.method == http::Method::DELETE {
                    Duration::from_millis(LIMIT + 10)
                } else {
                    Duration::ZERO
                }
            })),
        )
    },
];
