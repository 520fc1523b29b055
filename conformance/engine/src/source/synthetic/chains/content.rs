//! Unique values for a creation: if something of that name exists already, many servers reject a second
//! one, and what is read afterwards could be the other one.

use serde_json::Value;

use crate::source::Inputs;
use crate::source::synthetic::draft;
use crate::source::synthetic::draft::Draft;
use conformance_core::case::Slot;

/// Replaces each free text that is not supplied and has no example in the document by a new UUID, if
/// the schema accepts one.
pub(super) fn make_unique(inputs: Inputs<'_>, draft: &mut Draft<'_>) {
    let schemas = &inputs.contract.schemas;
    let Some(body) = &mut draft.body else { return };
    if !body.media_type.examples.is_empty() {
        return;
    }
    let sample = Value::String(uuid::Uuid::nil().to_string());
    for leaf in draft::leaves(schemas, body.schema, &body.value) {
        let is_generated = draft.generated_values.contains_key(&format!("body{}", leaf.pointer));
        let is_filled = body.slots.iter().any(|(pointer, ..)| *pointer == leaf.pointer);
        let schema = schemas.get(schemas.resolve(leaf.schema));
        let takes_any = inputs.validators.of(schemas, leaf.schema).accepts(&sample);
        let Some(text @ Value::String(_)) = body.value.pointer(leaf.pointer.as_str()) else {
            continue;
        };
        if is_generated && !is_filled && schema.examples.is_empty() && takes_any {
            body.slots.push((leaf.pointer, text.clone(), Slot::Fresh));
        }
    }
}
