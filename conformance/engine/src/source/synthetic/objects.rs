//! Parameters that contain an object, in several parameters or in one, or a text in a media type:
//! whether they are invalid under every interpretation.

use serde_json::{Map, Value};
use specs::contract::{Parameter, ParameterLocation, ParameterStyle};

use super::super::Inputs;
use super::wire::{is_writable, lenient, property, scalar_readings};
use super::writer;

/// Whether the parameter has the schema of an object.
pub(super) fn is_object(inputs: Inputs<'_>, parameter: &Parameter) -> bool {
    inputs.contract.schemas.shape(parameter.schema).is_object()
}

/// Whether the properties of an object are separate parameters in the query, each with its own name.
fn is_spread(parameter: &Parameter) -> bool {
    let is_query = parameter.location == ParameterLocation::Query;
    is_query && (parameter.style == ParameterStyle::DeepObject || parameter.explode)
}

/// Whether a value in a media type is invalid: parsed, and as the text that it is.
pub(super) fn is_invalid_content(inputs: Inputs<'_>, parameter: &Parameter, value: &Value) -> bool {
    // For other types than JSON, it is not known how a value is written.
    if !parameter.media_type.as_deref().is_some_and(|media_type| media_type.contains("json")) {
        return false;
    }
    let validator = inputs.validators.of(&inputs.contract.schemas, parameter.schema);
    let text = value.to_string();
    let may_be_read = |reading: &Value| validator.accepts(reading);
    is_writable(parameter, std::slice::from_ref(&text))
        && validator.refuses(value)
        && !scalar_readings(&text).iter().any(may_be_read)
        // An optional parameter with an empty value may count as omitted.
        && (parameter.required || !value.is_null())
}

/// Whether a value, written as a parameter with the schema of an object, is invalid.
pub(super) fn is_invalid_object(inputs: Inputs<'_>, parameter: &Parameter, value: &Value) -> bool {
    let Some(members) = value.as_object() else {
        // Servers do not look for properties under the bare name.
        return is_spread(parameter) && parameter.required;
    };
    let is_nested = members.values().any(|member| member.is_object() || member.is_array());
    let texts: Vec<(String, String)> = members
        .iter()
        .map(|(name, member)| (name.clone(), conformance_core::values::as_text(member)))
        .collect();
    let is_split = !is_spread(parameter) && texts.iter().any(|(_, text)| text.contains([',', '=']));
    if is_nested || is_split || !has_form(parameter, value) {
        return false;
    }
    let schemas = &inputs.contract.schemas;
    let validator = inputs.validators.of(schemas, parameter.schema);
    let mut whole: Map<String, Value> = Map::new();
    for (name, text) in texts {
        match property(inputs, parameter.schema, &name) {
            Some(inside) => whole.insert(name, lenient(inputs, inside, &text)),
            // It cannot be distinguished from a parameter that is not declared.
            None if is_spread(parameter) && parameter.style != ParameterStyle::DeepObject => None,
            None => whole.insert(name, Value::String(text)),
        };
    }
    let mut filled = whole.clone();
    filled.retain(|_, member| !matches!(member.as_str(), Some("" | "null")));
    if filled.is_empty() && !parameter.required {
        return false;
    }
    validator.refuses(&Value::Object(whole)) && validator.refuses(&Value::Object(filled))
}

/// Whether a single value can be sent instead of the object.
fn has_form(parameter: &Parameter, value: &Value) -> bool {
    match parameter.location {
        ParameterLocation::Query => {
            matches!(parameter.style, ParameterStyle::Form | ParameterStyle::DeepObject)
                && !writer::query_pairs(parameter, value).is_empty()
        }
        ParameterLocation::Header | ParameterLocation::Path => {
            let text = writer::simple(parameter, value);
            parameter.style == ParameterStyle::Simple && is_writable(parameter, &[text])
        }
        ParameterLocation::Cookie => false,
    }
}
