//! The default response to a rejected request: a declared status whose schema the rejection can fill.
//!
//! A declared response can be filled if everything it requires is a message, a status, a constant or a new
//! uuid. If none can, the response is the status without body.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::StatusRange;

use super::operations::body::Body;
use super::operations::variant::Variant;
use crate::names::ident;
use crate::plan::{AdditionalProperties, Definition, Field, Form, Plan, Type};

/// Causes with their statuses, in order of preference (RFC 9110 §15.5, RFC 4918 §11.2).
const CAUSES: [(&str, &[u16]); 9] = [
    ("MissingCredentials", &[401, 403]),
    ("RejectedCredentials", &[401, 403]),
    ("Forbidden", &[403, 401]),
    ("Malformed", &[400, 422]),
    ("Invalid", &[422, 400]),
    ("MethodNotAllowed", &[405]),
    ("NotAcceptable", &[406]),
    ("ContentTooLarge", &[413]),
    ("UnsupportedMediaType", &[415]),
];

/// The function for the response to a rejected request.
pub fn for_rejection(plan: &Plan<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let mut arms: BTreeMap<String, (Vec<TokenStream>, TokenStream)> = BTreeMap::new();
    for (cause, statuses) in CAUSES {
        if let Some((name, response)) = best(plan, variants, statuses) {
            let cause = ident(cause);
            let arm = arms.entry(name).or_insert_with(|| (Vec::new(), response));
            arm.0.push(quote!(Cause::#cause));
        }
    }
    let covered: usize = arms.values().map(|(causes, _)| causes.len()).sum();
    let arms = arms
        .values()
        .map(|(causes, response)| quote!(#(#causes)|* => Rejected::Declared(#response),));
    let bare = (covered < CAUSES.len()).then(|| quote!(cause => Rejected::Bare(cause.status()),));
    let body = if covered == 0 {
        quote!(Rejected::Bare(refusal.cause.status()))
    } else {
        quote!(match refusal.cause { #(#arms)* #bare })
    };
    quote! {
        /// The response to a rejected request: a declared one if the rejection can fill it, else a bare
        /// status.
        pub fn for_rejection(refusal: &Refusal) -> Rejected<Self> {
            #body
        }
    }
}

/// The first response that can be filled: exact statuses, then classes and the default.
fn best(
    plan: &Plan<'_>,
    variants: &[Variant<'_>],
    statuses: &[u16],
) -> Option<(String, TokenStream)> {
    let exact = statuses.iter().flat_map(|status| {
        variants
            .iter()
            .filter(move |variant| variant.response.status == StatusRange::Exact(*status))
    });
    let wide = variants.iter().filter(|variant| {
        matches!(variant.response.status, StatusRange::Class(4) | StatusRange::Default)
    });
    exact.chain(wide).find_map(|variant| Some((variant.name.clone(), response(plan, variant)?)))
}

fn response(plan: &Plan<'_>, variant: &Variant<'_>) -> Option<TokenStream> {
    let name = ident(&variant.name);
    let body = match variant.bodies.first() {
        None => None,
        Some(first) => Some(body(plan, variant, first)?),
    };
    if !variant.has_fields() {
        return Some(match body {
            Some(body) => quote!(Self::#name(#body)),
            None => quote!(Self::#name),
        });
    }
    let status = match variant.response.status {
        StatusRange::Exact(_) => None,
        StatusRange::Class(_) => {
            // A status of another class cannot be sent so; causes have 4XX only.
            Some(
                quote!(status: match crate::support::status::ClassStatus::new(refusal.cause.status()) {
                Some(status) => status,
                None => return Rejected::Bare(refusal.cause.status()),
            },),
            )
        }
        StatusRange::Default => Some(quote!(status: refusal.cause.status(),)),
    };
    let headers = variant.headers.iter().map(|(field, header)| {
        let field = ident(field);
        if !header.required {
            return Some(quote!(#field: None,));
        }
        let value = value(plan, &plan.nullable_type_of(header.schema), &header.name, 0)?;
        Some(quote!(#field: #value,))
    });
    let headers = headers.collect::<Option<Vec<_>>>()?;
    let body = body.map(|body| quote!(body: #body,));
    Some(quote!(Self::#name { #status #(#headers)* #body }))
}

fn body(plan: &Plan<'_>, variant: &Variant<'_>, first: &Body) -> Option<TokenStream> {
    let filled = value(plan, first.of.as_ref()?, "message", 0)?;
    if variant.bodies.len() == 1 {
        return Some(filled);
    }
    let (choice, of) = (ident(&variant.body_name), ident(&first.variant));
    Some(quote!(#choice::#of(#filled)))
}

/// A value of the type, of the rejection; `name` is that of the property.
fn value(plan: &Plan<'_>, of: &Type, name: &str, depth: usize) -> Option<TokenStream> {
    const MAX_DEPTH: usize = 4;
    if depth > MAX_DEPTH {
        return None;
    }
    Some(match plan.resolved(of) {
        Type::String => text(name),
        Type::Json => quote!(serde_json::Value::from(refusal.message())),
        Type::Uuid => quote!(uuid::Uuid::new_v4()),
        Type::Bool if name == "success" || name == "ok" => quote!(false),
        Type::I64 if is_code(name) => quote!(i64::from(refusal.cause.status().as_u16())),
        Type::I32 if is_code(name) => quote!(i32::from(refusal.cause.status().as_u16())),
        Type::F64 if is_code(name) => quote!(f64::from(refusal.cause.status().as_u16())),
        Type::List(_) => quote!(Vec::new()),
        Type::Map(_) => quote!(Default::default()),
        Type::Nullable(inner) => match value(plan, &inner, name, depth + 1) {
            Some(value) => quote!(Some(#value)),
            None => quote!(None),
        },
        named @ Type::Named(_) => definition(plan, plan.definition(&named)?, depth)?,
        _ => return None,
    })
}

fn definition(plan: &Plan<'_>, definition: &Definition, depth: usize) -> Option<TokenStream> {
    let name = ident(&definition.name);
    match &definition.form {
        Form::Constant(_) => Some(quote!(super::models::#name)),
        Form::Struct { fields, size, additional } if *size == Default::default() => {
            let fields = fields.iter().map(|field| {
                let (name, value) = (ident(&field.name), property(plan, field, depth + 1)?);
                Some(quote!(#name: #value,))
            });
            let fields = fields.collect::<Option<Vec<_>>>()?;
            let additional = matches!(additional, AdditionalProperties::Kept(_))
                .then(|| quote!(additional: Default::default(),));
            Some(quote!(super::models::#name { #(#fields)* #additional }))
        }
        _ => None,
    }
}

fn property(plan: &Plan<'_>, field: &Field, depth: usize) -> Option<TokenStream> {
    if field.required {
        return value(plan, &field.of, &field.key, depth);
    }
    // An optional property is present if the rejection has a value for it.
    Some(match plan.resolved(&field.of) {
        Type::String if is_code(&field.key) || is_message(&field.key) => {
            let text = text(&field.key);
            quote!(Some(#text))
        }
        Type::String => {
            let key = &field.key;
            quote!(refusal.about(#key))
        }
        Type::Json if is_message(&field.key) => {
            quote!(Some(serde_json::Value::from(refusal.message())))
        }
        Type::Named(_) => match value(plan, &field.of, &field.key, depth) {
            Some(value) if is_error(&field.key) => quote!(Some(#value)),
            _ => quote!(None),
        },
        _ => quote!(None),
    })
}

/// A string for a property, by its name.
fn text(name: &str) -> TokenStream {
    match name {
        _ if is_code(name) => quote!(refusal.cause.status().as_u16().to_string()),
        _ if is_message(name) => quote!(refusal.message()),
        // A name such as `reqId` is for what only the server knows.
        _ => quote!(String::new()),
    }
}

fn is_code(name: &str) -> bool {
    matches!(last_word(name).as_str(), "code" | "status")
}

fn is_error(name: &str) -> bool {
    matches!(last_word(name).as_str(), "error" | "errors")
}

fn is_message(name: &str) -> bool {
    is_error(name)
        || matches!(
            last_word(name).as_str(),
            "message" | "msg" | "description" | "detail" | "title" | "reason"
        )
}

fn last_word(name: &str) -> String {
    let words = crate::names::snake(name);
    words.rsplit('_').next().unwrap_or_default().to_owned()
}
