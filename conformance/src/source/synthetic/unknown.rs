//! Requests that are right in every respect but name something that does not exist; only for fields
//! of which live values are supplied, since of the others nobody knows what exists.

use serde_json::Value;
use specs::contract::SchemaId;

use super::draft::{self, Draft};
use super::{Cases, Drafting, Label};
use crate::case::{Cause, Slot, slug};
use crate::values::{Maker, Rng};

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let live: Vec<String> = drafting.minimal.live_fields().into_iter().map(str::to_owned).collect();
    for field in live {
        let mut draft = drafting.minimal.clone();
        replace(drafting, &mut draft, &field);
        let label = Label {
            variant: format!("unknown-{}", slug(&field)),
            title: format!("a `{field}` that does not exist"),
            cause: Cause::ValidUnknown,
            rule: drafting.operation.pointer.clone(),
        };
        cases.add(label, draft.write());
    }
}

/// Puts an unknown value in the place of each live one.
pub(super) fn replace(drafting: &Drafting<'_>, draft: &mut Draft<'_>, field: &str) {
    for argument in &mut draft.arguments {
        if argument.slot == Some(Slot::Live(field.to_owned())) {
            argument.slot =
                Some(unknown(drafting, field, argument.parameter.schema, &argument.value));
        }
    }
    let Some(body) = &mut draft.body else { return };
    let leaves = draft::leaves(&drafting.inputs.contract.schemas, body.schema, &body.value);
    for (pointer, stand_in, slot) in &mut body.slots {
        let leaf = leaves.iter().find(|leaf| leaf.pointer == *pointer);
        if let (Slot::Live(live), Some(leaf)) = (&slot, leaf)
            && live == field
        {
            *slot = unknown(drafting, field, leaf.schema, stand_in);
        }
    }
}

fn unknown(drafting: &Drafting<'_>, field: &str, schema: SchemaId, known: &Value) -> Slot {
    let inputs = drafting.inputs;
    let mut rng = draft::rng(inputs, drafting.operation, &format!("unknown/{field}"));
    let otherwise = made(
        &Maker::for_requests(inputs.judges, &inputs.contract.schemas),
        schema,
        known,
        &mut rng,
    );
    Slot::Unknown { field: field.to_owned(), schema, otherwise }
}

/// A valid value that is not the known one, long enough not to exist by chance.
pub(crate) fn made(maker: &Maker<'_>, schema: SchemaId, known: &Value, rng: &mut Rng) -> Value {
    // A UUID first: many a server takes nothing else for an id, whatever the document says.
    for text in [rng.uuid(), format!("unknown-{}", rng.uuid())] {
        let value = Value::String(text);
        if maker.accepts(schema, &value) {
            return value;
        }
    }
    for _ in 0..8 {
        let number = Value::from(rng.between(700_000_000, 2_000_000_000));
        if maker.accepts(schema, &number) {
            return number;
        }
        let random = crate::values::valid(maker.schemas, schema, rng);
        if let Some(random) = random.filter(|random| random != known) {
            return random;
        }
    }
    known.clone()
}
