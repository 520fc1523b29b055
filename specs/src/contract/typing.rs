//! How much of a document's schemas a contract has types for.

use super::{Contract, Schema, Shape};

/// How many schemas there are, and how many of them have no shape although the document constrains them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Typing {
    /// All schemas of the contract.
    pub schemas: usize,
    /// Those that any JSON value stands for, though the document says more of them.
    pub untyped: usize,
}

impl Contract {
    /// How many of its schemas have a shape.
    pub fn typing(&self) -> Typing {
        let untyped = self.schemas.iter().filter(|(_, schema)| is_untyped(schema)).count();
        Typing { schemas: self.schemas.iter().count(), untyped }
    }
}

/// Whether no shape describes a schema that the document constrains.
fn is_untyped(schema: &Schema) -> bool {
    match schema.shape {
        Shape::Opaque(_) => true,
        Shape::Any => !schema.unchecked.is_empty(),
        Shape::Never
        | Shape::Alias(_)
        | Shape::Boolean
        | Shape::Integer { .. }
        | Shape::Number { .. }
        | Shape::String { .. }
        | Shape::Literals(_)
        | Shape::Array { .. }
        | Shape::Object { .. }
        | Shape::OneOf { .. }
        | Shape::AnyOf { .. } => false,
    }
}
