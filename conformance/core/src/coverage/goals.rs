//! The rules on requests that a run can violate: parameters and properties of bodies with the
//! keywords of their schemas, and the security alternatives.

use specs::contract::{
    Additional, Length, Operation, ParameterLocation, Schema, SchemaId, Schemas,
    SecurityAlternative, Shape,
};

/// The name of a security alternative: its schemes, or `none`.
pub(super) fn alternative(alternative: &SecurityAlternative) -> String {
    let schemes: Vec<&str> =
        alternative.requirements.iter().map(|requirement| requirement.scheme.as_str()).collect();
    if schemes.is_empty() {
        "security/none".to_owned()
    } else {
        format!("security/{}", schemes.join("+"))
    }
}

/// Every keyword that a request can violate, as `<location>/<name> <keyword>`, each once.
pub(super) fn keywords(schemas: &Schemas, operation: &Operation) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut add = |place: String, keyword: &str| {
        let name = format!("{place} {keyword}");
        if !names.contains(&name) {
            names.push(name);
        }
    };
    for parameter in &operation.parameters {
        let place = format!("{}/{}", parameter.location.as_str(), parameter.name);
        if parameter.required && parameter.location != ParameterLocation::Path {
            add(place.clone(), "required");
        }
        for keyword in of_schema(schemas, parameter.schema, false) {
            add(place.clone(), keyword);
        }
    }
    let content = operation.body.iter().flat_map(|body| &body.content);
    for media_type in content {
        let Some(id) = media_type.schema else { continue };
        let in_json = media_type.is_json();
        for keyword in of_schema(schemas, id, in_json) {
            add("body".to_owned(), keyword);
        }
        for property in schemas.shape(id).properties() {
            let place = format!("body/{}", property.name);
            if property.required {
                add(place.clone(), "required");
            }
            for keyword in of_schema(schemas, property.schema, in_json) {
                add(place.clone(), keyword);
            }
        }
    }
    names
}

/// The keywords of a schema that a value can violate. Outside of JSON every value is text, so that its
/// type cannot be violated.
fn of_schema(schemas: &Schemas, id: SchemaId, in_json: bool) -> Vec<&'static str> {
    let schema: &Schema = schemas.get(schemas.resolve(id));
    let mut list = Vec::new();
    let mut push = |is_there: bool, keyword: &'static str| {
        if is_there {
            list.push(keyword);
        }
    };
    let mut lengths = |length: &Length, min: &'static str, max: &'static str| {
        push(length.min.is_some_and(|min| min > 0), min);
        push(length.max.is_some(), max);
    };
    match &schema.shape {
        Shape::String { length, .. } => lengths(length, "minLength", "maxLength"),
        Shape::Array { length, .. } => lengths(length, "minItems", "maxItems"),
        Shape::Object { size, .. } => lengths(size, "minProperties", "maxProperties"),
        Shape::Boolean | Shape::Integer { .. } | Shape::Number { .. } | Shape::Literals(_) => {}
        Shape::Any | Shape::Never | Shape::Alias(_) => {}
        Shape::OneOf { .. } | Shape::AnyOf { .. } | Shape::Opaque(_) => {}
    }
    match &schema.shape {
        Shape::String { format, pattern, .. } => {
            push(in_json, "type");
            push(pattern.is_some(), "pattern");
            push(format.as_deref().is_some_and(is_checked), "format");
        }
        Shape::Integer { bounds, .. } | Shape::Number { bounds, .. } => {
            push(true, "type");
            push(bounds.minimum.is_some(), "minimum");
            push(bounds.maximum.is_some(), "maximum");
            push(bounds.exclusive_minimum.is_some(), "exclusiveMinimum");
            push(bounds.exclusive_maximum.is_some(), "exclusiveMaximum");
            push(bounds.multiple_of.is_some(), "multipleOf");
        }
        Shape::Boolean => push(true, "type"),
        Shape::Literals(_) => push(true, "enum"),
        Shape::Array { unique, .. } => {
            push(in_json, "type");
            push(*unique, "uniqueItems");
        }
        Shape::Object { additional, .. } => {
            push(in_json, "type");
            push(*additional != Additional::Open, "additionalProperties");
        }
        Shape::Any | Shape::Never | Shape::Alias(_) => {}
        Shape::OneOf { .. } | Shape::AnyOf { .. } | Shape::Opaque(_) => {}
    }
    list
}

/// Formats whose violation can be detected.
fn is_checked(format: &str) -> bool {
    crate::values::breakable(format)
}
