//! How parameters, headers and form fields are written: constants of `support::wire::Field`.

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::{Header, Literals, Parameter, ParameterStyle, SchemaId, Schemas, Shape};

/// How deep texts are told apart; parameters of objects of objects have no standard form.
const DEPTH: usize = 3;

/// A parameter's field.
pub fn parameter(schemas: &Schemas, parameter: &Parameter) -> TokenStream {
    let style = match parameter.style {
        ParameterStyle::Simple | ParameterStyle::Label | ParameterStyle::Matrix => quote!(Simple),
        ParameterStyle::Form => quote!(Form),
        ParameterStyle::SpaceDelimited => quote!(SpaceDelimited),
        ParameterStyle::PipeDelimited => quote!(PipeDelimited),
        ParameterStyle::DeepObject => quote!(DeepObject),
    };
    let kind = match &parameter.media_type {
        Some(_) => quote!(Kind::Json),
        None => kind(schemas, parameter.schema, DEPTH),
    };
    field(&parameter.name, &kind, &style, parameter.explode)
}

/// A response header's field: always style `simple`.
pub fn header(schemas: &Schemas, header: &Header) -> TokenStream {
    field(&header.name, &kind(schemas, header.schema, DEPTH), &quote!(Simple), false)
}

/// The fields of a form, as a slice.
pub fn form(schemas: &Schemas, schema: SchemaId) -> TokenStream {
    let fields = match &schemas.get(schemas.resolve(schema)).shape {
        Shape::Object { properties, .. } => properties
            .iter()
            .map(|property| {
                let nested = matches!(
                    schemas.get(schemas.resolve(property.schema)).shape,
                    Shape::Object { .. }
                );
                // OpenAPI 3.0.3, Encoding Object: a nested object is JSON unless said otherwise.
                let kind = match nested {
                    true => quote!(Kind::Json),
                    false => kind(schemas, property.schema, DEPTH),
                };
                field(&property.name, &kind, &quote!(Form), true)
            })
            .collect(),
        _ => Vec::new(),
    };
    quote!(&[#(#fields),*])
}

fn field(name: &str, kind: &TokenStream, style: &TokenStream, explode: bool) -> TokenStream {
    quote!(Field::new(#name, #kind, Style::#style, #explode))
}

fn kind(schemas: &Schemas, schema: SchemaId, depth: usize) -> TokenStream {
    match &schemas.get(schemas.resolve(schema)).shape {
        Shape::Boolean | Shape::Literals(Literals::Booleans(_)) => quote!(Kind::Boolean),
        Shape::Integer { .. }
        | Shape::Number { .. }
        | Shape::Literals(Literals::Integers(_) | Literals::Numbers(_)) => quote!(Kind::Number),
        Shape::Array { items, .. } if depth > 0 => {
            let item = kind(schemas, *items, depth - 1);
            quote!(Kind::Array(&#item))
        }
        Shape::Object { properties, .. } if depth > 0 && !properties.is_empty() => {
            let members = properties.iter().map(|property| {
                let (name, kind) = (&property.name, kind(schemas, property.schema, depth - 1));
                quote!((#name, #kind))
            });
            quote!(Kind::Object(&[#(#members),*]))
        }
        Shape::Object { .. } => quote!(Kind::Json),
        _ => quote!(Kind::Text),
    }
}
