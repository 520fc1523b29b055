//! From what a schema requires to a closed shape.

use serde_json::Value;

use super::SchemaLowering;
use super::choice::Chosen;
use super::facets::Facets;
use super::parts::{Inline, Joint, Part, Parts};
use crate::Pointer;
use crate::contract::{Literals, Shape, Unchecked};
use crate::keyword::Type;

/// What a schema means for a value.
pub(super) struct Shaped {
    pub(super) shape: Shape,
    /// Whether `null` is valid beside the shape.
    pub(super) nullable: bool,
    pub(super) unchecked: Vec<Unchecked>,
}

impl SchemaLowering<'_> {
    /// The shape of a joint schema with these parts.
    pub(super) fn shape(&mut self, joint: &Joint, parts: Parts<'_>) -> Shaped {
        let outer = parts.nullable;
        let mut list: Vec<Part<'_>> = parts.list.into_iter().filter(Part::constrains).collect();
        if let Some(target) = only_reference(&list) {
            return Shaped::of(Shape::Alias(self.id(target)), outer);
        }
        let only_one = matches!(list.as_slice(), [Part::Inline(_)]);
        if !only_one {
            let followed = self.follow(list, &joint.taken).into_iter().map(Part::Inline);
            list = followed.filter(Part::constrains).collect();
        }
        let inlines: Vec<Inline<'_>> = list.into_iter().filter_map(Part::inline).collect();
        match inlines.iter().map(Facets::new).reduce(Facets::merge) {
            Some(facets) => {
                let nullable = facets.nullable;
                let shaped = self.close(facets, &inlines, joint);
                let nullable = (nullable || outer) && !matches!(shaped.shape, Shape::Any);
                Shaped { nullable, ..shaped }
            }
            None => Shaped::of(Shape::Any, false),
        }
    }

    fn close(&mut self, mut facets: Facets, parts: &[Inline<'_>], joint: &Joint) -> Shaped {
        if let Some(reason) = facets.opaque {
            return Shaped::of(Shape::Opaque(reason), false);
        }
        facets.close_unevaluated(joint);
        while !facets.choices.is_empty() {
            let choice = facets.choices.remove(0);
            match self.chosen(&choice, &facets, parts, joint) {
                Chosen::Shape(shape) => {
                    return Shaped { shape, nullable: false, unchecked: facets.unchecked };
                }
                Chosen::Implied => {}
                Chosen::Unchecked => {
                    let what = if choice.exclusive { "`oneOf`" } else { "`anyOf`" };
                    facets.leave_unchecked(choice.pointer, what);
                }
            }
        }
        let unchecked = std::mem::take(&mut facets.unchecked);
        Shaped { shape: self.without_choice(facets), nullable: false, unchecked }
    }

    fn without_choice(&mut self, facets: Facets) -> Shape {
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
}

impl Shaped {
    /// A shape that is the whole schema.
    fn of(shape: Shape, nullable: bool) -> Self {
        Self { shape, nullable, unchecked: Vec::new() }
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
