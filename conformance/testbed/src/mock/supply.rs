//! The fixtures of a mock: credentials, live values, and a value for each other field.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use specs::Contract;
use specs::contract::SchemaId;

use super::caller::credential;
use super::{Mock, standards, tokens};
use conformance_core::values::{Extent, Maker, Rng};
use conformance_engine::fixtures::{Fixtures, OwnCredential};

impl Mock {
    /// The names of parameters and body properties that can have live values, each once.
    pub fn fields(contract: &Contract) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (name, _) in tokens::fields(contract) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Its fixtures: credentials, live values, and a value for each other field, so that no value is generated
    /// and every rejection is conclusive.
    pub fn fixtures(&self) -> Fixtures {
        let fixtures = Fixtures::default().with_live(Arc::clone(&self.tokens) as _);
        let fixtures = match &self.signed {
            Some(signed) => fixtures.with_signing(signed.signing.clone()),
            None => fixtures,
        };
        let fixtures = match self.tokens.probe_field() {
            None => fixtures,
            // The probe is a constant, and valid.
            Some(field) => fixtures
                .clone()
                .with_probe(&standards::probe_fixture(field))
                .unwrap_or(fixtures)
                .with_others(Arc::new(tokens::ForeignTokens(Arc::clone(&self.tokens)))),
        };
        let known = self.contract.schemes.iter().fold(fixtures, |fixtures, scheme| {
            fixtures.with_credential(&scheme.name, credential(&scheme.name, &scheme.kind))
        });
        let maker = Maker::for_requests(&self.validators, &self.contract.schemas);
        let mut rng = Rng::new(0);
        let is_scalar = |value: &Value| !value.is_array() && !value.is_object();
        let mut fields: BTreeMap<String, Vec<SchemaId>> = BTreeMap::new();
        let all = tokens::fields(&self.contract);
        // An idempotency key must be new each time.
        for (name, schema) in all.into_iter().filter(|(name, _)| !standards::is_key(name)) {
            fields.entry(name).or_default().push(schema);
        }
        fields.into_iter().fold(known, |fixtures, (field, schemas)| {
            let made = schemas.iter().filter_map(|id| maker.make(*id, Extent::Minimal, &mut rng));
            let made = made.filter(is_scalar);
            // Fields of the same name can have different schemas.
            let satisfies_all = |value: &_| schemas.iter().all(|id| maker.accepts(*id, value));
            match made.into_iter().find(satisfies_all).filter(|_| !fixtures.is_live(&field)) {
                Some(value) => fixtures.with_value(field, value),
                None => fixtures,
            }
        })
    }

    /// The value that is the caller's own credential; after its revocation, no request succeeds.
    pub fn own_credential(&self) -> Option<OwnCredential> {
        self.tokens.own()
    }
}
