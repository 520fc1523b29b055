//! The single limits of a shape, each by its keyword.

use std::fmt;

use super::{Length, NumberBounds, Shape};

/// One keyword with a limit that a shape sets beside its type.
///
/// `type`, `enum`, `required` and `additionalProperties` are no facets: the kind of the shape, its
/// literals, its properties and its [`Additional`](super::Additional) have them.
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
