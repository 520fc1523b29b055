//! Codecs: for each kind of media type, the type of its bodies and the runtime functions for them.
//!
//! The functions are `encode_<codec>` and `decode_<codec>` of `runtime/src/codec.rs`. To add a codec: write
//! both, write its file here, and add it to [`ALL`].

mod binary;
mod form;
mod json;
mod text;

use proc_macro2::TokenStream;
use specs::contract::{MediaType, SchemaId};

use crate::plan::{Plan, Type};

/// How bodies of a kind of media type are encoded and decoded in generated code.
#[derive(Debug)]
pub struct Codec {
    /// The name, as the runtime's functions have it: `json` for `encode_json` and `decode_json`.
    pub name: &'static str,
    /// A media type whose variant has a short name, and that name: `application/json`, `Json`.
    pub short_variant: Option<(&'static str, &'static str)>,
    /// Whether it handles the bodies of a declared media type.
    pub handles: fn(&Plan<'_>, &MediaType) -> bool,
    /// The type that bodies are decoded to, by their schema; `None` if they remain bytes.
    pub body_type: fn(&Plan<'_>, Option<SchemaId>) -> Option<Type>,
    /// An expression of the fields, a `&'static [Field]` that both functions have as an argument after the body.
    pub fields: Option<fn(&Plan<'_>, Option<SchemaId>) -> TokenStream>,
}

/// All codecs; the first that handles a media type is used.
const ALL: [&Codec; 3] = [&json::CODEC, &form::CODEC, &text::CODEC];

/// The codec of a declared media type; what no other codec handles is binary.
pub fn of(plan: &Plan<'_>, media_type: &MediaType) -> &'static Codec {
    let mut codecs = ALL.into_iter();
    codecs.find(|codec| (codec.handles)(plan, media_type)).unwrap_or(&binary::CODEC)
}
