//! Live tokens: minted on demand, gone once revoked.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::fixtures::LiveValues;
use crate::values::Rng;

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
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    rng: Rng,
    live: HashSet<String>,
}

impl Tokens {
    pub(super) fn new(seed: u64, field: &'static str, kind: Kind) -> Self {
        let state = State { rng: Rng::labelled(seed, field), live: HashSet::new() };
        Self { field, kind, state: Mutex::new(state) }
    }

    /// Ends a token. False where it does not live.
    pub fn revoke(&self, token: &str) -> bool {
        self.state().live.remove(token)
    }

    /// Whether a token lives.
    pub fn lives(&self, token: &str) -> bool {
        self.state().live.contains(token)
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
        if field != self.field {
            return None;
        }
        let mut state = self.state();
        let token = match self.kind {
            Kind::Number => json!(state.rng.between(100_000, 999_999_999)),
            Kind::Text(length) => json!(text(&mut state.rng, length)),
            Kind::Uuid => json!(state.rng.uuid()),
        };
        let name = token.as_str().map_or_else(|| token.to_string(), str::to_owned);
        state.live.insert(name);
        Some(token)
    }
}

fn text(rng: &mut Rng, length: usize) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    (0..length).filter_map(|_| rng.pick(SIGNS)).map(|sign| char::from(*sign)).collect()
}
