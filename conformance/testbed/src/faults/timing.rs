//! Answers that come late.

use std::time::Duration;

use super::{Fault, Needs, Spoil, spoilt};
use crate::spoil::Change;

/// What the user allows, in milliseconds.
const LIMIT: u64 = 40;

pub(super) const FAULTS: &[Fault] = &[
    Fault {
        needs: Needs::MaxResponseTime(LIMIT),
        ..spoilt(
            "timing",
            "slow-success",
            "takes longer than the user allows",
            "answers-in-time",
            |_| true,
            Spoil::Change(Change::Delay(|_, answer| match answer.status.is_success() {
                true => Duration::from_millis(LIMIT + 10),
                false => Duration::ZERO,
            })),
        )
    },
    Fault {
        needs: Needs::MaxResponseTime(LIMIT),
        ..spoilt(
            "timing",
            "slow-refusal",
            "takes longer to refuse than the user allows",
            "answers-in-time",
            |_| true,
            Spoil::Change(Change::Delay(|sent, answer| {
                // Methods are few in each document, and every path has one that it does not declare.
                match answer.status == 405 && sent.method == http::Method::DELETE {
                    true => Duration::from_millis(LIMIT + 10),
                    false => Duration::ZERO,
                }
            })),
        )
    },
];
