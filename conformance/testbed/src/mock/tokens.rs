//! The live values of a mock: generated from the schema of their field, removed when used.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use specs::Contract;
use specs::contract::{Operation, SchemaId, Shape};

use conformance_core::values::as_text;
use conformance_core::values::{Rng, Validators, valid};
use conformance_engine::fixtures::{LiveValues, OwnCredential};
use conformance_engine::request_reader::Received;
use conformance_engine::request_reader::{self as reader, Reader};

/// The live values of a mock.
#[derive(Debug)]
pub struct Tokens {
    contract: Arc<Contract>,
    validators: Arc<Validators>,
    fields: Vec<String>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    rng: Rng,
    live: BTreeSet<String>,
    /// Live values of another client.
    others: BTreeSet<String>,
    /// The value that is the caller's own credential, once it was requested.
    own: Option<Value>,
    /// Whether it was revoked.
    has_revoked_own: bool,
}

impl Tokens {
    pub(super) fn new(
        contract: Arc<Contract>,
        validators: Arc<Validators>,
        fields: &[&str],
        seed: u64,
    ) -> Self {
        let state = State {
            rng: Rng::labelled(seed, &contract.id),
            live: BTreeSet::new(),
            others: BTreeSet::new(),
            own: None,
            has_revoked_own: false,
        };
        let known = |field: &&&str| schema(&contract, field).is_some();
        let fields = fields.iter().filter(known).map(|field| (*field).to_owned()).collect();
        Self { contract, validators, fields, state: Mutex::new(state) }
    }

    /// The values of live fields in a request.
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
        let declared = reader::declared(&operation.body.as_ref()?.content, &media_type)?;
        let reader = Reader {
            contract: &self.contract,
            validators: &self.validators,
            ignores: None,
            similar: None,
        };
        reader::value(reader, declared, declared.schema?, received.body)
    }

    /// Revokes a value, or all of them. False if it is not live.
    pub(super) fn revoke(&self, value: &str, all: bool) -> bool {
        let mut state = self.state();
        let was_live = state.live.remove(value);
        state.has_revoked_own |=
            was_live && state.own.as_ref().is_some_and(|own| as_text(own) == value);
        if was_live && all {
            state.live.clear();
        }
        was_live
    }

    /// Revokes a value of another client. False if it is not such a value.
    pub(super) fn revoke_foreign(&self, value: &str) -> bool {
        self.state().others.remove(value)
    }

    /// Whether a value is live, whoever owns it.
    pub(super) fn is_live(&self, value: &str) -> bool {
        let state = self.state();
        state.live.contains(value) || state.others.contains(value)
    }

    /// The field of the probe.
    pub(super) fn probe_field(&self) -> Option<&str> {
        self.fields.first().map(String::as_str)
    }

    /// The value that is the caller's own credential, always the same.
    pub(super) fn own(&self) -> Option<OwnCredential> {
        let field = self.probe_field()?.to_owned();
        let known = self.state().own.clone();
        let value = known.or_else(|| self.next(&field))?;
        self.state().own = Some(value.clone());
        Some(OwnCredential { field, value })
    }

    /// Whether the caller's own credential was revoked.
    pub(super) fn has_revoked_own(&self) -> bool {
        self.state().has_revoked_own
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
        self.mint(field, |state| &mut state.live)
    }
}

/// The live values of another client.
#[derive(Debug)]
pub(super) struct ForeignTokens(pub(super) Arc<Tokens>);

impl LiveValues for ForeignTokens {
    fn fields(&self) -> Vec<String> {
        self.0.fields()
    }

    fn next(&self, field: &str) -> Option<Value> {
        self.0.mint(field, |state| &mut state.others)
    }
}

impl Tokens {
    /// A new live value, in the set of its owner.
    fn mint(&self, field: &str, of: impl Fn(&mut State) -> &mut BTreeSet<String>) -> Option<Value> {
        const TRIES: usize = 64;
        let id = self
            .fields
            .iter()
            .any(|known| known == field)
            .then(|| schema(&self.contract, field))??;
        let mut state = self.state();
        for _ in 0..TRIES {
            let value = generate(&self.contract, id, &mut state.rng)?;
            let text = as_text(&value);
            let is_known = state.live.contains(&text) || state.others.contains(&text);
            if !is_known && of(&mut state).insert(text) {
                return Some(value);
            }
        }
        None
    }
}

/// A value for a schema; for a string without format and pattern, random letters and digits.
fn generate(contract: &Contract, id: SchemaId, rng: &mut Rng) -> Option<Value> {
    const CHARACTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const DEFAULT_LENGTH: u64 = 24;
    let schemas = &contract.schemas;
    if let Shape::String { length, format: None, pattern: None } =
        &schemas.get(schemas.resolve(id)).shape
    {
        let count = length.min.unwrap_or(0).max(DEFAULT_LENGTH).min(length.max.unwrap_or(u64::MAX));
        let characters =
            (0..count).filter_map(|_| rng.pick(CHARACTERS)).map(|byte| char::from(*byte));
        return Some(Value::String(characters.collect()));
    }
    valid(schemas, id, rng)
}

/// The schema of the parameter or body property of this name.
fn schema(contract: &Contract, field: &str) -> Option<SchemaId> {
    fields(contract).into_iter().find(|(name, _)| name == field).map(|(_, schema)| schema)
}

/// Every parameter and top-level body property with its schema, in the document's order.
pub(super) fn fields(contract: &Contract) -> Vec<(String, SchemaId)> {
    let schemas = &contract.schemas;
    let mut fields = Vec::new();
    for operation in &contract.operations {
        let parameters = operation.parameters.iter();
        fields.extend(parameters.map(|parameter| (parameter.name.clone(), parameter.schema)));
        let content = operation.body.iter().flat_map(|body| &body.content);
        for schema in content.filter_map(|media| media.schema) {
            if let Shape::Object { properties, .. } = &schemas.get(schemas.resolve(schema)).shape {
                fields.extend(
                    properties.iter().map(|property| (property.name.clone(), property.schema)),
                );
            }
        }
    }
    fields
}
