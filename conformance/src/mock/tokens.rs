//! Live values of a mock: made from the schema of their field, gone once used.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use specs::Contract;
use specs::contract::{Operation, SchemaId, Shape};

use super::judge::{self, Reader, Received};
use crate::fill::as_text;
use crate::fixtures::LiveValues;
use crate::values::{Judges, Rng, valid};

/// The live values of a mock.
#[derive(Debug)]
pub struct Tokens {
    contract: Arc<Contract>,
    judges: Arc<Judges>,
    fields: Vec<String>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    rng: Rng,
    live: BTreeSet<String>,
}

impl Tokens {
    pub(super) fn new(
        contract: Arc<Contract>,
        judges: Arc<Judges>,
        fields: &[&str],
        seed: u64,
    ) -> Self {
        let state = State { rng: Rng::labelled(seed, &contract.id), live: BTreeSet::new() };
        let known = |field: &&&str| schema(&contract, field).is_some();
        let fields = fields.iter().filter(known).map(|field| (*field).to_owned()).collect();
        Self { contract, judges, fields, state: Mutex::new(state) }
    }

    /// The values of live fields that a request carries.
    pub(super) fn named(&self, operation: &Operation, received: &Received<'_>) -> Vec<String> {
        let mut named = Vec::new();
        if self.fields.is_empty() {
            return named;
        }
        let body = self.body(operation, received);
        for field in &self.fields {
            let parameters = operation.parameters.iter().filter(|p| p.name == *field);
            named.extend(parameters.flat_map(|p| received.texts(p.location, &p.name)));
            named.extend(body.as_ref().and_then(|body| body.get(field)).map(as_text));
        }
        named
    }

    fn body(&self, operation: &Operation, received: &Received<'_>) -> Option<Value> {
        let media_type = received.media_type()?;
        let declared = judge::declared(&operation.body.as_ref()?.content, &media_type)?;
        let reader = Reader { contract: &self.contract, judges: &self.judges, ignores: None };
        judge::value(reader, declared, declared.schema?, received.body)
    }

    /// Ends a value, or all of them. False where it does not live.
    pub(super) fn end(&self, value: &str, all: bool) -> bool {
        let mut state = self.state();
        let lived = state.live.remove(value);
        if lived && all {
            state.live.clear();
        }
        lived
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LiveValues for Tokens {
    fn fields(&self) -> Vec<String> {
        self.fields.clone()
    }

    fn next(&self, field: &str) -> Option<Value> {
        const TRIES: usize = 64;
        let id = self
            .fields
            .iter()
            .any(|known| known == field)
            .then(|| schema(&self.contract, field))??;
        let mut state = self.state();
        for _ in 0..TRIES {
            let value = made(&self.contract, id, &mut state.rng)?;
            if state.live.insert(as_text(&value)) {
                return Some(value);
            }
        }
        None
    }
}

/// A value that nobody else has: plain text of a fitting length, or what the schema asks for.
fn made(contract: &Contract, id: SchemaId, rng: &mut Rng) -> Option<Value> {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const USUAL: u64 = 24;
    let schemas = &contract.schemas;
    if let Shape::String { length, format: None, pattern: None } =
        &schemas.get(schemas.resolve(id)).shape
    {
        let count = length.min.unwrap_or(0).max(USUAL).min(length.max.unwrap_or(u64::MAX));
        let signs = (0..count).filter_map(|_| rng.pick(SIGNS)).map(|sign| char::from(*sign));
        return Some(Value::String(signs.collect()));
    }
    valid(schemas, id, rng)
}

/// The schema of the parameter or body member of this name.
fn schema(contract: &Contract, field: &str) -> Option<SchemaId> {
    fields(contract).into_iter().find(|(name, _)| name == field).map(|(_, schema)| schema)
}

/// Every parameter and top-level body member with its schema, in the document's order.
pub(super) fn fields(contract: &Contract) -> Vec<(String, SchemaId)> {
    let schemas = &contract.schemas;
    let mut fields = Vec::new();
    for operation in &contract.operations {
        let parameters = operation.parameters.iter();
        fields.extend(parameters.map(|parameter| (parameter.name.clone(), parameter.schema)));
        let content = operation.body.iter().flat_map(|body| &body.content);
        for schema in content.filter_map(|media| media.schema) {
            if let Shape::Object { properties, .. } = &schemas.get(schemas.resolve(schema)).shape {
                fields.extend(properties.iter().map(|member| (member.name.clone(), member.schema)));
            }
        }
    }
    fields
}
