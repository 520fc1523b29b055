//! The mistakes in a configuration file, each with its location and the line in question. Texts that
//! may be secrets are not shown.

use std::fmt;
use std::ops::Range;

use serde_json::Value;
use specs::{Diagnostic, Diagnostics, Location, Outcome, Source};

use super::places::{Places, escaped};
use conformance_core::nearest::did_you_mean;

/// The prefix of each message.
const CODE: &str = "configuration";

/// Keys whose texts are no secrets, wherever they are.
const OPEN: [&str; 26] = [
    "command",
    "copy",
    "env",
    "field",
    "file",
    "header",
    "host",
    "method",
    "name",
    "pointer",
    "scopes",
    "style",
    "token-url",
    "url",
    "provider",
    "spec",
    "server",
    "variables",
    "report",
    "checks",
    "ca",
    "proxy",
    "keyid",
    "profile",
    "component",
    "components",
];

/// Locations below which numbers are no secrets.
const PLAIN: [&str; 5] = ["/limits/", "/checks/", "/probe/", "/setup/", "/teardown/"];

/// One mistake.
#[derive(Debug, Clone, PartialEq)]
pub struct Mistake {
    /// The location, as a JSON Pointer.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
    /// What to do, or nothing.
    pub help: String,
}

impl Mistake {
    /// A mistake at a location.
    pub fn new(
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { pointer: pointer.into(), message: message.into(), help: help.into() }
    }

    /// A mistake from the message of a deserializer, reworded for users.
    pub(crate) fn of_reader(path: &[String], said: &str) -> Self {
        let pointer: String = path.iter().map(|name| format!("/{}", escaped(name))).collect();
        let (message, help) = said.split_once("\n  help: ").unwrap_or((said, ""));
        let mut names = message.split('`').skip(1).step_by(2);
        if message.starts_with("unknown field") {
            let unknown = names.next().unwrap_or_default().to_owned();
            let known: Vec<&str> = names.collect();
            let help = did_you_mean(&unknown, known.iter().copied())
                .unwrap_or_else(|| format!("use one of {}", known.join(", ")));
            return Self::new(pointer, format!("unknown key `{unknown}`"), help);
        }
        if message.starts_with("unknown variant") {
            let unknown = names.next().unwrap_or_default().to_owned();
            let known: Vec<&str> = names.collect();
            let help = did_you_mean(&unknown, known.iter().copied())
                .unwrap_or_else(|| format!("use one of {}", known.join(", ")));
            return Self::new(pointer, format!("`{unknown}` is not known here"), help);
        }
        if message.starts_with("missing field") {
            let missing = names.next().unwrap_or_default();
            return Self::new(
                pointer,
                format!("`{missing}` is missing"),
                format!("add `{missing}`"),
            );
        }
        Self::new(pointer, without_value(message), help)
    }
}

/// A deserializer's message without the value that it quotes, and with types named for users.
fn without_value(message: &str) -> String {
    const WORDS: [(&str, &str); 8] = [
        ("expected u16", "expected a whole number"),
        ("expected u32", "expected a whole number"),
        ("expected u64", "expected a whole number"),
        ("expected usize", "expected a whole number"),
        ("expected f64", "expected a number"),
        ("expected a map", "expected a table"),
        ("expected a sequence", "expected an array"),
        ("expected a boolean", "expected true or false"),
    ];
    let Some(rest) = message.strip_prefix("invalid type: ") else { return message.to_owned() };
    let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, ""));
    let kind = found.split([' ', '`', '"']).next().unwrap_or_default();
    let kind = match kind {
        "integer" => "an integer".to_owned(),
        "sequence" => "an array".to_owned(),
        "map" => "a table".to_owned(),
        other => format!("a {other}"),
    };
    let reworded = format!("expected {expected}, found {kind}");
    let reworded = reworded.replace("expected struct", "expected a table:");
    WORDS.iter().fold(reworded, |text, (word, other)| text.replace(word, other))
}

/// Every mistake of a file.
#[derive(Clone, Default)]
pub struct Mistakes {
    file: String,
    /// The text, without what may be secret.
    text: String,
    pub(crate) places: Places,
    list: Vec<(Range<usize>, String, String)>,
}

impl Mistakes {
    pub(crate) fn new(file: &str, text: &str) -> Self {
        Self { file: file.to_owned(), text: text.to_owned(), ..Self::default() }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether something is at this JSON Pointer.
    pub(crate) fn has_place(&self, pointer: &str) -> bool {
        self.places.contains_key(pointer)
    }

    /// Adds those of the same file that were found elsewhere.
    pub(crate) fn add(&mut self, others: Self) {
        self.list.extend(others.list);
    }

    /// Adds a mistake.
    pub fn push(&mut self, mistake: Mistake) {
        let unknown =
            mistake.message.strip_prefix("unknown key `").and_then(|it| it.strip_suffix('`'));
        // An error in a table may be reported for the table alone, and not for the key in it.
        let inner = unknown.map(|key| format!("{}/{}", mistake.pointer, escaped(key)));
        let pointer = inner.filter(|inner| self.has_place(inner)).unwrap_or(mistake.pointer);
        let span = self.span(&pointer, mistake.message.starts_with("unknown"));
        self.list.push((span, mistake.message, mistake.help));
    }

    pub(crate) fn push_at(&mut self, span: Range<usize>, message: String) {
        self.list.push((span, message, String::new()));
    }

    /// The bytes of a location, or of the nearest parent that is in the text.
    fn span(&self, pointer: &str, is_name: bool) -> Range<usize> {
        let mut pointer = pointer;
        loop {
            if let Some((name, value)) = self.places.get(pointer) {
                let is_long = self.text.get(value.clone()).is_none_or(|text| text.contains('\n'));
                return if is_name || is_long { name.clone() } else { value.clone() };
            }
            match pointer.rsplit_once('/') {
                Some((before, _)) => pointer = before,
                None => return 0..0,
            }
        }
    }

    /// Replaces texts that may be secret by stars.
    pub(crate) fn hide_secrets(&mut self, root: &Value) {
        let mut hidden = Vec::new();
        hide(root, "", &mut |pointer| {
            if let Some((_, span)) = self.places.get(pointer) {
                hidden.push(span.clone());
            }
        });
        hidden.into_iter().for_each(|span| self.blank(span));
    }

    /// Replaces every text by stars: in a file that cannot be parsed, secrets cannot be distinguished.
    pub(crate) fn hide_texts(&mut self) {
        let mut spans = Vec::new();
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let quote = line.find('=').or(line.find(':')).map_or(0, |at| at + 1);
            if !line.trim_start().starts_with(['[', '#']) {
                spans.push(start + quote..start + line.trim_end().len().max(quote));
            }
            start += line.len();
        }
        spans.into_iter().for_each(|span| self.blank(span));
    }

    fn blank(&mut self, span: Range<usize>) {
        let Some(text) = self.text.get(span.clone()) else { return };
        let stars: String = text
            .chars()
            .map(|sign| match sign {
                '"' | '\'' | '\n' | '\r' | ' ' | '[' | ']' | '{' | '}' | ',' => sign.to_string(),
                other => "*".repeat(other.len_utf8()),
            })
            .collect();
        self.text.replace_range(span, &stars);
    }

    /// The mistakes as text for people: file and line, the line itself, what to do.
    pub fn render(&self, colour: bool) -> String {
        let source = Source::new(self.file.clone(), self.text.clone());
        let mut diagnostics = Diagnostics::new(source);
        let mut list = self.list.clone();
        list.sort_by_key(|(span, ..)| span.start);
        list.dedup();
        for (span, message, help) in list {
            let before = self.text.get(..span.start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            let place = Location {
                file: 0,
                line,
                column,
                offset: span.start,
                length: span.end - span.start,
            };
            diagnostics.push(Diagnostic {
                code: CODE,
                outcome: Outcome::Fatal,
                message,
                help,
                pointer: None,
                source: None,
                location: Some(place),
                related: None,
            });
        }
        diagnostics.render(colour).trim_end().to_owned()
    }
}

impl fmt::Debug for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.list.iter().map(|(_, message, _)| message)).finish()
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mistakes = match self.list.len() {
            1 => "there is a mistake in it".to_owned(),
            count => format!("there are {count} mistakes in it"),
        };
        write!(f, "{}: {mistakes}\n\n{}", self.file, self.render(false))
    }
}

impl std::error::Error for Mistakes {}

/// Whether an open text is a URL with user information or a query (RFC 3986 §3.2.1, §3.4).
fn may_hold_secret(text: &str) -> bool {
    text.contains(['@', '?'])
}

/// Finds the texts that may be secret, by JSON Pointer.
fn hide(value: &Value, at: &str, found: &mut impl FnMut(&str)) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let is_open = OPEN.contains(&name.as_str())
                    && !at.ends_with("/values")
                    && !member.as_str().is_some_and(may_hold_secret);
                if !is_open {
                    hide(member, &format!("{at}/{}", escaped(name)), found);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                hide(item, &format!("{at}/{index}"), found);
            }
        }
        Value::String(_) => found(at),
        Value::Number(_) if !PLAIN.iter().any(|place| at.contains(place)) => found(at),
        _ => {}
    }
}
