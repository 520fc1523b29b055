//! The shape of a schema: what a valid value looks like, in one closed enum.

mod facet;
mod parts;

use serde_json::{Value, json};

pub use self::facet::Facet;
use super::SchemaId;

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
        /// The property that tells them apart (`discriminator`).
        discriminator: Option<String>,
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

/// The values of an `enum`, all of one kind, without `null` (see [`Schema::nullable`]) and without
/// repetition. One value is a constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Literals {
    /// Strings.
    Strings(Vec<String>),
    /// Numbers without a fraction.
    Integers(Vec<i64>),
    /// Numbers, at least one with a fraction.
    Numbers(Vec<f64>),
    /// Booleans.
    Booleans(Vec<bool>),
}

impl Literals {
    /// The values as JSON, in order.
    pub fn values(&self) -> Vec<Value> {
        match self {
            Self::Strings(values) => values.iter().map(|value| json!(value)).collect(),
            Self::Integers(values) => values.iter().map(|value| json!(value)).collect(),
            Self::Numbers(values) => values.iter().map(|value| json!(value)).collect(),
            Self::Booleans(values) => values.iter().map(|value| json!(value)).collect(),
        }
    }
}

/// A declared property of an object.
#[derive(Debug, Clone)]
pub struct Property {
    /// The property's name.
    pub name: String,
    /// The schema of its value.
    pub schema: SchemaId,
    /// Whether an object must have it.
    pub required: bool,
    /// Whether its value must never be shown (a credential or a token).
    pub sensitive: bool,
}

/// Which properties an object may have beside the declared ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Additional {
    /// Any.
    Open,
    /// None.
    Closed,
    /// Those whose values satisfy this schema.
    Schema(SchemaId),
}

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
