//! Requests that are valid but name something unknown; only for fields with live values, since of
//! others it is not known what exists.

use serde_json::Value;
use specs::contract::SchemaId;

use super::draft::{self, Draft};
use super::{Cases, Drafting, Label};
use conformance_core::case::{CaseKind, Slot};
use conformance_core::slug::slug;
use conformance_core::values::{Maker, Rng};

/// A shorter text may exist by chance.
const LEAST: u64 = 16;
/// A longer one may be too long for a request.
const MOST: u64 = 4096;

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let live: Vec<String> = drafting.minimal.live_fields().into_iter().map(str::to_owned).collect();
    for field in live {
        let mut draft = drafting.minimal.clone();
        replace(drafting, &mut draft, &field);
        let label = |variant: &str, words: &str| Label {
            variant: format!("unknown-{}{variant}", slug(&field)),
            title: format!("a `{field}` that does not exist{words}"),
            kind: CaseKind::ValidUnknown,
            rule: drafting.operation.pointer.clone(),
        };
        cases.add(label("", ""), draft.write());
        // Live values have a fixed length; a server that rejects the longest one is detected with
        // these.
        for (length, variant, words) in bounds(drafting, &draft) {
            let mut request = draft.write();
            for slot in request.slots_mut() {
                if let Slot::Unknown { length: wanted, .. } = slot {
                    *wanted = Some(length);
                }
            }
            cases.add_alone(label(variant, words), request);
        }
    }
}

/// The bounds of the unknown text, if there is only one and its bounds differ.
fn bounds(drafting: &Drafting<'_>, draft: &Draft<'_>) -> Vec<(usize, &'static str, &'static str)> {
    let schemas = &drafting.inputs.contract.schemas;
    let request = draft.write();
    let mut unknown = request.slots().into_iter().filter_map(|slot| match slot {
        Slot::Unknown { schema, .. } => Some(*schema),
        _ => None,
    });
    let (Some(schema), None) = (unknown.next(), unknown.next()) else {
        return Vec::new();
    };
    let shape = schemas.shape(schema);
    let length = shape.length();
    if !shape.is_free_string() || length.min == length.max {
        return Vec::new();
    }
    let (least, most) = (length.min.filter(|min| *min >= LEAST), length.max);
    let most = most.filter(|max| (LEAST..=MOST).contains(max));
    let shortest = least.map(|min| (min, "-shortest", ", as short as may be"));
    let longest = most.map(|max| (max, "-longest", ", as long as may be"));
    let exact = |(length, variant, words)| Some((usize::try_from(length).ok()?, variant, words));
    shortest.into_iter().chain(longest).filter_map(exact).collect()
}

/// Replaces each live value by an unknown one.
pub(super) fn replace(drafting: &Drafting<'_>, draft: &mut Draft<'_>, field: &str) {
    for argument in &mut draft.arguments {
        if argument.slot == Some(Slot::Live(field.to_owned())) {
            argument.slot =
                Some(unknown(drafting, field, argument.parameter.schema, &argument.value));
        }
    }
    let Some(body) = &mut draft.body else { return };
    let leaves = draft::leaves(&drafting.inputs.contract.schemas, body.schema, &body.value);
    for (pointer, placeholder, slot) in &mut body.slots {
        let leaf = leaves.iter().find(|leaf| leaf.pointer == *pointer);
        if let (Slot::Live(live), Some(leaf)) = (&slot, leaf)
            && live == field
        {
            *slot = unknown(drafting, field, leaf.schema, placeholder);
        }
    }
}

fn unknown(drafting: &Drafting<'_>, field: &str, schema: SchemaId, known: &Value) -> Slot {
    let inputs = drafting.inputs;
    let mut rng = draft::rng(inputs, drafting.operation, &format!("unknown/{field}"));
    let otherwise = made(
        &Maker::for_requests(inputs.validators, &inputs.contract.schemas),
        schema,
        known,
        &mut rng,
    );
    Slot::Unknown { field: field.to_owned(), schema, otherwise, length: None }
}

/// A valid value other than the known one, long enough not to exist by chance.
pub fn made(maker: &Maker<'_>, schema: SchemaId, known: &Value, rng: &mut Rng) -> Value {
    // A UUID first: many servers accept only these as an id, even if the document does not declare it.
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
        let random = conformance_core::values::valid(maker.schemas, schema, rng);
        if let Some(random) = random.filter(|random| random != known) {
            return random;
        }
    }
    known.clone()
}
