//! How parameters, headers and form fields are serialized: constants of `support::wire::Field`.

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::{Header, Literals, Parameter, ParameterStyle, SchemaId, Schemas, Shape};

/// How deep kinds are distinguished; parameters of objects of objects have no standard form.
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
    let properties = schemas.shape(schema).properties().iter();
    let fields = properties.map(|property| {
        let nested = schemas.shape(property.schema).is_object();
        // OpenAPI 3.0.3, Encoding Object: a nested object is JSON by default.
        let kind = if nested { quote!(Kind::Json) } else { kind(schemas, property.schema, DEPTH) };
        field(&property.name, &kind, &quote!(Form), true)
    });
    quote!(&[#(#fields),*])
}

fn field(name: &str, kind: &TokenStream, style: &TokenStream, explode: bool) -> TokenStream {
    quote!(Field::new(#name, #kind, Style::#style, #explode))
}

fn kind(schemas: &Schemas, schema: SchemaId, depth: usize) -> TokenStream {
    match schemas.shape(schema) {
        Shape::Boolean | Shape::Literals(Literals::Booleans(_)) => quote!(Kind::Boolean),
        Shape::Integer { .. }
        | Shape::Number { .. }
        | Shape::Literals(Literals::Integers(_) | Literals::Numbers(_)) => quote!(Kind::Number),
        Shape::Array { items, .. } if depth > 0 => {
            let item = kind(schemas, *items, depth - 1);
            quote!(Kind::Array(&#item))
        }
        Shape::Object { properties, .. } if depth > 0 && !properties.is_empty() => {
            let properties = properties.iter().map(|property| {
                let (name, kind) = (&property.name, kind(schemas, property.schema, depth - 1));
                quote!((#name, #kind))
            });
            quote!(Kind::Object(&[#(#properties),*]))
        }
        Shape::Object { .. } => quote!(Kind::Json),
        // Values of any other kind are text, and so are those that are nested too deep.
        Shape::Array { .. }
        | Shape::Literals(Literals::Strings(_))
        | Shape::String { .. }
        | Shape::Any
        | Shape::Never
        | Shape::Alias(_)
        | Shape::OneOf { .. }
        | Shape::AnyOf { .. }
        | Shape::Opaque(_) => quote!(Kind::Text),
    }
}
