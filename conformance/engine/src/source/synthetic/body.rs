//! The location in the document of the rule for a body field.

use specs::Pointer;
use specs::contract::{SchemaId, Schemas};

use super::super::Inputs;
use super::draft::BodyDraft;

/// The location of the schema of the field at `pointer`, or of its nearest parent.
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
    let shape = schemas.shape(id);
    let part = shape.property(token).map(|property| property.schema).or(shape.items());
    let mut alternatives = shape.alternatives().iter();
    part.or_else(|| alternatives.find_map(|member| inside(schemas, *member, token)))
}
