//! Text of a wanted length, format or pattern.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use specs::contract::Length;

use super::Rng;

/// What a text must satisfy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule<'a> {
    pub(super) format: Option<&'a str>,
    pub(super) length: Length,
    pub(super) pattern: Option<&'a str>,
}

/// No text that is made has more characters.
pub(super) const LONGEST: u64 = 100_000;

/// A text that is too long is made shorter in so many steps at most.
const SHRINKING: usize = 200;

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

/// A text that matches the pattern and fits the length; ASCII where that can be had.
fn matching(pattern: &str, length: Length, rng: &mut Rng) -> Option<String> {
    let strategy = proptest::string::string_regex(&plain_pattern(pattern)).ok()?;
    let seed: Vec<u8> = (0..4).flat_map(|_| rng.next_u64().to_le_bytes()).collect();
    let source = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), source);
    let mut fallback = None;
    for _ in 0..64 {
        let mut tree = strategy.new_tree(&mut runner).ok()?;
        // Repetitions without an end of their own easily grow beyond the greatest length.
        let is_long =
            |text: String| length.max.is_some_and(|most| text.chars().count() as u64 > most);
        let mut steps = 0;
        while steps < SHRINKING && is_long(tree.current()) && tree.simplify() {
            steps += 1;
        }
        let text = tree.current();
        let count = text.chars().count() as u64;
        let fits =
            length.min.is_none_or(|min| count >= min) && length.max.is_none_or(|max| count <= max);
        if !fits {
            continue;
        }
        if text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Some(text);
        }
        fallback.get_or_insert(text);
    }
    fallback
}

/// The pattern without its outer anchors, which generators refuse, and with the classes of ECMA-262
/// spelt out: there `\d` and `\w` are ASCII.
fn plain_pattern(pattern: &str) -> String {
    let inner = pattern.strip_prefix('^').unwrap_or(pattern);
    let inner = match inner.strip_suffix('$') {
        Some(cut) if !cut.ends_with('\\') => cut,
        _ => inner,
    };
    let mut plain = String::with_capacity(inner.len());
    let mut in_class = false;
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.push_str(&escape(characters.next(), in_class)),
            '.' if !in_class => plain.push_str("[ -~]"),
            '[' => {
                in_class = true;
                plain.push('[');
            }
            ']' => {
                in_class = false;
                plain.push(']');
            }
            other => plain.push(other),
        }
    }
    plain
}

fn escape(escaped: Option<char>, in_class: bool) -> String {
    let ascii = match escaped {
        Some('d') => "0-9",
        Some('w') => "0-9A-Za-z_",
        Some('s') => " ",
        Some('/') => "/",
        Some(other) => return format!("\\{other}"),
        None => return String::new(),
    };
    if in_class { ascii.to_owned() } else { format!("[{ascii}]") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_made_plain_and_matched() {
        assert_eq!(plain_pattern(r"^\d{3}-[\w.]+\/$"), r"[0-9]{3}-[0-9A-Za-z_.]+[/]");
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
