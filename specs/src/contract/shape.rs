//! The shape of a schema: what a valid value looks like, in one closed enum, and its facets.

mod kind;
mod literals;
mod parts;
mod property;

use std::fmt;

pub use self::kind::ShapeKind;
pub use self::literals::Literals;
pub use self::property::{Additional, Property};
use super::{Discriminator, SchemaId};

/// What a valid value looks like. Closed: every schema of a document has one of these.
///
/// Most callers need no `match`: the methods give what a shape has of a kind, or nothing.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Any JSON value.
    Any,
    /// No value at all.
    Never,
    /// The same as another schema, with annotations of its own.
    Alias(SchemaId),
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction (`4.0` is one).
    Integer {
        /// `format`, such as `int32`.
        format: Option<String>,
        /// Limits of the number.
        bounds: NumberBounds,
    },
    /// A number.
    Number {
        /// `format`, such as `double`.
        format: Option<String>,
        /// Limits of the number.
        bounds: NumberBounds,
    },
    /// A string.
    String {
        /// `format`, such as `uuid`.
        format: Option<String>,
        /// Limits in Unicode characters.
        length: Length,
        /// A regular expression that must match somewhere in the string.
        pattern: Option<String>,
    },
    /// One of these values (`enum`).
    Literals(Literals),
    /// An array.
    Array {
        /// The schema of every item.
        items: SchemaId,
        /// Limits in items.
        length: Length,
        /// Whether no two items may be equal.
        unique: bool,
    },
    /// An object; one without properties is a map.
    Object {
        /// Declared properties, in the document's order.
        properties: Vec<Property>,
        /// What other properties may be.
        additional: Additional,
        /// Limits in properties.
        size: Length,
    },
    /// Exactly one of these.
    OneOf {
        /// The alternatives, in the document's order.
        alternatives: Vec<SchemaId>,
        /// The property that selects one (`discriminator`).
        discriminator: Option<Discriminator>,
    },
    /// At least one of these.
    AnyOf {
        /// The alternatives, in the document's order.
        alternatives: Vec<SchemaId>,
    },
    /// More than a shape can describe; only the JSON Schema view has it. Carries the reason.
    Opaque(&'static str),
}

/// Limits of a length; `None` where there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Length {
    /// At least so many.
    pub min: Option<u64>,
    /// At most so many.
    pub max: Option<u64>,
}

/// Limits of a number; `None` where there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct NumberBounds {
    /// At least this.
    pub minimum: Option<f64>,
    /// At most this.
    pub maximum: Option<f64>,
    /// More than this.
    pub exclusive_minimum: Option<f64>,
    /// Less than this.
    pub exclusive_maximum: Option<f64>,
    /// A multiple of this.
    pub multiple_of: Option<f64>,
}

/// One keyword with a limit that a shape sets beside its type.
///
/// `type`, `enum`, `required` and `additionalProperties` are no facets: the kind of the shape, its
/// literals, its properties and its [`Additional`] have them.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the variants are the keywords of JSON Schema 2020-12, one to one")]
pub enum Facet<'a> {
    Format(&'a str),
    Minimum(f64),
    Maximum(f64),
    ExclusiveMinimum(f64),
    ExclusiveMaximum(f64),
    MultipleOf(f64),
    MinLength(u64),
    MaxLength(u64),
    Pattern(&'a str),
    MinItems(u64),
    MaxItems(u64),
    UniqueItems,
    MinProperties(u64),
    MaxProperties(u64),
}

impl Facet<'_> {
    /// The keyword, as JSON Schema 2020-12 spells it.
    pub fn keyword(&self) -> &'static str {
        match self {
            Self::Format(_) => "format",
            Self::Minimum(_) => "minimum",
            Self::Maximum(_) => "maximum",
            Self::ExclusiveMinimum(_) => "exclusiveMinimum",
            Self::ExclusiveMaximum(_) => "exclusiveMaximum",
            Self::MultipleOf(_) => "multipleOf",
            Self::MinLength(_) => "minLength",
            Self::MaxLength(_) => "maxLength",
            Self::Pattern(_) => "pattern",
            Self::MinItems(_) => "minItems",
            Self::MaxItems(_) => "maxItems",
            Self::UniqueItems => "uniqueItems",
            Self::MinProperties(_) => "minProperties",
            Self::MaxProperties(_) => "maxProperties",
        }
    }
}

/// Short, as outlines have it: ` >= 1` for a bound, ` 1..` and ` ..3` for the two ends of a length.
impl fmt::Display for Facet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format(format) => write!(f, " as {format}"),
            Self::Minimum(limit) => write!(f, " >= {limit}"),
            Self::Maximum(limit) => write!(f, " <= {limit}"),
            Self::ExclusiveMinimum(limit) => write!(f, " > {limit}"),
            Self::ExclusiveMaximum(limit) => write!(f, " < {limit}"),
            Self::MultipleOf(step) => write!(f, " multiple of {step}"),
            Self::MinLength(min) | Self::MinItems(min) | Self::MinProperties(min) => {
                write!(f, " {min}..")
            }
            Self::MaxLength(max) | Self::MaxItems(max) | Self::MaxProperties(max) => {
                write!(f, " ..{max}")
            }
            Self::Pattern(pattern) => write!(f, " /{pattern}/"),
            Self::UniqueItems => f.write_str(" unique"),
        }
    }
}

impl Shape {
    /// Every schema that the shape names: the target of an alias, items, properties and additional
    /// properties, alternatives. In the document's order.
    pub fn subschemas(&self) -> Vec<SchemaId> {
        match self {
            Self::Any | Self::Never | Self::Boolean | Self::Literals(_) | Self::Opaque(_) => {
                Vec::new()
            }
            Self::Integer { .. } | Self::Number { .. } | Self::String { .. } => Vec::new(),
            Self::Alias(target) => vec![*target],
            Self::Array { items, length: _, unique: _ } => vec![*items],
            Self::Object { properties, additional, size: _ } => {
                let properties = properties.iter().map(|property| property.schema);
                properties.chain(additional.schema()).collect()
            }
            Self::OneOf { alternatives, discriminator: _ } | Self::AnyOf { alternatives } => {
                alternatives.clone()
            }
        }
    }

    /// Every facet of the shape, in a fixed order; none where the kind has none.
    pub fn facets(&self) -> Vec<Facet<'_>> {
        // No pattern here has `..`: a new field of a shape has to become a facet, or be ignored.
        match self {
            Self::Any | Self::Never | Self::Boolean => Vec::new(),
            Self::Alias(_) | Self::Literals(_) | Self::Opaque(_) => Vec::new(),
            Self::OneOf { alternatives: _, discriminator: _ } | Self::AnyOf { alternatives: _ } => {
                Vec::new()
            }
            Self::Integer { format, bounds } | Self::Number { format, bounds } => {
                let format = format.as_deref().map(Facet::Format);
                format.into_iter().chain(of_bounds(bounds)).collect()
            }
            Self::String { format, length, pattern } => {
                let format = format.as_deref().map(Facet::Format);
                let length = of_length(*length, Facet::MinLength, Facet::MaxLength);
                let pattern = pattern.as_deref().map(Facet::Pattern);
                format.into_iter().chain(length).chain(pattern).collect()
            }
            Self::Array { items: _, length, unique } => {
                let length = of_length(*length, Facet::MinItems, Facet::MaxItems);
                length.chain(unique.then_some(Facet::UniqueItems)).collect()
            }
            Self::Object { properties: _, additional: _, size } => {
                of_length(*size, Facet::MinProperties, Facet::MaxProperties).collect()
            }
        }
    }
}

fn of_length<'a>(
    length: Length,
    min: fn(u64) -> Facet<'a>,
    max: fn(u64) -> Facet<'a>,
) -> impl Iterator<Item = Facet<'a>> {
    length.min.map(min).into_iter().chain(length.max.map(max))
}

fn of_bounds<'a>(bounds: &NumberBounds) -> impl Iterator<Item = Facet<'a>> + use<'a> {
    let NumberBounds { minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of } =
        *bounds;
    let facets = [
        minimum.map(Facet::Minimum),
        maximum.map(Facet::Maximum),
        exclusive_minimum.map(Facet::ExclusiveMinimum),
        exclusive_maximum.map(Facet::ExclusiveMaximum),
        multiple_of.map(Facet::MultipleOf),
    ];
    facets.into_iter().flatten()
}
