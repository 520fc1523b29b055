//! The keywords of arrays.

use serde_json::Value;

use super::super::{MOST_PARTS, SchemaLowering};
use super::string::{limit, lower_limit, tighter};
use crate::Pointer;
use crate::contract::{Length, Shape};
use crate::keyword::ArrayKeyword;

#[derive(Default)]
pub(in crate::lower::schema) struct ArrayFacets {
    items: Vec<Pointer>,
    /// Whether the schemas of some items depend on their place in the array.
    prefixed: bool,
    length: Length,
    unique: bool,
}

impl ArrayFacets {
    /// Reads a keyword; `pointers` are those of the schemas that its value holds.
    pub(super) fn read(&mut self, keyword: ArrayKeyword, pointers: Vec<Pointer>, value: &Value) {
        match keyword {
            ArrayKeyword::Items => self.items = pointers,
            ArrayKeyword::MinItems => self.length.min = lower_limit(value),
            ArrayKeyword::MaxItems => self.length.max = limit(value),
            ArrayKeyword::PrefixItems => self.prefixed = true,
            // No shape carries these.
            ArrayKeyword::Contains
            | ArrayKeyword::MinContains
            | ArrayKeyword::MaxContains
            | ArrayKeyword::UnevaluatedItems => {}
            ArrayKeyword::UniqueItems => self.unique = value == &Value::Bool(true),
        }
    }

    pub(super) fn merge(mut self, other: Self) -> Self {
        self.items.extend(other.items);
        Self {
            items: self.items,
            prefixed: self.prefixed || other.prefixed,
            length: tighter(self.length, other.length),
            unique: self.unique || other.unique,
        }
    }

    /// Called when all keywords of a schema are read: beside `prefixItems`, `items` is not for every item.
    pub(super) fn finish(&mut self) {
        if self.prefixed {
            self.items.clear();
        }
    }

    /// Whether it constrains arrays.
    pub(super) fn constrains(&self) -> bool {
        !self.items.is_empty() || self.length != Length::default() || self.unique
    }

    /// The shape of the array that is declared at `pointer`.
    pub(in crate::lower::schema) fn shape(
        self,
        pointer: &Pointer,
        lowering: &mut SchemaLowering<'_>,
    ) -> Shape {
        let Self { items, prefixed, length, unique } = self;
        if items.len() > MOST_PARTS {
            return Shape::Opaque("too many parts constrain its items");
        }
        // Items without a schema have a pointer to which the document has nothing.
        let items = match items.as_slice() {
            [] if prefixed => lowering.id(&pointer.child("prefixItems").child("-")),
            [] => lowering.id(&pointer.child("items")),
            pointers => lowering.joint_id(pointers),
        };
        Shape::Array { items, length, unique }
    }
}
