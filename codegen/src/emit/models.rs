//! `models.rs`: every type that the document's schemas need.

mod choices;
mod constrained;
mod objects;

use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::docs;
use crate::names::ident;
use crate::plan::{Definition, Form, Plan};

/// The file's tokens.
pub fn emit(plan: &Plan<'_>) -> TokenStream {
    let definitions = plan.definitions.iter().map(|definition| define(plan, definition));
    let decodes =
        plan.definitions.iter().any(|definition| !matches!(definition.form, Form::Alias(_)));
    let constrained = plan
        .definitions
        .iter()
        .any(|definition| matches!(definition.form, Form::Constrained { .. }))
        .then(|| {
            quote!(
                use crate::support::constrained;
            )
        });
    let import = decodes.then(|| {
        quote!(
            use crate::support::decode::{self, Decode, Decoder, JsonPointer};
        )
    });
    quote! {
        //! Typed values of the document's schemas.

        #constrained
        #import

        #(#definitions)*
    }
}

fn define(plan: &Plan<'_>, definition: &Definition) -> TokenStream {
    let schema = plan.contract.schemas.get(definition.schema);
    let text = schema.description.as_deref().or(schema.title.as_deref());
    let docs = docs(text, &format!("The schema at `{}`.", schema.pointer));
    let deprecated = schema.deprecated.then(|| quote!(#[deprecated]));
    let losses = plan.losses.docs(schema);
    let head = quote!(#docs #losses #deprecated);
    if let Form::Alias(target) = &definition.form {
        let (name, target) = (ident(&definition.name), target.tokens(&TokenStream::new()));
        return quote!(#head pub type #name = #target;);
    }
    let defined = match &definition.form {
        Form::Alias(_) => TokenStream::new(),
        Form::Struct { fields, additional, size } => {
            objects::emit(plan, definition, &head, (fields, additional, size))
        }
        Form::Constant(value) => choices::constant(definition, &head, value),
        Form::Enum { values, open } => choices::enumeration(definition, &head, values, *open),
        Form::Constrained { inner, rules } => constrained::emit(definition, &head, inner, rules),
        Form::Union { variants, exclusive } => {
            choices::union(definition, &head, variants, *exclusive)
        }
    };
    let name = ident(&definition.name);
    quote!(#defined decode::impl_deserialize!(#name);)
}

/// The derives of a model: `Debug` unless a secret must be hidden, and those in `more`.
fn derives(show: bool, more: &TokenStream) -> TokenStream {
    let debug = show.then(|| quote!(Debug,));
    quote! {
        #[derive(#debug Clone, PartialEq, #more serde::Serialize)]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    }
}

/// A schemars attribute that adds keywords, if there are any.
fn extend(keywords: &[TokenStream]) -> Option<TokenStream> {
    (!keywords.is_empty())
        .then(|| quote!(#[cfg_attr(feature = "schemars", schemars(extend(#(#keywords),*)))]))
}

/// An optional number as tokens.
fn option<T: quote::ToTokens>(value: Option<T>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
