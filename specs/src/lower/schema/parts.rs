//! The parts of an `allOf`, laid out flat.

use std::collections::{HashSet, VecDeque};

use serde_json::{Map, Value};

use super::SchemaLowering;
use crate::Pointer;

/// Keywords that constrain nothing.
const ANNOTATIONS: [&str; 10] = [
    "title",
    "description",
    "default",
    "example",
    "deprecated",
    "readOnly",
    "writeOnly",
    "xml",
    "externalDocs",
    "discriminator",
];

/// A schema, cut at its `allOf`.
pub(super) struct Parts<'a> {
    pub(super) list: Vec<Part<'a>>,
    /// Whether a schema that is made of others says `nullable: true`.
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
    pub(super) place: Pointer,
    pub(super) members: &'a Map<String, Value>,
}

impl Inline<'_> {
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.members.get(key)
    }

    /// Whether it says anything about which values are valid.
    pub(super) fn constrains(&self) -> bool {
        self.members.keys().any(|key| {
            let key = key.as_str();
            key != "allOf"
                && key != "nullable"
                && !ANNOTATIONS.contains(&key)
                && !key.starts_with("x-")
        })
    }
}

impl<'a> SchemaLowering<'a> {
    /// The parts of the schemas at these places; references are left alone.
    pub(super) fn parts(&self, places: &[Pointer]) -> Parts<'a> {
        let mut list = Vec::new();
        for place in places {
            self.expand(place, &mut list);
        }
        let nullable = matches!(places, [place] if self.is_nullable_composite(place));
        Parts { list, nullable }
    }

    /// Follows the references among the parts, and those among what they lead to.
    pub(super) fn follow(&self, parts: Vec<Part<'a>>) -> Vec<Inline<'a>> {
        let mut open = VecDeque::from(parts);
        let mut seen = HashSet::new();
        let mut followed = Vec::new();
        while let Some(part) = open.pop_front() {
            match part {
                Part::Inline(inline) => followed.push(inline),
                Part::Reference(target) if !seen.insert(target.clone()) => {}
                Part::Reference(target) => {
                    let mut behind = Vec::new();
                    self.expand(&target, &mut behind);
                    behind.into_iter().rev().for_each(|part| open.push_front(part));
                }
            }
        }
        followed
    }

    /// The schemas that the one at a place is made of, by the references of its `allOf`.
    pub(super) fn ancestors(&self, place: &Pointer) -> HashSet<Pointer> {
        let mut open = vec![place.clone()];
        let mut found = HashSet::new();
        while let Some(place) = open.pop() {
            let mut parts = Vec::new();
            self.expand(&place, &mut parts);
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

    /// Appends the parts of the schema at a place: those of its `allOf`, then itself.
    fn expand(&self, place: &Pointer, list: &mut Vec<Part<'a>>) {
        if let Some(target) = self.target(place) {
            list.push(Part::Reference(target));
            return;
        }
        let Some(members) = self.members(place) else {
            return;
        };
        let count = members.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..count {
            self.expand(&place.child("allOf").child(index), list);
        }
        list.push(Part::Inline(Inline { place: place.clone(), members }));
    }

    fn is_nullable_composite(&self, place: &Pointer) -> bool {
        let Some(members) = self.members(place) else {
            return false;
        };
        members.get("nullable") == Some(&Value::Bool(true))
            && ["allOf", "oneOf", "anyOf", "not"].iter().any(|key| members.contains_key(*key))
            && self.target(place).is_none()
    }
}
