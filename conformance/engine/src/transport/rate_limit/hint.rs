//! How long a response asks to wait: `Retry-After` (RFC 9110 §10.2.3), `RateLimit`
//! (draft-ietf-httpapi-ratelimit-headers, and its fields of older drafts), and the `X-` fields of many
//! gateways, whose meaning is a guess.

use std::time::{Duration, SystemTime};

use conformance_core::exchange::HttpResponse;
use conformance_core::fields::seconds as of_date;

/// A longer time is no plausible wait.
const LONGEST: Duration = Duration::from_secs(24 * 3_600);

/// How long to wait, and the field with the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hint {
    pub(super) wait: Duration,
    pub(super) field: String,
}

/// How long to wait after a request that was rejected: 429, or 503 with `Retry-After`.
pub(super) fn after_refusal(response: &HttpResponse, clock: SystemTime) -> Option<Hint> {
    retry_after(response, clock).or_else(|| spent(response, clock, false))
}

/// How long to wait if no request remains, though this one was accepted.
pub(super) fn when_spent(response: &HttpResponse, clock: SystemTime) -> Option<Hint> {
    spent(response, clock, true)
}

/// Whether the target gives a time.
pub(super) fn names_a_time(response: &HttpResponse) -> bool {
    response.header("retry-after").is_some()
}

fn retry_after(response: &HttpResponse, clock: SystemTime) -> Option<Hint> {
    let text = response.header("retry-after")?;
    let wait = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => until(of_date(&text)?, response, clock),
    };
    Some(Hint { wait, field: "Retry-After".to_owned() })
}

/// The time until a moment, by the target's own clock if it sends one.
fn until(moment: i64, response: &HttpResponse, clock: SystemTime) -> Duration {
    let ours = || clock.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let now = response.header("date").and_then(|text| of_date(&text));
    let now = now.unwrap_or_else(|| i64::try_from(ours()).unwrap_or(i64::MAX));
    Duration::from_secs(u64::try_from(moment.saturating_sub(now)).unwrap_or(0))
}

/// The wait by the counters; with `only_at_zero`, only if no request remains.
fn spent(response: &HttpResponse, clock: SystemTime, only_at_zero: bool) -> Option<Hint> {
    // Every response is checked here, and few have such a field: the first letters exclude most.
    let may_be = |name: &str| name.as_bytes().windows(4).any(|w| w.eq_ignore_ascii_case(b"rate"));
    let fields = response.headers.iter().filter(|(name, _)| may_be(name));
    let fields = fields.filter(|(name, _)| plain(name).contains("ratelimit"));
    let mut longest: Option<Hint> = None;
    for (name, value) in fields {
        let value = String::from_utf8_lossy(value);
        let wait = match plain(name).as_str() {
            "ratelimit" => structured(&value, only_at_zero),
            _ => counter(name, &value, response, clock, only_at_zero),
        };
        let wait = wait.filter(|wait| !wait.is_zero() && *wait <= LONGEST);
        if let Some(wait) = wait
            && longest.as_ref().is_none_or(|known| known.wait < wait)
        {
            longest = Some(Hint { wait, field: name.to_owned() });
        }
    }
    longest
}

/// A field name without the differences between vendors: `X-Rate-Limit-Reset` is `ratelimitreset`.
fn plain(name: &str) -> String {
    let plain = name.to_ascii_lowercase().replace(['-', '_'], "");
    plain.strip_prefix('x').map_or(plain.clone(), str::to_owned)
}

/// `"default";r=0;t=30`, or `limit=100, remaining=0, reset=30` of older drafts.
fn structured(value: &str, only_at_zero: bool) -> Option<Duration> {
    let member = |text: &str, names: [&str; 2]| -> Option<u64> {
        let mut parts = text.split([';', ',']).filter_map(|part| part.trim().split_once('='));
        parts.find(|(name, _)| names.contains(name))?.1.trim().parse().ok()
    };
    let is_old = value.contains("reset=");
    let policies: Vec<&str> = if is_old { vec![value] } else { value.split(',').collect() };
    let waits = policies.into_iter().filter_map(|policy| {
        let left = member(policy, ["r", "remaining"]);
        let wait = member(policy, ["t", "reset"])?;
        let is_spent = if only_at_zero { left == Some(0) } else { left.is_none_or(|n| n == 0) };
        is_spent.then_some(Duration::from_secs(wait))
    });
    waits.max()
}

/// Separate fields: `…-Reset`, or `…-Window` without a reset, next to `…-Remaining`.
fn counter(
    name: &str,
    value: &str,
    response: &HttpResponse,
    clock: SystemTime,
    only_at_zero: bool,
) -> Option<Duration> {
    let lower = name.to_ascii_lowercase();
    let stem = lower.strip_suffix("reset").or_else(|| lower.strip_suffix("window"))?;
    let left = response.header(&format!("{stem}remaining"));
    let is_spent = match left.map(|left| left.trim().parse::<f64>()) {
        Some(Ok(left)) => left <= 0.0,
        _ => !only_at_zero,
    };
    if !is_spent {
        return None;
    }
    if lower.ends_with("window") {
        let has_reset = response.header(&format!("{stem}reset")).is_some();
        return (!has_reset).then(|| humantime::parse_duration(value.trim()).ok()).flatten();
    }
    reset(value.trim(), response, clock)
}

/// Seconds from now, a moment in seconds or milliseconds since 1970, or an HTTP-date.
fn reset(value: &str, response: &HttpResponse, clock: SystemTime) -> Option<Duration> {
    const MOMENT: f64 = 1e9;
    let moment = match value.parse::<f64>() {
        Ok(number) if number >= MOMENT * 1e3 => number / 1e3,
        Ok(number) if number >= MOMENT => number,
        Ok(number) => return Duration::try_from_secs_f64(number).ok(),
        Err(_) => return Some(until(of_date(value)?, response, clock)),
    };
    // Some round a moment down to full seconds: the next one is safe.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float becomes the nearest integer there is"
    )]
    let moment = moment.ceil() as i64;
    Some(until(moment, response, clock))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOCK: u64 = 1_800_000_000;

    fn response(headers: &[(&str, &str)]) -> HttpResponse {
        HttpResponse {
            status: 429,
            headers: headers.iter().copied().collect(),
            ..HttpResponse::default()
        }
    }

    fn waits(headers: &[(&str, &str)]) -> (Option<u64>, Option<u64>) {
        let clock = SystemTime::UNIX_EPOCH + Duration::from_secs(CLOCK);
        let response = response(headers);
        let seconds = |hint: Option<Hint>| hint.map(|hint| hint.wait.as_secs());
        (seconds(after_refusal(&response, clock)), seconds(when_spent(&response, clock)))
    }

    /// The wait after a rejection, and after a response that accepted the request.
    #[test]
    fn every_way_of_saying_when() {
        let date = ("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
        let moment = (CLOCK + 9).to_string();
        let milliseconds = ((CLOCK + 9) * 1_000).to_string();
        for (headers, expected) in [
            (vec![], (None, None)),
            (vec![("Retry-After", "7")], (Some(7), None)),
            // The target's clock counts.
            (vec![("Retry-After", "Sun, 06 Nov 1994 08:49:47 GMT"), date], (Some(10), None)),
            (vec![("Retry-After", "Sun, 06 Nov 1994 08:49:27 GMT"), date], (Some(0), None)),
            (vec![("Retry-After", "soon"), ("RateLimit-Reset", "4")], (Some(4), None)),
            (vec![("RateLimit-Remaining", "0"), ("RateLimit-Reset", "4")], (Some(4), Some(4))),
            (vec![("RateLimit-Remaining", "1"), ("RateLimit-Reset", "4")], (None, None)),
            (vec![("RateLimit", r#""a";r=0;t=30, "b";r=5;t=90"#)], (Some(30), Some(30))),
            (vec![("RateLimit", "limit=100, remaining=0, reset=8")], (Some(8), Some(8))),
            (
                vec![("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", &moment)],
                (Some(9), Some(9)),
            ),
            (vec![("X-RateLimit-Reset", &milliseconds)], (Some(9), None)),
            (
                vec![("X-Rate-Limit-Remaining", "0"), ("X-Rate-Limit-Window", "1s")],
                (Some(1), Some(1)),
            ),
            // Implausible values are ignored.
            (vec![("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "999999")], (None, None)),
            (vec![("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "-3")], (None, None)),
        ] {
            assert_eq!(waits(&headers), expected, "{headers:?}");
        }
    }
}
