//! Newtypes whose values satisfy keywords that their Rust type cannot state.

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::{Length, NumberBounds};

use super::{derives, extend, option};
use crate::names::ident;
use crate::pattern;
use crate::plan::{Definition, Rules, Type};

/// A newtype with its validation, decoding and conversions.
pub(super) fn emit(
    definition: &Definition,
    head: &TokenStream,
    inner: &Type,
    rules: &Rules,
) -> TokenStream {
    let name = ident(&definition.name);
    let derives = derives(!definition.sensitive, &comparisons(inner));
    let keywords = extend(&keywords(rules));
    let of = inner.tokens(&TokenStream::new());
    let checks = checks(rules, inner);
    let unused = checks.is_empty().then(|| quote!(let _ = (inner, at, decoder);));
    let debug = definition.sensitive.then(|| redacting_debug(&definition.name));
    let is_text = matches!(inner, Type::String);
    let borrowed = is_text.then(|| quote!(as str));
    let text = is_text.then(|| quote!(constrained::text!(#name);));
    let scalar = matches!(inner, Type::String | Type::I32 | Type::I64 | Type::F64);
    let display = (scalar && !definition.sensitive).then(|| quote!(constrained::display!(#name);));
    quote! {
        #head
        #derives
        #[serde(transparent)]
        #keywords
        pub struct #name(#of);
        #debug

        impl constrained::Constrained for #name {
            type Inner = #of;

            fn validate(inner: &#of, at: &JsonPointer<'_>, decoder: &mut Decoder) {
                #checks
                #unused
            }

            fn wrap(inner: #of) -> Self {
                Self(inner)
            }
        }

        constrained::newtype!(#name(#of #borrowed));
        #text
        #display
    }
}

/// The derives of comparisons that the inner type allows, beside `PartialEq`.
fn comparisons(inner: &Type) -> TokenStream {
    match inner {
        Type::String | Type::I32 | Type::I64 => quote!(Eq, PartialOrd, Ord, Hash,),
        Type::F32 | Type::F64 => quote!(PartialOrd,),
        Type::Bool
        | Type::Uuid
        | Type::Json
        | Type::Never
        | Type::Named(_)
        | Type::List(_)
        | Type::Map(_)
        | Type::Nullable(_)
        | Type::Boxed(_) => TokenStream::new(),
    }
}

fn redacting_debug(name: &str) -> TokenStream {
    let (name, text) = (ident(name), name);
    quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(#text).field(&crate::support::Redacted).finish()
            }
        }
    }
}

fn checks(rules: &Rules, inner: &Type) -> TokenStream {
    match rules {
        Rules::Text(length, pattern) => {
            // RFC 8259 §7 and JSON Schema 2020-12 §6.3: lengths count characters, not bytes.
            let length =
                length_check(length, &quote!(inner.chars().count()), ("minLength", "maxLength"));
            let pattern = pattern.as_deref().and_then(pattern::translate).map(|pattern| {
                quote! {
                    static PATTERN: std::sync::LazyLock<Option<regex::Regex>> =
                        std::sync::LazyLock::new(|| regex::Regex::new(#pattern).ok());
                    if PATTERN.as_ref().is_some_and(|pattern| !pattern.is_match(inner)) {
                        decoder.report::<()>(at, "pattern", concat!("does not match ", #pattern));
                    }
                }
            });
            quote!(#length #pattern)
        }
        Rules::Number(bounds) => number_check(bounds, inner),
        Rules::List(length, unique) => {
            let length = length_check(length, &quote!(inner.len()), ("minItems", "maxItems"));
            let unique =
                unique.then(|| quote!(crate::support::value::check_unique(inner, at, decoder);));
            quote!(#length #unique)
        }
        Rules::Map(length) => {
            length_check(length, &quote!(inner.len()), ("minProperties", "maxProperties"))
        }
    }
}

fn length_check(
    length: &Length,
    count: &TokenStream,
    (min_keyword, max_keyword): (&str, &str),
) -> TokenStream {
    if *length == Length::default() {
        return TokenStream::new();
    }
    let (min, max) = (option(length.min), option(length.max));
    quote! {
        crate::support::value::check_length(
            #count, (#min, #max), (#min_keyword, #max_keyword), at, decoder,
        );
    }
}

fn number_check(bounds: &NumberBounds, inner: &Type) -> TokenStream {
    let number = match inner {
        Type::F64 => quote!(*inner),
        Type::I32 => quote!(f64::from(*inner)),
        // Limits are floats in the document too; useful ones are below 2^53.
        _ => quote!(*inner as f64),
    };
    let [minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of] = [
        bounds.minimum,
        bounds.maximum,
        bounds.exclusive_minimum,
        bounds.exclusive_maximum,
        bounds.multiple_of,
    ]
    .map(option);
    quote! {
        const BOUNDS: crate::support::value::Bounds = crate::support::value::Bounds {
            minimum: #minimum,
            maximum: #maximum,
            exclusive_minimum: #exclusive_minimum,
            exclusive_maximum: #exclusive_maximum,
            multiple_of: #multiple_of,
        };
        crate::support::value::check_bounds(#number, &BOUNDS, at, decoder);
    }
}

/// The keywords of the schema, for schemars.
fn keywords(rules: &Rules) -> Vec<TokenStream> {
    let mut keywords = Vec::new();
    let mut lengths = |length: &Length, min_keyword: &str, max_keyword: &str| {
        keywords.extend(length.min.map(|min| quote!(#min_keyword = #min)));
        keywords.extend(length.max.map(|max| quote!(#max_keyword = #max)));
    };
    match rules {
        Rules::Text(length, pattern) => {
            lengths(length, "minLength", "maxLength");
            keywords.extend(pattern.as_ref().map(|pattern| quote!("pattern" = #pattern)));
        }
        Rules::List(length, unique) => {
            lengths(length, "minItems", "maxItems");
            keywords.extend(unique.then(|| quote!("uniqueItems" = true)));
        }
        Rules::Map(length) => lengths(length, "minProperties", "maxProperties"),
        Rules::Number(bounds) => {
            let named = [
                ("minimum", bounds.minimum),
                ("maximum", bounds.maximum),
                ("exclusiveMinimum", bounds.exclusive_minimum),
                ("exclusiveMaximum", bounds.exclusive_maximum),
                ("multipleOf", bounds.multiple_of),
            ];
            let set = named.into_iter().filter_map(|(name, limit)| Some((name, limit?)));
            keywords.extend(set.map(|(name, limit)| quote!(#name = #limit)));
        }
    }
    keywords
}
