//! Bytes: media types that no other codec handles, and ranges.

use super::Codec;

/// Bytes, whatever their schema is.
pub(super) const CODEC: Codec = Codec {
    name: "binary",
    short_variant: None,
    handles: |_, _| true,
    body_type: |_, _| None,
    fields: None,
};
