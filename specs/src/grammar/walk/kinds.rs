//! What each part of a document is. A reference to a part of another kind costs the reference: the part is
//! read as what it is in its own location.

use std::collections::HashMap;

use serde_json::json;

use super::Walk;
use crate::Pointer;
use crate::diagnostic::codes::UNRESOLVED_REF;
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

impl Walk<'_, '_> {
    /// Leaves out the references to parts of another kind.
    pub(super) fn references_to_others(&mut self) {
        let references = std::mem::take(&mut self.kinds.references);
        for (target, kind, from) in references {
            let Some(other) = self.kinds.other(&target, kind) else { continue };
            let (name, other) = (kind.object().name, other.object().name);
            let message = format!("the target is of another kind: `{other}`, not `{name}`");
            let help = "refer to a part of the kind, or write it here";
            self.diagnostics.report_loss(&UNRESOLVED_REF, &from.child("$ref"), message, help);
            if kind == Kind::Schema {
                self.amendments.set(&from, json!({}));
            } else {
                self.amendments.remove(&from);
            }
        }
    }
}
