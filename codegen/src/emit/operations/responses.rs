//! The response of an operation: a closed enum, one variant for each declared status.

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::{Header, Operation, StatusRange};

use super::body;
use super::constants::Constants;
use super::variant::{self, Variant};
use super::{models, response_name};
use crate::docs::docs;
use crate::emit::rejection;
use crate::names::{ident, local};
use crate::plan::Plan;

/// The response's type, and how it is encoded and decoded.
pub(super) fn emit(plan: &Plan<'_>, operation: &Operation) -> TokenStream {
    let name = response_name(operation);
    let mut constants = Constants::default();
    let variants = variant::planned(plan, operation, &mut constants);
    let choices = variants.iter().filter_map(|variant| {
        let docs = docs(None, &format!("The body of `{name}::{}`.", variant.name));
        body::choice(&variant.body_name, &variant.bodies, &docs)
    });
    let declared = variants.iter().map(|variant| declare(plan, variant));
    let head = format!(" The response of `{} {}`.", operation.method.as_str(), operation.path.raw);
    let statuses = variants.iter().map(status_arm);
    let encoded = variants.iter().map(encode_arm);
    let rejection = rejection::for_rejection(plan, &variants);
    let constants = constants.declarations();
    let decode = decode(&variants);
    let name = ident(&name);
    quote! {
        #(#choices)*
        #[doc = #head]
        #[derive(Debug, Clone, PartialEq)]
        pub enum #name { #(#declared)* }

        impl #name {
            #constants

            /// The status that it is sent with.
            pub fn status(&self) -> http::StatusCode {
                match self { #(#statuses)* }
            }

            /// Encodes the response.
            pub fn into_parts(self) -> ResponseParts {
                let parts = ResponseParts::new(self.status());
                match self { #(#encoded)* }
            }

            #decode
            #rejection
        }
    }
}

fn header_type(plan: &Plan<'_>, header: &Header) -> TokenStream {
    let of = plan.nullable_type_of(header.schema).tokens(&models());
    if header.required { of } else { quote!(Option<#of>) }
}

fn status_type(status: StatusRange) -> TokenStream {
    match status {
        StatusRange::Class(class) => {
            let class = proc_macro2::Literal::u16_unsuffixed(class.into());
            quote!(status::ClassStatus<#class>)
        }
        _ => quote!(http::StatusCode),
    }
}

fn declare(plan: &Plan<'_>, variant: &Variant<'_>) -> TokenStream {
    let name = ident(&variant.name);
    let docs =
        docs(Some(&variant.response.description), &format!("Status {}.", variant.response.status));
    let status = format!(" Status {}.", variant.response.status);
    let docs = quote!(#docs #[doc = ""] #[doc = #status]);
    let body =
        (!variant.bodies.is_empty()).then(|| body::type_of(&variant.body_name, &variant.bodies));
    if !variant.has_fields() {
        return match body {
            Some(body) => quote!(#docs #name(#body),),
            None => quote!(#docs #name,),
        };
    }
    let status = variant.takes_status().then(|| {
        let of = status_type(variant.response.status);
        quote!(#[doc = " The status."] status: #of,)
    });
    let headers = variant.headers.iter().map(|(field, header)| {
        let docs = crate::docs::docs(
            header.description.as_deref(),
            &format!("The header `{}`.", header.name),
        );
        let (field, of) = (ident(field), header_type(plan, header));
        quote!(#docs #field: #of,)
    });
    let body = body.map(|body| quote!(#[doc = " The body."] body: #body,));
    quote!(#docs #name { #status #(#headers)* #body },)
}

fn status_arm(variant: &Variant<'_>) -> TokenStream {
    let name = ident(&variant.name);
    match variant.response.status {
        StatusRange::Exact(code) => {
            let pattern = match (variant.has_fields(), variant.bodies.is_empty()) {
                (true, _) => quote!({ .. }),
                (false, false) => quote!((..)),
                (false, true) => TokenStream::new(),
            };
            let status = status_constant(code);
            quote!(Self::#name #pattern => #status,)
        }
        StatusRange::Class(_) => quote!(Self::#name { status, .. } => status.get(),),
        StatusRange::Default => quote!(Self::#name { status, .. } => *status,),
    }
}

/// A constant of `http::StatusCode`, or a call with the number of an unregistered status.
pub fn status_constant(code: u16) -> TokenStream {
    if let Some(name) = crate::status::constant(code) {
        let name = ident(&name);
        return quote!(http::StatusCode::#name);
    }
    let code = proc_macro2::Literal::u16_unsuffixed(code);
    quote!(status::code(#code))
}

fn encode_arm(variant: &Variant<'_>) -> TokenStream {
    let name = ident(&variant.name);
    let has_body = !variant.bodies.is_empty();
    let fields = variant.headers.iter().map(|(field, _)| {
        let (field, local) = (ident(field), local(field));
        if field == local { quote!(#field) } else { quote!(#field: #local) }
    });
    let pattern = match (variant.has_fields(), has_body) {
        (true, true) => quote!({ #(#fields,)* body, .. }),
        (true, false) => quote!({ #(#fields,)* .. }),
        (false, true) => quote!((body)),
        (false, false) => TokenStream::new(),
    };
    let headers =
        variant.headers.iter().zip(&variant.constants).map(|((field, header), constant)| {
            let (field, constant) = (local(field), ident(constant));
            if header.required {
                quote!(.header(&Self::#constant, &#field))
            } else {
                quote!(.optional_header(&Self::#constant, #field.as_ref()))
            }
        });
    let parts = quote!(parts #(#headers)*);
    let encoded = set_body(variant, &parts);
    quote!(Self::#name #pattern => #encoded,)
}

fn set_body(variant: &Variant<'_>, parts: &TokenStream) -> TokenStream {
    match &variant.bodies[..] {
        [] => parts.clone(),
        [single] => {
            let (media_type, bytes) = (single.sent_type(), single.encode(&quote!(&body)));
            quote!(#parts.content(#media_type, #bytes))
        }
        several => {
            let name = ident(&variant.body_name);
            let arms = several.iter().map(|body| {
                let of = ident(&body.variant);
                let (media_type, bytes) = (body.sent_type(), body.encode(&quote!(&value)));
                quote!(#name::#of(value) => parts.content(#media_type, #bytes),)
            });
            let extended = (!variant.headers.is_empty()).then(|| quote!(let parts = #parts;));
            quote!({ #extended match body { #(#arms)* } })
        }
    }
}

fn decode(variants: &[Variant<'_>]) -> TokenStream {
    let arms = variants.iter().map(decode_arm);
    let is_default = |variant: &Variant<'_>| variant.response.status == StatusRange::Default;
    let undeclared =
        (!variants.iter().any(is_default)).then(|| quote!(_ => response.undeclared(),));
    quote! {
        /// Decodes a received response: the status alone chooses the variant.
        ///
        /// # Errors
        /// An undeclared status, or everything that differs from what is declared for the status.
        pub fn decode(parts: &ResponseParts) -> Result<Self, Mismatch> {
            parts.decode(|response| match response.status().as_u16() {
                #(#arms)*
                #undeclared
            })
        }
    }
}

fn decode_arm(variant: &Variant<'_>) -> TokenStream {
    let name = ident(&variant.name);
    let (pattern, status) = status_pattern(variant.response.status);
    let body = (!variant.bodies.is_empty()).then(|| {
        let alternatives = body::alternatives(&variant.body_name, &variant.bodies);
        quote!(response.body(#alternatives))
    });
    if !variant.has_fields() {
        return match body {
            Some(body) => quote!(#pattern => #body.map(Self::#name),),
            None => quote!(#pattern => Some(Self::#name),),
        };
    }
    let headers =
        variant.headers.iter().zip(&variant.constants).map(|((field, header), constant)| {
            let (field, constant) = (local(field), ident(constant));
            let function = if header.required { quote!(header) } else { quote!(optional_header) };
            quote!(let #field = response.#function(&Self::#constant);)
        });
    let fields = variant.headers.iter().map(|(field, _)| {
        let (field, local) = (ident(field), local(field));
        quote!(#field: #local?,)
    });
    let read_body = body.as_ref().map(|body| quote!(let body = #body;));
    let body = body.map(|_| quote!(body: body?,));
    let status = status.map(|status| quote!(status: #status,));
    quote! {
        #pattern => {
            #(#headers)*
            #read_body
            Some(Self::#name { #status #(#fields)* #body })
        }
    }
}

/// A pattern of a status as a number, and an expression of the status, if the variant has a field of it.
fn status_pattern(status: StatusRange) -> (TokenStream, Option<TokenStream>) {
    match status {
        StatusRange::Exact(code) => {
            let code = proc_macro2::Literal::u16_unsuffixed(code);
            (quote!(#code), None)
        }
        StatusRange::Class(class) => {
            let (low, high) = (u16::from(class) * 100, u16::from(class) * 100 + 99);
            (quote!(#low..=#high), Some(quote!(status::ClassStatus::new(response.status())?)))
        }
        StatusRange::Default => (quote!(_), Some(quote!(response.status()))),
    }
}
