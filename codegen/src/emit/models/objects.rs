//! Objects with declared properties: structs.

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::Length;

use super::{derives, extend, option};
use crate::docs::docs;
use crate::names::{ident, local};
use crate::plan::{AdditionalProperties, Definition, Field, Form, Plan, Type};

/// A struct with its decoder and, if it contains a secret, a `Debug` that hides it.
pub(super) fn emit(
    plan: &Plan<'_>,
    definition: &Definition,
    head: &TokenStream,
    (fields, additional, size): (&[Field], &AdditionalProperties, &Length),
) -> TokenStream {
    let name = ident(&definition.name);
    let hides = fields.iter().any(|field| field.sensitive);
    let default = fields.iter().all(|field| is_default(plan, field));
    let derives = derives(!hides, &if default { quote!(Default,) } else { TokenStream::new() });
    let closed = matches!(additional, AdditionalProperties::Rejected)
        .then(|| quote!(#[cfg_attr(feature = "schemars", schemars(deny_unknown_fields))]));
    let size_keywords = extend(&size_keywords(size));
    let declared = fields.iter().map(|field| declare(plan, field));
    let additional_field = additional_field(additional);
    let decode = decode(&name, fields, additional, size);
    let debug = hides.then(|| redacting_debug(definition, fields, additional));
    quote! {
        #head
        #derives
        #closed
        #size_keywords
        pub struct #name {
            #(#declared)*
            #additional_field
        }
        #debug
        #decode
    }
}

fn declare(plan: &Plan<'_>, field: &Field) -> TokenStream {
    let schema = plan.contract.schemas.get(field.schema);
    let text = schema.description.as_deref().or(schema.title.as_deref());
    let docs = docs(text, &format!("The property `{}`.", field.key));
    // A type that is defined has them in its own docs.
    let losses = if plan.is_defined(&field.of) { None } else { plan.losses.docs(schema) };
    let docs = quote!(#docs #losses);
    let deprecated = schema.deprecated.then(|| quote!(#[deprecated]));
    let name = ident(&field.name);
    let rename = (field.name != field.key).then(|| {
        let key = &field.key;
        quote!(#[serde(rename = #key)])
    });
    let of = field.of.tokens(&TokenStream::new());
    if field.required {
        // schemars treats every `Option` as optional; this one is required, and may be `null`.
        let required = matches!(field.of, Type::Nullable(_)).then(|| {
            let present = quote!(crate::support::proof::Present<#of>).to_string();
            quote!(#[cfg_attr(feature = "schemars", schemars(with = #present))])
        });
        return quote!(#docs #deprecated #rename #required pub #name: #of,);
    }
    // Absent is not `null`: schemars gets the type without the `Option` that absence adds.
    let inner = of.to_string();
    quote! {
        #docs
        #deprecated
        #rename
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schemars", schemars(with = #inner))]
        pub #name: Option<#of>,
    }
}

fn additional_field(additional: &AdditionalProperties) -> Option<TokenStream> {
    let AdditionalProperties::Kept(of) = additional else { return None };
    let of = of.tokens(&TokenStream::new());
    Some(quote! {
        /// Additional properties.
        #[serde(flatten)]
        pub additional: std::collections::BTreeMap<String, #of>,
    })
}

fn decode(
    name: &proc_macro2::Ident,
    fields: &[Field],
    additional: &AdditionalProperties,
    size: &Length,
) -> TokenStream {
    let properties = fields.iter().map(|field| {
        let (name, key) = (local(&field.name), &field.key);
        let function = if field.required { quote!(required) } else { quote!(optional) };
        quote!(let #name = object.#function(#key, decoder);)
    });
    let built = fields.iter().map(|field| {
        let (name, local) = (ident(&field.name), local(&field.name));
        quote!(#name: #local?,)
    });
    let (close, kept) = match additional {
        AdditionalProperties::Ignored => (None, None),
        AdditionalProperties::Rejected => (Some(quote!(object.reject_unknown(decoder);)), None),
        AdditionalProperties::Kept(_) => (
            Some(quote!(let additional = object.additional(decoder);)),
            Some(quote!(additional: additional?,)),
        ),
    };
    let sized = (*size != Length::default()).then(|| {
        let (min, max) = (option(size.min), option(size.max));
        quote!(object.check_size(#min, #max, decoder);)
    });
    let mutable = (!fields.is_empty()).then(|| quote!(mut));
    let open = quote!(crate::support::decode::ObjectDecoder::new(value, at, decoder)?);
    let object = if fields.is_empty() && close.is_none() && sized.is_none() {
        quote!(#open;)
    } else {
        quote!(let #mutable object = #open;)
    };
    quote! {
        impl Decode for #name {
            fn decode(value: &serde_json::Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
                #object
                #(#properties)*
                #close
                #sized
                Some(Self { #(#built)* #kept })
            }
        }
    }
}

fn redacting_debug(
    definition: &Definition,
    fields: &[Field],
    additional: &AdditionalProperties,
) -> TokenStream {
    let (name, text) = (ident(&definition.name), &definition.name);
    let shown = fields.iter().map(|field| {
        let (name, text) = (ident(&field.name), &field.name);
        if field.sensitive {
            quote!(.field(#text, &crate::support::Redacted))
        } else {
            quote!(.field(#text, &self.#name))
        }
    });
    let additional = matches!(additional, AdditionalProperties::Kept(_))
        .then(|| quote!(.field("additional", &self.additional)));
    quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#text) #(#shown)* #additional .finish()
            }
        }
    }
}

/// Whether a field has a default value.
fn is_default(plan: &Plan<'_>, field: &Field) -> bool {
    let constant = plan.definition(&field.of).is_some_and(|d| matches!(d.form, Form::Constant(_)));
    !field.required || constant || matches!(field.of, Type::Nullable(_))
}

fn size_keywords(size: &Length) -> Vec<TokenStream> {
    let min = size.min.map(|min| quote!("minProperties" = #min));
    let max = size.max.map(|max| quote!("maxProperties" = #max));
    min.into_iter().chain(max).collect()
}
