//! Random instances from the whole range of a schema.

use serde_json::{Map, Value, json};
use specs::contract::{Additional, Property, SchemaId, Schemas, Shape};

use super::maker::{number_rule, opaque_guesses, text_rule};
use super::{Extent, InvalidValue, Maker, Rng, Validators, invalid_values};

/// How often a value that was not confirmed is generated again.
const ATTEMPTS: usize = 8;

/// A random valid instance, confirmed.
pub(super) fn valid(
    validators: &Validators,
    schemas: &Schemas,
    id: SchemaId,
    rng: &mut Rng,
) -> Option<Value> {
    let maker = Maker::new(validators, schemas);
    for _ in 0..ATTEMPTS {
        if let Some(value) = grown(&maker, id, rng, 0).filter(|value| maker.accepts(id, value)) {
            return Some(value);
        }
    }
    maker.make(id, Extent::Full, rng).or_else(|| maker.make(id, Extent::Minimal, rng))
}

/// A random instance that violates one rule, confirmed.
pub(super) fn mutated(
    validators: &Validators,
    schemas: &Schemas,
    id: SchemaId,
    rng: &mut Rng,
) -> Option<InvalidValue> {
    let base = valid(validators, schemas, id, rng)?;
    let list = invalid_values(&Maker::new(validators, schemas), id, &base, rng);
    rng.pick(&list).cloned()
}

/// A random instance, likely valid but not confirmed.
pub(super) fn grown(maker: &Maker<'_>, id: SchemaId, rng: &mut Rng, depth: usize) -> Option<Value> {
    let schema = maker.schemas.get(id);
    if depth > 6 {
        return maker.build(id, Extent::Minimal, rng, depth);
    }
    if schema.nullable && rng.chance(15) {
        return Some(Value::Null);
    }
    match &schema.shape {
        Shape::Never => None,
        Shape::Any => Some(anything(rng)),
        Shape::Boolean => Some(json!(rng.chance(50))),
        Shape::Alias(target) => grown(maker, *target, rng, depth),
        Shape::Integer { .. } | Shape::Number { .. } => {
            number_rule(schema).map(|rule| rule.random(rng))
        }
        Shape::String { .. } => text_rule(schema)?.random(rng).map(Value::String),
        Shape::Literals(literals) => rng.pick(&literals.values()).cloned(),
        Shape::Array { items, length, .. } => {
            let least = length.min.unwrap_or(0);
            let most = length.max.unwrap_or(least + 3).min(least + 5);
            let count = least + rng.below(most.saturating_sub(least) + 1);
            (0..count)
                .map(|_| grown(maker, *items, rng, depth + 1))
                .collect::<Option<_>>()
                .map(Value::Array)
        }
        Shape::Object { properties, additional, .. } => {
            object(maker, properties, *additional, rng, depth)
        }
        Shape::OneOf { alternatives, .. } | Shape::AnyOf { alternatives } => {
            grown(maker, *rng.pick(alternatives)?, rng, depth + 1)
        }
        Shape::Opaque(_) => {
            let guesses = opaque_guesses();
            let valid: Vec<&Value> =
                guesses.iter().filter(|value| maker.accepts(id, value)).collect();
            rng.pick(&valid).map(|value| (*value).clone())
        }
    }
}

fn object(
    maker: &Maker<'_>,
    properties: &[Property],
    additional: Additional,
    rng: &mut Rng,
    depth: usize,
) -> Option<Value> {
    let mut members = Map::new();
    for property in properties {
        if !property.required && !rng.chance(60) {
            continue;
        }
        match grown(maker, property.schema, rng, depth + 1) {
            Some(value) => drop(members.insert(property.name.clone(), value)),
            None if property.required => return None,
            None => {}
        }
    }
    if additional != Additional::Closed && rng.chance(30) {
        let extra = match additional {
            Additional::Schema(id) => grown(maker, id, rng, depth + 1),
            _ => Some(anything(rng)),
        };
        members.extend(extra.map(|extra| (format!("x_extra{}", rng.below(9)), extra)));
    }
    Some(Value::Object(members))
}

fn anything(rng: &mut Rng) -> Value {
    let number = rng.between(-1_000, 1_000);
    let choices = [
        Value::Null,
        json!(true),
        json!(number),
        json!(0.25),
        json!(""),
        json!(super::text::letters(6, rng)),
        json!([number, "x"]),
        json!({ "nested": { "number": number } }),
    ];
    rng.pick(&choices).cloned().unwrap_or(Value::Null)
}
