//! Bodies of requests and responses: the type of each declared media type, and its encoding and decoding.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use specs::contract::MediaType;

use super::constants::Constants;
use super::models;
use crate::emit::codecs::{self, Codec};
use crate::names::{Scope, ident, pascal};
use crate::plan::{Plan, Type};

/// The body of a message as one of its declared media types.
#[derive(Debug, Clone)]
pub struct Body {
    /// The variant's name where a message declares several: `Json`.
    pub variant: String,
    /// The media type or range, without parameters, in lower case.
    pub media_type: String,
    /// The type it is decoded to; `None` if it remains bytes.
    pub of: Option<Type>,
    codec: &'static Codec,
    /// The constant of its fields, where its codec needs them.
    fields: Option<String>,
}

/// The bodies of a message, in the document's order.
pub fn bodies(plan: &Plan<'_>, declared: &[MediaType], constants: &mut Constants) -> Vec<Body> {
    let mut scope = Scope::default();
    let bodies = declared.iter().map(|declared| {
        let codec = codecs::of(plan, declared);
        let media_type = declared.type_and_subtype();
        let variant = scope.unique(match codec.short_variant {
            Some((name, variant)) if name == media_type => variant.to_owned(),
            _ => pascal(media_type.trim_start_matches("application/")),
        });
        let fields = codec.fields.map(|fields| {
            let name = crate::names::constant(&variant);
            constants.share(name, quote!(&'static [Field]), fields(plan, declared.schema))
        });
        let of = (codec.body_type)(plan, declared.schema);
        Body { variant, media_type, of, codec, fields }
    });
    bodies.collect()
}

impl Body {
    fn tokens(&self) -> TokenStream {
        self.of.as_ref().map_or_else(|| quote!(bytes::Bytes), |of| of.tokens(&models()))
    }

    /// The media type that it is sent with: a range is sent as bytes of unknown type.
    pub fn sent_type(&self) -> &str {
        if self.media_type.contains('*') { "application/octet-stream" } else { &self.media_type }
    }

    /// An expression of the bytes of `value`, a reference.
    pub fn encode(&self, value: &TokenStream) -> TokenStream {
        let function = format_ident!("encode_{}", self.codec.name);
        let fields = self.fields.iter().map(|name| ident(name));
        quote!(codec::#function(#value #(, Self::#fields)*))
    }

    /// An expression of a `DecodeBody`; its result is wrapped in `variant`, if there is one.
    fn decode(&self, variant: Option<&TokenStream>) -> TokenStream {
        let function = format_ident!("decode_{}", self.codec.name);
        let fields = self.fields.as_ref().map(|name| {
            let name = ident(name);
            quote!(Self::#name,)
        });
        match (variant, fields) {
            (None, None) => quote!(codec::#function),
            (None, fields) => quote!(|body, decoder| codec::#function(body, #fields decoder)),
            (Some(variant), fields) => {
                quote!(|body, decoder| Ok(codec::#function(body, #fields decoder)?.map(#variant)))
            }
        }
    }
}

/// An enum of the bodies, where a message declares several.
pub fn choice(name: &str, bodies: &[Body], docs: &TokenStream) -> Option<TokenStream> {
    if bodies.len() < 2 {
        return None;
    }
    let name = ident(name);
    let variants = bodies.iter().map(|body| {
        let (variant, of) = (ident(&body.variant), body.tokens());
        let line = format!(" As `{}`.", body.media_type);
        quote!(#[doc = #line] #variant(#of),)
    });
    Some(quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub enum #name { #(#variants)* }
    })
}

/// The type of a message's body: its only one, or the enum of all.
pub fn type_of(name: &str, bodies: &[Body]) -> TokenStream {
    match bodies {
        [single] => single.tokens(),
        _ => {
            let name = ident(name);
            quote!(#name)
        }
    }
}

/// The argument of the runtime's decoders of bodies: what is declared, ranges last.
pub fn alternatives(name: &str, bodies: &[Body]) -> TokenStream {
    let name = ident(name);
    let mut narrowest_first: Vec<&Body> = bodies.iter().collect();
    narrowest_first.sort_by_key(|body| body.media_type.matches('*').count());
    let alternatives = narrowest_first.into_iter().map(|body| {
        let variant = ident(&body.variant);
        let variant = (bodies.len() > 1).then(|| quote!(#name::#variant));
        let (media_type, decode) = (&body.media_type, body.decode(variant.as_ref()));
        quote!((#media_type, #decode))
    });
    quote!(&[#(#alternatives),*])
}
