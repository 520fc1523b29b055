//! Responses that come late.

use std::time::Duration;

use super::{Fault, Mutation, Needs, mutated};
use crate::mutation::Change;

/// What the user allows, in milliseconds.
const LIMIT: u64 = 40;

pub(super) const FAULTS: &[Fault] = &[
    Fault {
        needs: Needs::MaxResponseTime(LIMIT),
        ..mutated(
            "timing",
            "slow-success",
            "takes longer than the user allows",
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
            "slow-refusal",
            "takes longer to refuse than the user allows",
            "slow-response",
            |_| true,
            Mutation::Change(Change::Delay(|sent, response| {
                // Methods are few in each document, and every path has one that it does not declare.
                if response.status == 405 && sent.method == http::Method::DELETE {
                    Duration::from_millis(LIMIT + 10)
                } else {
                    Duration::ZERO
                }
            })),
        )
    },
];
