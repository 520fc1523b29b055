//! The three forms of an HTTP-date (RFC 9110 §5.6.7).

use chrono::NaiveDateTime;

/// In which form a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateForm {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the one that may be sent.
    Fixed,
    /// One of RFC 850 or `asctime`, which a recipient must read and nobody may send.
    Obsolete,
}

/// The form of a date; `None` where it is no date, or its day of the week is another one.
pub(crate) fn date_form(text: &str) -> Option<DateForm> {
    let reads = |form: &str| NaiveDateTime::parse_from_str(text, form).is_ok();
    // The library takes a day of one digit as well.
    if text.len() == 29 && reads("%a, %d %b %Y %H:%M:%S GMT") {
        return Some(DateForm::Fixed);
    }
    let obsolete = reads("%A, %d-%b-%y %H:%M:%S GMT") || reads("%a %b %e %H:%M:%S %Y");
    obsolete.then_some(DateForm::Obsolete)
}

/// The seconds since 1970 of a date that may be sent.
pub(crate) fn seconds(text: &str) -> Option<i64> {
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
