//! Rust types of schemas.

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::{Additional, Length, NumberBounds, SchemaId, Shape};

use super::Plan;
use crate::names::ident;

/// A Rust type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// `String`
    String,
    /// `bool`
    Bool,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `uuid::Uuid`
    Uuid,
    /// `serde_json::Value`
    Json,
    /// A type without values.
    Never,
    /// A definition of this contract.
    Named(String),
    /// `Vec<T>`
    List(Box<Type>),
    /// `BTreeMap<String, T>`
    Map(Box<Type>),
    /// `Option<T>`, `None` for `null`.
    Nullable(Box<Type>),
    /// `Box<T>`
    Boxed(Box<Type>),
}

impl Type {
    /// The type as tokens; `models` is the path to the definitions, empty inside them.
    pub fn tokens(&self, models: &TokenStream) -> TokenStream {
        match self {
            Self::String => quote!(String),
            Self::Bool => quote!(bool),
            Self::I32 => quote!(i32),
            Self::I64 => quote!(i64),
            Self::F32 => quote!(f32),
            Self::F64 => quote!(f64),
            Self::Uuid => quote!(uuid::Uuid),
            Self::Json => quote!(serde_json::Value),
            Self::Never => quote!(crate::support::value::Never),
            Self::Named(name) => {
                let name = ident(name);
                quote!(#models #name)
            }
            Self::List(item) => {
                let item = item.tokens(models);
                quote!(Vec<#item>)
            }
            Self::Map(value) => {
                let value = value.tokens(models);
                quote!(std::collections::BTreeMap<String, #value>)
            }
            Self::Nullable(inner) => {
                let inner = inner.tokens(models);
                quote!(Option<#inner>)
            }
            Self::Boxed(inner) => {
                let inner = inner.tokens(models);
                quote!(Box<#inner>)
            }
        }
    }
}

impl Plan<'_> {
    /// The type of a schema that needs no definition; `None` where it needs one.
    pub(super) fn builtin(&mut self, id: SchemaId, name: &str) -> Option<Type> {
        let contract = self.contract;
        Some(match &contract.schemas.get(id).shape {
            Shape::Any | Shape::Opaque(_) => Type::Json,
            Shape::Never => Type::Never,
            Shape::Alias(target) => self.visit(*target, name),
            Shape::Boolean => Type::Bool,
            Shape::Integer { format, bounds } if *bounds == NumberBounds::default() => {
                match format.as_deref() {
                    Some("int32") => Type::I32,
                    _ => Type::I64,
                }
            }
            Shape::Number { format, bounds } if *bounds == NumberBounds::default() => {
                match format.as_deref() {
                    Some("float") => Type::F32,
                    _ => Type::F64,
                }
            }
            Shape::String { format, length, pattern: None } if *length == Length::default() => {
                match format.as_deref() {
                    Some("uuid") => Type::Uuid,
                    _ => Type::String,
                }
            }
            Shape::Array { items, length, unique: false } if *length == Length::default() => {
                Type::List(Box::new(self.visit_nullable(*items, &format!("{name}Item"))))
            }
            Shape::Object { properties, additional, size }
                if properties.is_empty() && *size == Length::default() =>
            {
                match additional {
                    Additional::Closed => return None,
                    Additional::Open => Type::Map(Box::new(Type::Json)),
                    Additional::Schema(value) => {
                        let value = self.visit_nullable(*value, &format!("{name}Value"));
                        Type::Map(Box::new(value))
                    }
                }
            }
            _ => return None,
        })
    }
}
