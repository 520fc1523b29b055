//! The plain valid instance of a schema: as small or as full as possible, from the document's own
//! examples where they are valid.

use std::cell::Cell;

use serde_json::{Map, Value, json};
use specs::Pointer;
use specs::contract::{Additional, Length, Property, Schema, SchemaId, Schemas, Shape};

use super::{Repertoire, Rng, Validators, number, text};

/// Which properties of an object are generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Required properties only.
    Minimal,
    /// Every named property.
    Full,
}

/// Below this depth only required properties are generated.
const DEEP: usize = 4;
/// After so many values, only required properties are generated: each instance is the beginning of as many
/// cases as it has values.
const MOST_VALUES: usize = 400;
/// Below this depth nothing is generated: a schema that requires itself has no finite instance.
const DEEPEST: usize = 12;

/// The most optional properties that are added or removed to satisfy keywords that no shape carries.
const MOST_CHANGES: usize = 12;

/// Below this depth, they are not added or removed: each of their values may have such keywords itself.
const MOST_NESTED: usize = 1;

/// Generates instances of the schemas of one contract.
#[derive(Debug)]
pub struct Maker<'a> {
    /// The compiled schemas, which confirm every value.
    pub validators: &'a Validators,
    /// The contract's schemas.
    pub schemas: &'a Schemas,
    /// Whether properties that only responses have are omitted.
    pub for_request: bool,
    /// How many values the current instance has so far.
    built: Cell<usize>,
}

impl<'a> Maker<'a> {
    /// A maker of instances of any kind.
    pub fn new(validators: &'a Validators, schemas: &'a Schemas) -> Self {
        Self { validators, schemas, for_request: false, built: Cell::new(0) }
    }

    /// A maker of instances for requests.
    pub fn for_requests(validators: &'a Validators, schemas: &'a Schemas) -> Self {
        Self { validators, schemas, for_request: true, built: Cell::new(0) }
    }

    /// A valid instance; `None` where none could be confirmed.
    pub fn make(&self, id: SchemaId, extent: Extent, rng: &mut Rng) -> Option<Value> {
        self.built.set(0);
        let made = self.build(id, extent, rng, 0)?;
        self.accepts(id, &made).then_some(made)
    }

    /// A random instance from the whole breadth of the schema, with texts of these characters; `None`
    /// where none could be confirmed.
    pub fn draw(&self, id: SchemaId, repertoire: Repertoire, rng: &mut Rng) -> Option<Value> {
        super::fuzz::valid(self, repertoire, id, rng)
    }

    /// The patterns below a schema for which no text can be generated, each with its location in the document.
    pub fn undrawn(&self, id: SchemaId, rng: &mut Rng) -> Vec<(Pointer, String)> {
        super::fuzz::undrawn(self, id, rng)
    }

    /// Whether the schema accepts the value.
    pub fn accepts(&self, id: SchemaId, value: &Value) -> bool {
        self.validators.of(self.schemas, id).accepts(value)
    }

    /// The first example or default that is valid, of the schema or of what it is an alias of.
    pub fn example(&self, id: SchemaId) -> Option<Value> {
        let schema = self.schemas.get(id);
        let own = schema.examples.iter().chain(&schema.default);
        let valid = own.into_iter().find(|value| self.accepts(id, value)).cloned();
        match schema.shape.target() {
            Some(target) => {
                valid.or_else(|| self.example(target).filter(|value| self.accepts(id, value)))
            }
            None => valid,
        }
    }

    pub(super) fn build(
        &self,
        id: SchemaId,
        extent: Extent,
        rng: &mut Rng,
        depth: usize,
    ) -> Option<Value> {
        let schema = self.schemas.get(id);
        if depth > DEEPEST {
            return self.schemas.accepts_null(id).then_some(Value::Null);
        }
        self.built.set(self.built.get() + 1);
        let is_bounded = depth > DEEP || self.built.get() > MOST_VALUES;
        let extent = if is_bounded { Extent::Minimal } else { extent };
        if schema.shape.is_object() {
            return self.object(id, schema, extent, rng, depth);
        }
        self.example(id).or_else(|| self.of_shape(id, schema, extent, rng, depth))
    }

    fn of_shape(
        &self,
        id: SchemaId,
        schema: &Schema,
        extent: Extent,
        rng: &mut Rng,
        depth: usize,
    ) -> Option<Value> {
        match &schema.shape {
            Shape::Never => None,
            Shape::Any => Some(json!("any")),
            Shape::Boolean => Some(json!(true)),
            Shape::Alias(target) => self.build(*target, extent, rng, depth),
            Shape::Integer { .. } | Shape::Number { .. } => {
                number_rule(schema).map(|rule| rule.plain())
            }
            Shape::String { .. } => text_rule(schema)?.make(rng).map(Value::String),
            Shape::Literals(literals) => literals.values().into_iter().next(),
            Shape::Array { items, length, unique } => {
                self.array(*items, *length, *unique, extent, rng, depth)
            }
            Shape::Object { .. } => self.object(id, schema, extent, rng, depth),
            Shape::OneOf { alternatives, .. } | Shape::AnyOf { alternatives } => alternatives
                .iter()
                .filter_map(|member| self.build(*member, extent, rng, depth + 1))
                .find(|value| self.accepts(id, value)),
            Shape::Opaque(_) => opaque_guesses().into_iter().find(|value| self.accepts(id, value)),
        }
    }

    fn array(
        &self,
        items: SchemaId,
        length: Length,
        unique: bool,
        extent: Extent,
        rng: &mut Rng,
        depth: usize,
    ) -> Option<Value> {
        let wanted = match extent {
            Extent::Minimal => length.min.unwrap_or(0),
            Extent::Full => length.min.unwrap_or(0).max(1).min(length.max.unwrap_or(u64::MAX)),
        };
        let mut list: Vec<Value> = Vec::new();
        for _ in 0..wanted.saturating_mul(4).min(4_000) {
            if list.len() as u64 == wanted {
                break;
            }
            let item = if list.is_empty() || !unique {
                self.build(items, extent, rng, depth + 1)
            } else {
                super::random::grown(self, items, rng, depth + 1)
            };
            match item {
                Some(item) if !unique || !list.contains(&item) => list.push(item),
                Some(_) => {}
                None => break,
            }
        }
        (list.len() as u64 >= length.min.unwrap_or(0)).then_some(Value::Array(list))
    }

    fn object(
        &self,
        id: SchemaId,
        schema: &Schema,
        extent: Extent,
        rng: &mut Rng,
        depth: usize,
    ) -> Option<Value> {
        let Shape::Object { properties, additional, size } = &schema.shape else {
            return None;
        };
        let mut members = Map::new();
        for property in properties {
            let wanted = property.required || extent == Extent::Full;
            let out_of_place = self.for_request && self.schemas.get(property.schema).read_only;
            if !wanted || (out_of_place && !property.required) {
                continue;
            }
            match self.build(property.schema, extent, rng, depth + 1) {
                Some(value) => drop(members.insert(property.name.clone(), value)),
                None if property.required => return None,
                None => {}
            }
        }
        self.fill_up(&mut members, *additional, size.min.unwrap_or(0), rng, depth);
        let value = self.with_example(id, schema, members);
        if schema.unchecked.is_empty() || depth > MOST_NESTED || self.accepts(id, &value) {
            return Some(value);
        }
        Some(self.with_other_properties(id, properties, &value, rng, depth).unwrap_or(value))
    }

    /// A valid object that differs from an invalid one in one or two of its optional properties: which of
    /// them go together is more than its shape says.
    fn with_other_properties(
        &self,
        id: SchemaId,
        properties: &[Property],
        value: &Value,
        rng: &mut Rng,
        depth: usize,
    ) -> Option<Value> {
        let members = value.as_object()?;
        let optional = properties.iter().filter(|property| !property.required);
        let changes: Vec<(&str, Option<Value>)> = optional
            .take(MOST_CHANGES)
            .filter_map(|property| {
                if members.contains_key(&property.name) {
                    return Some((property.name.as_str(), None));
                }
                let added = self.build(property.schema, Extent::Minimal, rng, depth + 1)?;
                Some((property.name.as_str(), Some(added)))
            })
            .collect();
        let single = changes.iter().map(|change| vec![change]);
        let double = changes
            .iter()
            .enumerate()
            .flat_map(|(at, one)| changes[at + 1..].iter().map(move |two| vec![one, two]));
        single.chain(double).find_map(|changes| {
            let mut members = members.clone();
            for (name, added) in changes {
                match added {
                    Some(value) => drop(members.insert((*name).to_owned(), value.clone())),
                    None => drop(members.remove(*name)),
                }
            }
            Some(Value::Object(members)).filter(|value| self.accepts(id, value))
        })
    }

    /// Adds properties until there are enough.
    fn fill_up(
        &self,
        members: &mut Map<String, Value>,
        additional: Additional,
        least: u64,
        rng: &mut Rng,
        depth: usize,
    ) {
        let mut number = 1;
        while (members.len() as u64) < least.min(1_000) && additional != Additional::Closed {
            let value = match additional {
                Additional::Schema(id) => self.build(id, Extent::Minimal, rng, depth + 1),
                _ => Some(json!("any")),
            };
            let Some(value) = value else { return };
            members.insert(format!("extra{number}"), value);
            number += 1;
        }
    }

    /// Uses the values of the document's own example for the generated properties.
    fn with_example(&self, id: SchemaId, schema: &Schema, members: Map<String, Value>) -> Value {
        let made = Value::Object(members);
        let Some(Value::Object(example)) = schema.examples.first() else {
            return made;
        };
        let mut overlaid = made.clone();
        if let Value::Object(target) = &mut overlaid {
            for (name, value) in target {
                if let Some(given) = example.get(name) {
                    value.clone_from(given);
                }
            }
        }
        if self.accepts(id, &overlaid) { overlaid } else { made }
    }
}

/// The rule of a number's schema.
pub(super) fn number_rule(schema: &Schema) -> Option<number::Rule<'_>> {
    match &schema.shape {
        Shape::Integer { format, bounds } => {
            Some(number::Rule { bounds, integer: true, format: format.as_deref() })
        }
        Shape::Number { format, bounds } => {
            Some(number::Rule { bounds, integer: false, format: format.as_deref() })
        }
        Shape::String { .. } | Shape::Boolean | Shape::Literals(_) => None,
        Shape::Array { .. } | Shape::Object { .. } => None,
        Shape::OneOf { .. } | Shape::AnyOf { .. } | Shape::Opaque(_) => None,
        Shape::Any | Shape::Never | Shape::Alias(_) => None,
    }
}

/// The rule of a text's schema.
pub(super) fn text_rule(schema: &Schema) -> Option<text::Rule<'_>> {
    let shape = &schema.shape;
    shape.is_string().then(|| text::Rule {
        format: shape.format(),
        length: shape.length(),
        pattern: shape.pattern(),
    })
}

/// Candidates where only the JSON Schema can decide what is valid.
pub(super) fn opaque_guesses() -> Vec<Value> {
    vec![
        json!({}),
        json!("any"),
        json!(1),
        json!(true),
        json!([]),
        json!(0.5),
        json!(""),
        Value::Null,
    ]
}
