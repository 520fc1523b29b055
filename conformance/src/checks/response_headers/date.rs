//! Dates in header fields: one form may be sent, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).

use crate::check::{Severity, Subject, Violation};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Each field that must hold a date and does not.
pub(super) fn look(subject: &Subject<'_>) -> Vec<Violation> {
    let Some(answer) = subject.answer() else { return Vec::new() };
    let fields = ["Date", "Last-Modified", "Expires", "Retry-After"].into_iter();
    let values = fields.filter_map(|name| Some((name, answer.header(name)?)));
    let wrong = values.filter(|(name, value)| !is_date(value) && !is_instead(name, value));
    let violation = |(name, value): (&str, String)| Violation {
        symptom: format!("{name} is no date"),
        expected: format!("`{name}` as in `Sun, 06 Nov 1994 08:49:37 GMT`"),
        actual: format!("`{name}: {value}`"),
        place: subject.operation.pointer.clone(),
        clause: Some("RFC 9110 §5.6.7"),
        severity: Some(Severity::Warning),
    };
    wrong.map(violation).collect()
}

/// What stands in the place of a date: seconds (RFC 9110 §10.2.3), and what everybody writes for a time
/// in the past (RFC 9111 §5.3).
fn is_instead(name: &str, value: &str) -> bool {
    match name {
        "Retry-After" => !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()),
        "Expires" => matches!(value, "0" | "-1"),
        _ => false,
    }
}

fn is_date(value: &str) -> bool {
    let parts: Vec<&str> = value.split(' ').collect();
    let [day_name, day, month, year, time, "GMT"] = parts.as_slice() else { return false };
    let digits = |text: &str, count: usize| {
        text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let within = |text: &str, least: u32, most: u32| {
        digits(text, 2) && text.parse().is_ok_and(|number: u32| (least..=most).contains(&number))
    };
    let clock: Vec<&str> = time.split(':').collect();
    let [hour, minute, second] = clock.as_slice() else { return false };
    day_name.strip_suffix(',').is_some_and(|name| DAYS.contains(&name))
        && within(day, 1, 31)
        && MONTHS.contains(month)
        && digits(year, 4)
        && within(hour, 0, 23)
        && within(minute, 0, 59)
        // A leap second is one.
        && within(second, 0, 60)
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn one_form_is_a_date() {
        assert!(is_date("Sun, 06 Nov 1994 08:49:37 GMT"));
        for other in [
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "1994-11-06T08:49:37Z",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "",
        ] {
            assert!(!is_date(other), "{other}");
        }
    }
}
