//! The kinds of shapes.

use super::Shape;

/// The kind of a [`Shape`], without what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the kinds are the variants of `Shape`, one to one")]
pub enum ShapeKind {
    Any,
    Never,
    Alias,
    Boolean,
    Integer,
    Number,
    String,
    Literals,
    Array,
    Object,
    OneOf,
    AnyOf,
    Opaque,
}

impl Shape {
    /// The kind of the shape.
    pub fn kind(&self) -> ShapeKind {
        match self {
            Self::Any => ShapeKind::Any,
            Self::Never => ShapeKind::Never,
            Self::Alias(_) => ShapeKind::Alias,
            Self::Boolean => ShapeKind::Boolean,
            Self::Integer { .. } => ShapeKind::Integer,
            Self::Number { .. } => ShapeKind::Number,
            Self::String { .. } => ShapeKind::String,
            Self::Literals(_) => ShapeKind::Literals,
            Self::Array { .. } => ShapeKind::Array,
            Self::Object { .. } => ShapeKind::Object,
            Self::OneOf { .. } => ShapeKind::OneOf,
            Self::AnyOf { .. } => ShapeKind::AnyOf,
            Self::Opaque(_) => ShapeKind::Opaque,
        }
    }
}
