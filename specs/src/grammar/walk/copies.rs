//! Copies: a reference in a location where the specification has none is read as the value of its target.

use serde_json::Value;

use super::Walk;
use crate::diagnostic::codes::MISPLACED_REF;
use crate::grammar::Child;
use crate::node::Kind;
use crate::version::Version;
use crate::{Pointer, reference};

/// How many copies may be in one another, and how many values all of them may have.
const MOST_NESTED: usize = 8;
const MOST_VALUES: usize = 1_000_000;

/// Copies of what references refer to, in locations that cannot have references.
#[derive(Default)]
pub(super) struct Copies {
    nested: usize,
    values: usize,
}

impl Walk<'_, '_> {
    /// The value of an object, array or map where it is a reference and cannot be one: that of the
    /// target, with what is beside the reference. `Err` where it refers to nothing, `None` where it is no
    /// reference.
    pub(super) fn misplaced(
        &mut self,
        child: Child,
        value: &Value,
        pointer: &Pointer,
    ) -> Option<Result<Value, ()>> {
        let text = reference::reference(value).filter(|_| is_misplaced(child, self.version))?;
        let found = match self.texts.resolve(text, pointer, self.diagnostics) {
            Ok(found) => found,
            Err(failure) => {
                self.failed(text, &failure, &pointer.child("$ref"));
                return Some(Err(()));
            }
        };
        let (original, written) = self.texts.text(&found.pointer);
        let original = original.pointer(written.as_str()).cloned().unwrap_or_default();
        if !is_like(child, &original) {
            let Child::Object(kind) = child else { return None };
            self.kinds.add(pointer, kind);
            self.no_target(text, pointer);
            return Some(Err(()));
        }
        if !self.begin_copy(&original) {
            let message = format!("`{text}` is the last of too many references in one another");
            let help = "refer to schemas, parameters, responses and paths only";
            self.diagnostics.report_loss(&MISPLACED_REF, &pointer.child("$ref"), message, help);
            return Some(Err(()));
        }
        let message =
            format!("a reference is not allowed here; `{text}` is read as a copy of its target");
        let help =
            "write the value itself, or refer to a whole path, parameter, response or schema";
        self.diagnostics.report_repair(&MISPLACED_REF, &pointer.child("$ref"), message, help);
        Some(Ok(self.copy(original, value, &found.pointer, pointer)))
    }

    /// Whether a value may be copied: there are not too many copies yet.
    pub(super) fn begin_copy(&mut self, original: &Value) -> bool {
        self.copies.values = self.copies.values.saturating_add(count(original));
        self.copies.nested < MOST_NESTED && self.copies.values <= MOST_VALUES
    }

    /// A copy of a part of the document in another location, with the siblings of the reference to it.
    pub(super) fn copy(
        &mut self,
        original: Value,
        value: &Value,
        from: &Pointer,
        to: &Pointer,
    ) -> Value {
        let mut copy = original;
        for (key, sibling) in beside(value) {
            if let Some(entries) = copy.as_object_mut() {
                let at = to.child(key);
                self.texts.copy(at.clone(), &at);
                entries.insert(key.clone(), sibling.clone());
            }
        }
        let reference = to.child("$ref");
        self.texts.copy(reference.clone(), &reference);
        self.texts.copy(to.clone(), from);
        self.amendments.set(to, copy.clone());
        copy
    }

    /// Walks a copy.
    pub(super) fn walk_copy(
        &mut self,
        child: Child,
        copy: &Value,
        pointer: &Pointer,
    ) -> Option<Value> {
        self.copies.nested += 1;
        let walked = self.child(child, copy, pointer);
        self.copies.nested -= 1;
        walked
    }
}

/// What an object has beside its `$ref`.
fn beside(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten().filter(|(key, _)| *key != "$ref")
}

/// Whether the value cannot be a reference by the specification. A map of texts may have any key.
fn is_misplaced(child: Child, version: Version) -> bool {
    match child {
        Child::Object(kind) => {
            let is_defined = kind.object().reference.is_some_and(|since| since <= version);
            !is_defined && kind != Kind::Root
        }
        Child::Map(Child::Object(_)) | Child::Array(_) => true,
        Child::Any
        | Child::Text
        | Child::Enum(_)
        | Child::Boolean
        | Child::Count
        | Child::Number
        | Child::SchemaOrBoolean
        | Child::Map(_) => false,
    }
}

/// Whether a value may be what is expected, so that the reference to it is meant to be one.
fn is_like(child: Child, value: &Value) -> bool {
    match (child, value) {
        (Child::Array(_), value) => value.is_array(),
        (Child::Map(_), Value::Object(entries)) => entries
            .iter()
            .all(|(key, value)| value.is_object() || key == "$ref" || key.starts_with("x-")),
        (_, value) => value.is_object(),
    }
}

/// How many values a value consists of.
fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(entries) => 1 + entries.values().map(count).sum::<usize>(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}
