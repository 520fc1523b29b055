//! Fixed values: constants and enums; and unions of types.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use specs::contract::Literals;

use super::derives;
use crate::docs::docs;
use crate::names::{self, Scope, ident};
use crate::plan::{Definition, Variant};

/// A value in the forms in which generated code has it.
struct Choice {
    variant: String,
    shown: String,
    literal: TokenStream,
}

/// A type of exactly one value.
pub(super) fn constant(
    definition: &Definition,
    head: &TokenStream,
    value: &Literals,
) -> TokenStream {
    let name = ident(&definition.name);
    let Kind { of, decoded, serialize } = kind(value);
    let Some(Choice { shown, literal, .. }) = choices(value).into_iter().next() else {
        return TokenStream::new();
    };
    let message = format!("must be {shown}");
    let schema = json_schema(&definition.name, &quote!({ "const": #literal }));
    quote! {
        #head
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #name;

        impl #name {
            /// The only value.
            pub const VALUE: #of = #literal;
        }

        impl serde::Serialize for #name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.#serialize(Self::VALUE)
            }
        }

        impl Decode for #name {
            fn decode(value: &serde_json::Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
                if <#decoded>::decode(value, at, decoder)? == Self::VALUE {
                    return Some(Self);
                }
                decoder.report(at, "enum", #message)
            }
        }
        #schema
    }
}

/// An enum of listed values.
pub(super) fn enumeration(
    definition: &Definition,
    head: &TokenStream,
    values: &Literals,
    open: bool,
) -> TokenStream {
    match values {
        Literals::Strings(_) => texts(definition, head, values, open),
        _ => numbers(definition, head, values),
    }
}

fn texts(
    definition: &Definition,
    head: &TokenStream,
    values: &Literals,
    open: bool,
) -> TokenStream {
    let name = ident(&definition.name);
    let derives = derives(true, &quote!(Eq, Hash,));
    let choices = choices(values);
    let variants = choices.iter().map(|Choice { variant, literal, shown }| {
        let (docs, variant) = (docs(None, &format!("`{shown}`")), ident(variant));
        quote!(#docs #[serde(rename = #literal)] #variant,)
    });
    let unknown = open.then(|| {
        quote! {
            /// A value that the document does not list; clients keep it, servers cannot construct it.
            #[serde(untagged)]
            #[cfg_attr(feature = "schemars", schemars(skip))]
            Unknown(crate::support::value::Unknown),
        }
    });
    let shows = choices.iter().map(|Choice { variant, literal, .. }| {
        let variant = ident(variant);
        quote!(Self::#variant => #literal,)
    });
    let shows_unknown = open.then(|| quote!(Self::Unknown(unknown) => unknown.as_str(),));
    let reads: Vec<_> = choices
        .iter()
        .map(|Choice { variant, literal, .. }| {
            let variant = ident(variant);
            quote!(#literal => Some(Self::#variant),)
        })
        .collect();
    let other = if open {
        quote!(_ => crate::support::value::Unknown::keep(&text, at, decoder).map(Self::Unknown),)
    } else {
        quote!(_ => decoder.report(at, "enum", "is not one of the listed values"),)
    };
    quote! {
        #head
        #derives
        pub enum #name {
            #(#variants)*
            #unknown
        }

        impl #name {
            /// The value, as in JSON.
            pub fn as_str(&self) -> &str {
                match self { #(#shows)* #shows_unknown }
            }
        }

        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for #name {
            type Err = crate::support::Violations;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                crate::support::decode::strict(&serde_json::Value::from(text))
            }
        }

        impl Decode for #name {
            fn decode(value: &serde_json::Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
                let text = String::decode(value, at, decoder)?;
                match text.as_str() { #(#reads)* #other }
            }
        }
    }
}

fn numbers(definition: &Definition, head: &TokenStream, values: &Literals) -> TokenStream {
    let name = ident(&definition.name);
    let Kind { of, decoded, serialize } = kind(values);
    let choices = choices(values);
    let variants = choices.iter().map(|Choice { variant, shown, .. }| {
        let (docs, variant) = (docs(None, &format!("`{shown}`")), ident(variant));
        quote!(#docs #variant,)
    });
    let gets = choices.iter().map(|Choice { variant, literal, .. }| {
        let variant = ident(variant);
        quote!(Self::#variant => #literal,)
    });
    let reads = choices.iter().map(|Choice { variant, literal, .. }| {
        let variant = ident(variant);
        quote!(#literal => Some(Self::#variant),)
    });
    // `true` and `false` are exhaustive: a last arm would be unreachable.
    let other = (!matches!(values, Literals::Booleans(_)))
        .then(|| quote!(_ => decoder.report(at, "enum", "is not one of the listed values"),));
    let literals = choices.iter().map(|choice| &choice.literal);
    let schema = json_schema(&definition.name, &quote!({ "enum": [#(#literals),*] }));
    quote! {
        #head
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum #name { #(#variants)* }

        impl #name {
            /// The value.
            pub fn get(self) -> #of {
                match self { #(#gets)* }
            }
        }

        impl serde::Serialize for #name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.#serialize(self.get())
            }
        }

        impl Decode for #name {
            fn decode(value: &serde_json::Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
                match <#decoded>::decode(value, at, decoder)? { #(#reads)* #other }
            }
        }
        #schema
    }
}

/// An enum of types; a value has the type that it decodes to.
pub(super) fn union(
    definition: &Definition,
    head: &TokenStream,
    variants: &[Variant],
    exclusive: bool,
) -> TokenStream {
    let name = ident(&definition.name);
    let derives = derives(true, &TokenStream::new());
    let none = TokenStream::new();
    let alternatives = variants.iter().map(|variant| {
        let shown = variant.of.tokens(&none).to_string().replace(' ', "");
        let docs = docs(None, &format!("As `{shown}`."));
        let (name, of) = (ident(&variant.name), variant.of.tokens(&none));
        quote!(#docs #name(#of),)
    });
    let attempts = variants.iter().map(|variant| {
        let name = ident(&variant.name);
        quote!(decoder.attempt(value, at).map(Self::#name))
    });
    let (keyword, choose) = if exclusive {
        (
            "oneOf",
            quote! {
                // Lenient decoding may match several, of which the first is used.
                if matching.len() > 1 && !decoder.is_lenient() {
                    return decoder.report(at, "oneOf", "matches more than one of the alternatives");
                }
            },
        )
    } else {
        ("anyOf", TokenStream::new())
    };
    // schemars calls every untagged enum `anyOf`.
    let just_one = exclusive.then(|| {
        quote!(#[cfg_attr(
            feature = "schemars",
            schemars(transform = crate::support::proof::just_one)
        )])
    });
    quote! {
        #head
        #derives
        #just_one
        #[serde(untagged)]
        pub enum #name { #(#alternatives)* }

        impl Decode for #name {
            fn decode(value: &serde_json::Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
                let matching: Vec<Self> = [#(#attempts),*].into_iter().flatten().collect();
                #choose
                match matching.into_iter().next() {
                    Some(first) => Some(first),
                    None => decoder.report(at, #keyword, "matches none of the alternatives"),
                }
            }
        }
    }
}

/// The types and functions for a kind of literal.
struct Kind {
    of: TokenStream,
    decoded: TokenStream,
    serialize: TokenStream,
}

fn kind(values: &Literals) -> Kind {
    let (of, decoded, serialize) = match values {
        Literals::Strings(_) => (quote!(&'static str), quote!(String), quote!(serialize_str)),
        Literals::Integers(_) => (quote!(i64), quote!(i64), quote!(serialize_i64)),
        Literals::Numbers(_) => (quote!(f64), quote!(f64), quote!(serialize_f64)),
        Literals::Booleans(_) => (quote!(bool), quote!(bool), quote!(serialize_bool)),
    };
    Kind { of, decoded, serialize }
}

fn choices(values: &Literals) -> Vec<Choice> {
    let mut scope = Scope::with(&["Unknown", "Self"]);
    let mut choice = |text: String, literal: TokenStream| Choice {
        variant: scope.unique(names::pascal(&text)),
        shown: text,
        literal,
    };
    match values {
        Literals::Strings(texts) => {
            texts.iter().map(|text| choice(text.clone(), quote!(#text))).collect()
        }
        Literals::Integers(integers) => integers
            .iter()
            .map(|integer| {
                let literal = Literal::i64_unsuffixed(*integer);
                choice(integer.to_string(), quote!(#literal))
            })
            .collect(),
        Literals::Numbers(numbers) => numbers
            .iter()
            .map(|number| {
                let literal = Literal::f64_unsuffixed(*number);
                choice(number.to_string(), quote!(#literal))
            })
            .collect(),
        Literals::Booleans(flags) => {
            flags.iter().map(|flag| choice(flag.to_string(), quote!(#flag))).collect()
        }
    }
}

/// The schema of a type that schemars cannot derive.
fn json_schema(name: &str, schema: &TokenStream) -> TokenStream {
    let (ident, schema) = (ident(name), quote!(schemars::json_schema!(#schema)));
    quote! {
        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for #ident {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                #name.into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                #schema
            }
        }
    }
}
