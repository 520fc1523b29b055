//! Numbers with a range, rejected alike on the command line and in a file.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

/// The number of random requests for each operation.
pub const RANGE: std::ops::RangeInclusive<u32> = 1..=10_000;

/// A time, more than 0 and at most 3600 seconds.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(try_from = "f64")]
#[schemars(extend("exclusiveMinimum" = 0, "maximum" = 3600))]
pub struct Seconds(f64);

/// A time, from 0 to 86400 seconds.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(try_from = "f64")]
#[schemars(extend("minimum" = 0, "maximum" = 86400))]
pub struct Patience(f64);

/// A duration, such as `30s`, `5m` or `1h 30m`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct Span(Duration);

/// A percentage, from 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(try_from = "f64")]
#[schemars(extend("minimum" = 0, "maximum" = 100))]
pub struct Percent(f64);

/// The most requests at once, from 1 to 1024.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "u32")]
#[schemars(extend("minimum" = 1, "maximum" = 1024))]
pub struct Concurrency(u32);

impl Seconds {
    /// In seconds.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Patience {
    /// As a duration.
    pub fn get(self) -> Duration {
        Duration::from_secs_f64(self.0)
    }
}

impl Span {
    /// As a duration.
    pub fn get(self) -> Duration {
        self.0
    }
}

impl Percent {
    /// In percent.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Concurrency {
    /// The number.
    pub fn get(self) -> usize {
        self.0 as usize
    }
}

impl TryFrom<f64> for Seconds {
    type Error = String;

    fn try_from(seconds: f64) -> Result<Self, String> {
        if seconds > 0.0 && seconds <= 3_600.0 {
            Ok(Self(seconds))
        } else {
            Err("must be more than 0 and at most 3600".to_owned())
        }
    }
}

impl TryFrom<f64> for Patience {
    type Error = String;

    fn try_from(seconds: f64) -> Result<Self, String> {
        if (0.0..=86_400.0).contains(&seconds) {
            Ok(Self(seconds))
        } else {
            Err("must be from 0 to 86400".to_owned())
        }
    }
}

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl TryFrom<f64> for Percent {
    type Error = String;

    fn try_from(percent: f64) -> Result<Self, String> {
        if (0.0..=100.0).contains(&percent) {
            Ok(Self(percent))
        } else {
            Err("must be from 0 to 100".to_owned())
        }
    }
}

impl TryFrom<u32> for Concurrency {
    type Error = String;

    fn try_from(count: u32) -> Result<Self, String> {
        if (1..=1024).contains(&count) {
            Ok(Self(count))
        } else {
            Err("must be from 1 to 1024".to_owned())
        }
    }
}

impl FromStr for Seconds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::try_from(text.parse::<f64>().unwrap_or(f64::NAN))
    }
}

impl FromStr for Patience {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::try_from(text.parse::<f64>().unwrap_or(f64::NAN))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        humantime::format_duration(self.0).fmt(f)
    }
}

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match humantime::parse_duration(text) {
            Ok(length) if !length.is_zero() => Ok(Self(length)),
            _ => Err("write it as 30s, 5m or 1h".to_owned()),
        }
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

/// A whole number from 1.
///
/// # Errors
///
/// The expected form.
pub fn at_least_one(text: &str) -> Result<NonZeroU32, String> {
    text.parse().map_err(|_| format!("must be a whole number from 1 to {}", u32::MAX))
}

/// A number of random requests, within [`RANGE`].
///
/// # Errors
///
/// The range.
pub fn random(text: &str) -> Result<u32, String> {
    let known = text.parse().ok().filter(|count| RANGE.contains(count));
    known.ok_or_else(|| format!("must be from {} to {}", RANGE.start(), RANGE.end()))
}
