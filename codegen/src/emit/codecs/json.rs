//! JSON (RFC 8259), and every media type with the suffix `+json`.

use super::Codec;
use crate::plan::Type;

/// Any JSON value, by its schema.
pub(super) const CODEC: Codec = Codec {
    name: "json",
    short_variant: Some(("application/json", "Json")),
    handles: |_, media_type| media_type.is_json(),
    body_type: |plan, schema| {
        Some(schema.map_or(Type::Json, |schema| plan.nullable_type_of(schema)))
    },
    fields: None,
};
