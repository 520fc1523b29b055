//! Schemas: each becomes one [`Schema`] with its two views, in one pass.
//!
//! A reference is replaced by the id of its target wherever it is used. What has to be lowered is kept
//! in a queue, so that no chain of references can overflow the stack.

mod annotations;
mod choice;
mod discriminator;
mod facets;
mod parts;
mod shape;
mod view;

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value};

use self::parts::Joint;
use self::shape::Shaped;
use super::naming;
use crate::contract::{Schema, SchemaId, Schemas, Shape, Unchecked};
use crate::diagnostic::codes::{UNCHECKED_KEYWORD, UNRESOLVED_REF, UNTYPED_SCHEMA};
use crate::document::Document;
use crate::reference::{reference, target};
use crate::{Diagnostics, Pointer};

/// Property or items schemas that more parts than this constrain have no shape.
const MOST_PARTS: usize = 16;

/// The most schemas of a document that are several at once: real documents have a few hundred.
const MOST_JOINT: usize = 2_000;

pub(super) struct SchemaLowering<'a> {
    document: &'a Document,
    /// What has an id; the id is the index.
    schemas: IndexSet<Joint>,
    /// How many of them are several schemas at once.
    joint_count: usize,
    /// Those that stand for several at once, since there are too many.
    cut: IndexSet<Pointer>,
    definitions: IndexMap<String, SchemaId>,
    /// See [`SchemaLowering::final_target`].
    targets: HashMap<Pointer, Pointer>,
    /// Entries of discriminators that lead to no schema.
    unmapped: IndexSet<Pointer>,
}

impl<'a> SchemaLowering<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self {
            document,
            schemas: IndexSet::new(),
            joint_count: 0,
            cut: IndexSet::new(),
            definitions: IndexMap::new(),
            targets: HashMap::new(),
            unmapped: IndexSet::new(),
        }
    }

    /// The id of the schema at a pointer, or of the target of the reference there. A pointer to
    /// nothing has a schema that allows everything.
    pub(super) fn id(&mut self, pointer: &Pointer) -> SchemaId {
        let pointer = self.final_target(pointer);
        SchemaId(self.schemas.insert_full(Joint::of(pointer)).0)
    }

    /// The id of the schema that requires what the schemas at all these pointers require.
    fn joint_id(&mut self, pointers: &[Pointer]) -> SchemaId {
        self.joint(Joint { pointers: pointers.to_vec(), taken: Vec::new() })
    }

    /// The id of a joint schema.
    fn joint(&mut self, Joint { pointers, taken }: Joint) -> SchemaId {
        let mut targets: IndexSet<Pointer> =
            pointers.iter().map(|pointer| self.final_target(pointer)).collect();
        if targets.len() > 1 {
            // A schema that includes another requires what that one requires.
            let implied: Vec<Pointer> =
                targets.iter().flat_map(|pointer| self.ancestors(pointer)).collect();
            targets.retain(|pointer| !implied.contains(pointer));
        }
        let joint = Joint { pointers: targets.into_iter().collect(), taken };
        if joint.pointers.len() > 1 && !self.schemas.contains(&joint) {
            if self.joint_count >= MOST_JOINT
                && let Some(first) = joint.pointers.first().cloned()
            {
                let id = self.id(&first);
                self.cut.insert(first);
                return id;
            }
            self.joint_count += 1;
        }
        SchemaId(self.schemas.insert_full(joint).0)
    }

    /// Lowers everything that has an id, and whatever gets one on the way.
    pub(super) fn finish(mut self, diagnostics: &mut Diagnostics) -> Schemas {
        let mut schemas = Schemas::default();
        while let Some(joint) = self.schemas.get_index(schemas.list.len()) {
            let joint = joint.clone();
            let schema = self.schema(&joint);
            if let Shape::Opaque(reason) = &schema.shape {
                let message = format!("the schema has no closed shape: {reason}");
                let help = "declare it with `properties`, `items`, `enum`, `oneOf`, or `allOf` of like parts";
                diagnostics.report(&UNTYPED_SCHEMA, &schema.pointer, message, help);
            }
            for Unchecked { pointer, what } in &schema.unchecked {
                let message = format!("generated types do not check {what}");
                let help = "check it where the value is used; the conformance suite does";
                diagnostics.report(&UNCHECKED_KEYWORD, pointer, message, help);
            }
            schemas.list.push(schema);
            schemas.views.push(self.view_of(&joint.pointers));
        }
        for pointer in &self.unmapped {
            let message = "the discriminator names a schema that the document does not have";
            let help = "give the name of a component schema, or a reference to a schema";
            diagnostics.report(&UNRESOLVED_REF, pointer, message, help);
        }
        for pointer in &self.cut {
            let message = "generated types do not check what other parts of an `allOf` require here: \
                           too many schemas apply at once";
            let help = "check it where the value is used; the conformance suite does";
            diagnostics.report(&UNCHECKED_KEYWORD, pointer, message, help);
        }
        schemas.definitions = self.definitions;
        mark_secrets(&mut schemas);
        schemas
    }

    fn schema(&mut self, joint: &Joint) -> Schema {
        let pointer = joint.pointers.last().cloned().unwrap_or_default();
        let parts = self.parts(joint);
        let annotations = annotations::read(&parts);
        let Shaped { shape, nullable, unchecked } = self.shape(joint, parts);
        Schema {
            component: self
                .document
                .component(&pointer)
                .filter(|_| *joint == Joint::of(pointer.clone())),
            pointer,
            title: annotations.title,
            description: annotations.description,
            deprecated: annotations.deprecated,
            read_only: annotations.read_only,
            write_only: annotations.write_only,
            default: annotations.default,
            examples: annotations.examples,
            nullable,
            shape,
            unchecked,
        }
    }

    /// Where the references from a pointer end: at the first component, or the first schema that is
    /// no reference itself.
    fn final_target(&mut self, pointer: &Pointer) -> Pointer {
        if let Some(found) = self.targets.get(pointer) {
            return found.clone();
        }
        let mut found = pointer.clone();
        let mut seen = IndexSet::new();
        while self.document.component(&found).is_none() && seen.insert(found.clone()) {
            match self.target(&found) {
                Some(target) => found = target,
                None => break,
            }
        }
        self.targets.insert(pointer.clone(), found.clone());
        found
    }

    /// The target of the reference at a pointer, if there is one.
    fn target(&self, pointer: &Pointer) -> Option<Pointer> {
        self.document.value(pointer).and_then(reference).and_then(target)
    }

    /// The schema object at a pointer; `None` where there is none.
    fn keywords(&self, pointer: &Pointer) -> Option<&'a Map<String, Value>> {
        self.document.value(pointer).and_then(Value::as_object)
    }
}

/// Marks the properties whose values are secrets, by their names or by `format: password`.
fn mark_secrets(schemas: &mut Schemas) {
    let secret: Vec<bool> = (0..schemas.list.len())
        .map(|index| {
            let shape = &schemas.list[resolve(schemas, index)].shape;
            shape.is_string() && shape.format() == Some("password")
        })
        .collect();
    for schema in &mut schemas.list {
        if let Shape::Object { properties, .. } = &mut schema.shape {
            for property in properties {
                property.sensitive =
                    naming::names_a_secret(&property.name) || secret[property.schema.0];
            }
        }
    }
}

/// Follows aliases, also where an erroneous document has them in a cycle.
fn resolve(schemas: &Schemas, index: usize) -> usize {
    let targets = std::iter::successors(Some(index), |index| {
        schemas.list[*index].shape.target().map(|target| target.0)
    });
    targets.take(schemas.list.len() + 1).last().unwrap_or(index)
}
