//! The request of an operation: a struct of parameters and body, how it is encoded and decoded.

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::{Operation, Parameter, ParameterLocation, PathPart, RequestBody};

use super::body::{self, Body};
use super::constants::Constants;
use super::{models, request_name};
use crate::docs::docs;
use crate::emit::{method, wire};
use crate::names::{self, Scope, ident, local};
use crate::plan::Plan;

/// A parameter and its names in Rust.
struct Planned<'a> {
    parameter: &'a Parameter,
    field: String,
    constant: String,
}

/// The request's type, and how it is encoded and decoded.
pub(super) fn emit(plan: &Plan<'_>, operation: &Operation) -> TokenStream {
    let name = request_name(operation);
    let mut constants = Constants::default();
    let parameters = planned(plan, operation, &mut constants);
    let declared = operation.body.as_ref().map_or(&[][..], |body| &body.content);
    let bodies = body::bodies(plan, declared, &mut constants);
    let body_name = format!("{name}Body");
    let body = operation.body.as_ref().filter(|_| !bodies.is_empty());
    let choice = body.and_then(|body| {
        let docs = docs(body.description.as_deref(), &format!("The body of `{name}`."));
        body::choice(&body_name, &bodies, &docs)
    });
    let structure = structure(plan, &name, operation, &parameters, body, &bodies);
    let constants = constants.declarations();
    let ident_of = ident(&name);
    let encode = encode(operation, &parameters, body, &bodies, &body_name);
    let decode = decode(&parameters, body, &bodies, &body_name);
    quote! {
        #choice
        #structure
        impl #ident_of {
            #constants
            #encode
            #decode
        }
    }
}

fn planned<'a>(
    plan: &Plan<'_>,
    operation: &'a Operation,
    constants: &mut Constants,
) -> Vec<Planned<'a>> {
    let mut fields = Scope::with(&["body"]);
    let parameters = operation.parameters.iter().map(|parameter| {
        let field = wire::parameter(&plan.contract.schemas, parameter);
        Planned {
            parameter,
            field: fields.unique(names::snake(&parameter.name)),
            constant: constants.share(names::constant(&parameter.name), quote!(Field), field),
        }
    });
    parameters.collect()
}

fn structure(
    plan: &Plan<'_>,
    name: &str,
    operation: &Operation,
    parameters: &[Planned<'_>],
    body: Option<&RequestBody>,
    bodies: &[Body],
) -> TokenStream {
    let head = format!(" The request of `{} {}`.", operation.method.as_str(), operation.path.raw);
    let fields = parameters.iter().map(|planned| {
        let parameter = planned.parameter;
        let fallback =
            format!("The {} parameter `{}`.", parameter.location.as_str(), parameter.name);
        let docs = docs(parameter.description.as_deref(), &fallback);
        let deprecated = parameter.deprecated.then(|| quote!(#[deprecated]));
        let field = ident(&planned.field);
        let of = parameter_type(plan, parameter);
        quote!(#docs #deprecated pub #field: #of,)
    });
    let body_field = body.map(|body| {
        let docs = docs(body.description.as_deref(), "The body.");
        let of = body::type_of(&format!("{name}Body"), bodies);
        if body.required {
            quote!(#docs pub body: #of,)
        } else {
            quote!(#docs pub body: Option<#of>,)
        }
    });
    let hides = parameters.iter().any(|planned| planned.parameter.sensitive);
    let debug = (!hides).then(|| quote!(Debug,));
    let redacting = hides.then(|| redacting_debug(name, parameters, body.is_some()));
    let empty = parameters.is_empty() && body.is_none();
    let default = empty.then(|| quote!(Default,));
    let name = ident(name);
    quote! {
        #[doc = #head]
        #[derive(#debug Clone, #default PartialEq)]
        pub struct #name {
            #(#fields)*
            #body_field
        }
        #redacting
    }
}

fn parameter_type(plan: &Plan<'_>, parameter: &Parameter) -> TokenStream {
    let of = plan.nullable_type_of(parameter.schema).tokens(&models());
    if parameter.required { of } else { quote!(Option<#of>) }
}

fn redacting_debug(name: &str, parameters: &[Planned<'_>], body: bool) -> TokenStream {
    let shown = parameters.iter().map(|planned| {
        let (field, text) = (ident(&planned.field), &planned.field);
        if planned.parameter.sensitive {
            quote!(.field(#text, &crate::support::Redacted))
        } else {
            quote!(.field(#text, &self.#field))
        }
    });
    let body = body.then(|| quote!(.field("body", &self.body)));
    let ident_of = ident(name);
    quote! {
        impl std::fmt::Debug for #ident_of {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#name) #(#shown)* #body .finish()
            }
        }
    }
}

fn encode(
    operation: &Operation,
    parameters: &[Planned<'_>],
    body: Option<&RequestBody>,
    bodies: &[Body],
    body_name: &str,
) -> TokenStream {
    let path = path(operation, parameters);
    let method = method::value(operation.method);
    let additions =
        parameters.iter().filter(|planned| planned.parameter.location != ParameterLocation::Path);
    let additions: Vec<_> = additions.map(add_parameter).collect();
    let set_body = body.map(|body| {
        let value = if body.required { quote!(&self.body) } else { quote!(body) };
        let set = set_body(&value, bodies, body_name);
        if body.required { set } else { quote!(if let Some(body) = &self.body { #set }) }
    });
    let mutable = (!additions.is_empty() || set_body.is_some()).then(|| quote!(mut));
    quote! {
        /// Encodes the request, without credentials.
        ///
        /// # Errors
        /// A value that a header cannot have.
        pub fn encode(&self) -> Result<Outgoing, Violations> {
            let #mutable outgoing = Outgoing::new(#method, #path);
            #(#additions)*
            #set_body
            Ok(outgoing)
        }
    }
}

/// An expression of the path, percent-encoded.
fn path(operation: &Operation, parameters: &[Planned<'_>]) -> TokenStream {
    let parts = operation.path.parts.iter().map(|part| match part {
        PathPart::Literal(text) => quote!(#text),
        PathPart::Parameter(name) => segment(name, parameters),
    });
    match operation.path.parts.as_slice() {
        [] => quote!(String::new()),
        [PathPart::Literal(text)] => quote!(#text.to_owned()),
        // Not `format!`: the arguments of a macro are printed without layout.
        _ => quote!([#(#parts),*].concat()),
    }
}

fn segment(name: &str, parameters: &[Planned<'_>]) -> TokenStream {
    let mut of_path =
        parameters.iter().filter(|planned| planned.parameter.location == ParameterLocation::Path);
    let planned = of_path.find(|planned| planned.parameter.name == name);
    planned.map_or_else(
        || quote!(""),
        |planned| {
            let (field, constant) = (ident(&planned.field), ident(&planned.constant));
            quote!(Self::#constant.write_segment(&self.#field).as_str())
        },
    )
}

fn add_parameter(planned: &Planned<'_>) -> TokenStream {
    let (field, constant) = (ident(&planned.field), ident(&planned.constant));
    let write = |value: TokenStream| match planned.parameter.location {
        ParameterLocation::Query => quote!(outgoing.add_query(&Self::#constant, #value);),
        ParameterLocation::Header => quote!(outgoing.add_header(&Self::#constant, #value)?;),
        ParameterLocation::Cookie => quote!(outgoing.add_cookie(&Self::#constant, #value)?;),
        ParameterLocation::Path => TokenStream::new(),
    };
    if planned.parameter.required {
        return write(quote!(&self.#field));
    }
    let write = write(quote!(value));
    quote!(if let Some(value) = &self.#field { #write })
}

fn set_body(value: &TokenStream, bodies: &[Body], body_name: &str) -> TokenStream {
    if let [single] = bodies {
        let (media_type, bytes) = (single.sent_type(), single.encode(value));
        return quote!(outgoing.set_content(#media_type, #bytes););
    }
    let body_name = ident(body_name);
    let arms = bodies.iter().map(|body| {
        let (variant, media_type) = (ident(&body.variant), body.sent_type());
        let bytes = body.encode(&quote!(value));
        quote!(#body_name::#variant(value) => outgoing.set_content(#media_type, #bytes),)
    });
    quote!(match #value { #(#arms)* })
}

fn decode(
    parameters: &[Planned<'_>],
    body: Option<&RequestBody>,
    bodies: &[Body],
    body_name: &str,
) -> TokenStream {
    if parameters.is_empty() && body.is_none() {
        return quote! {
            /// Decodes a received request.
            ///
            /// # Errors
            /// Never: there is nothing to decode.
            pub fn decode(_: &Incoming) -> Result<Self, Refusal> {
                Ok(Self {})
            }
        };
    }
    let parameters_decoded = parameters.iter().map(decode_parameter);
    let fields = parameters.iter().map(|planned| {
        let (field, local) = (ident(&planned.field), local(&planned.field));
        quote!(#field: #local?,)
    });
    let body_decoded = body.map(|body| {
        let function = if body.required { quote!(required_body) } else { quote!(optional_body) };
        let alternatives = body::alternatives(body_name, bodies);
        quote!(let body = request.#function(#alternatives);)
    });
    let body = body.map(|_| quote!(body: body?,));
    quote! {
        /// Decodes a received request.
        ///
        /// # Errors
        /// Why the request is rejected, with every violation.
        pub fn decode(incoming: &Incoming) -> Result<Self, Refusal> {
            incoming.decode(|request| {
                #(#parameters_decoded)*
                #body_decoded
                Some(Self { #(#fields)* #body })
            })
        }
    }
}

fn decode_parameter(planned: &Planned<'_>) -> TokenStream {
    let (field, constant) = (local(&planned.field), ident(&planned.constant));
    let part = match planned.parameter.location {
        ParameterLocation::Path => quote!(Path),
        ParameterLocation::Query => quote!(Query),
        ParameterLocation::Header => quote!(Header),
        ParameterLocation::Cookie => quote!(Cookie),
    };
    let function = if planned.parameter.required { quote!(required) } else { quote!(optional) };
    quote!(let #field = request.#function(Part::#part, &Self::#constant);)
}
