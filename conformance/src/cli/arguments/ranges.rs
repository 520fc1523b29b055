//! Numbers that are refused beyond their range.

use crate::source::synthetic::random::RANGE;

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
