//! The three forms of an HTTP-date (RFC 9110 §5.6.7).

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};

/// The format of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateForm {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the only one that may be sent.
    Fixed,
    /// That of RFC 850 or `asctime`, which a recipient must accept and a sender must not generate.
    Obsolete,
}

/// The format of a date; `None` where it is not a date, or its day of the week is wrong.
pub fn date_form(text: &str) -> Option<DateForm> {
    if is_fixed(text).is_some() {
        return Some(DateForm::Fixed);
    }
    let reads = |form: &str| NaiveDateTime::parse_from_str(text, form).is_ok();
    let obsolete = reads("%A, %d-%b-%y %H:%M:%S GMT") || reads("%a %b %e %H:%M:%S %Y");
    obsolete.then_some(DateForm::Obsolete)
}

/// Whether it has the format that may be sent. Every response has such a date, so that it is parsed without allocation.
fn is_fixed(text: &str) -> Option<()> {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let number = |from: usize, to: usize| -> Option<u32> {
        let digits = text.get(from..to)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let signs = [(3, ", "), (7, " "), (11, " "), (16, " "), (19, ":"), (22, ":"), (25, " GMT")];
    let is_formed = text.len() == 29
        && signs.iter().all(|(at, sign)| text.get(*at..at + sign.len()) == Some(*sign));
    let month =
        MONTHS.iter().position(|name| text.get(8..11) == Some(name)).filter(|_| is_formed)?;
    let year = i32::try_from(number(12, 16)?).ok()?;
    let month = u32::try_from(month + 1).ok()?;
    let date = NaiveDate::from_ymd_opt(year, month, number(5, 7)?)?;
    // RFC 9110 §5.6.7: second 60 is a leap second.
    let is_time = number(17, 19)? < 24 && number(20, 22)? < 60 && number(23, 25)? <= 60;
    let day = DAYS.get(date.weekday().num_days_from_monday() as usize)?;
    (is_time && text.get(..3) == Some(day)).then_some(())
}

/// The seconds since 1970 of a date that may be sent.
pub fn seconds(text: &str) -> Option<i64> {
    let date = NaiveDateTime::parse_from_str(text, "%a, %d %b %Y %H:%M:%S GMT").ok()?;
    Some(date.and_utc().timestamp())
}

#[cfg(test)]
mod tests {
    use super::{DateForm, date_form, seconds};

    #[test]
    fn dates_are_counted() {
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(seconds("soon"), None);
    }

    #[test]
    fn each_form_is_known() {
        for (text, form) in [
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(DateForm::Fixed)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(DateForm::Obsolete)),
            ("Sun Nov  6 08:49:37 1994", Some(DateForm::Obsolete)),
            ("Mon, 06 Nov 1994 08:49:37 GMT", None),
            ("Sun, 6 Nov 1994 08:49:37 GMT", None),
            ("Sun, 06 Nov 1994 08:49:37 +0000", None),
            ("1994-11-06T08:49:37Z", None),
            ("0", None),
        ] {
            assert_eq!(date_form(text), form, "{text}");
        }
    }
}
