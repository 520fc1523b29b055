//! Live tokens: created on demand, removed when revoked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use conformance_core::values::Rng;
use conformance_engine::fixtures::LiveValues;

/// The format of tokens.
#[derive(Debug, Clone, Copy)]
pub(super) enum Format {
    /// A whole number.
    Number,
    /// Letters and digits, of this length.
    Text(usize),
    /// A version 4 UUID.
    Uuid,
}

/// The live tokens of one provider.
#[derive(Debug)]
pub struct Tokens {
    field: &'static str,
    format: Format,
    /// The client of the fixtures.
    client: &'static str,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    rng: Rng,
    /// Each live token with its client.
    live: HashMap<String, &'static str>,
}

/// The owner of foreign tokens.
const FOREIGN_CLIENT: &str = "another-client";

/// The result of a revocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    /// The token was live, and is revoked.
    Done,
    /// No such token is live.
    Unknown,
    /// The token belongs to another client, and stays live.
    Foreign,
}

impl Tokens {
    pub(super) fn new(
        seed: u64,
        field: &'static str,
        format: Format,
        client: &'static str,
    ) -> Self {
        let state = State { rng: Rng::labelled(seed, field), live: HashMap::new() };
        Self { field, format, client, state: Mutex::new(state) }
    }

    /// Revokes a token for a client. Without a client, the owner is not checked.
    pub fn revoke(&self, token: &str, client: Option<&str>) -> Revocation {
        let mut state = self.state();
        match state.live.get(token) {
            Some(owner) if client.is_some_and(|client| client != *owner) => Revocation::Foreign,
            Some(_) => {
                state.live.remove(token);
                Revocation::Done
            }
            None => Revocation::Unknown,
        }
    }

    /// Creates a token.
    fn mint(&self, owner: &'static str) -> Value {
        let mut state = self.state();
        let token = match self.format {
            Format::Number => json!(state.rng.between(100_000, 999_999_999)),
            Format::Text(length) => json!(text(&mut state.rng, length)),
            Format::Uuid => json!(state.rng.uuid()),
        };
        let name = token.as_str().map_or_else(|| token.to_string(), str::to_owned);
        state.live.insert(name, owner);
        token
    }

    /// Creates a token of the client of the fixtures.
    pub(super) fn mint_own(&self) -> Value {
        self.mint(self.client)
    }

    /// The tokens, with a known token of the client of the fixtures.
    pub(super) fn with_own(self, token: &str) -> Self {
        self.state().live.insert(token.to_owned(), self.client);
        self
    }

    /// The parameter or property that names a token.
    pub(super) fn field(&self) -> &'static str {
        self.field
    }

    /// Whether a token is live, whoever owns it.
    pub fn is_live(&self, token: &str) -> bool {
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
pub(super) struct ForeignTokens(pub(super) Arc<Tokens>);

impl LiveValues for ForeignTokens {
    fn fields(&self) -> Vec<String> {
        self.0.fields()
    }

    fn next(&self, field: &str) -> Option<Value> {
        (field == self.0.field).then(|| self.0.mint(FOREIGN_CLIENT))
    }
}

fn text(rng: &mut Rng, length: usize) -> String {
    const CHARACTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    (0..length).filter_map(|_| rng.pick(CHARACTERS)).map(|byte| char::from(*byte)).collect()
}
