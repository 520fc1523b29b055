//! What is in the places of a body that have no named members of their own.

use serde_json::Value;
use specs::Pointer;
use specs::contract::{Additional, SchemaId, Schemas, Shape};

/// A named member without named members of its own.
pub(in crate::source::synthetic) struct Leaf {
    pub(in crate::source::synthetic) pointer: Pointer,
    pub(in crate::source::synthetic) schema: SchemaId,
}

/// The leaves of an instance, along its schema.
pub(in crate::source::synthetic) fn leaves(
    schemas: &Schemas,
    id: SchemaId,
    value: &Value,
) -> Vec<Leaf> {
    let mut list = Vec::new();
    collect(schemas, id, value, &Pointer::root(), 0, &mut list);
    list
}

fn collect(
    schemas: &Schemas,
    id: SchemaId,
    value: &Value,
    at: &Pointer,
    depth: usize,
    list: &mut Vec<Leaf>,
) {
    let schema = schemas.get(schemas.resolve(id));
    match (&schema.shape, value) {
        (Shape::Object { properties, additional, .. }, Value::Object(members)) if depth < 8 => {
            for (name, member) in members {
                let declared = properties.iter().find(|property| property.name == *name);
                let inside = declared.map(|property| property.schema).or(match additional {
                    Additional::Schema(id) => Some(*id),
                    _ => None,
                });
                if let Some(inside) = inside {
                    collect(schemas, inside, member, &at.child(name), depth + 1, list);
                }
            }
        }
        (Shape::OneOf { alternatives, .. } | Shape::AnyOf { alternatives }, Value::Object(_))
            if depth < 8 =>
        {
            let fitting = alternatives.iter().find(|member| {
                conformance_core::values::Validator::new(schemas, **member).accepts(value)
            });
            if let Some(member) = fitting {
                collect(schemas, *member, value, at, depth + 1, list);
            }
        }
        _ => list.push(Leaf { pointer: at.clone(), schema: id }),
    }
}
