//! A limit on the requests in any period of a second, a minute or an hour.

use std::collections::VecDeque;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;
use tokio::time::Instant;

/// More in one period is no limit in practice, and is not kept in memory.
const MOST: usize = 100_000;

/// The most requests in any period of this length, wherever it begins.
///
/// A bucket that fills while nothing is sent would allow twice as many in one period, and some targets
/// block such clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct Rate {
    /// The number, 1 to 100,000.
    pub requests: usize,
    /// The length of the period.
    pub period: Duration,
}

impl TryFrom<String> for Rate {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "write it as 10/s, 100/m or 100/h".to_owned();
        let (requests, period) = text.trim().split_once('/').ok_or_else(wrong)?;
        let seconds = match period.trim() {
            "s" | "sec" | "second" => 1,
            "m" | "min" | "minute" => 60,
            "h" | "hour" => 3_600,
            _ => return Err(wrong()),
        };
        match requests.trim().parse::<usize>() {
            Ok(requests) if (1..=MOST).contains(&requests) => {
                Ok(Self { requests, period: Duration::from_secs(seconds) })
            }
            Ok(_) => Err(format!("must be from 1 to {MOST} requests")),
            Err(_) => Err(wrong()),
        }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let period = match self.period.as_secs() {
            1 => "s",
            60 => "m",
            _ => "h",
        };
        write!(f, "{}/{period}", self.requests)
    }
}

impl Rate {
    /// The least time that this many requests take.
    pub fn least(self, requests: usize) -> Duration {
        // The first batch is sent at once, and each further one a period after the one before.
        let lots = requests.saturating_sub(1) / self.requests;
        self.period.saturating_mul(u32::try_from(lots).unwrap_or(u32::MAX))
    }
}

/// The times of the last requests, as many as the rate allows in one period.
#[derive(Debug)]
pub(super) struct Window {
    rate: Rate,
    sent: VecDeque<Instant>,
}

impl Window {
    pub(super) fn new(rate: Rate) -> Self {
        Self { rate, sent: VecDeque::new() }
    }

    /// When the next one may be sent.
    pub(super) fn opens(&self) -> Option<Instant> {
        let first = self.sent.front().filter(|_| self.sent.len() == self.rate.requests)?;
        Some(*first + self.rate.period)
    }

    pub(super) fn note(&mut self, now: Instant) {
        if self.sent.len() == self.rate.requests {
            self.sent.pop_front();
        }
        self.sent.push_back(now);
    }

    pub(super) fn rate(&self) -> Rate {
        self.rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_and_shown() {
        for (text, shown) in [("10/s", "10/s"), ("100 / min", "100/m"), ("100/hour", "100/h")] {
            assert_eq!(text.parse::<Rate>().map(|rate| rate.to_string()), Ok(shown.to_owned()));
        }
        for text in ["", "10", "10/d", "0/s", "-1/s", "1000000/s", "ten/s"] {
            assert!(text.parse::<Rate>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_least_time_counts_full_periods() {
        let rate = Rate { requests: 100, period: Duration::from_secs(3_600) };
        for (requests, hours) in [(0, 0), (100, 0), (101, 1), (200, 1), (201, 2)] {
            assert_eq!(rate.least(requests), Duration::from_secs(hours * 3_600), "{requests}");
        }
    }
}
