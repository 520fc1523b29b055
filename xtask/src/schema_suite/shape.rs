//! Whether a shape accepts a value: yes, no, or only validation knows.
//!
//! Formats are left to validation, as are the patterns of strings: the readers of shapes have engines of
//! their own for both.

use std::collections::HashSet;

use serde_json::{Map, Value};
use specs::contract::{Additional, Contract, Facet, Property, SchemaId, Shape};

/// The most schemas in one another. A schema that is in itself without a value in between has no end.
const DEPTH: usize = 200;

/// The shapes of a contract.
pub(super) struct Shapes<'c> {
    contract: &'c Contract,
    untyped: HashSet<SchemaId>,
}

/// What several parts decide together: all have to accept.
fn all(parts: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            Some(true) => {}
            None => known = None,
        }
    }
    known
}

impl<'c> Shapes<'c> {
    pub(super) fn new(contract: &'c Contract) -> Self {
        let untyped = contract.untyped().schemas.into_iter().map(|(id, _)| id).collect();
        Self { contract, untyped }
    }

    /// Whether a value is valid, as far as the shape knows.
    pub(super) fn accepts(&self, id: SchemaId, value: &Value) -> Option<bool> {
        self.accepts_below(id, value, DEPTH)
    }

    fn accepts_below(&self, id: SchemaId, value: &Value, depth: usize) -> Option<bool> {
        let depth = depth.checked_sub(1)?;
        let schema = self.contract.schemas.get(id);
        let accepts = if value.is_null() && schema.nullable {
            Some(true)
        } else {
            self.by_shape(id, &schema.shape, value, depth)
        };
        // What else there is can only reject more.
        accepts.filter(|accepts| !accepts || schema.unchecked.is_empty())
    }

    fn by_shape(&self, id: SchemaId, shape: &Shape, value: &Value, depth: usize) -> Option<bool> {
        let facets = || all(shape.facets().into_iter().map(|facet| facet_accepts(facet, value)));
        match shape {
            Shape::Any => (!self.untyped.contains(&id)).then_some(true),
            Shape::Opaque(_) => None,
            Shape::Never => Some(false),
            Shape::Alias(target) => self.accepts_below(*target, value, depth),
            Shape::Boolean => self.typed(id, value.is_boolean()),
            Shape::Integer { .. } if is_integer(value) => facets(),
            Shape::Number { .. } if value.is_number() => facets(),
            Shape::String { .. } if value.is_string() => facets(),
            Shape::Integer { .. } | Shape::Number { .. } | Shape::String { .. } => {
                self.typed(id, false)
            }
            Shape::Literals(literals) => {
                Some(literals.values().iter().any(|one| is_equal(one, value)))
            }
            Shape::Array { items, .. } => match value {
                Value::Array(values) => {
                    let each = values.iter().map(|value| self.accepts_below(*items, value, depth));
                    all(each.chain([facets()]))
                }
                _ => self.typed(id, false),
            },
            Shape::Object { properties, additional, .. } => match value {
                Value::Object(values) => {
                    all([self.object(properties, *additional, values, depth), facets()])
                }
                _ => self.typed(id, false),
            },
            Shape::OneOf { alternatives, .. } => {
                let decided = alternatives.iter().map(|one| self.accepts_below(*one, value, depth));
                let decided: Vec<Option<bool>> = decided.collect();
                let count = |of| decided.iter().filter(|one| **one == of).count();
                match (count(Some(true)), count(None)) {
                    (accepted, 0) => Some(accepted == 1),
                    (0 | 1, _) => None,
                    (_, _) => Some(false),
                }
            }
            Shape::AnyOf { alternatives } => {
                let decided = alternatives.iter().map(|one| self.accepts_below(*one, value, depth));
                all(decided.map(|one| one.map(|accepts| !accepts))).map(|none| !none)
            }
        }
    }

    /// Whether a value of another type is rejected: not by a type that the keywords only imply, for the
    /// sake of which a shape is stricter than its schema.
    fn typed(&self, id: SchemaId, is_of_type: bool) -> Option<bool> {
        let view = self.contract.schemas.json_schema(id);
        (is_of_type || view.get("type").is_some()).then_some(is_of_type)
    }

    fn object(
        &self,
        properties: &[Property],
        additional: Additional,
        values: &Map<String, Value>,
        depth: usize,
    ) -> Option<bool> {
        let declared = properties.iter().map(|property| match values.get(&property.name) {
            Some(value) => self.accepts_below(property.schema, value, depth),
            None => Some(!property.required),
        });
        let is_other = |name: &str| properties.iter().all(|property| property.name != name);
        let others = values.iter().filter(|(name, _)| is_other(name));
        let others = others.map(|(_, value)| match additional {
            Additional::Open => Some(true),
            Additional::Closed => Some(false),
            Additional::Schema(schema) => self.accepts_below(schema, value, depth),
        });
        all(declared.chain(others))
    }
}

/// Whether a value of the shape's type satisfies one of its facets.
fn facet_accepts(facet: Facet<'_>, value: &Value) -> Option<bool> {
    let number = value.as_f64().unwrap_or_default();
    let length = match value {
        Value::String(text) => text.chars().count(),
        Value::Array(items) => items.len(),
        Value::Object(properties) => properties.len(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    } as u64;
    Some(match facet {
        Facet::Format(_) | Facet::Pattern(_) => return None,
        Facet::Minimum(limit) => number >= limit,
        Facet::Maximum(limit) => number <= limit,
        Facet::ExclusiveMinimum(limit) => number > limit,
        Facet::ExclusiveMaximum(limit) => number < limit,
        // The nearest multiple, as tenths and hundredths are not exact.
        Facet::MultipleOf(step) => {
            let times = number / step;
            // What overflows is left to validation.
            if times.is_infinite() {
                return None;
            }
            (times - times.round()).abs() <= 1e-9 * times.abs().max(1.0)
        }
        Facet::MinLength(min) | Facet::MinItems(min) | Facet::MinProperties(min) => length >= min,
        Facet::MaxLength(max) | Facet::MaxItems(max) | Facet::MaxProperties(max) => length <= max,
        Facet::UniqueItems => {
            let items = value.as_array().map_or(&[][..], Vec::as_slice);
            let repeats = |at: usize| items[..at].iter().any(|one| is_equal(one, &items[at]));
            !(0..items.len()).any(repeats)
        }
    })
}

/// JSON Schema 2020-12, 6.1.1: a number without a fraction is an integer.
fn is_integer(value: &Value) -> bool {
    value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

/// JSON Schema 2020-12 core, 4.2.2: numbers are equal by value.
fn is_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let same = |(key, a): (&String, &Value)| b.get(key).is_some_and(|b| is_equal(a, b));
            a.len() == b.len() && a.iter().all(same)
        }
        (a, b) => a == b,
    }
}
