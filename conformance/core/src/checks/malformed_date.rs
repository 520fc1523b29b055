//! Dates that are written in a form that no client may send.

use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::exchange::HttpResponse;
use crate::fields::{DateForm, date_form, seconds};
use crate::heuristics::declares_header;

/// The id of the check.
pub const ID: &str = "malformed-date";

/// Fields that hold one HTTP-date, with where that stands.
const FIELDS: [(&str, &str, Severity); 4] = [
    ("date", "RFC 9110 §6.6.1 and §5.6.7", Severity::Warning),
    ("last-modified", "RFC 9110 §8.8.2 and §5.6.7", Severity::Warning),
    ("sunset", "RFC 8594 §3", Severity::Warning),
    // RFC 9111 §5.3: a recipient takes anything else, `0` above all, for the past; servers rely on it.
    ("expires", "RFC 9111 §5.3", Severity::Info),
];

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "dates in header fields are HTTP-dates",
    requirement: "Date, Last-Modified, Sunset and Expires have the form `Sun, 06 Nov 1994 08:49:37 GMT`, with the right day of the week. Deprecation is `@` and a Unix time, and Sunset is not before it.",
    severity: Severity::Warning,
    profile: Some(Profile::Http),
    clause: "RFC 9110 §5.6.7",
    example: "Date: 2026-01-31T10:00:00Z",
    help: "write dates as IMF-fixdate, in GMT",
    applies: |context| context.response().is_some(),
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(response) = context.response() else {
        return Vec::new();
    };
    let mut violations = Vec::new();
    for (name, clause, severity) in FIELDS {
        for value in response.header_values(name) {
            if date_form(&value) == Some(DateForm::Fixed) {
                continue;
            }
            // What the document declares as any text may be any text to those who follow it.
            let is_declared = declares_header(context.declared, name);
            violations.push(Violation {
                clause: Some(clause),
                severity: Some(if is_declared { Severity::Info } else { severity }),
                ..context.violation(
                    format!("{name} is no HTTP-date"),
                    format!("`{name}` as an IMF-fixdate"),
                    format!("{name}: {value}"),
                )
            });
        }
    }
    violations.extend(deprecation(context, response));
    violations
}

/// RFC 9745 §2.1: a date of RFC 9651, which is a Unix time; its drafts had other forms, still in use.
/// RFC 9745 §4: what is gone by a day was deprecated before.
fn deprecation(context: &CheckContext<'_>, response: &HttpResponse) -> Option<Violation> {
    let text = response.header("deprecation")?;
    let actual = format!("deprecation: {text}");
    let time = text.strip_prefix('@').and_then(|digits| digits.parse::<i64>().ok());
    let Some(time) = time else {
        return Some(Violation {
            clause: Some("RFC 9745 §2.1"),
            severity: Some(Severity::Info),
            ..context.violation(
                "deprecation is no date",
                "`deprecation` as `@` and a Unix time",
                actual,
            )
        });
    };
    let sunset = response.header("sunset").and_then(|sunset| Some((seconds(&sunset)?, sunset)));
    sunset.filter(|(end, _)| *end < time).map(|(_, sunset)| Violation {
        clause: Some("RFC 9745 §4"),
        ..context.violation(
            "sunset before deprecation",
            "`sunset` that is not before `deprecation`",
            format!("{actual}, and sunset: {sunset}"),
        )
    })
}
