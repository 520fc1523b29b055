//! YAML 1.2 or JSON text into a `serde_json::Value`. The only module that names the YAML crate.
//!
//! Keys keep their text (`200:` is `"200"`), merge keys (`<<`) are resolved, tags are ignored, and
//! integers beyond 64 bits become floats.

mod node;

use serde::de::DeserializeSeed;
use serde_json::Value;

use self::node::Node;
use crate::diagnostic::codes::{BAD_SYNTAX, DUPLICATE_KEY, EMPTY_DOCUMENT, TOO_DEEP, TOO_LARGE};
use crate::{Diagnostics, Location, Outcome, Source};

/// Parses a text; `None` where a diagnostic reports why not.
pub(crate) fn read(source: &Source, diagnostics: &mut Diagnostics) -> Option<Value> {
    let text = source.text().trim_start_matches('\u{feff}');
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        report_empty(diagnostics);
        return None;
    }
    let node = Node::new();
    let read = if source.is_json() {
        read_json(&node, text).map_err(|error| locate_json(source, &error))
    } else {
        let read = read_yaml(&node, text).or_else(|error| {
            let spaced = without_tabs(source, text, diagnostics).ok_or(error)?;
            read_yaml(&node, &spaced)
        });
        read.map_err(|error| locate_yaml(source, &error))
    };
    match read {
        Ok(Value::Null) => {
            report_empty(diagnostics);
            None
        }
        Ok(value) => {
            if node.has_duplicates() {
                report_duplicates(source, &node, diagnostics);
            }
            Some(value)
        }
        Err((location, message)) => {
            report_syntax(diagnostics, location.unwrap_or(source.location(0..0)), message);
            None
        }
    }
}

/// A value as YAML 1.2 text, with keys in their order. Empty where it cannot be written, which no value of
/// a document causes.
pub(crate) fn write(value: &Value) -> String {
    serde_yaml::to_string(value).unwrap_or_default()
}

fn read_json(node: &Node, text: &str) -> Result<Value, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = node.json().deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

fn read_yaml(node: &Node, text: &str) -> Result<Value, serde_yaml::Error> {
    node.yaml().deserialize(serde_yaml::Deserializer::from_str(text))
}

/// The text with a space for each tab, where that makes it YAML: every location stays the same.
fn without_tabs(source: &Source, text: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    let at = text.find('\t')?;
    let spaced = text.replace('\t', " ");
    read_yaml(&Node::new(), &spaced).ok()?;
    let offset = source.text().len() - text.len() + at;
    let message = "the text has tabs where YAML has none; they are read as spaces";
    let location = Some(source.location(offset..offset + 1));
    let found = diagnostics.report_at(&BAD_SYNTAX, location, message, "indent with spaces");
    found.outcome = Outcome::Repaired;
    Some(spaced)
}

type SyntaxError = (Option<Location>, String);

fn locate_json(source: &Source, error: &serde_json::Error) -> SyntaxError {
    let location = source.location_at(error.line(), error.column());
    (Some(location), strip_location(&error.to_string()))
}

fn locate_yaml(source: &Source, error: &serde_yaml::Error) -> SyntaxError {
    let location = error.location().map(|at| source.location_at(at.line(), at.column()));
    (location, strip_location(&error.to_string()))
}

/// The message without the locations in it, such as ` at line 3 column 6`.
fn strip_location(message: &str) -> String {
    let mut pieces = message.split(" at line ");
    let mut stripped = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let position = |c: char| c.is_ascii_digit() || c == ' ';
        let rest = piece.trim_start_matches(position);
        let rest = rest.strip_prefix("column").unwrap_or(rest);
        stripped.push_str(rest.trim_start_matches(position));
    }
    stripped
}

fn report_syntax(diagnostics: &mut Diagnostics, location: Location, message: String) {
    let (code, message, help) = if message.contains("recursion limit") {
        let message = "the document nests deeper than 128 levels here".to_owned();
        (&TOO_DEEP, message, "move inner schemas to `components/schemas` and refer to them")
    } else if message.contains("repetition limit") {
        let message = "aliases of aliases expand this document too far".to_owned();
        (&TOO_LARGE, message, "replace the aliases by their values")
    } else {
        (&BAD_SYNTAX, message, "correct the text, so that it is YAML 1.2 or JSON")
    };
    diagnostics.report_at(code, Some(location), message, help);
}

fn report_empty(diagnostics: &mut Diagnostics) {
    let location = Some(diagnostics.source().location(0..0));
    let help = "begin with `openapi: 3.0.3`";
    diagnostics.report_at(&EMPTY_DOCUMENT, location, "the document is empty", help);
}

/// The last value counts, and nothing is lost where all are the same.
fn report_duplicates(source: &Source, node: &Node, diagnostics: &mut Diagnostics) {
    let help = "remove one of the two, or give it another name";
    for duplicate in source.duplicates() {
        let key = &duplicate.key;
        let message = format!("the key `{key}` occurs twice in one object; the last value is used");
        let second = Some(source.location(duplicate.second.clone()));
        let related = crate::diagnostic::Related {
            location: source.location(duplicate.first.clone()),
            label: "first here".to_owned(),
        };
        let found = diagnostics.report_at(&DUPLICATE_KEY, second, message, help);
        found.related = Some(related);
        if !node.differs(key) {
            found.outcome = Outcome::Repaired;
        }
    }
    if source.duplicates().is_empty() {
        diagnostics.report_at(&DUPLICATE_KEY, None, "a key occurs twice in one object", help);
    }
}

#[cfg(test)]
mod tests;
