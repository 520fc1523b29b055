//! Instances that violate exactly one rule of their schema, each with the location and the keyword.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use specs::Pointer;
use specs::contract::{Additional, Length, Property, Schema, SchemaId, Shape};

use super::maker::{number_rule, text_rule};
use super::{Maker, Rng, text};

/// The most digits of a number.
const DIGITS: u64 = 20;

/// An instance that violates one rule.
#[derive(Debug, Clone, PartialEq)]
pub struct InvalidValue {
    /// The instance.
    pub value: Value,
    /// The location of the violation in the instance.
    pub pointer: Pointer,
    /// The violated keyword.
    pub keyword: &'static str,
    /// What was changed, such as `too short`.
    pub description: String,
}

/// All mutations of a valid instance that violate its schema.
pub fn invalid_values(
    maker: &Maker<'_>,
    id: SchemaId,
    valid: &Value,
    rng: &mut Rng,
) -> Vec<InvalidValue> {
    let mut mutator = Mutator { maker, root: valid, rng, list: Vec::new(), seen: BTreeSet::new() };
    mutator.visit(id, valid, &Pointer::root(), 0);
    let validator = maker.validators.of(maker.schemas, id);
    mutator.list.retain(|mutated| validator.refuses(&mutated.value));
    mutator.list
}

struct Mutator<'a> {
    maker: &'a Maker<'a>,
    root: &'a Value,
    rng: &'a mut Rng,
    list: Vec<InvalidValue>,
    /// Locations with what was changed there: an alias or an alternative would repeat it.
    seen: BTreeSet<(Pointer, String)>,
}

impl Mutator<'_> {
    fn visit(&mut self, id: SchemaId, value: &Value, pointer: &Pointer, depth: usize) {
        let schema = self.maker.schemas.get(id);
        if depth > 4 {
            return;
        }
        if let Some(target) = schema.shape.target() {
            return self.visit(target, value, pointer, depth);
        }
        self.types(schema, value, pointer);
        match &schema.shape {
            Shape::String { .. } => self.texts(schema, value, pointer),
            Shape::Integer { .. } | Shape::Number { .. } => self.numbers(schema, pointer),
            Shape::Literals(literals) => self.outsider(&literals.values(), pointer),
            Shape::Array { items, length, unique } => {
                self.lengths(value, *length, pointer);
                if let Some(first) = value.get(0) {
                    if *unique {
                        self.replace(
                            pointer,
                            json!([first, first]),
                            "uniqueItems",
                            "an item twice",
                        );
                    }
                    self.visit(*items, first, &pointer.child(0), depth + 1);
                }
            }
            Shape::Object { properties, additional, size } => {
                self.members(properties, *additional, *size, value, pointer);
                for property in properties {
                    if let Some(member) = value.get(&property.name) {
                        self.visit(
                            property.schema,
                            member,
                            &pointer.child(&property.name),
                            depth + 1,
                        );
                    }
                }
            }
            Shape::OneOf { alternatives, .. } | Shape::AnyOf { alternatives } => {
                for member in alternatives {
                    if self.maker.accepts(*member, value) {
                        self.visit(*member, value, pointer, depth + 1);
                    }
                }
            }
            Shape::Boolean | Shape::Any | Shape::Never | Shape::Alias(_) | Shape::Opaque(_) => {}
        }
    }

    /// Records the instance with the part at `pointer` replaced.
    fn replace(
        &mut self,
        pointer: &Pointer,
        part: Value,
        keyword: &'static str,
        description: &str,
    ) {
        if let Some(value) = super::positive::replaced(self.root, pointer, part) {
            self.push(value, pointer.clone(), keyword, description.to_owned());
        }
    }

    fn push(&mut self, value: Value, pointer: Pointer, keyword: &'static str, description: String) {
        if self.seen.insert((pointer.clone(), description.clone())) {
            self.list.push(InvalidValue { value, pointer, keyword, description });
        }
    }

    fn types(&mut self, schema: &Schema, value: &Value, pointer: &Pointer) {
        let other = match &schema.shape {
            // A number that is parsed as a string may be too short: an array of one is not a string.
            Shape::String { length: Length { min: Some(DIGITS..), .. }, .. } => json!([value]),
            Shape::String { .. } => json!(7),
            Shape::Literals(_) => json!({ "not": "this" }),
            Shape::Boolean => json!("maybe"),
            Shape::Integer { .. } | Shape::Number { .. } => json!("seven"),
            Shape::Array { .. } => json!("not a list"),
            Shape::Object { .. } => json!("not an object"),
            Shape::OneOf { .. } | Shape::AnyOf { .. } | Shape::Opaque(_) => json!([[null]]),
            Shape::Any | Shape::Never | Shape::Alias(_) => return,
        };
        self.replace(pointer, other, "type", "wrong type");
        if !schema.nullable {
            self.replace(pointer, Value::Null, "type", "null");
        }
    }

    fn texts(&mut self, schema: &Schema, value: &Value, pointer: &Pointer) {
        let Shape::String { format, length, pattern } = &schema.shape else {
            return;
        };
        let plain =
            text_rule(schema).map(|rule| text::Rule { format: None, pattern: None, ..rule });
        let Some(plain) = plain else { return };
        if let Some(short) = length.min.and_then(|min| min.checked_sub(1)) {
            let cut =
                value.as_str().map(|text| text.chars().take(short as usize).collect::<String>());
            self.replace(pointer, json!(cut), "minLength", "too short");
        }
        if let Some(long) = length.max.and_then(|max| plain.of_length(max + 1, self.rng)) {
            let grown = value.as_str().map(|text| text.to_owned() + &long);
            let grown = grown.map(|text| text.chars().take(long.len()).collect::<String>());
            self.replace(pointer, json!(grown), "maxLength", "too long");
        }
        if pattern.is_some() {
            let broken = self.against_pattern(*length);
            self.replace(pointer, json!(broken), "pattern", "pattern broken");
        }
        if let Some(broken) = format.as_deref().and_then(text::against_format) {
            self.replace(pointer, json!(broken), "format", "format broken");
        }
    }

    /// Variations without spaces of a valid length; the schema confirms that they violate the pattern.
    fn against_pattern(&mut self, length: Length) -> String {
        let count = length.min.unwrap_or(3).max(3).min(length.max.unwrap_or(u64::MAX));
        let sign = *self.rng.pick(&['~', '^', '|']).unwrap_or(&'~');
        std::iter::repeat_n(sign, count.min(text::LONGEST) as usize).collect()
    }

    fn numbers(&mut self, schema: &Schema, pointer: &Pointer) {
        let Some(rule) = number_rule(schema) else {
            return;
        };
        for (keyword, description, number) in rule.outside() {
            self.replace(pointer, number, keyword, description);
        }
        if rule.integer {
            self.replace(pointer, json!(1.5), "type", "a fraction");
        }
    }

    /// A text with one letter in the other case that is not in the enum: a server accepts it that accepts any value,
    /// compares without case, or compares the beginning alone.
    fn outsider(&mut self, values: &[Value], pointer: &Pointer) {
        let is_member =
            |text: &str| values.iter().filter_map(Value::as_str).any(|member| member == text);
        let outsider = match values.first() {
            Some(Value::String(first)) => {
                let swapped = text::in_other_case(first);
                let is_other = swapped.as_deref().is_some_and(|swapped| !is_member(swapped));
                let outsider = swapped.filter(|_| is_other);
                json!(outsider.unwrap_or_else(|| format!("{first}-outsider")))
            }
            Some(Value::Number(_)) => {
                let most = values.iter().filter_map(Value::as_f64).fold(0.0, f64::max);
                super::number::to_json(most.floor() + 1.0)
            }
            Some(Value::Bool(first)) => json!(!first),
            _ => return,
        };
        self.replace(pointer, outsider, "enum", "not a member of the enum");
    }

    fn lengths(&mut self, value: &Value, length: Length, pointer: &Pointer) {
        let Some(list) = value.as_array() else { return };
        if let Some(short) = length.min.and_then(|min| min.checked_sub(1)) {
            let cut: Vec<Value> = list.iter().take(short as usize).cloned().collect();
            self.replace(pointer, json!(cut), "minItems", "too few items");
        }
        if let (Some(most), Some(first)) = (length.max.filter(|max| *max < 1_000), list.first()) {
            let grown = vec![first.clone(); most as usize + 1];
            self.replace(pointer, json!(grown), "maxItems", "too many items");
        }
    }

    fn members(
        &mut self,
        properties: &[Property],
        additional: Additional,
        size: Length,
        value: &Value,
        pointer: &Pointer,
    ) {
        let Some(members) = value.as_object() else {
            return;
        };
        for property in properties.iter().filter(|property| property.required) {
            let mut without = members.clone();
            without.shift_remove(&property.name);
            let place = pointer.child(&property.name);
            if let Some(whole) = super::positive::replaced(self.root, pointer, without.into()) {
                self.push(whole, place, "required", "missing".to_owned());
            }
        }
        let extra = match additional {
            Additional::Open => None,
            Additional::Closed => Some((json!("extra"), "additionalProperties", "an extra member")),
            Additional::Schema(_) => {
                Some((json!([[null]]), "additionalProperties", "an extra member of the wrong kind"))
            }
        };
        if let Some((extra, keyword, description)) = extra {
            let mut with = members.clone();
            with.insert("x_undeclared".to_owned(), extra);
            self.replace(pointer, with.into(), keyword, description);
        }
        if let Some(most) = size.max.filter(|max| *max < 1_000) {
            let mut with = members.clone();
            with.extend((0..=most).map(|number| (format!("extra{number}"), json!("any"))));
            self.replace(pointer, with.into(), "maxProperties", "too many members");
        }
    }
}
