//! The schemas that an `allOf` combines, as one flat sequence.

use std::collections::{HashSet, VecDeque};

use serde_json::{Map, Value};

use super::SchemaLowering;
use crate::Pointer;
use crate::keyword;

/// A schema, cut at its `allOf`.
pub(super) struct Parts<'a> {
    pub(super) list: Vec<Part<'a>>,
    /// Whether a schema that is composed of others has `nullable: true`.
    pub(super) nullable: bool,
}

/// A part of a schema.
pub(super) enum Part<'a> {
    /// A reference that has not been followed.
    Reference(Pointer),
    /// A schema by itself, its `allOf` aside.
    Inline(Inline<'a>),
}

/// A schema by itself.
pub(super) struct Inline<'a> {
    pub(super) pointer: Pointer,
    pub(super) schema: &'a Map<String, Value>,
}

impl<'a> SchemaLowering<'a> {
    /// The parts of the schemas at these pointers; references are not followed.
    pub(super) fn parts(&self, pointers: &[Pointer]) -> Parts<'a> {
        let mut list = Vec::new();
        for pointer in pointers {
            self.expand(pointer, &mut list);
        }
        let nullable = matches!(pointers, [pointer] if self.is_nullable_composition(pointer));
        Parts { list, nullable }
    }

    /// Follows the references among the parts, and those among their targets.
    pub(super) fn follow(&self, parts: Vec<Part<'a>>) -> Vec<Inline<'a>> {
        let mut open = VecDeque::from(parts);
        let mut seen = HashSet::new();
        let mut followed = Vec::new();
        while let Some(part) = open.pop_front() {
            match part {
                Part::Inline(inline) => followed.push(inline),
                Part::Reference(target) if !seen.insert(target.clone()) => {}
                Part::Reference(target) => {
                    let mut parts = Vec::new();
                    self.expand(&target, &mut parts);
                    parts.into_iter().rev().for_each(|part| open.push_front(part));
                }
            }
        }
        followed
    }

    /// The schemas that the one at a pointer includes, by the references of its `allOf`.
    pub(super) fn ancestors(&self, pointer: &Pointer) -> HashSet<Pointer> {
        let mut open = vec![pointer.clone()];
        let mut found = HashSet::new();
        while let Some(pointer) = open.pop() {
            let mut parts = Vec::new();
            self.expand(&pointer, &mut parts);
            for part in parts {
                if let Part::Reference(target) = part
                    && found.insert(target.clone())
                {
                    open.push(target);
                }
            }
        }
        found
    }

    /// Appends the parts of the schema at a pointer: those of its `allOf`, then itself.
    fn expand(&self, pointer: &Pointer, list: &mut Vec<Part<'a>>) {
        if let Some(target) = self.target(pointer) {
            list.push(Part::Reference(target));
            return;
        }
        let Some(schema) = self.keywords(pointer) else {
            return;
        };
        let count = schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..count {
            self.expand(&pointer.child("allOf").child(index), list);
        }
        list.push(Part::Inline(Inline { pointer: pointer.clone(), schema }));
    }

    fn is_nullable_composition(&self, pointer: &Pointer) -> bool {
        self.keywords(pointer).is_some_and(|schema| {
            keyword::is_true(schema, "nullable")
                && keyword::is_composed(schema)
                && self.target(pointer).is_none()
        })
    }
}
