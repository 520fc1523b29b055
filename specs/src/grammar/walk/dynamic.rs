//! Schemas whose meaning depends on who refers to them: what leads to a `$dynamicRef` is copied to where
//! a reference from another resource to it is, as the anchor of that resource is meant there (JSON Schema
//! 2020-12 core §8.2.3.2).

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::Walk;
use crate::diagnostic::codes::NOT_READ;
use crate::files::{Resource, absolute};
use crate::node::Kind;
use crate::version::Version;
use crate::{Pointer, reference};

/// The copies of schemas, by their locations.
pub(super) type Scopes = HashMap<Pointer, Scope>;

/// A copy of a schema.
#[derive(Clone)]
pub(super) struct Scope {
    /// The resources through which it is reached, the outermost first.
    chain: Vec<Resource>,
    /// Where the schema is written.
    written: (usize, Pointer),
}

/// What becomes of a reference to a schema whose meaning depends on the one who refers to it.
pub(super) enum Scoped {
    /// It refers to the copy that it is in.
    Again(Pointer),
    /// It is replaced by a copy.
    Copy(Value),
    /// There are too many copies, or references to search.
    TooMuch,
}

impl Walk<'_, '_> {
    /// A schema with a static reference instead of its `$dynamicRef`; `None` where it has none.
    pub(super) fn without_dynamic(
        &mut self,
        schema: &Map<String, Value>,
        pointer: &Pointer,
    ) -> Option<Map<String, Value>> {
        let text = schema.get("$dynamicRef")?.as_str().filter(|_| self.version > Version::V30)?;
        let at = pointer.child("$dynamicRef");
        let mut plain = schema.clone();
        plain.shift_remove("$dynamicRef");
        let reference = match self.texts.resolve(text, &at, self.diagnostics) {
            Ok(found) => match self.dynamic_target(text, found.pointer, pointer) {
                Some(target) => json!({ "$ref": absolute(&target) }),
                None => {
                    self.undecided(text, &at);
                    return Some(plain);
                }
            },
            Err(failure) => {
                self.failed(text, &failure, &at);
                return Some(plain);
            }
        };
        if plain.contains_key("$ref") {
            let parts = plain.entry("allOf").or_insert_with(|| json!([]));
            parts.as_array_mut()?.push(reference);
        } else {
            plain.extend(reference.as_object().cloned().into_iter().flatten());
        }
        Some(plain)
    }

    /// The target of a dynamic reference; `first` is its target as a static one. `None` where it
    /// cannot be decided.
    fn dynamic_target(&self, text: &str, first: Pointer, pointer: &Pointer) -> Option<Pointer> {
        let name = text.rsplit('#').next().unwrap_or_default();
        if self.texts.is_repeated(&first, name) {
            return None;
        }
        if !self.texts.is_dynamic(&first, name) {
            return Some(first);
        }
        let mut chain = self.chain(pointer);
        chain.push(self.texts.resource_of(&first));
        self.texts.outermost(&chain, name).map(|(_, outermost)| outermost)
    }

    /// The resources through which a location is reached, the outermost first, its own the last.
    fn chain(&self, pointer: &Pointer) -> Vec<Resource> {
        let mut chain = match self.scope(pointer) {
            Some((_, scope)) => scope.chain.clone(),
            None => Vec::new(),
        };
        chain.push(self.texts.resource_of(pointer));
        chain
    }

    /// The innermost copy that has a location.
    fn scope(&self, pointer: &Pointer) -> Option<(Pointer, &Scope)> {
        let mut ancestors = std::iter::successors(Some(pointer.clone()), Pointer::parent);
        ancestors.find_map(|owner| {
            let scope = self.scopes.get(&owner)?;
            Some((owner, scope))
        })
    }

    /// What becomes of a reference from a schema to another; `None` for an ordinary one.
    pub(super) fn scoped(&mut self, target: &Pointer, pointer: &Pointer) -> Option<Scoped> {
        if !self.texts.has_dynamic_references() {
            return None;
        }
        let chain = self.chain(pointer);
        let resource = self.texts.resource_of(target);
        if !self.texts.has_scope(&chain, &resource) {
            return None;
        }
        let Some(names) = self.texts.dynamic_names(target) else {
            return Some(Scoped::TooMuch);
        };
        let is_foreign = |name: &String| {
            let outermost = self.texts.outermost(&chain, name);
            outermost.is_some_and(|(index, _)| chain[index] != resource)
        };
        if !names.iter().any(is_foreign) {
            return None;
        }
        let written = self.texts.written_in(target);
        let mut around = self.scope(pointer);
        while let Some((owner, scope)) = around {
            if scope.written == written {
                return Some(Scoped::Again(owner));
            }
            around = owner.parent().and_then(|parent| self.scope(&parent));
        }
        let (text, at) = self.texts.text(target);
        let original = text.pointer(at.as_str()).cloned().unwrap_or_default();
        if !self.begin_copy(&original) {
            return Some(Scoped::TooMuch);
        }
        self.scopes.insert(pointer.clone(), Scope { chain, written });
        Some(Scoped::Copy(self.copy(original, &Value::Null, target, pointer)))
    }

    /// Reports a dynamic reference without a target that can be decided.
    pub(super) fn undecided(&mut self, text: &str, at: &Pointer) {
        let message =
            format!("the target of `{text}` cannot be decided; it allows everything instead");
        let help = "give every schema with such an anchor an `$id` of its own, or use `$ref`";
        self.diagnostics.report(&NOT_READ, at, message, help);
    }

    /// Records a reference to a location that is known.
    pub(super) fn refer(&mut self, target: Pointer, pointer: &Pointer) {
        self.amendments.set(&pointer.child("$ref"), reference::text(&target).into());
        self.cycles.add(pointer, target.clone());
        self.open.push_back((target, Kind::Schema));
    }
}
