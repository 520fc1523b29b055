//! Live tokens: minted on demand, gone once revoked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use conformance_core::values::Rng;
use conformance_engine::fixtures::LiveValues;

/// What tokens look like.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// A whole number.
    Number,
    /// So many letters and digits.
    Text(usize),
    /// A version 4 UUID.
    Uuid,
}

/// The live tokens of one provider.
#[derive(Debug)]
pub struct Tokens {
    field: &'static str,
    kind: Kind,
    /// The client that the fixtures are for.
    client: &'static str,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    rng: Rng,
    /// Each live token with the client whose it is.
    live: HashMap<String, &'static str>,
}

/// Whose tokens the fixtures name as those of another client.
const ANOTHER: &str = "another-client";

/// What came of a revocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revoked {
    /// The token lived, and is revoked now.
    Done,
    /// No such token lives.
    Unknown,
    /// It lives on: it belongs to another client.
    NotOwned,
}

impl Tokens {
    pub(super) fn new(seed: u64, field: &'static str, kind: Kind, client: &'static str) -> Self {
        let state = State { rng: Rng::labelled(seed, field), live: HashMap::new() };
        Self { field, kind, client, state: Mutex::new(state) }
    }

    /// Ends a token for this client. Where no client says who calls, to know the token is enough.
    pub fn revoke(&self, token: &str, client: Option<&str>) -> Revoked {
        let mut state = self.state();
        match state.live.get(token) {
            Some(owner) if client.is_some_and(|client| client != *owner) => Revoked::NotOwned,
            Some(_) => {
                state.live.remove(token);
                Revoked::Done
            }
            None => Revoked::Unknown,
        }
    }

    /// Mints a token.
    fn mint(&self, owner: &'static str) -> Value {
        let mut state = self.state();
        let token = match self.kind {
            Kind::Number => json!(state.rng.between(100_000, 999_999_999)),
            Kind::Text(length) => json!(text(&mut state.rng, length)),
            Kind::Uuid => json!(state.rng.uuid()),
        };
        let name = token.as_str().map_or_else(|| token.to_string(), str::to_owned);
        state.live.insert(name, owner);
        token
    }

    /// Mints a token for the client that the fixtures are for.
    pub(super) fn mint_own(&self) -> Value {
        self.mint(self.client)
    }

    /// Makes a token that the server knows already one of the caller's.
    pub(super) fn know(&self, token: &str) {
        self.state().live.insert(token.to_owned(), self.client);
    }

    /// The field whose values the tokens are.
    pub(super) fn field(&self) -> &'static str {
        self.field
    }

    /// Whether a token lives.
    pub fn lives(&self, token: &str) -> bool {
        self.state().live.contains_key(token)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LiveValues for Tokens {
    fn fields(&self) -> Vec<String> {
        vec![self.field.to_owned()]
    }

    fn next(&self, field: &str) -> Option<Value> {
        (field == self.field).then(|| self.mint(self.client))
    }
}

/// The tokens of another client.
#[derive(Debug)]
pub(super) struct Others(pub(super) Arc<Tokens>);

impl LiveValues for Others {
    fn fields(&self) -> Vec<String> {
        self.0.fields()
    }

    fn next(&self, field: &str) -> Option<Value> {
        (field == self.0.field).then(|| self.0.mint(ANOTHER))
    }
}

fn text(rng: &mut Rng, length: usize) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    (0..length).filter_map(|_| rng.pick(SIGNS)).map(|sign| char::from(*sign)).collect()
}
