//! Instances of schemas: valid ones, and ones that violate exactly one rule. Deterministic.
//!
//! Every value is validated against the bundled JSON Schema before it is returned: a valid one validates, a
//! mutated one does not. A value that cannot be confirmed is not returned. Independent of HTTP.

mod fuzz;
mod invalid;
mod maker;
mod number;
mod pattern;
mod positive;
mod random;
mod rng;
mod text;
mod validator;

pub use invalid::{InvalidValue, invalid_values};
pub use maker::{Extent, Maker};
pub use positive::{Positive, positives};
pub use rng::Rng;
pub use text::Repertoire;
pub use validator::{SchemaError, Validator, Validators};

use serde_json::Value;
use specs::contract::{SchemaId, Schemas};

/// Whether there is a text that certainly violates this format.
pub fn breakable(format: &str) -> bool {
    text::against_format(format).is_some()
}

/// A random valid instance; `None` where none could be made and confirmed.
pub fn valid(schemas: &Schemas, id: SchemaId, rng: &mut Rng) -> Option<Value> {
    random::valid(&Validators::default(), schemas, id, rng)
}

/// A random instance that violates one rule; `None` where the schema accepts everything that was tried.
pub fn mutated(schemas: &Schemas, id: SchemaId, rng: &mut Rng) -> Option<InvalidValue> {
    random::mutated(&Validators::default(), schemas, id, rng)
}

/// Instances of one schema, for tests with thousands of them.
#[derive(Debug, Default)]
pub struct Instances {
    /// Valid instances.
    pub valid: Vec<Value>,
    /// Invalid instances.
    pub mutated: Vec<InvalidValue>,
}

/// Tries `count` times each to generate a valid and a mutated instance; the same for the same seed.
pub fn instances(schemas: &Schemas, id: SchemaId, seed: u64, count: usize) -> Instances {
    let validators = Validators::default();
    let mut rng = Rng::new(seed);
    let mut instances = Instances::default();
    for _ in 0..count {
        instances.valid.extend(random::valid(&validators, schemas, id, &mut rng));
        instances.mutated.extend(random::mutated(&validators, schemas, id, &mut rng));
    }
    instances
}

/// A JSON scalar as it is encoded in a query, form, path or header.
pub fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
