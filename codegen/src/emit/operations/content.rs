//! Content: which type holds a body, and how it is read and written.

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::{MediaType, Schemas, ShapeKind};

use crate::emit::{operations::models, wire};
use crate::names::{Scope, ident, pascal};
use crate::plan::{Plan, Type};

/// How content of a media type is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    /// JSON, to a typed value.
    Json,
    /// A form, to a typed value.
    Form,
    /// Text, to a typed string.
    Text,
    /// Anything else: bytes as they are.
    Bytes,
}

/// Content of one media type of a message.
#[derive(Debug, Clone)]
pub struct Content {
    /// The variant's name where a message has several: `Json`.
    pub variant: String,
    /// The media type, without parameters, in lower case.
    pub media_type: String,
    /// How it is handled.
    pub codec: Codec,
    /// The type's tokens, with the path to the models.
    pub of: TokenStream,
    /// The fields, where it is a form.
    pub fields: TokenStream,
}

/// The contents of a message, in the document's order.
pub fn contents(plan: &Plan<'_>, media_types: &[MediaType]) -> Vec<Content> {
    let mut scope = Scope::default();
    let schemas = &plan.contract.schemas;
    let contents = media_types.iter().map(|media| {
        let codec = codec(plan, schemas, media);
        let label = match codec {
            Codec::Json if media.type_and_subtype() == "application/json" => "Json".to_owned(),
            Codec::Form => "Form".to_owned(),
            Codec::Text if media.type_and_subtype() == "text/plain" => "Text".to_owned(),
            _ => pascal(media.type_and_subtype().trim_start_matches("application/")),
        };
        let of = match (codec, media.schema) {
            (Codec::Bytes, _) => quote!(bytes::Bytes),
            (Codec::Text, None) => quote!(String),
            (_, Some(schema)) => plan.nullable_type_of(schema).tokens(&models()),
            (_, None) => quote!(serde_json::Value),
        };
        let fields = match (codec, media.schema) {
            (Codec::Form, Some(schema)) => wire::form(schemas, schema),
            _ => quote!(&[]),
        };
        Content {
            variant: scope.unique(label),
            media_type: media.type_and_subtype(),
            codec,
            of,
            fields,
        }
    });
    contents.collect()
}

fn codec(plan: &Plan<'_>, schemas: &Schemas, media: &MediaType) -> Codec {
    let textual = media.schema.is_none_or(|schema| {
        let of = plan.resolved(&plan.type_of(schemas.resolve(schema)));
        matches!(of, Type::String | Type::Named(_) | Type::Uuid)
            && matches!(schemas.shape(schema).kind(), ShapeKind::String | ShapeKind::Literals)
    });
    match media.type_and_subtype() {
        _ if media.is_json() => Codec::Json,
        _ if media.is_form() => Codec::Form,
        name if name.starts_with("text/") && !name.ends_with('*') && textual => Codec::Text,
        _ => Codec::Bytes,
    }
}

/// The name of the constant that lists a form's fields.
pub fn form_name(content: &Content) -> proc_macro2::Ident {
    ident(&crate::names::constant(&content.variant))
}

/// The constant that lists a form's fields, where the content is one.
pub fn form_constant(content: &Content) -> Option<TokenStream> {
    let (name, fields) = (form_name(content), &content.fields);
    (content.codec == Codec::Form).then(|| quote!(const #name: &'static [Field] = #fields;))
}

/// An enum of contents, where a message may have several.
pub fn choice(name: &str, contents: &[Content], docs: &TokenStream) -> Option<TokenStream> {
    if contents.len() < 2 {
        return None;
    }
    let ident_of = ident(name);
    let variants = contents.iter().map(|content| {
        let (variant, of) = (ident(&content.variant), &content.of);
        let line = format!(" As `{}`.", content.media_type);
        quote!(#[doc = #line] #variant(#of),)
    });
    Some(quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub enum #ident_of { #(#variants)* }
    })
}

/// The type of a message's content: its own, or the enum of its contents.
pub fn type_of(name: &str, contents: &[Content]) -> TokenStream {
    match contents {
        [single] => single.of.clone(),
        _ => {
            let name = ident(name);
            quote!(#name)
        }
    }
}

/// An expression of read content, taken into its place: `read` where it can fail, else `bytes`.
pub fn wrap(
    content: &Content,
    read: &TokenStream,
    bytes: &TokenStream,
    into: &[TokenStream],
) -> TokenStream {
    if content.codec == Codec::Bytes {
        let whole = into.iter().fold(bytes.clone(), |value, outer| quote!(#outer(#value)));
        return quote!(Some(#whole));
    }
    into.iter().fold(read.clone(), |value, outer| quote!(#value.map(#outer)))
}

/// An expression of the bytes of `value`, a reference.
pub fn write(content: &Content, value: &TokenStream) -> TokenStream {
    match content.codec {
        Codec::Json => quote!(to_json(#value)),
        Codec::Form => {
            let form = form_name(content);
            quote!(wire::write_form(&to_value(#value), Self::#form))
        }
        Codec::Text => quote!(crate::support::serial::to_text(#value)),
        Codec::Bytes => quote!(<[u8]>::to_vec(#value)),
    }
}

/// The media type that content is sent as; a range is sent as bytes of no known type.
pub fn sent_type(content: &Content) -> &str {
    if content.media_type.contains('*') { "application/octet-stream" } else { &content.media_type }
}

/// The contents in the order in which received media types are compared: ranges last.
pub fn narrowest_first(contents: &[Content]) -> Vec<&Content> {
    let mut sorted: Vec<&Content> = contents.iter().collect();
    sorted.sort_by_key(|content| content.media_type.matches('*').count());
    sorted
}

/// A pattern that a received media type must match.
pub fn media_pattern(content: &Content) -> TokenStream {
    let media_type = &content.media_type;
    match media_type.strip_suffix("/*") {
        Some("*") => quote!(Some(_)),
        Some(family) => {
            let prefix = format!("{family}/");
            quote!(Some(media_type) if media_type.starts_with(#prefix))
        }
        None => quote!(Some(#media_type)),
    }
}
