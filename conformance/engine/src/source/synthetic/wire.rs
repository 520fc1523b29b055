//! Parses a written request as a lenient server would, and validates the result: a request that can be
//! valid is not a negative case.
//!
//! On the wire `5` may be a number or a text, and an empty optional value may count as omitted.

use serde_json::{Map, Value};
use specs::contract::{Additional, Parameter, ParameterLocation, SchemaId};

use super::super::Inputs;
use super::{objects, writer};
use conformance_core::case::Manner;
use conformance_core::fields::carriable;

/// The longest parameter that every server accepts, in bytes as they are sent: file names have 255, and
/// complete request lines 8,000 (RFC 9112 §3).
const LONGEST: usize = 250;

/// Whether the value, written as this parameter, is invalid under every interpretation.
pub(super) fn is_invalid_parameter(
    inputs: Inputs<'_>,
    parameter: &Parameter,
    value: &Value,
) -> bool {
    if parameter.media_type.is_some() {
        return objects::is_invalid_content(inputs, parameter, value);
    }
    if objects::is_object(inputs, parameter) {
        return objects::is_invalid_object(inputs, parameter, value);
    }
    if value.is_object() {
        return false;
    }
    let texts: Vec<String> = match parameter.location {
        ParameterLocation::Query => {
            writer::query_pairs(parameter, value).into_iter().map(|(_, text)| text).collect()
        }
        _ => vec![writer::simple(parameter, value)],
    };
    if !is_writable(parameter, &texts) {
        return false;
    }
    let absent = texts.iter().all(|text| text.is_empty() || text == "null");
    if absent && !parameter.required {
        return false;
    }
    !reads_as_valid(inputs, parameter, &texts)
}

/// Whether the value, written as this parameter, is valid under every interpretation: nothing in it may
/// be read as a delimiter, as another path or as no value.
pub(super) fn is_valid_parameter(inputs: Inputs<'_>, parameter: &Parameter, value: &Value) -> bool {
    let texts = match (&parameter.media_type, value) {
        (Some(_), value) => vec![value.to_string()],
        (None, Value::Object(_)) => return false,
        (None, Value::Array(items)) => {
            items.iter().map(conformance_core::values::as_text).collect()
        }
        (None, scalar) => vec![conformance_core::values::as_text(scalar)],
    };
    let nothing = |text: &String| text.trim().is_empty() || text == "null";
    let size: usize = texts.iter().map(|text| Manner::Url.write(text).len()).sum();
    let is_carried = is_writable(parameter, &texts) && size <= LONGEST;
    if texts.is_empty() || texts.iter().any(nothing) || !is_carried {
        return false;
    }
    let validator = inputs.validators.of(&inputs.contract.schemas, parameter.schema);
    if parameter.media_type.is_some() || !validator.accepts(value) {
        return validator.accepts(value);
    }
    let signs: &[char] = match parameter.location {
        ParameterLocation::Path => &['\\', ';', '%', '?', '#'],
        _ => &[],
    };
    let is_plain = |text: &String| !text.contains(signs);
    let is_path = parameter.location == ParameterLocation::Path;
    let is_one = |text: &String| match value {
        Value::Array(items) => !text.contains([',', '|', ' ']) && items.iter().all(is_scalar),
        _ => !is_path || !text.chars().any(char::is_control),
    };
    texts.iter().all(|text| is_plain(text) && is_one(text))
        && reads_as_valid(inputs, parameter, &texts)
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_) | Value::Null)
}

/// Whether the value, written as a form, is valid under every interpretation: no field is empty, and
/// nothing is nested except arrays of scalars.
pub(super) fn is_valid_form(inputs: Inputs<'_>, schema: SchemaId, value: &Value) -> bool {
    let Some(members) = value.as_object() else {
        return false;
    };
    let is_filled = |value: &Value| is_scalar(value) && value.as_str() != Some("");
    let is_plain = members.values().all(|member| match member {
        Value::Array(items) => !items.is_empty() && items.iter().all(is_filled),
        other => is_filled(other),
    });
    let validator = inputs.validators.of(&inputs.contract.schemas, schema);
    is_plain && validator.accepts(&read_form(inputs, schema, &writer::form_pairs(value)))
}

/// Whether HTTP can carry the texts without making the request one for another operation.
pub(super) fn is_writable(parameter: &Parameter, texts: &[String]) -> bool {
    match parameter.location {
        ParameterLocation::Query => !texts.is_empty(),
        ParameterLocation::Header => texts.iter().all(|text| carriable(&parameter.name, text)),
        ParameterLocation::Cookie => texts
            .iter()
            .all(|text| carriable("cookie", text) && !text.contains([';', ',', ' ', '"', '\\'])),
        // An empty or dotted segment is another path, and some servers split at an encoded slash.
        ParameterLocation::Path => texts.iter().all(|text| {
            !text.is_empty()
                && !text.contains('/')
                && text.chars().any(|character| character != '.')
        }),
    }
}

fn reads_as_valid(inputs: Inputs<'_>, parameter: &Parameter, texts: &[String]) -> bool {
    let schemas = &inputs.contract.schemas;
    let validator = inputs.validators.of(schemas, parameter.schema);
    let mut readings: Vec<Value> = Vec::new();
    if let Some(items) = schemas.shape(parameter.schema).items() {
        let split = |delimiter: char| -> Vec<Value> {
            texts
                .iter()
                .flat_map(|text| text.split(delimiter))
                .map(|text| lenient(inputs, items, text))
                .collect()
        };
        readings
            .push(Value::Array(texts.iter().map(|text| lenient(inputs, items, text)).collect()));
        readings.extend([',', '|', ' '].map(|delimiter| Value::Array(split(delimiter))));
    }
    if let [text] = texts {
        readings.extend(scalar_readings(text));
    }
    readings.iter().any(|reading| validator.accepts(reading))
}

/// Whether the value, written as a form, is invalid under every interpretation.
pub(super) fn is_invalid_form(inputs: Inputs<'_>, schema: SchemaId, value: &Value) -> bool {
    let Some(_) = value.as_object() else {
        return false;
    };
    let schemas = &inputs.contract.schemas;
    let validator = inputs.validators.of(schemas, schema);
    let whole = read_form(inputs, schema, &writer::form_pairs(value));
    // A lenient server ignores empty fields.
    let mut filled = whole.clone();
    if let Value::Object(members) = &mut filled {
        members.retain(|_, member| !is_blank(member));
    }
    validator.refuses(&whole) && validator.refuses(&filled)
}

/// Whether a field has no text but one that stands for no value, by itself or as its only item.
fn is_blank(field: &Value) -> bool {
    let only = match field.as_array().map(Vec::as_slice) {
        Some([item]) => item,
        Some(_) | None => field,
    };
    only.is_null() || matches!(only.as_str(), Some("" | "null"))
}

/// The object that a form represents.
fn read_form(inputs: Inputs<'_>, schema: SchemaId, pairs: &[(String, String)]) -> Value {
    let mut members: Map<String, Value> = Map::new();
    for (name, _) in pairs {
        let texts: Vec<&str> = pairs
            .iter()
            .filter(|(other, _)| other == name)
            .map(|(_, text)| text.as_str())
            .collect();
        let value = match property(inputs, schema, name) {
            Some(inside) => read_field(inputs, inside, &texts),
            None => Value::String(texts.concat()),
        };
        members.insert(name.clone(), value);
    }
    Value::Object(members)
}

fn read_field(inputs: Inputs<'_>, schema: SchemaId, texts: &[&str]) -> Value {
    match inputs.contract.schemas.shape(schema).items() {
        Some(items) => {
            Value::Array(texts.iter().map(|text| lenient(inputs, items, text)).collect())
        }
        None => lenient(inputs, schema, texts.first().copied().unwrap_or_default()),
    }
}

/// The schema of a property of an object, declared or not.
pub(super) fn property(inputs: Inputs<'_>, schema: SchemaId, name: &str) -> Option<SchemaId> {
    let shape = inputs.contract.schemas.shape(schema);
    let declared = shape.property(name).map(|property| property.schema);
    declared.or_else(|| shape.additional().and_then(Additional::schema))
}

/// The interpretation of a text that the schema accepts, otherwise the text.
pub(super) fn lenient(inputs: Inputs<'_>, schema: SchemaId, text: &str) -> Value {
    let validator = inputs.validators.of(&inputs.contract.schemas, schema);
    let accepted = scalar_readings(text).into_iter().find(|reading| validator.accepts(reading));
    accepted.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// Every JSON value that a text may represent.
pub(super) fn scalar_readings(text: &str) -> Vec<Value> {
    let mut readings = vec![Value::String(text.to_owned()), Value::String(text.trim().to_owned())];
    readings.extend(serde_json::from_str::<Value>(text.trim()).ok());
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => readings.push(Value::Bool(true)),
        "false" | "no" | "off" | "0" => readings.push(Value::Bool(false)),
        _ => {}
    }
    readings
}
