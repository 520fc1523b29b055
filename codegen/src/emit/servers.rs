//! `servers.rs`: the servers of the document, with typed variables.

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::{Server, ServerVariable};

use crate::docs::docs;
use crate::names::{self, Scope, ident};
use crate::plan::Plan;

/// A server with the names it has in Rust.
struct Planned<'a> {
    name: String,
    server: &'a Server,
    variables: Vec<(String, String, &'a ServerVariable)>,
}

/// The file's tokens.
pub fn emit(plan: &Plan<'_>) -> TokenStream {
    let servers = planned(&plan.contract.servers);
    let Some(first) = servers.first() else {
        return quote! {
            //! The document declares no server.
        };
    };
    let choices = servers.iter().flat_map(|server| &server.variables).map(variable);
    let variants = servers.iter().map(variant);
    let urls = servers.iter().map(url);
    let plain = first.variables.is_empty();
    let (derive, mark) =
        if plain { (Some(quote!(Default,)), Some(quote!(#[default]))) } else { (None, None) };
    let default = (!plain).then(|| default(first));
    quote! {
        //! The servers of the document.

        #(#choices)*

        /// A server of the document.
        #[derive(Debug, Clone, #derive PartialEq, Eq)]
        pub enum Server { #mark #(#variants)* }

        impl Server {
            /// Its URL.
            pub fn url(&self) -> String {
                match self { #(#urls)* }
            }
        }

        #default
    }
}

/// Names come from those of the document, or from descriptions if these are short, else from numbers.
fn planned(servers: &[Server]) -> Vec<Planned<'_>> {
    let mut scope = Scope::default();
    let mut types = Scope::with(&["Server"]);
    let planned = servers.iter().enumerate().map(|(index, server)| {
        let label = server.name.as_deref().or(server.description.as_deref());
        let label = label.map(str::trim).unwrap_or_default();
        let short = !label.is_empty() && label.split_whitespace().count() <= 4;
        let label = if short {
            names::pascal(label)
        } else if servers.len() == 1 {
            "Main".to_owned()
        } else {
            format!("Server{}", index + 1)
        };
        let name = scope.unique(label);
        let mut fields = Scope::default();
        let variables = server.variables.iter().map(|variable| {
            let field = fields.unique(names::snake(&variable.name));
            let of = types.unique(format!("{name}{}", names::pascal(&variable.name)));
            (field, of, variable)
        });
        let variables = variables.collect();
        Planned { name, server, variables }
    });
    planned.collect()
}

fn variable((_, of, variable): &(String, String, &ServerVariable)) -> TokenStream {
    if variable.values.is_empty() {
        return TokenStream::new();
    }
    let of = ident(of);
    let docs = docs(variable.description.as_deref(), &format!("Values of `{}`.", variable.name));
    let mut scope = Scope::default();
    let values: Vec<_> = variable
        .values
        .iter()
        .map(|value| (ident(&scope.unique(names::pascal(value))), value))
        .collect();
    let variants = values.iter().map(|(name, value)| {
        let docs = crate::docs::docs(None, &format!("`{value}`"));
        let default = (**value == variable.default).then(|| quote!(#[default]));
        quote!(#docs #default #name,)
    });
    let shows = values.iter().map(|(name, value)| quote!(Self::#name => #value,));
    quote! {
        #docs
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub enum #of { #(#variants)* }

        impl #of {
            /// The value, as in the URL.
            pub fn as_str(self) -> &'static str {
                match self { #(#shows)* }
            }
        }
    }
}

fn variant(planned: &Planned<'_>) -> TokenStream {
    let name = ident(&planned.name);
    let line = format!(" `{}`", planned.server.url);
    let docs = docs(planned.server.description.as_deref(), "A server.");
    let docs = quote!(#docs #[doc = ""] #[doc = #line]);
    if planned.variables.is_empty() {
        return quote!(#docs #name,);
    }
    let fields = planned.variables.iter().map(|(field, of, variable)| {
        let docs =
            crate::docs::docs(variable.description.as_deref(), &format!("`{}`", variable.name));
        let (field, of) = (ident(field), ident(of));
        if variable.values.is_empty() {
            quote!(#docs #field: String,)
        } else {
            quote!(#docs #field: #of,)
        }
    });
    quote!(#docs #name { #(#fields)* },)
}

fn url(planned: &Planned<'_>) -> TokenStream {
    let (name, text) = (ident(&planned.name), &planned.server.url);
    if planned.variables.is_empty() {
        return quote!(Self::#name => #text.to_owned(),);
    }
    let fields = planned.variables.iter().map(|(field, _, _)| ident(field));
    let replaced = planned.variables.iter().map(|(field, _, variable)| {
        let (field, brace) = (ident(field), format!("{{{}}}", variable.name));
        if variable.values.is_empty() {
            quote!(.replace(#brace, #field))
        } else {
            quote!(.replace(#brace, #field.as_str()))
        }
    });
    quote!(Self::#name { #(#fields),* } => #text #(#replaced)*,)
}

fn default(first: &Planned<'_>) -> TokenStream {
    let name = ident(&first.name);
    let fields = first.variables.iter().map(|(field, _, variable)| {
        let (field, value) = (ident(field), &variable.default);
        if variable.values.is_empty() {
            quote!(#field: #value.to_owned())
        } else {
            quote!(#field: Default::default())
        }
    });
    quote! {
        impl Default for Server {
            fn default() -> Self {
                Self::#name { #(#fields),* }
            }
        }
    }
}
