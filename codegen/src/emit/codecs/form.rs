//! `application/x-www-form-urlencoded`.

use quote::quote;

use super::Codec;
use crate::emit::wire;
use crate::plan::Type;

/// Objects, by their schema; each property is a field.
pub(super) const CODEC: Codec = Codec {
    name: "form",
    short_variant: Some(("application/x-www-form-urlencoded", "Form")),
    handles: |_, media_type| media_type.is_form(),
    body_type: |plan, schema| {
        Some(schema.map_or(Type::Json, |schema| plan.nullable_type_of(schema)))
    },
    fields: Some(|plan, schema| {
        schema.map_or_else(|| quote!(&[]), |schema| wire::form(&plan.contract.schemas, schema))
    }),
};
