//! Schemas as JSON: the shape of each, and those without one.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};
use specs::Contract;
use specs::contract::{Additional, Discriminator, Facet, Property, Schema, SchemaId, Shape};

use super::Place;

/// A schema. Which fields it has depends on its kind.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct SchemaView {
    /// Its name below `components/schemas`.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// `any`, `never`, `alias`, `boolean`, `integer`, `number`, `string`, `enum`, `array`, `object`,
    /// `one-of`, `any-of`, or `opaque`: more than a shape describes.
    kind: &'static str,
    /// Whether `null` is valid as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    nullable: bool,
    /// The keywords that limit the value, as JSON Schema 2020-12 spells them.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    limits: Map<String, Value>,
    /// The values of an `enum`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    values: Vec<Value>,
    /// The schema that an alias is of, or that of the items of an array.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<usize>,
    /// The declared properties of an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Vec<PropertyView>>,
    /// The other properties of an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    additional: Option<AdditionalView>,
    /// The alternatives of a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    alternatives: Vec<usize>,
    /// The property that selects an alternative.
    #[serde(skip_serializing_if = "Option::is_none")]
    discriminator: Option<DiscriminatorView>,
    /// Why it is opaque.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    /// The JSON Pointer to it.
    pointer: String,
}

/// A declared property.
#[derive(Debug, Serialize, JsonSchema)]
struct PropertyView {
    /// Its name.
    name: String,
    /// The index of its schema.
    schema: usize,
    /// Whether an object must have it.
    required: bool,
}

/// What properties an object may have beside the declared ones.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
enum AdditionalView {
    /// `true` for any, `false` for none.
    Allowed(bool),
    /// The index of their schema.
    Schema(usize),
}

/// Schemas without a type although the document gives them one.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct UntypedView {
    /// How many schemas the document types.
    typed: usize,
    /// The part of them that has no type, from 0 to 1, with at most four digits.
    rate: f64,
    /// Those that have none.
    schemas: Vec<UntypedSchema>,
}

/// A schema without a type.
#[derive(Debug, Serialize, JsonSchema)]
struct UntypedSchema {
    /// The index of the schema.
    schema: usize,
    /// Why it has none.
    reason: String,
    /// The JSON Pointer to it.
    pointer: String,
    /// Where it is in a text.
    at: Place,
}

impl UntypedView {
    pub(super) fn new(contract: &Contract) -> Self {
        let untyped = contract.untyped();
        let rate = (untyped.rate() * 10_000.0).round() / 10_000.0;
        let schemas = untyped.schemas.into_iter().map(|(id, reason)| {
            let pointer = &contract.schemas.get(id).pointer;
            let (source, at) = contract.source.origin(pointer);
            let at = Place::new(source.as_ref().unwrap_or(&contract.source), at);
            UntypedSchema { schema: id.index(), reason, pointer: pointer.to_string(), at }
        });
        Self { typed: untyped.typed, rate, schemas: schemas.collect() }
    }
}

/// The property that selects an alternative.
#[derive(Debug, Serialize, JsonSchema)]
struct DiscriminatorView {
    /// Its name.
    property: String,
    /// The index of the schema that each value selects (`mapping`).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    mapping: BTreeMap<String, usize>,
    /// The index of the schema of all other values (`defaultMapping`).
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<usize>,
}

impl DiscriminatorView {
    fn new(discriminator: &Discriminator) -> Self {
        let Discriminator { property, mapping, default } = discriminator;
        let mapping = mapping.iter().map(|(value, schema)| (value.clone(), schema.index()));
        Self {
            property: property.clone(),
            mapping: mapping.collect(),
            default: default.map(SchemaId::index),
        }
    }
}

impl SchemaView {
    pub(super) fn new(schema: &Schema) -> Self {
        let indexes = |ids: &[SchemaId]| ids.iter().map(|id| id.index()).collect();
        let view = match &schema.shape {
            Shape::Any => Self::of_kind("any"),
            Shape::Never => Self::of_kind("never"),
            Shape::Alias(id) => Self { of: Some(id.index()), ..Self::of_kind("alias") },
            Shape::Boolean => Self::of_kind("boolean"),
            Shape::Integer { .. } => Self::of_kind("integer"),
            Shape::Number { .. } => Self::of_kind("number"),
            Shape::String { .. } => Self::of_kind("string"),
            Shape::Literals(literals) => {
                Self { values: literals.values(), ..Self::of_kind("enum") }
            }
            Shape::Array { items, .. } => {
                Self { of: Some(items.index()), ..Self::of_kind("array") }
            }
            Shape::Object { properties, additional, .. } => Self {
                properties: Some(properties.iter().map(property).collect()),
                additional: Some(others(*additional)),
                ..Self::of_kind("object")
            },
            Shape::OneOf { alternatives, discriminator } => Self {
                alternatives: indexes(alternatives),
                discriminator: discriminator.as_ref().map(DiscriminatorView::new),
                ..Self::of_kind("one-of")
            },
            Shape::AnyOf { alternatives } => {
                Self { alternatives: indexes(alternatives), ..Self::of_kind("any-of") }
            }
            Shape::Opaque(reason) => Self { reason: Some(reason), ..Self::of_kind("opaque") },
        };
        Self {
            name: schema.component.clone(),
            nullable: schema.nullable,
            limits: limits(&schema.shape),
            pointer: schema.pointer.to_string(),
            ..view
        }
    }

    fn of_kind(kind: &'static str) -> Self {
        Self { kind, ..Self::default() }
    }
}

fn property(property: &Property) -> PropertyView {
    let Property { name, schema, required, sensitive: _ } = property;
    PropertyView { name: name.clone(), schema: schema.index(), required: *required }
}

fn others(additional: Additional) -> AdditionalView {
    match additional {
        Additional::Open => AdditionalView::Allowed(true),
        Additional::Closed => AdditionalView::Allowed(false),
        Additional::Schema(id) => AdditionalView::Schema(id.index()),
    }
}

fn limits(shape: &Shape) -> Map<String, Value> {
    let limit = |facet: Facet<'_>| {
        let value = match facet {
            Facet::Format(text) | Facet::Pattern(text) => json!(text),
            Facet::Minimum(number)
            | Facet::Maximum(number)
            | Facet::ExclusiveMinimum(number)
            | Facet::ExclusiveMaximum(number)
            | Facet::MultipleOf(number) => json!(number),
            Facet::MinLength(count)
            | Facet::MaxLength(count)
            | Facet::MinItems(count)
            | Facet::MaxItems(count)
            | Facet::MinProperties(count)
            | Facet::MaxProperties(count) => json!(count),
            Facet::UniqueItems => json!(true),
        };
        (facet.keyword().to_owned(), value)
    };
    shape.facets().into_iter().map(limit).collect()
}
