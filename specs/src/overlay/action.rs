//! The actions of an overlay.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::parse::{Parser, Version};
use crate::Pointer;

/// The longest JSONPath, in bytes.
const LONGEST: usize = 4_096;

/// How deep square brackets of a JSONPath may nest: its parser takes exponential time for filters in filters.
const DEEPEST_FILTER: usize = 4;

/// How deep parentheses may nest: the parser recurses.
const DEEPEST_GROUP: usize = 32;

/// A change of the document.
pub(super) struct Action {
    /// Which parts it changes.
    pub(super) target: JsonPath,
    /// The same, as it is written.
    pub(super) target_text: String,
    pub(super) effect: Effect,
    /// Whether it has an `update` as well that `remove` overrides.
    pub(super) is_overridden: bool,
    /// Where it is in the overlay.
    pub(super) pointer: Pointer,
    pub(super) version: Version,
}

/// What an action does to its targets.
pub(super) enum Effect {
    /// Merges a value into each.
    Update(Value),
    /// Removes each.
    Remove,
    /// Merges the value of another part of the document into each.
    Copy(JsonPath),
    /// Nothing: it has neither of these.
    Nothing,
}

/// Reads an action; `None` where it has mistakes, which are reported.
pub(super) fn parse(
    parser: &mut Parser<'_>,
    value: &Value,
    at: &Pointer,
    version: Version,
) -> Option<Action> {
    let object = parser.object(value, at, "an action")?;
    let known: &[&str] = match version {
        Version::V10 => &["target", "description", "update", "remove"],
        Version::V11 => &["target", "description", "update", "remove", "copy"],
    };
    if version == Version::V10 && object.contains_key("copy") {
        let message = "`copy` is an action of version 1.1";
        parser.mistake(&at.child("copy"), message, "begin the overlay with `overlay: 1.1.0`");
    } else {
        parser.known(object, at, known);
    }
    parser.text(object, at, "description");
    if !object.contains_key("target") {
        parser.mistake(at, "`target` is missing", "add a JSONPath such as `$.paths`");
    }
    let target = path(parser, object, at, "target");
    let effect = effect(parser, object, at, version);
    let (target_text, target) = target?;
    let is_overridden = matches!(effect, Some(Effect::Remove)) && object.contains_key("update");
    Some(Action {
        target,
        target_text,
        effect: effect?,
        is_overridden,
        pointer: at.clone(),
        version,
    })
}

fn effect(
    parser: &mut Parser<'_>,
    object: &Map<String, Value>,
    at: &Pointer,
    version: Version,
) -> Option<Effect> {
    let removes = match object.get("remove") {
        None => false,
        Some(Value::Bool(removes)) => *removes,
        Some(_) => {
            parser.mistake(&at.child("remove"), "`remove` must be a boolean", "write `true`");
            return None;
        }
    };
    let several = object.contains_key("update") && (removes || object.contains_key("copy"))
        || object.contains_key("copy") && removes;
    if several && version == Version::V11 {
        let message = "an action has one of `update`, `remove` and `copy`";
        parser.mistake(at, message, "make an action of each");
        return None;
    }
    if removes {
        return Some(Effect::Remove);
    }
    if let Some(update) = object.get("update") {
        return Some(Effect::Update(update.clone()));
    }
    if object.contains_key("copy") {
        return path(parser, object, at, "copy").map(|(_, path)| Effect::Copy(path));
    }
    Some(Effect::Nothing)
}

/// A JSONPath (RFC 9535), with its text.
fn path(
    parser: &mut Parser<'_>,
    object: &Map<String, Value>,
    at: &Pointer,
    key: &str,
) -> Option<(String, JsonPath)> {
    let text = parser.text(object, at, key)?;
    let at = at.child(key);
    let too_deep =
        nesting(&text, '[', ']') > DEEPEST_FILTER || nesting(&text, '(', ')') > DEEPEST_GROUP;
    if text.len() > LONGEST || too_deep {
        let message = format!("the JSONPath is longer than {LONGEST} bytes, or nests too deep");
        parser.mistake(&at, message, "select the parts with several actions");
        return None;
    }
    match JsonPath::parse(&text) {
        Ok(path) => Some((text, path)),
        Err(error) => {
            let message = format!("`{text}` is no JSONPath of RFC 9535: {error}");
            parser.mistake(&at, message, "write keys as `['name']`, filters as `[?@.name == 'a']`");
            None
        }
    }
}

/// How deep brackets nest, also those in quotes.
fn nesting(text: &str, open: char, close: char) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for character in text.chars() {
        if character == open {
            depth += 1;
        } else if character == close {
            depth = depth.saturating_sub(1);
        }
        deepest = deepest.max(depth);
    }
    deepest
}
