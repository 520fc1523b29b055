//! From what a schema requires to a closed shape.

use serde_json::Value;

use super::SchemaLowering;
use super::facets::{Choice, Facets};
use super::parts::{Inline, Part, Parts};
use crate::Pointer;
use crate::contract::{Literals, Shape};
use crate::keyword::{self, Type};

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
            (None, _) => return Shape::Opaque("its keywords constrain values of several types"),
        };
        match kind {
            Type::Boolean => Shape::Boolean,
            Type::Integer => Shape::Integer { format: facets.format, bounds: facets.number },
            Type::Number => Shape::Number { format: facets.format, bounds: facets.number },
            Type::String => facets.string.shape(facets.format),
            Type::Array => facets.array.shape(&facets.pointer, self),
            Type::Object => facets.object.shape(&facets.pointer, self),
        }
    }

    /// A choice by itself, or beside a `type` that all its alternatives have anyway.
    fn choice(&mut self, facets: Facets) -> Shape {
        let Some(choice) = facets.choice else {
            return Shape::Any;
        };
        let alone = facets.implied.is_empty() && facets.values.is_none();
        let typed = |kind| choice.alternatives.iter().all(|one| self.kind(one) == Some(kind));
        if !alone || !facets.kind.is_none_or(typed) {
            return Shape::Opaque("`oneOf` or `anyOf` is combined with other keywords");
        }
        let Choice { exclusive, alternatives, discriminator } = choice;
        let alternatives: Vec<_> = alternatives.iter().map(|pointer| self.id(pointer)).collect();
        match alternatives.as_slice() {
            [] => Shape::Any,
            [only] => Shape::Alias(*only),
            _ if exclusive => {
                let discriminator = discriminator.and_then(|at| self.discriminator(&at));
                Shape::OneOf { alternatives, discriminator }
            }
            _ => Shape::AnyOf { alternatives },
        }
    }

    /// The type that a schema declares itself, its `allOf` aside.
    fn kind(&self, pointer: &Pointer) -> Option<Type> {
        let pointer = self.document.follow(pointer)?;
        let schema = self.keywords(&pointer)?;
        Facets::new(&Inline { pointer, schema }).kind
    }
}

/// The one target that all parts refer to.
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
        Part::Inline(inline) => keyword::constrains(inline.schema),
    }
}

/// The values of an `enum`: all of one kind, and of the type that the schema declares.
fn literals(values: &[Value], kind: Option<Type>) -> Shape {
    let mut distinct: Vec<&Value> = Vec::new();
    for value in values.iter().filter(|value| !value.is_null()) {
        if !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    let allows = |kinds: &[Type]| kind.is_none_or(|kind| kinds.contains(&kind));
    if distinct.is_empty() {
        return Shape::Never;
    }
    let strings: Option<Vec<String>> =
        distinct.iter().map(|value| value.as_str().map(str::to_owned)).collect();
    let booleans: Option<Vec<bool>> = distinct.iter().map(|value| value.as_bool()).collect();
    let integers: Option<Vec<i64>> = distinct.iter().map(|value| integer(value)).collect();
    let numbers: Option<Vec<f64>> = distinct.iter().map(|value| value.as_f64()).collect();
    match (strings, booleans, integers, numbers) {
        (Some(strings), ..) if allows(&[Type::String]) => {
            Shape::Literals(Literals::Strings(strings))
        }
        (_, Some(booleans), ..) if allows(&[Type::Boolean]) => {
            Shape::Literals(Literals::Booleans(booleans))
        }
        (_, _, Some(integers), _) if allows(&[Type::Integer, Type::Number]) => {
            Shape::Literals(Literals::Integers(integers))
        }
        (_, _, _, Some(numbers)) if allows(&[Type::Number]) => {
            Shape::Literals(Literals::Numbers(numbers))
        }
        _ => Shape::Opaque("its `enum` values are not all of one type, or not of its `type`"),
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
