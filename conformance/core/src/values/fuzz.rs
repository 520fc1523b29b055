//! Random instances with more variety than the plain ones: every alphabet, large numbers, long arrays.
//!
//! Only properties that the schema names are generated; an open object need not accept others.

use serde_json::{Map, Value, json};
use specs::Pointer;
use specs::contract::{Additional, Length, Property, Schema, SchemaId, Shape};

use super::maker::{number_rule, opaque_guesses, text_rule};
use super::{Extent, Maker, Repertoire, Rng};

/// How often a value that was not confirmed is generated again.
const ATTEMPTS: usize = 8;
/// How often a text is generated again for a pattern: a look-around matches by chance.
const PATTERN_ATTEMPTS: usize = 48;
/// Below this depth only required properties are generated.
const DEEP: usize = 6;

/// A random valid instance, confirmed; a plain one where none could be generated.
pub(super) fn valid(
    maker: &Maker<'_>,
    repertoire: Repertoire,
    id: SchemaId,
    rng: &mut Rng,
) -> Option<Value> {
    let mut drawer = Drawer { maker, repertoire, rng };
    for _ in 0..ATTEMPTS {
        if let Some(value) = drawer.draw(id, 0).filter(|value| maker.accepts(id, value)) {
            return Some(value);
        }
    }
    maker.make(id, Extent::Full, rng).or_else(|| maker.make(id, Extent::Minimal, rng))
}

/// The patterns below a schema for which no text can be generated, each with its location in the document.
pub(super) fn undrawn(maker: &Maker<'_>, id: SchemaId, rng: &mut Rng) -> Vec<(Pointer, String)> {
    let mut open = vec![id];
    let mut seen = Vec::new();
    let mut list = Vec::new();
    while let Some(id) = open.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        let schema = maker.schemas.get(id);
        match &schema.shape {
            Shape::String { pattern: Some(pattern), .. } => {
                let mut drawer = Drawer { maker, repertoire: Repertoire::Lines, rng };
                if drawer.text(id, schema).is_none_or(|value| !maker.accepts(id, &value)) {
                    list.push((schema.pointer.clone(), pattern.clone()));
                }
            }
            Shape::Alias(target) => open.push(*target),
            Shape::Array { items, .. } => open.push(*items),
            Shape::Object { properties, additional, .. } => {
                open.extend(properties.iter().rev().map(|property| property.schema));
                if let Additional::Schema(id) = additional {
                    open.push(*id);
                }
            }
            Shape::OneOf { alternatives, .. } | Shape::AnyOf { alternatives } => {
                open.extend(alternatives)
            }
            Shape::String { pattern: None, .. } | Shape::Literals(_) => {}
            Shape::Boolean | Shape::Integer { .. } | Shape::Number { .. } => {}
            Shape::Any | Shape::Never | Shape::Opaque(_) => {}
        }
    }
    list
}

struct Drawer<'a> {
    maker: &'a Maker<'a>,
    repertoire: Repertoire,
    rng: &'a mut Rng,
}

impl Drawer<'_> {
    /// A random instance, likely valid but not confirmed.
    fn draw(&mut self, id: SchemaId, depth: usize) -> Option<Value> {
        let maker = self.maker;
        let schema = maker.schemas.get(id);
        if depth > DEEP {
            return maker.build(id, Extent::Minimal, self.rng, depth);
        }
        if schema.nullable && self.rng.chance(10) {
            return Some(Value::Null);
        }
        // Targets are likely to know the examples of the document.
        if self.rng.chance(10)
            && let Some(example) = maker.example(id)
        {
            return Some(example);
        }
        match &schema.shape {
            Shape::Never => None,
            Shape::Any => Some(self.anything()),
            Shape::Boolean => Some(json!(self.rng.chance(50))),
            Shape::Alias(target) => self.draw(*target, depth),
            Shape::Integer { .. } | Shape::Number { .. } => {
                number_rule(schema).map(|rule| rule.generate(self.rng))
            }
            Shape::String { .. } => self.text(id, schema),
            Shape::Literals(literals) => self.rng.pick(&literals.values()).cloned(),
            Shape::Array { items, length, unique } => self.list(*items, *length, *unique, depth),
            Shape::Object { properties, additional, size } => {
                self.object(properties, *additional, *size, depth)
            }
            Shape::OneOf { alternatives, .. } | Shape::AnyOf { alternatives } => {
                let member = *self.rng.pick(alternatives)?;
                self.draw(member, depth + 1)
            }
            Shape::Opaque(_) => {
                let guesses = opaque_guesses();
                let valid: Vec<&Value> =
                    guesses.iter().filter(|value| maker.accepts(id, value)).collect();
                self.rng.pick(&valid).map(|value| (*value).clone())
            }
        }
    }

    /// A text; one with a pattern is confirmed here, since it may take many attempts.
    fn text(&mut self, id: SchemaId, schema: &Schema) -> Option<Value> {
        let rule = text_rule(schema)?;
        if rule.pattern.is_none() {
            return rule.generate(self.repertoire, self.rng).map(Value::String);
        }
        for _ in 0..PATTERN_ATTEMPTS {
            let value = rule.generate(self.repertoire, self.rng).map(Value::String)?;
            if self.maker.accepts(id, &value) {
                return Some(value);
            }
        }
        None
    }

    fn list(
        &mut self,
        items: SchemaId,
        length: Length,
        unique: bool,
        depth: usize,
    ) -> Option<Value> {
        let least = length.min.unwrap_or(0);
        let most = length.max.unwrap_or(u64::MAX);
        // The deeper, the shorter: arrays of arrays must not grow exponentially.
        let spread = if depth > 2 { 2 } else { 8 };
        let count = match self.rng.below(10) {
            0 => least,
            1 if depth <= 2 && length.max.is_some_and(|most| most <= 50) => most,
            _ => least.saturating_add(self.rng.below(spread + 1)).min(most),
        };
        let mut list: Vec<Value> = Vec::new();
        for _ in 0..count.saturating_mul(2).min(4_000) {
            if list.len() as u64 == count {
                break;
            }
            let item = self.draw(items, depth + 1)?;
            if !unique || !list.contains(&item) {
                list.push(item);
            }
        }
        Some(Value::Array(list))
    }

    fn object(
        &mut self,
        properties: &[Property],
        additional: Additional,
        size: Length,
        depth: usize,
    ) -> Option<Value> {
        let share = *self.rng.pick(&[10, 50, 50, 90])?;
        let mut members = Map::new();
        for property in properties {
            let out_of_place = self.maker.schemas.get(property.schema).read_only;
            if !property.required && (out_of_place || !self.rng.chance(share)) {
                continue;
            }
            match self.draw(property.schema, depth + 1) {
                Some(value) => drop(members.insert(property.name.clone(), value)),
                None if property.required => return None,
                None => {}
            }
        }
        // An object without declared properties is left empty, since its properties are unknown.
        let Additional::Schema(of) = additional else {
            return Some(Value::Object(members));
        };
        let least = size.min.unwrap_or(0).saturating_sub(members.len() as u64);
        let applicability = size.max.unwrap_or(u64::MAX).saturating_sub(members.len() as u64);
        let count = least.saturating_add(self.rng.below(4)).min(applicability).min(1_000);
        for number in 0..count {
            let value = self.draw(of, depth + 1)?;
            members.insert(format!("{}{number}", super::text::letters(3, self.rng)), value);
        }
        Some(Value::Object(members))
    }

    fn anything(&mut self) -> Value {
        let number = self.rng.between(-1_000, 1_000);
        let free = super::text::Rule { format: None, length: Length::default(), pattern: None };
        let text = free.generate(self.repertoire, self.rng).unwrap_or_default();
        let choices = [
            Value::Null,
            json!(true),
            json!(number),
            json!(0.25),
            json!(text),
            json!([number, text]),
            json!({ "nested": { "number": number } }),
        ];
        self.rng.pick(&choices).cloned().unwrap_or(Value::Null)
    }
}
