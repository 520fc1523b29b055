//! Text that matches a pattern of ECMA-262, the dialect of JSON Schema.
//!
//! Patterns are parsed by the regex crate: classes are expanded first, and look-arounds, which it
//! does not support, are removed. So a generated text only likely matches; the schema confirms it.

use proptest::strategy::{Strategy, ValueTree};
use proptest::string::string_regex_parsed;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use regex_syntax::hir::{Capture, Class, Hir, HirKind, Look, Repetition};
use specs::contract::Length;

use super::Rng;

/// The number of texts that are generated to find one of the right length and plain characters.
const ATTEMPTS: usize = 64;

/// The most steps in which a text that is too long is shortened.
const SHRINKING: usize = 200;

/// The most additional repetitions where the pattern has no limit.
const LONGER: u32 = 16;

/// A text that matches the pattern and the length; ASCII where possible.
pub(super) fn matching(pattern: &str, length: Length, rng: &mut Rng) -> Option<String> {
    let strategy = string_regex_parsed(&readable(pattern)?).ok()?;
    let seed: Vec<u8> = (0..4).flat_map(|_| rng.next_u64().to_le_bytes()).collect();
    let source = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), source);
    let mut fallback = None;
    for _ in 0..ATTEMPTS {
        let mut tree = strategy.new_tree(&mut runner).ok()?;
        // Repetitions without a limit easily grow beyond the greatest length.
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

/// Whether a text may continue before and after the match of the pattern.
pub(super) fn open_ends(pattern: &str) -> (bool, bool) {
    let read = regex_syntax::parse(&spelt_out(&without_look_around(pattern)));
    read.map_or((false, false), |hir| {
        let properties = hir.properties();
        // An anchor of one alternative only counts as none, since the schema confirms the text.
        (
            !properties.look_set_prefix().contains(Look::Start),
            !properties.look_set_suffix().contains(Look::End),
        )
    })
}

/// The pattern without anchors, as generators need it. `None` where it cannot be parsed or never matches.
fn readable(pattern: &str) -> Option<Hir> {
    let hir = regex_syntax::parse(&spelt_out(&without_look_around(pattern))).ok()?;
    unanchored(&hir, true, true)
}

/// Removes the anchors. One inside of the text can never match, and its alternative is removed with it.
fn unanchored(hir: &Hir, at_start: bool, at_end: bool) -> Option<Hir> {
    Some(match hir.kind() {
        HirKind::Empty | HirKind::Literal(_) => hir.clone(),
        // An empty class matches nothing.
        HirKind::Class(class) => (!is_empty(class)).then(|| hir.clone())?,
        HirKind::Look(Look::Start | Look::StartLF | Look::StartCRLF) => {
            at_start.then(Hir::empty)?
        }
        HirKind::Look(Look::End | Look::EndLF | Look::EndCRLF) => at_end.then(Hir::empty)?,
        // Word boundaries match by chance.
        HirKind::Look(_) => Hir::empty(),
        HirKind::Repetition(repetition) => {
            let once = repetition.max == Some(1);
            match unanchored(&repetition.sub, at_start && once, at_end && once) {
                Some(sub) => {
                    // Without a limit, generators stop soon after the least.
                    let long = (repetition.min > 1).then(|| repetition.min.saturating_add(LONGER));
                    let max = repetition.max.or(long);
                    Hir::repetition(Repetition { sub: Box::new(sub), max, ..repetition.clone() })
                }
                None if repetition.min == 0 => Hir::empty(),
                None => return None,
            }
        }
        HirKind::Capture(capture) => {
            let sub = Box::new(unanchored(&capture.sub, at_start, at_end)?);
            Hir::capture(Capture { sub, ..capture.clone() })
        }
        HirKind::Concat(parts) => {
            let is_nothing = |part: &Hir| part.properties().maximum_len() == Some(0);
            let first = parts.iter().position(|part| !is_nothing(part)).unwrap_or(parts.len());
            let last = parts.iter().rposition(|part| !is_nothing(part)).unwrap_or(0);
            let parts = parts.iter().enumerate().map(|(index, part)| {
                unanchored(part, at_start && index <= first, at_end && index >= last)
            });
            Hir::concat(parts.collect::<Option<_>>()?)
        }
        HirKind::Alternation(parts) => {
            let parts: Vec<Hir> =
                parts.iter().filter_map(|part| unanchored(part, at_start, at_end)).collect();
            (!parts.is_empty()).then(|| Hir::alternation(parts))?
        }
    })
}

fn is_empty(class: &Class) -> bool {
    match class {
        Class::Unicode(class) => class.ranges().is_empty(),
        Class::Bytes(class) => class.ranges().is_empty(),
    }
}

/// The pattern without its look-arounds.
fn without_look_around(pattern: &str) -> String {
    let mut kept = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(character) = rest.chars().next() {
        let is_look = ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|sign| rest.starts_with(sign));
        let taken = match character {
            '\\' => rest.chars().take(2).map(char::len_utf8).sum(),
            '[' => class_end(rest),
            _ if is_look => {
                rest = &rest[group_end(rest)..];
                continue;
            }
            other => other.len_utf8(),
        };
        kept.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    kept
}

/// The bytes of the class that a text begins with.
fn class_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ']' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The bytes of the group that a text begins with.
fn group_end(text: &str) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(character) = text[at..].chars().next() {
        at += match character {
            '\\' => text[at..].chars().take(2).map(char::len_utf8).sum(),
            '[' => class_end(&text[at..]),
            other => other.len_utf8(),
        };
        match character {
            '(' => depth += 1,
            ')' if depth <= 1 => return at,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// The pattern with the classes of ECMA-262 expanded: there `\d` and `\w` are ASCII, and a class contains
/// no other one.
fn spelt_out(pattern: &str) -> String {
    let mut plain = String::with_capacity(pattern.len());
    let mut in_class = false;
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.push_str(&escape(characters.next(), in_class)),
            '.' if !in_class => plain.push_str("[ -~]"),
            '[' | '&' | '~' if in_class => plain.extend(['\\', character]),
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
    fn classes_are_spelt_out() {
        assert_eq!(spelt_out(r"\d{3}-[\w.]+\/"), r"[0-9]{3}-[0-9A-Za-z_.]+[/]");
        assert_eq!(spelt_out("[[&]"), r"[\[\&]");
    }

    #[test]
    fn look_arounds_are_left_out() {
        assert_eq!(without_look_around(r"^(?=.*[)A])(?!(a|\)))(?:x|y)$"), "^(?:x|y)$");
        assert_eq!(without_look_around(r"[(?=]\(?=(?<n>a)"), r"[(?=]\(?=(?<n>a)");
    }

    #[test]
    fn whatever_is_made_matches_wherever_the_anchors_stand() {
        for pattern in [
            r"^[A-Z]{2}\d{3}$",
            r"^a|b$",
            r"^(?:ab|cd)$",
            r"(^x\d)|(y$)",
            r"^(a|^b|c$)d?$",
            r"^\$[0-9]+\.\d{2}\$$",
            r"\bword\b",
            r"^$",
            r"^[^/]+$",
            r"[[a]-z]",
            r"^v\d{4}\.\d{2}\\$",
        ] {
            let validator = regex::Regex::new(&spelt_out(pattern)).unwrap();
            for seed in 0..200 {
                let text = matching(pattern, Length::default(), &mut Rng::new(seed));
                let text = text.unwrap_or_else(|| panic!("{pattern} cannot be made"));
                assert!(validator.is_match(&text), "{pattern}: {text:?}");
            }
        }
    }

    #[test]
    fn what_never_matches_is_not_made() {
        for pattern in ["a^b", "^(a$b|c^d)$", "(", r"(a)\1"] {
            assert_eq!(matching(pattern, Length::default(), &mut Rng::new(1)), None, "{pattern}");
        }
    }

    #[test]
    fn anchors_close_the_ends() {
        for (pattern, ends) in [
            ("^a", (false, true)),
            ("a$", (true, false)),
            ("a", (true, true)),
            ("^(a|b)$", (false, false)),
        ] {
            assert_eq!(open_ends(pattern), ends, "{pattern}");
        }
    }
}
