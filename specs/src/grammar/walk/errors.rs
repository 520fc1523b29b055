//! The messages of what the walk finds.

use serde_json::Value;

use super::Walk;
use crate::diagnostic::codes::{
    BAD_VALUE, MISSING_KEY, NULL_VALUE, OTHER_DIALECT, UNKNOWN_KEY, WRONG_TYPE,
};
use crate::grammar::{Child, Field, Object};
use crate::version::Version;
use crate::{Diagnostic, Pointer};

impl Walk<'_, '_> {
    pub(super) fn wrong_type(&mut self, pointer: &Pointer, expected: &str, found: &Value) {
        let message = format!("{} must be {expected}, but is {}", self.name(pointer), kind(found));
        let scalar = found.is_number() || found.is_boolean();
        let help = if expected == "a string" && scalar {
            format!("put it in quotes: \"{found}\"")
        } else {
            format!("give {expected}")
        };
        self.diagnostics.report(&WRONG_TYPE, pointer, message, help);
    }

    pub(super) fn bad_value(&mut self, pointer: &Pointer, names: &[&str], found: &str) {
        let key = pointer.last().unwrap_or_default();
        let message = format!("`{found}` is not a value of `{key}`");
        let help = match nearest(found, names.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("use one of: {}", names.join(", ")),
        };
        self.diagnostics.report(&BAD_VALUE, pointer, message, help);
    }

    pub(super) fn null_value(&mut self, pointer: &Pointer) {
        let key = pointer.last().unwrap_or_default();
        let message = format!("`{key}` has no value; it is read as if it were missing");
        let help = format!("give `{key}` a value, or remove it");
        self.diagnostics.report(&NULL_VALUE, pointer, message, help);
    }

    /// `field` is that of another version.
    pub(super) fn unknown_key(&mut self, object: &Object, field: Option<&Field>, at: &Pointer) {
        // JSON Schema 2020-12 core §6.5: unknown keywords are annotations.
        if object.name == "schema" && self.version > Version::V30 {
            return;
        }
        let key = &at.last().unwrap_or_default();
        let article = if object.name.starts_with(['a', 'e', 'i', 'o', 'O']) { "an" } else { "a" };
        let name = object.name;
        let message =
            format!("`{key}` is not a key of {article} {name} in {}", self.version.name());
        let known = object.fields.iter().filter(|field| field.since <= self.version);
        let help = match nearest(key, known.map(|field| field.key)) {
            _ if field.is_some_and(|field| field.since == Version::V32) => {
                "remove it, or declare `openapi: 3.2.0`".to_owned()
            }
            _ if field.is_some() => "remove it, or declare `openapi: 3.1.0`".to_owned(),
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("remove it, or rename it to `x-{key}`"),
        };
        self.diagnostics.report(&UNKNOWN_KEY, at, message, help);
    }

    pub(super) fn missing_key(
        &mut self,
        object: &Object,
        pointer: &Pointer,
        key: &str,
    ) -> &mut Diagnostic {
        let message = format!("`{key}` is missing from the {}", object.name);
        self.diagnostics.report(&MISSING_KEY, pointer, message, format!("add `{key}`"))
    }

    /// A value that is read as `plain`.
    pub(super) fn repaired(&mut self, at: &Pointer, child: Child, value: &Value, plain: &Value) {
        let name = self.name(at);
        let is_name = matches!(child, Child::Enum(_)) && value.is_string();
        let (code, message) = if is_name {
            let found = value.as_str().unwrap_or_default();
            (&BAD_VALUE, format!("{name} is `{found}`; it is read as {plain}"))
        } else {
            let (expected, found) = (child.article(), kind(value));
            let message =
                format!("{name} must be {expected}, but is {found}; it is read as {plain}");
            (&WRONG_TYPE, message)
        };
        self.diagnostics.report_repair(code, at, message, format!("write {plain}"));
    }

    pub(super) fn boolean_schema(&mut self, at: &Pointer, value: &Value) {
        let message = format!("{} is the boolean {value}, as OpenAPI 3.1 has it", self.name(at));
        let help = if value == &Value::Bool(true) { "write `{}`" } else { "remove it" };
        self.diagnostics.report(&OTHER_DIALECT, at, message, help);
    }

    /// What a message calls a location.
    fn name(&self, pointer: &Pointer) -> String {
        let is_array = |parent: Pointer| {
            let (text, written) = self.texts.text(&parent);
            text.pointer(written.as_str()).is_some_and(Value::is_array)
        };
        let in_array = pointer.parent().is_some_and(is_array);
        match (pointer.last(), in_array) {
            (Some(index), true) => format!("item {index} of the array"),
            (Some(key), _) => format!("`{key}`"),
            (None, _) => "the document".to_owned(),
        }
    }
}

/// The known name that is spelled almost like this one.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).clamp(1, 3);
    let distance =
        |known: &&str| strsim::damerau_levenshtein(&name.to_lowercase(), &known.to_lowercase());
    known.min_by_key(distance).filter(|known| distance(known) <= limit)
}

fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => format!("the boolean {value}"),
        Value::Number(_) => format!("the number {value}"),
        Value::String(_) => "a string".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
