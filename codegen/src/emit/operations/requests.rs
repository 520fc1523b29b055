//! What an operation takes: a struct of parameters and content, and its two codecs.

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::{Operation, Parameter, ParameterLocation, PathPart, RequestBody};

use super::content::{self, Codec, Content};
use super::{models, request_name};
use crate::docs::docs;
use crate::emit::wire;
use crate::names::{self, Scope, ident, local};
use crate::plan::Plan;

/// A parameter with the names it has in Rust.
struct Planned<'a> {
    parameter: &'a Parameter,
    field: String,
    constant: String,
}

/// The request's types and codecs.
pub(super) fn emit(plan: &Plan<'_>, operation: &Operation) -> TokenStream {
    let name = request_name(operation);
    let parameters = planned(operation);
    let contents = operation.body.as_ref().map(|body| content::contents(plan, &body.content));
    let contents = contents.unwrap_or_default();
    let body_name = format!("{name}Body");
    let body = operation.body.as_ref().filter(|_| !contents.is_empty());
    let choice = body.and_then(|body| {
        let docs = docs(body.description.as_deref(), &format!("Content of `{name}`."));
        content::choice(&body_name, &contents, &docs)
    });
    let structure = structure(plan, &name, operation, &parameters, body, &contents);
    let constants = parameters.iter().map(|planned| {
        let constant = ident(&planned.constant);
        let field = wire::parameter(&plan.contract.schemas, planned.parameter);
        quote!(const #constant: Field = #field;)
    });
    let forms = contents.iter().filter_map(content::form_constant);
    let ident_of = ident(&name);
    let encode = encode(operation, &parameters, body, &contents, &body_name);
    let decode = decode(&parameters, body, &contents, &body_name);
    quote! {
        #choice
        #structure
        impl #ident_of {
            #(#constants)*
            #(#forms)*
            #encode
            #decode
        }
    }
}

fn planned(operation: &Operation) -> Vec<Planned<'_>> {
    let mut fields = Scope::with(&["body"]);
    let mut constants = Scope::default();
    let parameters = operation.parameters.iter().map(|parameter| Planned {
        parameter,
        field: fields.unique(names::snake(&parameter.name)),
        constant: constants.unique(names::constant(&parameter.name)),
    });
    parameters.collect()
}

fn structure(
    plan: &Plan<'_>,
    name: &str,
    operation: &Operation,
    parameters: &[Planned<'_>],
    body: Option<&RequestBody>,
    contents: &[Content],
) -> TokenStream {
    let head = format!(" What `{} {}` takes.", operation.method.as_str(), operation.path.raw);
    let members = parameters.iter().map(|planned| {
        let parameter = planned.parameter;
        let fallback = format!("`{}`, in the {}.", parameter.name, parameter.location.as_str());
        let docs = docs(parameter.description.as_deref(), &fallback);
        let deprecated = parameter.deprecated.then(|| quote!(#[deprecated]));
        let field = ident(&planned.field);
        let of = parameter_type(plan, parameter);
        quote!(#docs #deprecated pub #field: #of,)
    });
    let content = body.map(|body| {
        let docs = docs(body.description.as_deref(), "The content.");
        let of = content::type_of(&format!("{name}Body"), contents);
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
            #(#members)*
            #content
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
    contents: &[Content],
    body_name: &str,
) -> TokenStream {
    let path = path(operation, parameters);
    let method = ident(operation.method.as_str());
    let writes =
        parameters.iter().filter(|planned| planned.parameter.location != ParameterLocation::Path);
    let writes: Vec<_> = writes.map(write_parameter).collect();
    let content = body.map(|body| {
        let value = if body.required { quote!(&self.body) } else { quote!(body) };
        let write = write_content(&value, contents, body_name);
        if body.required { write } else { quote!(if let Some(body) = &self.body { #write }) }
    });
    let mutable = (!writes.is_empty() || content.is_some()).then(|| quote!(mut));
    quote! {
        /// The request as it stands on the wire, without credentials.
        ///
        /// # Errors
        /// A value that a header field cannot carry.
        pub fn encode(&self) -> Result<Outgoing, Violations> {
            let #mutable outgoing = Outgoing::new(http::Method::#method, #path);
            #(#writes)*
            #content
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

fn write_parameter(planned: &Planned<'_>) -> TokenStream {
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

fn write_content(value: &TokenStream, contents: &[Content], body_name: &str) -> TokenStream {
    if let [single] = contents {
        let (media_type, bytes) = (content::sent_type(single), content::write(single, value));
        return quote!(outgoing.set_content(#media_type, #bytes););
    }
    let body_name = ident(body_name);
    let arms = contents.iter().map(|content| {
        let (variant, media_type) = (ident(&content.variant), content::sent_type(content));
        let bytes = content::write(content, &quote!(value));
        quote!(#body_name::#variant(value) => outgoing.set_content(#media_type, #bytes),)
    });
    quote!(match #value { #(#arms)* })
}

fn decode(
    parameters: &[Planned<'_>],
    body: Option<&RequestBody>,
    contents: &[Content],
    body_name: &str,
) -> TokenStream {
    let reads = parameters.iter().map(read_parameter);
    let fields = parameters.iter().map(|planned| {
        let (field, local) = (ident(&planned.field), local(&planned.field));
        quote!(#field: #local?,)
    });
    let fields: Vec<_> = fields.collect();
    let content = body.map(|body| read_content(body, contents, body_name));
    let required = body.is_some_and(|body| body.required);
    let body = body.map(|_| quote!(body: body?,));
    if fields.is_empty() && body.is_none() {
        return quote! {
            /// Reads the request from the wire.
            ///
            /// # Errors
            /// Never: there is nothing to read.
            pub fn decode(_: &Incoming) -> Result<Self, Refusal> {
                Ok(Self {})
            }
        };
    }
    let only_bytes = contents.iter().all(|content| content.codec == Codec::Bytes);
    let mutable = (!fields.is_empty() || required || !only_bytes).then(|| quote!(mut));
    quote! {
        /// Reads the request from the wire.
        ///
        /// # Errors
        /// Why it must be refused, with all that is wrong with it.
        pub fn decode(incoming: &Incoming) -> Result<Self, Refusal> {
            let #mutable decoder = Decoder::strict();
            #(#reads)*
            #content
            let decoded = (|| Some(Self { #(#fields)* #body }))();
            decoder.finish(decoded).map_err(Refusal::invalid)
        }
    }
}

fn read_parameter(planned: &Planned<'_>) -> TokenStream {
    let (field, constant) = (local(&planned.field), ident(&planned.constant));
    let part = match planned.parameter.location {
        ParameterLocation::Path => quote!(Path),
        ParameterLocation::Query => quote!(Query),
        ParameterLocation::Header => quote!(Header),
        ParameterLocation::Cookie => quote!(Cookie),
    };
    let read = if planned.parameter.required { quote!(required) } else { quote!(optional) };
    quote!(let #field = incoming.#read(Part::#part, &Self::#constant, &mut decoder);)
}

fn read_content(body: &RequestBody, contents: &[Content], body_name: &str) -> TokenStream {
    let body_name = ident(body_name);
    let arms = content::narrowest_first(contents).into_iter().map(|content| {
        let pattern = content::media_pattern(content);
        let value = match content.codec {
            Codec::Json => quote!(incoming.body_as(incoming.json()?, &mut decoder)),
            Codec::Form => {
                let form = content::form_name(content);
                quote!(incoming.body_as(wire::read_form(&incoming.body, Self::#form), &mut decoder))
            }
            Codec::Text => quote!(incoming.body_as(incoming.text()?, &mut decoder)),
            Codec::Bytes => TokenStream::new(),
        };
        let mut into = Vec::new();
        if contents.len() > 1 {
            let variant = ident(&content.variant);
            into.push(quote!(#body_name::#variant));
        }
        if !body.required {
            into.push(quote!(Some));
        }
        let value = content::wrap(content, &value, &quote!(incoming.body.clone()), &into);
        quote!(#pattern => #value,)
    });
    let absent = if body.required {
        quote!(incoming.body_missing(&mut decoder))
    } else {
        quote!(Some(None))
    };
    quote! {
        let body = match incoming.media_type().as_deref() {
            None if incoming.body.is_empty() => #absent,
            #(#arms)*
            _ => return Err(Refusal::new(Cause::UnsupportedMediaType)),
        };
    }
}
