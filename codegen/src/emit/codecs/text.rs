//! Media types `text/*` whose schema is a string, or that have none.

use specs::contract::{MediaType, ShapeKind};

use super::Codec;
use crate::plan::{Plan, Type};

/// Strings, by their schema.
pub(super) const CODEC: Codec = Codec {
    name: "text",
    short_variant: Some(("text/plain", "Text")),
    handles,
    body_type: |plan, schema| {
        Some(schema.map_or(Type::String, |schema| plan.nullable_type_of(schema)))
    },
    fields: None,
};

fn handles(plan: &Plan<'_>, media_type: &MediaType) -> bool {
    let name = media_type.type_and_subtype();
    if !name.starts_with("text/") || name.ends_with('*') {
        return false;
    }
    let schemas = &plan.contract.schemas;
    media_type.schema.is_none_or(|schema| {
        let of = plan.resolved(&plan.type_of(schemas.resolve(schema)));
        matches!(of, Type::String | Type::Named(_) | Type::Uuid)
            && matches!(schemas.shape(schema).kind(), ShapeKind::String | ShapeKind::Literals)
    })
}
