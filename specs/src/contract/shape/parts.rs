//! What a shape has of each kind, as methods that are total: callers need no `match` with a wildcard.

use super::{Additional, Facet, Length, Literals, NumberBounds, Property, Shape, ShapeKind};
use crate::contract::SchemaId;

impl Shape {
    /// The target of an alias; `None` for every other shape.
    pub fn target(&self) -> Option<SchemaId> {
        if let Self::Alias(target) = self { Some(*target) } else { None }
    }

    /// The schema of an array's items; `None` for every other shape.
    pub fn items(&self) -> Option<SchemaId> {
        if let Self::Array { items, .. } = self { Some(*items) } else { None }
    }

    /// The declared properties of an object; empty for every other shape.
    pub fn properties(&self) -> &[Property] {
        if let Self::Object { properties, .. } = self { properties } else { &[] }
    }

    /// The declared property of this name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties().iter().find(|property| property.name == name)
    }

    /// What other properties of an object may be; `None` for every other shape.
    pub fn additional(&self) -> Option<Additional> {
        if let Self::Object { additional, .. } = self { Some(*additional) } else { None }
    }

    /// The alternatives of a `oneOf` or `anyOf`; empty for every other shape.
    pub fn alternatives(&self) -> &[SchemaId] {
        if let Self::OneOf { alternatives, .. } | Self::AnyOf { alternatives } = self {
            alternatives
        } else {
            &[]
        }
    }

    /// The values of an `enum`; `None` for every other shape.
    pub fn literals(&self) -> Option<&Literals> {
        if let Self::Literals(literals) = self { Some(literals) } else { None }
    }

    /// `format` of a string or number.
    pub fn format(&self) -> Option<&str> {
        if let Self::Integer { format, .. }
        | Self::Number { format, .. }
        | Self::String { format, .. } = self
        {
            format.as_deref()
        } else {
            None
        }
    }

    /// `pattern` of a string.
    pub fn pattern(&self) -> Option<&str> {
        if let Self::String { pattern, .. } = self { pattern.as_deref() } else { None }
    }

    /// Limits of a string in characters, of an array in items, of an object in properties; without
    /// limits for every other shape.
    pub fn length(&self) -> Length {
        if let Self::String { length, .. }
        | Self::Array { length, .. }
        | Self::Object { size: length, .. } = self
        {
            *length
        } else {
            Length::default()
        }
    }

    /// Limits of a number; without limits for every other shape.
    pub fn bounds(&self) -> NumberBounds {
        if let Self::Integer { bounds, .. } | Self::Number { bounds, .. } = self {
            *bounds
        } else {
            NumberBounds::default()
        }
    }

    /// Whether it allows every JSON value.
    pub fn is_any(&self) -> bool {
        self.kind() == ShapeKind::Any
    }

    /// Whether it is a string, of any format; strings of an `enum` are [`Literals`].
    pub fn is_string(&self) -> bool {
        self.kind() == ShapeKind::String
    }

    /// Whether it is a string that nothing but its length limits.
    pub fn is_free_string(&self) -> bool {
        self.is_string() && self.format().is_none() && self.pattern().is_none()
    }

    /// Whether it is a number without a fraction.
    pub fn is_integer(&self) -> bool {
        self.kind() == ShapeKind::Integer
    }

    /// Whether it is a number, with or without a fraction.
    pub fn is_number(&self) -> bool {
        matches!(self.kind(), ShapeKind::Integer | ShapeKind::Number)
    }

    /// Whether it is `true` or `false`.
    pub fn is_boolean(&self) -> bool {
        self.kind() == ShapeKind::Boolean
    }

    /// Whether it is an array.
    pub fn is_array(&self) -> bool {
        self.kind() == ShapeKind::Array
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        self.kind() == ShapeKind::Object
    }

    /// Whether it allows exactly one value, `null` aside.
    pub fn is_constant(&self) -> bool {
        self.literals().is_some_and(|literals| literals.values().len() == 1)
    }

    /// Whether it has a facet other than `format`.
    pub fn has_limits(&self) -> bool {
        self.facets().iter().any(|facet| !matches!(facet, Facet::Format(_)))
    }

    /// The keywords that a value of the shape can violate: `type` or `enum`, every facet, and
    /// `additionalProperties`. `required` belongs to single properties.
    pub fn keywords(&self) -> Vec<&'static str> {
        let kind = match self.kind() {
            ShapeKind::Boolean | ShapeKind::Integer | ShapeKind::Number => Some("type"),
            ShapeKind::String | ShapeKind::Array | ShapeKind::Object => Some("type"),
            ShapeKind::Literals => Some("enum"),
            ShapeKind::Any | ShapeKind::Never | ShapeKind::Alias => None,
            ShapeKind::OneOf | ShapeKind::AnyOf | ShapeKind::Opaque => None,
        };
        let facets = self.facets().into_iter().map(|facet| facet.keyword());
        let closed = self.additional().is_some_and(|additional| additional != Additional::Open);
        kind.into_iter().chain(facets).chain(closed.then_some("additionalProperties")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes() -> Vec<Shape> {
        let id = SchemaId(0);
        vec![
            Shape::Any,
            Shape::Alias(id),
            Shape::Integer {
                format: Some("int32".to_owned()),
                bounds: NumberBounds { minimum: Some(1.0), ..NumberBounds::default() },
            },
            Shape::String {
                format: None,
                length: Length { min: Some(1), max: Some(3) },
                pattern: Some("^a".to_owned()),
            },
            Shape::Array { items: id, length: Length::default(), unique: true },
            Shape::Object {
                properties: Vec::new(),
                additional: Additional::Schema(SchemaId(1)),
                size: Length { min: None, max: Some(2) },
            },
            Shape::OneOf { alternatives: vec![id, SchemaId(1)], discriminator: None },
            Shape::Literals(Literals::Booleans(vec![true])),
        ]
    }

    #[test]
    fn keywords_are_those_a_value_can_violate() {
        let keywords = shapes().iter().map(|shape| shape.keywords().join(" ")).collect::<Vec<_>>();
        let expected = [
            "",
            "",
            "type format minimum",
            "type minLength maxLength pattern",
            "type uniqueItems",
            "type maxProperties additionalProperties",
            "",
            "enum",
        ];
        assert_eq!(keywords, expected);
    }

    #[test]
    fn subschemas_are_all_that_a_shape_names() {
        let counts: Vec<usize> = shapes().iter().map(|shape| shape.subschemas().len()).collect();
        assert_eq!(counts, [0, 1, 0, 0, 1, 1, 2, 0]);
    }

    #[test]
    fn only_a_format_is_no_limit() {
        let format = Some("uuid".to_owned());
        let shape = Shape::String { format, length: Length::default(), pattern: None };
        assert!(!shape.has_limits());
        assert!(shapes()[3].has_limits());
    }
}
