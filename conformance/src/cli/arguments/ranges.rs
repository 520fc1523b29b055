//! Numbers that are refused beyond their range, alike on the command line and in a file.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::synthetic::random::RANGE;

/// A time, more than 0 and at most 3600 seconds.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(try_from = "f64")]
#[schemars(extend("exclusiveMinimum" = 0, "maximum" = 3600))]
pub(crate) struct Seconds(f64);

/// A share, from 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(try_from = "f64")]
#[schemars(extend("minimum" = 0, "maximum" = 100))]
pub(crate) struct Percent(f64);

/// How many requests may be under way at once, from 1 to 1024.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "u32")]
#[schemars(extend("minimum" = 1, "maximum" = 1024))]
pub(crate) struct Concurrency(u32);

impl Seconds {
    /// In seconds.
    pub(crate) fn get(self) -> f64 {
        self.0
    }
}

impl Percent {
    /// In percent.
    pub(crate) fn get(self) -> f64 {
        self.0
    }
}

impl Concurrency {
    /// How many.
    pub(crate) fn get(self) -> usize {
        self.0 as usize
    }
}

impl TryFrom<f64> for Seconds {
    type Error = String;

    fn try_from(seconds: f64) -> Result<Self, String> {
        match seconds > 0.0 && seconds <= 3_600.0 {
            true => Ok(Self(seconds)),
            false => Err("must be more than 0 and at most 3600".to_owned()),
        }
    }
}

impl TryFrom<f64> for Percent {
    type Error = String;

    fn try_from(percent: f64) -> Result<Self, String> {
        match (0.0..=100.0).contains(&percent) {
            true => Ok(Self(percent)),
            false => Err("must be from 0 to 100".to_owned()),
        }
    }
}

impl TryFrom<u32> for Concurrency {
    type Error = String;

    fn try_from(count: u32) -> Result<Self, String> {
        match (1..=1024).contains(&count) {
            true => Ok(Self(count)),
            false => Err("must be from 1 to 1024".to_owned()),
        }
    }
}

impl FromStr for Seconds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::try_from(text.parse::<f64>().unwrap_or(f64::NAN))
    }
}

impl FromStr for Percent {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::try_from(text.trim_end_matches('%').parse::<f64>().unwrap_or(f64::NAN))
    }
}

impl FromStr for Concurrency {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::try_from(text.parse::<u32>().unwrap_or_default())
    }
}

pub(super) fn random(text: &str) -> Result<u32, String> {
    let known = text.parse().ok().filter(|count| RANGE.contains(count));
    known.ok_or_else(|| format!("must be from {} to {}", RANGE.start(), RANGE.end()))
}
