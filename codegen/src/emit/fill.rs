//! How a refused request is answered by itself: in a declared status whose schema a refusal can fill.
//!
//! A response fits where everything it requires can be made of the refusal's words, a constant or a
//! fresh uuid. Where none fits, the status goes out bare.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::StatusRange;

use super::operations::body::Body;
use super::operations::variant::Variant;
use crate::names::ident;
use crate::plan::{Definition, Field, Form, Plan, Type};

/// Causes with the statuses that fit them, the best first (RFC 9110 §15.5, RFC 4918 §11.2).
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

/// The function that answers a refusal.
pub fn for_rejection(plan: &Plan<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let mut arms: BTreeMap<String, (Vec<TokenStream>, TokenStream)> = BTreeMap::new();
    for (cause, statuses) in CAUSES {
        if let Some((name, answer)) = best(plan, variants, statuses) {
            let cause = ident(cause);
            let arm = arms.entry(name).or_insert_with(|| (Vec::new(), answer));
            arm.0.push(quote!(Cause::#cause));
        }
    }
    let covered: usize = arms.values().map(|(causes, _)| causes.len()).sum();
    let arms =
        arms.values().map(|(causes, answer)| quote!(#(#causes)|* => Rejected::Declared(#answer),));
    let bare = (covered < CAUSES.len()).then(|| quote!(cause => Rejected::Bare(cause.status()),));
    let refusal_docs = quote! {
        /// The answer to a refused request: declared where a declared response fits, else bare.
    };
    match covered {
        0 => quote! {
            #refusal_docs
            pub fn for_rejection(refusal: &Refusal) -> Rejected<Self> {
                Rejected::Bare(refusal.cause.status())
            }
        },
        _ => quote! {
            #refusal_docs
            pub fn for_rejection(refusal: &Refusal) -> Rejected<Self> {
                match refusal.cause { #(#arms)* #bare }
            }
        },
    }
}

/// The first fitting response that can be filled: exact statuses, then classes and the default.
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
    exact.chain(wide).find_map(|variant| Some((variant.name.clone(), answer(plan, variant)?)))
}

fn answer(plan: &Plan<'_>, variant: &Variant<'_>) -> Option<TokenStream> {
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
            // Without a status of the class there is no such answer; causes have 4XX only.
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

/// A value of the type, made of the refusal; `name` says what it is about.
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
        Form::Struct { fields, size, rest } if *size == Default::default() => {
            let fields = fields.iter().map(|field| {
                let (name, value) = (ident(&field.name), member(plan, field, depth + 1)?);
                Some(quote!(#name: #value,))
            });
            let fields = fields.collect::<Option<Vec<_>>>()?;
            let rest = matches!(rest, crate::plan::Rest::Kept(_))
                .then(|| quote!(additional: Default::default(),));
            Some(quote!(super::models::#name { #(#fields)* #rest }))
        }
        _ => None,
    }
}

fn member(plan: &Plan<'_>, field: &Field, depth: usize) -> Option<TokenStream> {
    if field.required {
        return value(plan, &field.of, &field.key, depth);
    }
    // An optional member is said where the refusal has something to say of it.
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

/// The words for a text member, by what its name says it is.
fn text(name: &str) -> TokenStream {
    match name {
        _ if is_code(name) => quote!(refusal.cause.status().as_u16().to_string()),
        _ if is_message(name) => quote!(refusal.message()),
        // A name such as `reqId` asks for what only the server knows.
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
