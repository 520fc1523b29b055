//! Rust types of schemas.

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::{Additional, SchemaId, Shape};

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
    /// The type of a schema that needs no definition; `None` if it needs one.
    pub(super) fn builtin(&mut self, id: SchemaId, name: &str) -> Option<Type> {
        let contract = self.contract;
        Some(match &contract.schemas.get(id).shape {
            Shape::Any | Shape::Opaque(_) => Type::Json,
            Shape::Never => Type::Never,
            Shape::Alias(target) => self.visit(*target, name),
            Shape::Boolean => Type::Bool,
            shape if shape.has_limits() => return None,
            Shape::Integer { format, .. } => match format.as_deref() {
                Some("int32") => Type::I32,
                Some(_) | None => Type::I64,
            },
            Shape::Number { format, .. } => match format.as_deref() {
                Some("float") => Type::F32,
                Some(_) | None => Type::F64,
            },
            Shape::String { format, .. } => match format.as_deref() {
                Some("uuid") => Type::Uuid,
                Some(_) | None => Type::String,
            },
            Shape::Array { items, .. } => {
                Type::List(Box::new(self.visit_nullable(*items, &format!("{name}Item"))))
            }
            Shape::Object { properties, additional, .. } if properties.is_empty() => {
                match additional {
                    Additional::Closed => return None,
                    Additional::Open => Type::Map(Box::new(Type::Json)),
                    Additional::Schema(value) => {
                        let value = self.visit_nullable(*value, &format!("{name}Value"));
                        Type::Map(Box::new(value))
                    }
                }
            }
            Shape::Object { .. }
            | Shape::Literals(_)
            | Shape::OneOf { .. }
            | Shape::AnyOf { .. } => return None,
        })
    }
}
