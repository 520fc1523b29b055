//! Supplied values, and where in a request they are inserted.

use serde_json::Value;
use specs::Pointer;
use specs::contract::{SchemaId, Schemas, Shape};

use super::leaves;
use crate::source::Inputs;
use conformance_core::case::Slot;

/// The slot that fills a field: a live value, or a UUID that makes each request a new one.
pub(in crate::source::synthetic) fn slot_for(inputs: Inputs<'_>, name: &str) -> Option<Slot> {
    if inputs.fixtures.is_live(name) {
        return Some(Slot::Live(name.to_owned()));
    }
    let unsupplied = inputs.fixtures.value(name).is_none();
    // A repeated key makes a server send an earlier response, whatever the rest of the request.
    let idempotency = name.to_ascii_lowercase().contains("idempotency");
    (unsupplied && idempotency).then_some(Slot::Fresh)
}

/// The supplied value of a field, in the JSON type that its schema takes.
pub(in crate::source::synthetic) fn supplied(
    inputs: Inputs<'_>,
    name: &str,
    schema: SchemaId,
) -> Option<Value> {
    let value = inputs.fixtures.value(name)?;
    let validator = inputs.validators.of(&inputs.contract.schemas, schema);
    if validator.accepts(value) {
        return Some(value.clone());
    }
    let other = match value {
        Value::String(text) => serde_json::from_str(text).ok(),
        scalar => Some(Value::String(scalar.to_string())),
    };
    other.filter(|other| validator.accepts(other)).or_else(|| Some(value.clone()))
}

/// Where in a body supplied values are inserted. One that is invalid is inserted at the top only, since
/// there the name is unambiguous; and none is inserted if they are valid one by one, but not together.
pub(in crate::source::synthetic) fn fitting_places(
    inputs: Inputs<'_>,
    schema: SchemaId,
    value: &Value,
) -> Vec<Pointer> {
    let schemas = &inputs.contract.schemas;
    let accepts = |id, value: &Value| inputs.validators.of(schemas, id).accepts(value);
    let mut together = value.clone();
    let mut places = Vec::new();
    let mut all_fit = true;
    for leaf in leaves(schemas, schema, value) {
        let name = leaf.pointer.last().unwrap_or_default();
        let Some(given) = supplied(inputs, &name, leaf.schema) else { continue };
        let fits = accepts(leaf.schema, &given);
        if !fits && leaf.pointer.tokens().count() > 1 {
            continue;
        }
        all_fit &= fits;
        if let Some(target) = together.pointer_mut(leaf.pointer.as_str()) {
            *target = given;
        }
        places.push(leaf.pointer);
    }
    let is_invalid = all_fit && accepts(schema, value) && !accepts(schema, &together);
    if is_invalid { Vec::new() } else { places }
}

/// Whether a target may know the value or not: text and numbers that the document does not fix, and
/// what contains them.
pub(in crate::source::synthetic) fn is_free(
    schemas: &Schemas,
    id: SchemaId,
    value: &Value,
) -> bool {
    let schema = schemas.get(schemas.resolve(id));
    if schema.default.as_ref() == Some(value) {
        return false;
    }
    match &schema.shape {
        Shape::String { .. } | Shape::Integer { .. } | Shape::Number { .. } => true,
        Shape::Any | Shape::Opaque(_) => true,
        Shape::Array { items, .. } => {
            let mut list = value.as_array().into_iter().flatten();
            list.any(|item| is_free(schemas, *items, item))
        }
        Shape::Object { properties, .. } => properties.iter().any(|property| {
            let member = value.as_object().and_then(|members| members.get(&property.name));
            member.is_some_and(|member| is_free(schemas, property.schema, member))
        }),
        Shape::OneOf { alternatives, .. } | Shape::AnyOf { alternatives } => {
            alternatives.iter().any(|member| is_free(schemas, *member, value))
        }
        Shape::Never | Shape::Alias(_) | Shape::Boolean | Shape::Literals(_) => false,
    }
}
