//! Whether two texts have the same form: a UUID for a UUID, a moment for a moment, a token for a token of
//! the same kind; and placeholders, which stand for any text.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

/// A pattern, and what stands for whatever it finds.
struct Form {
    found: Regex,
    sign: &'static str,
}

/// In the order in which they are looked for. A token is long, and has letters and digits.
static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let patterns = [
        (r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "<uuid>"),
        (r"\b\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?\s?([Zz]|[+-]\d\d:?\d\d)?", "<time>"),
        (r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", "<time>"),
        (r"\b\d{4}-\d\d-\d\d\b", "<day>"),
        (r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*", "<jwt>"),
        (r"(?i)\b[0-9a-f]{24,}\b", "<hex>"),
        (r"\b[0-9A-HJKMNP-TV-Z]{26}\b", "<ulid>"),
    ];
    let read = patterns.into_iter();
    read.filter_map(|(pattern, sign)| Some(Form { found: Regex::new(pattern).ok()?, sign }))
        .collect()
});

/// Words that may be tokens.
static WORD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[A-Za-z0-9+/=_-]{16,}|[a-z]{2,12}_[A-Za-z0-9]{8,}").ok());

/// Whether a text stands for what was recorded.
pub(super) fn stands_for(recorded: &str, now: &str, exact: bool) -> bool {
    if recorded == now {
        return true;
    }
    if recorded.contains("{{") && is_filled(recorded, now) {
        return true;
    }
    if exact {
        return false;
    }
    let (recorded, now) = (general(recorded), general(now));
    recorded == now || recorded.contains("{{") && is_filled(&recorded, &now)
}

/// Whether a number stands for what was recorded: another moment, as a count of (milli)seconds.
pub(super) fn is_moment(value: &Value) -> Option<bool> {
    let number = value.as_u64()?;
    match number {
        946_684_800..=4_102_444_800 => Some(false),
        946_684_800_000..=4_102_444_800_000 => Some(true),
        _ => None,
    }
}

/// Whether the text is the recorded one with anything in the places of its placeholders.
fn is_filled(recorded: &str, now: &str) -> bool {
    let mut rest = now;
    let mut pieces = recorded;
    let mut is_first = true;
    while let Some((before, after)) = pieces.split_once("{{") {
        let found = if is_first {
            rest.strip_prefix(before)
        } else {
            rest.split_once(before).map(|(_, rest)| rest)
        };
        let Some(left) = found else { return false };
        (rest, is_first) = (left, false);
        pieces = after.split_once("}}").map_or("", |(_, tail)| tail);
    }
    rest.ends_with(pieces)
}

/// The text with signs instead of what changes from response to respond.
fn general(text: &str) -> String {
    let mut general = Cow::Borrowed(text);
    for form in FORMS.iter() {
        if let Cow::Owned(replaced) = form.found.replace_all(&general, form.sign) {
            general = Cow::Owned(replaced);
        }
    }
    let Some(word) = &*WORD else { return general.into_owned() };
    word.replace_all(&general, |found: &regex::Captures<'_>| token(&found[0])).into_owned()
}

/// Tokens of one kind have a prefix, a length and an alphabet in common.
fn token(word: &str) -> String {
    let (prefix, rest) = match word.split_once('_') {
        Some((prefix, rest)) if prefix.len() <= 12 && !rest.contains('_') => (prefix, rest),
        _ => ("", word),
    };
    let has = |of: fn(&char) -> bool| rest.chars().any(|c| of(&c));
    let is_token = has(char::is_ascii_digit) && has(char::is_ascii_alphabetic);
    if is_token {
        format!("<{prefix} token of {}>", rest.len().div_ceil(8) * 8)
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::stands_for;

    #[test]
    fn values_of_the_same_form_stand_for_each_other() {
        for (recorded, now) in [
            ("0d8fa5a1-13b1-4fa4-8884-3f28499fb6be", "00000000-0000-4000-8000-000000000001"),
            ("2026-01-01T00:00:00Z", "2027-11-21T14:00:00.123+01:00"),
            ("at 2026-01-01", "at 2027-02-03"),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "Mon, 07 Nov 2026 08:49:37 GMT"),
            ("cus_9f8Qa7b6C5d4", "cus_1a2B3c4d5E6f"),
            ("session a1B2c3D4e5F6g7H8i9 is over", "session z9Y8x7W6v5U4t3S2r1 is over"),
            ("a {{token}} b", "a anything b"),
            ("{{a}}-{{b}}", "x-y"),
        ] {
            assert!(stands_for(recorded, now, false), "{recorded} {now}");
            assert_eq!(stands_for(recorded, now, true), recorded.contains("{{"), "{recorded}");
        }
    }

    #[test]
    fn others_do_not() {
        for (recorded, now) in [
            ("active", "revoked"),
            ("0d8fa5a1-13b1-4fa4-8884-3f28499fb6be", "none"),
            ("cus_9f8Qa7b6C5d4", "acc_9f8Qa7b6C5d4"),
            ("a {{token}} b", "a anything c"),
            ("internal-server-error-of-kind", "internal-client-error-of-kind"),
            ("12", "13"),
        ] {
            assert!(!stands_for(recorded, now, false), "{recorded} {now}");
        }
    }
}
