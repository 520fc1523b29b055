//! Numbers that are refused beyond their range.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::source::synthetic::random::RANGE;

/// A stretch of time, such as `30s`, `5m` or `1h 30m`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct Span(pub(in crate::cli) Duration);

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

pub(super) fn percent(text: &str) -> Result<f64, String> {
    match text.trim_end_matches('%').parse::<f64>() {
        Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(percent),
        _ => Err("must be from 0 to 100".to_owned()),
    }
}

pub(super) fn random(text: &str) -> Result<u32, String> {
    let known = text.parse().ok().filter(|count| RANGE.contains(count));
    known.ok_or_else(|| format!("must be from {} to {}", RANGE.start(), RANGE.end()))
}

pub(super) fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds <= 3_600.0 => Ok(seconds),
        _ => Err("must be more than 0 and at most 3600".to_owned()),
    }
}

/// Seconds that may be none.
pub(super) fn patience(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.0..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("must be from 0 to 86400".to_owned()),
    }
}
