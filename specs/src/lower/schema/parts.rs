//! The schemas that an `allOf` combines, as one flat sequence.

use std::collections::{HashSet, VecDeque};

use serde_json::{Map, Value};

use super::SchemaLowering;
use crate::Pointer;
use crate::keyword::{self, Row};

/// The keywords of a choice.
const CHOICES: [&str; 2] = ["oneOf", "anyOf"];

/// Schemas that apply at once, as one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Joint {
    /// Where they are: several where parts of an `allOf` declare the same property, or where an
    /// alternative of a choice applies beside the schema that has the choice.
    pub(super) pointers: Vec<Pointer>,
    /// The choices among their keywords that an alternative has been taken of.
    pub(super) taken: Vec<Pointer>,
}

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
    /// The keys of its choices that an alternative has been taken of.
    taken: Vec<&'static str>,
}

impl Joint {
    /// One schema by itself.
    pub(super) fn of(pointer: Pointer) -> Self {
        Self { pointers: vec![pointer], taken: Vec::new() }
    }
}

impl<'a> Part<'a> {
    /// Whether it constrains which values are valid.
    pub(super) fn constrains(&self) -> bool {
        match self {
            Part::Reference(_) => true,
            Part::Inline(inline) => inline.constrains(),
        }
    }

    /// The schema, unless it is a reference.
    pub(super) fn inline(self) -> Option<Inline<'a>> {
        match self {
            Part::Inline(inline) => Some(inline),
            Part::Reference(_) => None,
        }
    }
}

impl<'a> Inline<'a> {
    /// Its keywords, without the choices that an alternative has been taken of.
    pub(super) fn keywords(&self) -> impl Iterator<Item = (&'static Row, &'a Value)> {
        keyword::of(self.schema).filter(|(row, _)| !self.taken.contains(&row.key))
    }

    /// Whether it constrains which values are valid, its `allOf` and `nullable` aside.
    pub(super) fn constrains(&self) -> bool {
        self.keywords().any(|(row, _)| row.constrains()) || keyword::has_unknown(self.schema)
    }

    /// Whether it constrains which values are valid beside this choice, its `allOf` and `nullable` aside.
    pub(super) fn constrains_beside(&self, choice: &Pointer) -> bool {
        let is_other = |key| self.pointer.child(key) != *choice;
        self.keywords().any(|(row, _)| row.constrains() && is_other(row.key))
    }
}

impl<'a> SchemaLowering<'a> {
    /// The parts of a joint schema; references are not followed.
    pub(super) fn parts(&self, joint: &Joint) -> Parts<'a> {
        let mut list = Vec::new();
        for pointer in &joint.pointers {
            self.expand(pointer, &joint.taken, &mut list);
        }
        let nullable =
            matches!(joint.pointers.as_slice(), [pointer] if self.is_nullable_composition(pointer));
        Parts { list, nullable }
    }

    /// The parts of a joint schema, all references followed.
    pub(super) fn followed(&self, joint: &Joint) -> Vec<Inline<'a>> {
        self.follow(self.parts(joint).list, &joint.taken)
    }

    /// Follows the references among the parts, and those among their targets.
    pub(super) fn follow(&self, parts: Vec<Part<'a>>, taken: &[Pointer]) -> Vec<Inline<'a>> {
        let mut open = VecDeque::from(parts);
        let mut seen = HashSet::new();
        let mut followed = Vec::new();
        while let Some(part) = open.pop_front() {
            match part {
                Part::Inline(inline) => followed.push(inline),
                Part::Reference(target) if !seen.insert(target.clone()) => {}
                Part::Reference(target) => {
                    let mut parts = Vec::new();
                    self.expand(&target, taken, &mut parts);
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
            self.expand(&pointer, &[], &mut parts);
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
    fn expand(&self, pointer: &Pointer, taken: &[Pointer], list: &mut Vec<Part<'a>>) {
        if let Some(target) = self.target(pointer) {
            list.push(Part::Reference(target));
            return;
        }
        let Some(schema) = self.keywords(pointer) else {
            return;
        };
        let count = schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..count {
            self.expand(&pointer.child("allOf").child(index), taken, list);
        }
        let is_taken = |key: &&str| taken.contains(&pointer.child(key));
        let taken = CHOICES.into_iter().filter(is_taken).collect();
        list.push(Part::Inline(Inline { pointer: pointer.clone(), schema, taken }));
    }

    fn is_nullable_composition(&self, pointer: &Pointer) -> bool {
        self.keywords(pointer).is_some_and(|schema| {
            keyword::is_true(schema, "nullable")
                && keyword::is_composed(schema)
                && self.target(pointer).is_none()
        })
    }
}
