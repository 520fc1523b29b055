//! Valid instances that exercise one rule each: bounds, values of enums, alternatives, `null`.

use std::collections::BTreeSet;

use serde_json::Value;
use specs::Pointer;
use specs::contract::{Schema, SchemaId, Shape};

use super::maker::{number_rule, text_rule};
use super::{Extent, Maker, Rng};

/// A valid instance with the rule that it exercises.
#[derive(Debug, Clone, PartialEq)]
pub struct Positive {
    /// The instance.
    pub value: Value,
    /// The location in the instance where the rule is exercised.
    pub pointer: Pointer,
    /// The rule, such as `min-length` or `enum-2`.
    pub label: String,
}

/// The schema's minimal and full instance, and one for each boundary inside the full one.
pub fn positives(maker: &Maker<'_>, id: SchemaId, rng: &mut Rng) -> Vec<Positive> {
    let mut list: Vec<Positive> = Vec::new();
    let mut seen = BTreeSet::new();
    for (extent, label) in [(Extent::Minimal, "minimal"), (Extent::Full, "full")] {
        if let Some(value) = maker.make(id, extent, rng) {
            let pointer = Pointer::root();
            add(&mut list, &mut seen, Positive { value, pointer, label: label.to_owned() });
        }
    }
    let Some(full) = list.last().map(|positive| positive.value.clone()) else {
        return list;
    };
    let mut variants = Vec::new();
    vary(maker, id, &full, &Pointer::root(), 0, rng, &mut variants);
    for (pointer, label, part) in variants {
        if let Some(value) =
            replaced(&full, &pointer, part).filter(|value| maker.accepts(id, value))
        {
            add(&mut list, &mut seen, Positive { value, pointer, label });
        }
    }
    list
}

fn add(list: &mut Vec<Positive>, seen: &mut BTreeSet<String>, positive: Positive) {
    if seen.insert(positive.value.to_string()) {
        list.push(positive);
    }
}

/// The instance with the part at `pointer` replaced.
pub(super) fn replaced(instance: &Value, pointer: &Pointer, part: Value) -> Option<Value> {
    let mut copy = instance.clone();
    *copy.pointer_mut(pointer.as_str())? = part;
    Some(copy)
}

type Variants = Vec<(Pointer, String, Value)>;

fn vary(
    maker: &Maker<'_>,
    id: SchemaId,
    value: &Value,
    pointer: &Pointer,
    depth: usize,
    rng: &mut Rng,
    variants: &mut Variants,
) {
    let schema = maker.schemas.get(id);
    if schema.nullable {
        variants.push((pointer.clone(), "null".to_owned(), Value::Null));
    }
    for (label, part) in leaf_values(schema, rng) {
        variants.push((pointer.clone(), label, part));
    }
    if depth > 3 {
        return;
    }
    match &schema.shape {
        Shape::Alias(target) => vary(maker, *target, value, pointer, depth, rng, variants),
        Shape::Object { properties, .. } => {
            for property in properties {
                if let Some(member) = value.get(&property.name) {
                    let place = pointer.child(&property.name);
                    vary(maker, property.schema, member, &place, depth + 1, rng, variants);
                }
            }
        }
        Shape::Array { items, length, .. } => {
            for (label, count) in [("min-items", length.min), ("max-items", length.max)] {
                let Some(count) = count.filter(|count| *count <= 100) else {
                    continue;
                };
                let list: Option<Vec<Value>> = (0..count)
                    .map(|_| super::random::grown(maker, *items, rng, depth + 1))
                    .collect();
                variants.extend(
                    list.map(|list| (pointer.clone(), label.to_owned(), Value::Array(list))),
                );
            }
        }
        Shape::OneOf { alternatives, .. } | Shape::AnyOf { alternatives } => {
            for (number, member) in alternatives.iter().enumerate() {
                let made = maker.make(*member, Extent::Full, rng);
                variants.extend(
                    made.map(|part| (pointer.clone(), format!("alternative-{}", number + 1), part)),
                );
            }
        }
        // Their values are among those of leaves.
        Shape::Boolean | Shape::Integer { .. } | Shape::Number { .. } | Shape::Literals(_) => {}
        Shape::String { .. } | Shape::Any | Shape::Never | Shape::Opaque(_) => {}
    }
}

/// The values of a scalar at its limits.
fn leaf_values(schema: &Schema, rng: &mut Rng) -> Vec<(String, Value)> {
    match &schema.shape {
        Shape::Boolean => {
            vec![("true".to_owned(), true.into()), ("false".to_owned(), false.into())]
        }
        Shape::Literals(literals) => literals
            .values()
            .into_iter()
            .enumerate()
            .map(|(number, value)| (format!("enum-{}", number + 1), value))
            .collect(),
        Shape::Integer { .. } | Shape::Number { .. } => number_rule(schema)
            .map(|rule| rule.boundaries())
            .unwrap_or_default()
            .into_iter()
            .map(|(label, value)| (label.to_owned(), value))
            .collect(),
        Shape::String { length, .. } => [("min-length", length.min), ("max-length", length.max)]
            .into_iter()
            .filter_map(|(label, count)| {
                let text = text_rule(schema)?.of_length(count?, rng)?;
                Some((label.to_owned(), Value::String(text)))
            })
            .collect(),
        Shape::Any | Shape::Never | Shape::Alias(_) | Shape::Opaque(_) => Vec::new(),
        Shape::Array { .. } | Shape::Object { .. } => Vec::new(),
        Shape::OneOf { .. } | Shape::AnyOf { .. } => Vec::new(),
    }
}
