//! Text of a wanted length, format or pattern.

use specs::contract::Length;

use super::Rng;
use super::pattern::{matching, open_ends};

/// Which characters random text is made of: what the place where it goes can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repertoire {
    /// Letters and digits of ASCII.
    Plain,
    /// Visible ASCII.
    Visible,
    /// The alphabets of the world, without line breaks.
    Text,
    /// The same with tabs and line breaks.
    Lines,
}

impl Repertoire {
    /// The alphabets, the plainest first. `$` is missing: names of secrets begin with it in reports.
    fn alphabets(self) -> &'static [&'static str] {
        const ALL: [&str; 8] = [
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
            "!#%&()*+,-./:;<=>?@[]^_{|}~",
            "\"'`\\",
            "àéîõüßñçÆØÅþ¿¡£§",
            "字漢語中文日本かなカナ한국어",
            "שלוםعربيةفارسی",
            "🦀😀🎉🇩🇪👩\u{200d}👧",
            "\n\t\r",
        ];
        match self {
            Self::Plain => &ALL[..1],
            Self::Visible => &ALL[..3],
            Self::Text => &ALL[..7],
            Self::Lines => &ALL,
        }
    }

    /// Whether text of this repertoire may hold the character.
    fn holds(self, character: char) -> bool {
        match self {
            Self::Plain | Self::Visible => character.is_ascii_graphic() || character == ' ',
            Self::Text => !character.is_control(),
            Self::Lines => !character.is_control() || matches!(character, '\n' | '\t' | '\r'),
        }
    }
}

/// What a text must satisfy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule<'a> {
    pub(super) format: Option<&'a str>,
    pub(super) length: Length,
    pub(super) pattern: Option<&'a str>,
}

/// The text with its last letter in the other case; `None` for one without letters.
pub(super) fn in_other_case(text: &str) -> Option<String> {
    let (at, letter) = text.char_indices().rev().find(|(_, one)| one.is_ascii_alphabetic())?;
    let other = if letter.is_ascii_lowercase() {
        letter.to_ascii_uppercase()
    } else {
        letter.to_ascii_lowercase()
    };
    Some(format!("{}{other}{}", &text[..at], &text[at + 1..]))
}

/// No text that is made has more characters.
pub(super) const LONGEST: u64 = 100_000;

const ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

impl Rule<'_> {
    /// A text that likely satisfies the rule; the confirmation by the schema still stands.
    pub(super) fn make(&self, rng: &mut Rng) -> Option<String> {
        if let Some(pattern) = self.pattern {
            return matching(pattern, self.length, rng);
        }
        if let Some(text) = self.format.and_then(|format| of_format(format, rng)) {
            return Some(text);
        }
        let least = self.length.min.unwrap_or(0);
        let most = self.length.max.unwrap_or(u64::MAX);
        self.of_length(least.max(12).min(most), rng)
    }

    /// A text of so many characters, where nothing but the length is demanded.
    pub(super) fn of_length(&self, length: u64, rng: &mut Rng) -> Option<String> {
        let free = self.pattern.is_none() && !self.format.is_some_and(is_known);
        (free && length <= LONGEST).then(|| letters(length, rng))
    }

    /// A text of random length.
    pub(super) fn random(&self, rng: &mut Rng) -> Option<String> {
        let least = self.length.min.unwrap_or(0);
        let most = self.length.max.unwrap_or(least + 40).min(least + 400);
        let length = least + rng.below(most.saturating_sub(least) + 1);
        match self.of_length(length, rng) {
            Some(text) if rng.chance(20) => Some(spiced(&text, rng)),
            Some(text) => Some(text),
            None => self.make(rng),
        }
    }
}

impl Rule<'_> {
    /// A random text of these characters, likely to satisfy the rule.
    pub(super) fn generate(&self, repertoire: Repertoire, rng: &mut Rng) -> Option<String> {
        if let Some(pattern) = self.pattern {
            return self.around(pattern, repertoire, rng);
        }
        if let Some(format) = self.format.filter(|format| is_known(format)) {
            return if rng.chance(50) {
                of_format(format, rng)
            } else {
                unusual_of_format(format, rng).or_else(|| of_format(format, rng))
            };
        }
        let length = self.random_length(rng).min(LONGEST);
        let alphabets = repertoire.alphabets();
        let only = rng.pick(alphabets)?;
        let kind = rng.below(10);
        let text = (0..length).filter_map(|_| {
            let alphabet = match kind {
                0..4 => alphabets.first(),
                4..6 => Some(only),
                // Mostly plain, with some of all others.
                _ if rng.chance(60) => alphabets.first(),
                _ => rng.pick(alphabets),
            };
            one_of(alphabet?, rng)
        });
        Some(text.collect())
    }

    /// What matches a pattern, with something around it where the pattern leaves the ends open.
    fn around(&self, pattern: &str, repertoire: Repertoire, rng: &mut Rng) -> Option<String> {
        let core = matching(pattern, self.length, rng)?;
        if !core.chars().all(|character| repertoire.holds(character)) {
            return Some(core.chars().filter(|character| repertoire.holds(*character)).collect());
        }
        if !rng.chance(20) {
            return Some(core);
        }
        let (before, after) = open_ends(pattern);
        let mut end = |open: bool| if open { letters(rng.below(4), rng) } else { String::new() };
        let (before, after) = (end(before), end(after));
        Some(format!("{before}{core}{after}"))
    }

    /// Short ones and the limits more often than others.
    fn random_length(&self, rng: &mut Rng) -> u64 {
        let least = self.length.min.unwrap_or(0);
        let most = self.length.max.unwrap_or(u64::MAX);
        let more = match rng.below(10) {
            0 => 0,
            1 if self.length.max.is_some_and(|max| max <= 4_000) => return most,
            2..7 => 1 + rng.below(12),
            7..9 => rng.below(80),
            _ => rng.below(400),
        };
        least.saturating_add(more).min(most)
    }
}

fn one_of(alphabet: &str, rng: &mut Rng) -> Option<char> {
    alphabet.chars().nth(rng.below(alphabet.chars().count() as u64) as usize)
}

/// Letters and digits, so many.
pub(super) fn letters(length: u64, rng: &mut Rng) -> String {
    (0..length).map(|_| char::from(ALPHABET[rng.below(ALPHABET.len() as u64) as usize])).collect()
}

/// One character is replaced by one that takes several bytes: lengths count characters.
fn spiced(text: &str, rng: &mut Rng) -> String {
    const SPICE: [char; 5] = ['é', 'ß', '字', '🦀', '\u{5d0}'];
    let mut characters: Vec<char> = text.chars().collect();
    let place = rng.below(characters.len() as u64) as usize;
    if let (Some(character), Some(spice)) = (characters.get_mut(place), rng.pick(&SPICE)) {
        *character = *spice;
    }
    characters.into_iter().collect()
}

/// Whether [`of_format`] knows the format.
fn is_known(format: &str) -> bool {
    of_format(format, &mut Rng::new(0)).is_some()
}

/// A text of a format that validators know.
fn of_format(format: &str, rng: &mut Rng) -> Option<String> {
    let n = rng.below(28) + 1;
    let word = || format!("sample{n}");
    Some(match format {
        "uuid" => rng.uuid(),
        "date-time" => format!("2026-01-{n:02}T03:04:05Z"),
        "date" => format!("2026-01-{n:02}"),
        "time" => format!("03:04:{n:02}Z"),
        "duration" => format!("P{n}D"),
        "email" | "idn-email" => format!("{}@example.org", word()),
        "hostname" | "idn-hostname" => format!("{}.example.org", word()),
        "ipv4" => format!("192.0.2.{n}"),
        "ipv6" => format!("2001:db8::{n:x}"),
        "uri" | "url" | "iri" => format!("https://example.org/{}", word()),
        "uri-reference" | "iri-reference" => format!("/{}", word()),
        "uri-template" => format!("/{}/{{id}}", word()),
        "json-pointer" => format!("/{}", word()),
        "relative-json-pointer" => format!("{n}/{}", word()),
        "regex" => format!("^{}$", word()),
        _ => return None,
    })
}

/// A text of a format in a form that is right and seldom seen.
fn unusual_of_format(format: &str, rng: &mut Rng) -> Option<String> {
    let forms: &[&str] = match format {
        "date-time" => &[
            "2024-02-29T23:59:59.999999Z",
            "1970-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-00:30",
            "2026-06-30T00:00:00.5+05:30",
        ],
        "date" => &["2024-02-29", "0001-01-01", "9999-12-31"],
        "time" => &["00:00:00Z", "23:59:59.999+14:00"],
        "duration" => &["P1Y2M3DT4H5M6S", "PT0S", "P52W"],
        "email" | "idn-email" => &["a@b.example", "first.last+tag@sub.example.org"],
        "hostname" | "idn-hostname" => &["localhost", "xn--nxasmq6b.example", "a.b.c.d.e.example"],
        "ipv4" => &["0.0.0.0", "255.255.255.255"],
        "ipv6" => &["::", "::1", "::ffff:192.0.2.1", "2001:DB8:0:0:0:0:0:1"],
        "uri" | "url" | "iri" => &[
            "https://user@example.org:8443/a%20b;p=1/?q=a&q=b#end",
            "urn:isbn:0451450523",
            "mailto:a@example.org",
        ],
        "uuid" => &["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
        _ => return None,
    };
    rng.pick(forms).map(|form| (*form).to_owned())
}

/// A text that breaks a format, where the format is one that validators know.
pub(super) fn against_format(format: &str) -> Option<&'static str> {
    Some(match format {
        "uuid" => "not-a-uuid",
        "date-time" => "2026-13-45T99:99:99Z",
        "date" => "2026-13-45",
        "time" => "99:99:99Z",
        "duration" => "one day",
        "email" | "idn-email" => "no at sign",
        "hostname" | "idn-hostname" => "-no host-",
        "ipv4" => "999.0.2.1",
        "ipv6" => "2001:db8:::1",
        "uri" | "url" | "iri" => "no scheme here",
        "uri-reference" | "iri-reference" => "http://[broken",
        "json-pointer" => "no-slash",
        "regex" => "(unclosed",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_matched() {
        let rule =
            Rule { format: None, length: Length::default(), pattern: Some(r"^v\d{4}\.\d{2}$") };
        let text = rule.make(&mut Rng::new(1)).unwrap();
        assert_eq!(text.len(), 8, "{text}");
        assert!(text.starts_with('v'));
    }

    #[test]
    fn repetitions_stay_within_the_length() {
        let pattern = "^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$";
        let length = Length { min: Some(1), max: Some(63) };
        let rule = Rule { format: None, length, pattern: Some(pattern) };
        for seed in 0..200 {
            assert!(rule.make(&mut Rng::new(seed)).is_some(), "{seed}");
        }
    }

    #[test]
    fn lengths_count_characters() {
        let rule =
            Rule { format: None, length: Length { min: Some(36), max: Some(36) }, pattern: None };
        for seed in 0..50 {
            assert_eq!(rule.random(&mut Rng::new(seed)).unwrap().chars().count(), 36);
        }
    }
}
