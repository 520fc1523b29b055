//! What a run needs to know of a mock: credentials, live values, and values of all else.

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
    /// The parameters and body members whose values can be made to live, each once.
    pub fn fields(contract: &Contract) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (name, _) in tokens::fields(contract) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// What a run needs to know of it: credentials, live values, and a value for everything else, so
    /// that nothing is generated and no response can be excused by it.
    pub fn fixtures(&self) -> Fixtures {
        let none = Fixtures::default().with_live(Arc::clone(&self.tokens) as _);
        let none = match &self.signed {
            Some(signed) => none.with_signing(signed.signing.clone()),
            None => none,
        };
        let none = match self.tokens.probed() {
            None => none,
            // The probe is written here, and right.
            Some(field) => none
                .clone()
                .with_probe(&standards::probe_fixture(field))
                .unwrap_or(none)
                .with_others(Arc::new(tokens::Others(Arc::clone(&self.tokens)))),
        };
        let known = self.contract.schemes.iter().fold(none, |fixtures, scheme| {
            fixtures.with_credential(&scheme.name, credential(&scheme.name, &scheme.kind))
        });
        let maker = Maker::for_requests(&self.validators, &self.contract.schemas);
        let mut rng = Rng::new(0);
        let is_scalar = |value: &Value| !value.is_array() && !value.is_object();
        let mut fields: BTreeMap<String, Vec<SchemaId>> = BTreeMap::new();
        let all = tokens::fields(&self.contract);
        // A key is one only if it is new each time.
        for (name, schema) in all.into_iter().filter(|(name, _)| !standards::is_key(name)) {
            fields.entry(name).or_default().push(schema);
        }
        fields.into_iter().fold(known, |fixtures, (field, schemas)| {
            let made = schemas.iter().filter_map(|id| maker.make(*id, Extent::Minimal, &mut rng));
            let made = made.filter(is_scalar);
            // One name may stand for several things: a value of one is none of the others.
            let fits = |value: &_| schemas.iter().all(|id| maker.accepts(*id, value));
            match made.into_iter().find(fits).filter(|_| !fixtures.is_live(&field)) {
                Some(value) => fixtures.with_value(field, value),
                None => fixtures,
            }
        })
    }

    /// The value that is the caller's own credential: once it is ended, no client can call any more.
    pub fn own_credential(&self) -> Option<OwnCredential> {
        self.tokens.own()
    }
}
