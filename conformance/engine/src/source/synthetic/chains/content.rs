//! Content of a creation that no other creation has: where something of that name is there already, many
//! servers refuse a second one, and what is read back could be anybody's.

use serde_json::Value;

use crate::source::Inputs;
use crate::source::synthetic::draft;
use crate::source::synthetic::draft::Draft;
use conformance_core::case::Slot;

/// Puts a new UUID instead of each free text that were not supplied and of which the document has no
/// example, where the schema takes one.
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
