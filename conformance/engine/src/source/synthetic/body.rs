//! Where in the document the rule of a body field stands.

use specs::Pointer;
use specs::contract::{SchemaId, Schemas, Shape};

use super::super::Inputs;
use super::draft::BodyDraft;

/// The place of the schema of the field at `pointer`, or of the nearest one around it.
pub(super) fn rule(inputs: Inputs<'_>, body: &BodyDraft<'_>, pointer: &Pointer) -> Pointer {
    let schemas = &inputs.contract.schemas;
    let mut at = body.schema;
    for token in pointer.tokens() {
        match inside(schemas, at, &token) {
            Some(next) => at = next,
            None => break,
        }
    }
    schemas.get(at).pointer.clone()
}

fn inside(schemas: &Schemas, id: SchemaId, token: &str) -> Option<SchemaId> {
    match &schemas.get(schemas.resolve(id)).shape {
        Shape::Object { properties, .. } => properties
            .iter()
            .find(|property| property.name == token)
            .map(|property| property.schema),
        Shape::Array { items, .. } => Some(*items),
        Shape::OneOf { alternatives, .. } | Shape::AnyOf { alternatives } => {
            alternatives.iter().find_map(|member| inside(schemas, *member, token))
        }
        _ => None,
    }
}
