//! From what a schema demands to a closed shape.

use serde_json::Value;

use super::SchemaLowering;
use super::facets::{Choice, Facets, Others, Type};
use super::parts::{Inline, Part, Parts};
use crate::Pointer;
use crate::contract::{Additional, Literals, Property, Shape};

/// More places than this for one member are not merged.
const MOST_PLACES: usize = 16;

impl SchemaLowering<'_> {
    /// The shape of a schema, and whether `null` is valid beside it.
    pub(super) fn shape(&mut self, parts: Parts<'_>) -> (Shape, bool) {
        let outer = parts.nullable;
        let mut list: Vec<Part<'_>> = parts.list.into_iter().filter(constrains).collect();
        if let Some(target) = only_reference(&list) {
            return (Shape::Alias(self.id(target)), outer);
        }
        let only_one = matches!(list.as_slice(), [Part::Inline(_)]);
        if !only_one {
            list = self.follow(list).into_iter().map(Part::Inline).filter(constrains).collect();
        }
        let inlines = list.iter().filter_map(|part| match part {
            Part::Inline(inline) => Some(Facets::new(inline)),
            Part::Reference(_) => None,
        });
        match inlines.reduce(Facets::merge) {
            Some(facets) => {
                let nullable = facets.nullable;
                let shape = self.close(facets);
                let nullable = (nullable || outer) && !matches!(shape, Shape::Any);
                (shape, nullable)
            }
            None => (Shape::Any, false),
        }
    }

    fn close(&mut self, facets: Facets) -> Shape {
        if let Some(reason) = facets.opaque {
            return Shape::Opaque(reason);
        }
        if facets.choice.is_some() {
            return self.choice(facets);
        }
        if let Some(values) = facets.values {
            return literals(&values, facets.kind);
        }
        let kind = match (facets.kind, facets.implied.as_slice()) {
            (Some(kind), _) => kind,
            (None, [kind]) => *kind,
            (None, []) => return Shape::Any,
            (None, _) => return Shape::Opaque("it says things about values of several types"),
        };
        match kind {
            Type::Boolean => Shape::Boolean,
            Type::Integer => Shape::Integer { format: facets.format, bounds: facets.bounds },
            Type::Number => Shape::Number { format: facets.format, bounds: facets.bounds },
            Type::String => Shape::String {
                format: facets.format,
                length: facets.text,
                pattern: facets.pattern,
            },
            Type::Array => self.array(facets),
            Type::Object => self.object(facets),
        }
    }

    fn array(&mut self, facets: Facets) -> Shape {
        if facets.items.len() > MOST_PLACES {
            return Shape::Opaque("too many parts say what its elements are");
        }
        // Elements of which nothing is said have a place that is not written.
        let items = match facets.items.as_slice() {
            [] => self.id(&facets.place.child("items")),
            places => self.joint_id(places),
        };
        Shape::Array { items, length: facets.elements, unique: facets.unique }
    }

    fn object(&mut self, mut facets: Facets) -> Shape {
        for name in &facets.required {
            if !facets.properties.contains_key(name) {
                let places = match &facets.others {
                    Others::Closed => return Shape::Opaque("it requires a member that it forbids"),
                    Others::Schemas(places) => places.clone(),
                    Others::Open => vec![facets.place.child("properties").child(name)],
                };
                facets.properties.insert(name.clone(), places);
            }
        }
        if facets.properties.values().any(|places| places.len() > MOST_PLACES) {
            return Shape::Opaque("too many parts declare the same member");
        }
        let mut properties = Vec::new();
        for (name, places) in facets.properties {
            let required = facets.required.contains(&name);
            let schema = self.joint_id(&places);
            properties.push(Property { name, schema, required, sensitive: false });
        }
        let additional = match facets.others {
            Others::Open => Additional::Open,
            Others::Closed => Additional::Closed,
            Others::Schemas(places) => Additional::Schema(self.joint_id(&places)),
        };
        Shape::Object { properties, additional, size: facets.size }
    }

    /// A choice by itself, or beside a `type` that all its members have anyway.
    fn choice(&mut self, facets: Facets) -> Shape {
        let Some(choice) = facets.choice else {
            return Shape::Any;
        };
        let alone = facets.implied.is_empty() && facets.values.is_none();
        let typed = |kind| choice.members.iter().all(|member| self.kind(member) == Some(kind));
        if !alone || !facets.kind.is_none_or(typed) {
            return Shape::Opaque("a choice stands beside other demands");
        }
        let Choice { exclusive, members, discriminator } = choice;
        let members: Vec<_> = members.iter().map(|member| self.id(member)).collect();
        match members.as_slice() {
            [] => Shape::Any,
            [member] => Shape::Alias(*member),
            _ if exclusive => Shape::OneOf { members, discriminator },
            _ => Shape::AnyOf { members },
        }
    }

    /// The type that a schema says it has, as far as one look can tell.
    fn kind(&self, place: &Pointer) -> Option<Type> {
        let place = self.document.follow(place)?;
        let members = self.members(&place)?;
        Facets::new(&Inline { place, members }).kind
    }
}

/// The one place that all parts refer to.
fn only_reference<'p>(parts: &'p [Part<'_>]) -> Option<&'p Pointer> {
    let mut targets = parts.iter().map(|part| match part {
        Part::Reference(target) => Some(target),
        Part::Inline(_) => None,
    });
    let first = targets.next()??;
    targets.all(|target| target == Some(first)).then_some(first)
}

fn constrains(part: &Part<'_>) -> bool {
    match part {
        Part::Reference(_) => true,
        Part::Inline(inline) => inline.constrains(),
    }
}

/// A fixed list of values: all of one kind, and of the type that the schema says.
fn literals(values: &[Value], kind: Option<Type>) -> Shape {
    let mut list: Vec<&Value> = Vec::new();
    for value in values.iter().filter(|value| !value.is_null()) {
        if !list.contains(&value) {
            list.push(value);
        }
    }
    let fits = |kinds: &[Type]| kind.is_none_or(|kind| kinds.contains(&kind));
    if list.is_empty() {
        return Shape::Never;
    }
    let strings: Option<Vec<String>> =
        list.iter().map(|value| value.as_str().map(str::to_owned)).collect();
    let booleans: Option<Vec<bool>> = list.iter().map(|value| value.as_bool()).collect();
    let integers: Option<Vec<i64>> = list.iter().map(|value| integer(value)).collect();
    let numbers: Option<Vec<f64>> = list.iter().map(|value| value.as_f64()).collect();
    match (strings, booleans, integers, numbers) {
        (Some(strings), ..) if fits(&[Type::String]) => Shape::Literals(Literals::Strings(strings)),
        (_, Some(booleans), ..) if fits(&[Type::Boolean]) => {
            Shape::Literals(Literals::Booleans(booleans))
        }
        (_, _, Some(integers), _) if fits(&[Type::Integer, Type::Number]) => {
            Shape::Literals(Literals::Integers(integers))
        }
        (_, _, _, Some(numbers)) if fits(&[Type::Number]) => {
            Shape::Literals(Literals::Numbers(numbers))
        }
        _ => Shape::Opaque("its values are not all of one type, or not of its own"),
    }
}

/// A number without a fraction, however it is written.
fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let number = value.as_f64()?;
        let exact = number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
        exact.then_some(number as i64)
    })
}
