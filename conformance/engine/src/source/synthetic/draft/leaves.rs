//! The parts of a body that have no named properties of their own.

use serde_json::Value;
use specs::Pointer;
use specs::contract::{Additional, SchemaId, Schemas, ShapeKind};

/// A named property without named properties of its own.
pub(in crate::source::synthetic) struct Leaf {
    pub(in crate::source::synthetic) pointer: Pointer,
    pub(in crate::source::synthetic) schema: SchemaId,
}

/// The leaves of an instance, by its schema.
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
    let shape = schemas.shape(id);
    let has_alternatives = matches!(shape.kind(), ShapeKind::OneOf | ShapeKind::AnyOf);
    match value.as_object().filter(|_| depth < 8) {
        Some(members) if shape.is_object() => {
            for (name, member) in members {
                let declared = shape.property(name).map(|property| property.schema);
                let inside = declared.or_else(|| shape.additional().and_then(Additional::schema));
                if let Some(inside) = inside {
                    collect(schemas, inside, member, &at.child(name), depth + 1, list);
                }
            }
        }
        Some(_) if has_alternatives => {
            let fitting = shape.alternatives().iter().find(|member| {
                conformance_core::values::Validator::new(schemas, **member).accepts(value)
            });
            if let Some(member) = fitting {
                collect(schemas, *member, value, at, depth + 1, list);
            }
        }
        Some(_) | None => list.push(Leaf { pointer: at.clone(), schema: id }),
    }
}
