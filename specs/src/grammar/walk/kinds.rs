//! What each part of a document is. A reference to a part of another kind costs the reference: the part is
//! read as what it is in its own location. Headers and parameters, and responses and request bodies, are so alike
//! that one is read as the other.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::Walk;
use crate::Pointer;
use crate::diagnostic::codes::{MISPLACED_REF, UNRESOLVED_REF};
use crate::grammar::Child;
use crate::node::Kind;

/// The kinds of parts, and what references take them for.
#[derive(Default)]
pub(super) struct Kinds {
    /// The first kind that a part was walked as: its own locations come before references to it.
    parts: HashMap<Pointer, Kind>,
    /// The target of each reference, its kind by the reference, and where the reference is.
    references: Vec<(Pointer, Kind, Pointer)>,
}

impl Kinds {
    /// Records that a part is walked.
    pub(super) fn add(&mut self, part: &Pointer, kind: Kind) {
        self.parts.entry(part.clone()).or_insert(kind);
    }

    /// Records a reference.
    pub(super) fn refer(&mut self, target: &Pointer, kind: Kind, from: &Pointer) {
        self.references.push((target.clone(), kind, from.clone()));
    }

    /// What a part is, where it is no object of this kind.
    pub(super) fn other(&self, part: &Pointer, kind: Kind) -> Option<Kind> {
        self.parts.get(part).copied().filter(|known| *known != kind)
    }
}

/// Kinds whose parts can be read as each other: what they have in common is what they mean.
const ALIKE: &[(Kind, Kind)] = &[
    (Kind::Parameter, Kind::Header),
    (Kind::Header, Kind::Parameter),
    (Kind::RequestBody, Kind::Response),
    (Kind::Response, Kind::RequestBody),
];

impl Walk<'_, '_> {
    /// Resolves the references to parts of another kind since the last call: to a copy where the kinds are
    /// alike, else they are left out. References of copies are never copied. Whether there were any references.
    pub(super) fn references_to_others(
        &mut self,
        copies: bool,
        elsewhere: &mut HashMap<Pointer, Value>,
    ) -> bool {
        let references = std::mem::take(&mut self.kinds.references);
        let is_done = references.is_empty();
        for (target, kind, from) in references {
            let Some(other) = self.kinds.other(&target, kind) else { continue };
            if copies
                && ALIKE.contains(&(other, kind))
                && let Some(copy) = self.copy_as(kind, other, &target, &from)
            {
                elsewhere.insert(from, copy);
                continue;
            }
            self.lose_reference(kind, other, &from);
        }
        !is_done
    }

    /// The target read as a part of the kind that the reference is of.
    fn copy_as(
        &mut self,
        kind: Kind,
        other: Kind,
        target: &Pointer,
        from: &Pointer,
    ) -> Option<Value> {
        let (text, written) = self.texts.text(target);
        let original = text.pointer(written.as_str())?.clone();
        // One that is a reference itself may lead anywhere.
        if original.get("$ref").is_some() || !self.begin_copy(&original) {
            return None;
        }
        let copy = self.copy(original, &Value::Null, target, from);
        let walked = self.walk_copy(Child::Object(kind), &copy, from)?;
        let (name, other) = (kind.object().name, other.object().name);
        let message = format!("the target is a {other}; it is read as a {name}");
        let help = "refer to a part of the kind, or write it here";
        self.diagnostics.report_repair(&MISPLACED_REF, &from.child("$ref"), message, help);
        Some(walked)
    }

    fn lose_reference(&mut self, kind: Kind, other: Kind, from: &Pointer) {
        let (name, other) = (kind.object().name, other.object().name);
        let message = format!("the target is of another kind: `{other}`, not `{name}`");
        let help = "refer to a part of the kind, or write it here";
        self.diagnostics.report_loss(&UNRESOLVED_REF, &from.child("$ref"), message, help);
        if kind == Kind::Schema {
            self.amendments.set(from, json!({}));
        } else {
            self.amendments.remove(from);
        }
    }
}
