//! What an operation answers: one closed enum, a variant for each declared status.

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::{Header, Operation, StatusRange};

use super::content::{self, Codec};
use super::variant::{self, Variant};
use super::{models, response_name};
use crate::docs::docs;
use crate::emit::{fill, wire};
use crate::names::{ident, local};
use crate::plan::Plan;

/// The response's types and codecs.
pub(super) fn emit(plan: &Plan<'_>, operation: &Operation) -> TokenStream {
    let name = response_name(operation);
    let variants = variant::planned(plan, operation);
    let choices = variants.iter().filter_map(|variant| {
        let docs = docs(None, &format!("Content of `{name}::{}`.", variant.name));
        content::choice(&variant.content_name, &variant.contents, &docs)
    });
    let declared = variants.iter().map(|variant| declare(plan, variant));
    let head = format!(" What `{} {}` answers.", operation.method.as_str(), operation.path.raw);
    let statuses = variants.iter().map(status_arm);
    let encodes = variants.iter().map(|variant| encode_arm(variant));
    let decodes = variants.iter().map(|variant| decode_arm(variant));
    let refusal = fill::for_rejection(plan, &variants);
    let constants = constants(plan, &variants);
    let ident_of = ident(&name);
    let undeclared =
        (!variants.iter().any(|variant| variant.response.status == StatusRange::Default))
            .then(|| quote!(_ => return Err(Mismatch::Undeclared),));
    let empty = !variants.iter().any(Variant::decodes);
    let mutable = (!empty).then(|| quote!(mut));
    quote! {
        #(#choices)*
        #[doc = #head]
        #[derive(Debug, Clone, PartialEq)]
        pub enum #ident_of { #(#declared)* }

        impl #ident_of {
            #(#constants)*

            /// The status that it is sent with.
            pub fn status(&self) -> http::StatusCode {
                match self { #(#statuses)* }
            }

            /// The response as it stands on the wire.
            pub fn into_parts(self) -> ResponseParts {
                let parts = ResponseParts::new(self.status());
                match self { #(#encodes)* }
            }

            /// Reads a response from the wire: the variant is chosen by the status alone.
            ///
            /// # Errors
            /// An undeclared status, or all that is not as declared for the status.
            pub fn decode(parts: &ResponseParts) -> Result<Self, Mismatch> {
                let #mutable decoder = Decoder::lenient();
                let decoded = match parts.status.as_u16() {
                    #(#decodes)*
                    #undeclared
                };
                decoder.finish(decoded).map_err(Mismatch::Violations)
            }

            #refusal
        }
    }
}

/// The constants of headers and forms, each once.
fn constants(plan: &Plan<'_>, variants: &[Variant<'_>]) -> Vec<TokenStream> {
    let mut seen = std::collections::BTreeSet::new();
    let headers =
        variants.iter().flat_map(|variant| variant.headers.iter().zip(&variant.constants));
    let mut all = Vec::new();
    for ((_, header), constant) in headers {
        if seen.insert(constant.clone()) {
            let (name, field) = (ident(constant), wire::header(&plan.contract.schemas, header));
            all.push(quote!(const #name: Field = #field;));
        }
    }
    for content in variants.iter().flat_map(|variant| &variant.contents) {
        if content.codec == Codec::Form && seen.insert(content::form_name(content).to_string()) {
            all.extend(content::form_constant(content));
        }
    }
    all
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
    let body = (!variant.contents.is_empty())
        .then(|| content::type_of(&variant.content_name, &variant.contents));
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
        let docs = crate::docs::docs(header.description.as_deref(), &format!("`{}`", header.name));
        let (field, of) = (ident(field), header_type(plan, header));
        quote!(#docs #field: #of,)
    });
    let body = body.map(|body| quote!(#[doc = " The content."] body: #body,));
    quote!(#docs #name { #status #(#headers)* #body },)
}

fn status_arm(variant: &Variant<'_>) -> TokenStream {
    let name = ident(&variant.name);
    match variant.response.status {
        StatusRange::Exact(code) => {
            let pattern = match (variant.has_fields(), variant.contents.is_empty()) {
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

/// A constant of `http::StatusCode`, or a call with the number of a status that has none.
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
    let has_body = !variant.contents.is_empty();
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
    let content = write_content(variant, &parts);
    quote!(Self::#name #pattern => #content,)
}

fn write_content(variant: &Variant<'_>, parts: &TokenStream) -> TokenStream {
    match &variant.contents[..] {
        [] => parts.clone(),
        [single] => {
            let (media_type, bytes) =
                (content::sent_type(single), content::write(single, &quote!(&body)));
            quote!(#parts.content(#media_type, #bytes))
        }
        several => {
            let name = ident(&variant.content_name);
            let arms = several.iter().map(|content| {
                let of = ident(&content.variant);
                let (media_type, bytes) =
                    (content::sent_type(content), content::write(content, &quote!(&value)));
                quote!(#name::#of(value) => parts.content(#media_type, #bytes),)
            });
            quote!({ let parts = #parts; match body { #(#arms)* } })
        }
    }
}

fn decode_arm(variant: &Variant<'_>) -> TokenStream {
    let name = ident(&variant.name);
    let (pattern, read_status) = match variant.response.status {
        StatusRange::Exact(code) => {
            let code = proc_macro2::Literal::u16_unsuffixed(code);
            (quote!(#code), None)
        }
        StatusRange::Class(class) => {
            let (low, high) = (u16::from(class) * 100, u16::from(class) * 100 + 99);
            let status = quote!(let status = status::ClassStatus::new(parts.status););
            (quote!(#low..=#high), Some(status))
        }
        StatusRange::Default => (quote!(_), Some(quote!(let status = Some(parts.status);))),
    };
    let headers =
        variant.headers.iter().zip(&variant.constants).map(|((field, header), constant)| {
            let (field, constant) = (local(field), ident(constant));
            let read = if header.required {
                quote!(decode_header)
            } else {
                quote!(decode_optional_header)
            };
            quote!(let #field = parts.#read(&Self::#constant, &mut decoder);)
        });
    let content = read_content(variant);
    let status = variant.takes_status().then(|| quote!(status: status?,));
    let fields = variant.headers.iter().map(|(field, _)| {
        let (field, local) = (ident(field), local(field));
        quote!(#field: #local?,)
    });
    let fields: TokenStream = fields.chain(status).collect();
    let body = !variant.contents.is_empty();
    let built = match (variant.has_fields(), body) {
        (true, true) => quote!((|| Some(Self::#name { #fields body: body? }))()),
        (true, false) => quote!((|| Some(Self::#name { #fields }))()),
        (false, true) => quote!(body.map(Self::#name)),
        (false, false) => quote!(Some(Self::#name)),
    };
    quote!(#pattern => { #read_status #(#headers)* #content #built })
}

fn read_content(variant: &Variant<'_>) -> Option<TokenStream> {
    if variant.contents.is_empty() {
        return None;
    }
    let single = variant.contents.len() == 1;
    let choice = ident(&variant.content_name);
    let arms: Vec<_> = content::narrowest_first(&variant.contents)
        .into_iter()
        .enumerate()
        .map(|(index, content)| {
            let pattern = content::media_pattern(content);
            // Content without a media type is taken for the first that is declared.
            let bare = (index == 0 && !content.media_type.contains('*')).then(|| quote!(None |));
            let read = match content.codec {
                Codec::Json => quote!(parts.json(&mut decoder)),
                Codec::Form => {
                    let form = content::form_name(content);
                    quote!(parts.form(Self::#form, &mut decoder))
                }
                Codec::Text => quote!(parts.text(&mut decoder)),
                Codec::Bytes => TokenStream::new(),
            };
            let of = ident(&content.variant);
            let into = if single { Vec::new() } else { vec![quote!(#choice::#of)] };
            let read = content::wrap(content, &read, &quote!(parts.body.clone()), &into);
            quote!(#bare #pattern => #read,)
        })
        .collect();
    let other = (!variant.contents.iter().any(|content| content.media_type == "*/*"))
        .then(|| quote!(_ => parts.other_media_type(&mut decoder),));
    // What has any media type may have none.
    let bare =
        other.is_none().then(|| quote!(None => Some(parts.body.clone()),)).filter(|_| single);
    Some(quote! {
        let body = match parts.media_type().as_deref() {
            #(#arms)*
            #other
            #bare
        };
    })
}
