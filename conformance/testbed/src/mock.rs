//! A server of any document at run time: it sends declared responses, with examples or generated values. The
//! self-test injects faults into it.

mod caller;
mod defects;
mod evaluate;
mod items;
mod prefer;
mod response;
mod route;
mod signed;
mod standards;
mod store;
mod supply;
mod tokens;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::response::Response;
use serde_json::Value;
use specs::Contract;
use specs::contract::Operation;

use conformance_core::case::CaseKind;
use conformance_core::expectation::fitting;
use conformance_core::values::Validators;
use conformance_engine::request_reader::HitCounter;
use conformance_engine::request_reader::{Reader, Received};
pub use defects::{Defects, Quirks};
use prefer::{Choice, Preferences};
use response::Generator;
pub(crate) use response::success;
use route::Route;
use signed::Signed;
pub(crate) use signed::wants as wants_signature;
pub(crate) use standards::PROBE;
pub(crate) use standards::is_key;
use standards::{KeyUse, Keys};
use store::Store;
pub use tokens::Tokens;

/// The longest body that is read, in bytes.
const LIMIT: usize = 2 << 20;

/// A server of one document.
#[derive(Debug)]
pub struct Mock {
    contract: Arc<Contract>,
    validators: Arc<Validators>,
    tokens: Arc<Tokens>,
    store: Store,
    keys: Keys,
    /// The client secret that a body may have; `null` if there is none.
    secret: OnceLock<Value>,
    /// The verifier of signatures, if they are verified.
    signed: Option<Signed>,
    defects: Defects,
    quirks: Quirks,
    /// How often a defect or a quirk made a difference.
    hits: HitCounter,
    /// The seed of the next response.
    seed: AtomicU64,
}

impl Mock {
    /// A mock. The fields named in `live` have live values, which a success uses up.
    pub fn new(contract: Arc<Contract>, live: &[&str], seed: u64, defects: Defects) -> Self {
        Self::with_validators(contract, Arc::default(), live, seed, defects)
    }

    /// A mock with shared validators.
    pub fn with_validators(
        contract: Arc<Contract>,
        validators: Arc<Validators>,
        live: &[&str],
        seed: u64,
        defects: Defects,
    ) -> Self {
        let tokens =
            Arc::new(Tokens::new(Arc::clone(&contract), Arc::clone(&validators), live, seed));
        Self {
            contract,
            validators,
            tokens,
            store: Store::default(),
            keys: Keys::default(),
            secret: OnceLock::new(),
            signed: None,
            quirks: Quirks::default(),
            hits: HitCounter::default(),
            defects,
            seed: AtomicU64::new(seed),
        }
    }

    /// The mock with other quirks.
    #[must_use]
    pub fn with_quirks(mut self, quirks: Quirks) -> Self {
        self.quirks = quirks;
        self
    }

    /// The mock with signatures verified where the document requires them; its fixtures have the key.
    #[must_use]
    pub fn with_signatures(mut self) -> Self {
        let is_required = self.contract.operations.iter().any(wants_signature);
        self.signed = is_required.then(Signed::new).flatten();
        self
    }

    /// A shared counter of how often a defect or a quirk made a difference.
    pub fn hits(&self) -> HitCounter {
        self.hits.clone()
    }

    /// Its routes; requests without `Host` are rejected.
    pub fn server(self) -> Router {
        crate::reference::with_host(self.router())
    }

    /// Its routes.
    pub fn router(self) -> Router {
        let mock = Arc::new(self);
        Router::new().fallback(move |request: Request| async move { mock.serve(request).await })
    }

    async fn serve(&self, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let Ok(body) = to_bytes(body, LIMIT).await else {
            return response::bare(413);
        };
        if let Some(response) = standards::probe(&self.tokens, &parts) {
            return response;
        }
        match route::find(&self.contract, parts.method.as_str(), parts.uri.path()) {
            Route::Operations(candidates) => {
                let contract = &self.contract;
                let body = standards::without_empty_parameters(contract, &candidates, &parts, body);
                let received = |path| Received { path, parts: &parts, body: &body };
                let candidates = candidates.into_iter().map(|(one, path)| (one, received(path)));
                let candidates: Vec<_> = candidates.collect();
                let mut response = self.operate(&candidates);
                standards::forbid_storing(contract, &candidates, &mut response);
                response
            }
            Route::OtherMethod(allow) => response::other_method(&allow),
            Route::Nothing => response::bare(404),
        }
    }

    /// Executes the first operation for which the request is valid. If there is none, the first whose constants
    /// match rejects it.
    fn operate(&self, candidates: &[(&Operation, Received<'_>)]) -> Response {
        // A request that a defect accepts succeeds, whatever value it has.
        let overlooked = HitCounter::default();
        let reader = self.reader(&overlooked);
        let violation_of = |(one, received): &(&Operation, Received<'_>)| {
            evaluate::violation(reader, one, received)
        };
        let valid = || candidates.iter().find(|candidate| violation_of(candidate).is_none());
        let likely =
            || candidates.iter().find(|(one, r)| evaluate::constants_match(reader, one, r));
        let chosen = match candidates {
            [only] => Some(only),
            _ => valid().or_else(likely).or(candidates.first()),
        };
        let Some((operation, received)) = chosen else { return response::bare(404) };
        let kind = evaluate::violation(reader, operation, received);
        if kind.is_none() && overlooked.count() > 0 {
            self.hits.note(true);
            return self.respond(operation, response::success(operation), &Choice::default());
        }
        self.execute(operation, received, kind)
    }

    fn execute(
        &self,
        operation: &Operation,
        received: &Received<'_>,
        violation: Option<CaseKind>,
    ) -> Response {
        let named = self.tokens.named(operation, received);
        let violation = violation.or_else(|| self.rejection(operation, received));
        if let Some(kind) = violation {
            if self.defects.acts_although_rejecting {
                self.hits.note(!named.is_empty());
                for value in &named {
                    self.tokens.revoke(value, self.defects.revokes_all);
                }
            }
            return self.reject(operation, &kind);
        }
        let preferences = Preferences::read(&received.parts.headers);
        let choice = match preferences.choose(operation, response::success(operation)) {
            Ok(choice) => choice,
            Err(error) => return response::plain_text(400, error),
        };
        if let Some(status) = choice.status {
            return self.respond(operation, status, &choice);
        }
        match self.keys.usage(operation, received) {
            KeyUse::First => {}
            _ if self.defects.ignores_keys => self.hits.note(true),
            KeyUse::Other if self.quirks.keys_per_request => self.hits.note(true),
            KeyUse::Other if !self.defects.replays_any_request_with_key => {
                return self.reject(operation, &evaluate::invalid("header", ""));
            }
            used => {
                self.hits.note(used == KeyUse::Other);
                return self.respond(operation, response::success(operation), &choice);
            }
        }
        if operation.method.is_safe() || named.iter().all(|value| self.revoke(value)) {
            self.keys.record(operation, received);
            self.act(operation, received, &choice)
        } else if self.defects.fails_on_unknown {
            self.hits.note(true);
            response::bare(500)
        } else {
            self.unknown(operation, &choice)
        }
    }

    /// The reason to reject a request that is valid for the document.
    fn rejection(&self, operation: &Operation, received: &Received<'_>) -> Option<CaseKind> {
        if self.tokens.has_revoked_own() && !operation.security.allows_anonymous() {
            self.hits.note(self.defects.own_credential_stays_valid);
            return (!self.defects.own_credential_stays_valid)
                .then_some(CaseKind::WrongCredentials);
        }
        let verify =
            |signed: &Signed| signed.rejection(operation, received, self.defects, &self.hits);
        if let Some(kind) = self.signed.as_ref().and_then(verify) {
            return Some(kind);
        }
        let known = || self.fixtures().value("client_secret").cloned().unwrap_or_default();
        let secret = self.secret.get_or_init(known);
        standards::rejection(&self.contract, operation, received, secret)
    }

    /// Revokes a value. False if it is not live, or belongs to another client.
    fn revoke(&self, value: &str) -> bool {
        if self.defects.accepts_foreign_values && self.tokens.revoke_foreign(value) {
            self.hits.note(true);
            return true;
        }
        let confirmed = self.tokens.revoke(value, self.defects.revokes_all);
        self.hits.note(confirmed && self.defects.revokes_all);
        confirmed
    }

    /// Rejects an unknown value with a declared status, else succeeds (RFC 7009 §2.2).
    fn unknown(&self, operation: &Operation, choice: &Choice) -> Response {
        let declared = self.pick(&fitting(operation, &CaseKind::ValidUnknown).demanded);
        if self.defects.rejects_unknown && declared.is_none() {
            self.hits.note(true);
            return self.reject(operation, &evaluate::invalid("body", ""));
        }
        self.respond(operation, declared.unwrap_or_else(|| response::success(operation)), choice)
    }

    fn reject(&self, operation: &Operation, kind: &CaseKind) -> Response {
        let status = self.pick(&fitting(operation, kind).demanded);
        let default = match kind {
            CaseKind::NoCredentials
            | CaseKind::WrongCredentials
            | CaseKind::PartialCredentials
            | CaseKind::BadSignature(_) => 401,
            CaseKind::UnsupportedMediaType => 415,
            _ => 400,
        };
        let status = status.unwrap_or(default);
        let mut response = self.respond(operation, status, &Choice::default());
        if status == 401 {
            let is_wrong = *kind == CaseKind::WrongCredentials;
            response::challenge(&mut response, &self.contract, operation, is_wrong);
        }
        response
    }

    fn respond(&self, operation: &Operation, status: u16, choice: &Choice) -> Response {
        self.generator(choice).declared(operation, status, None)
    }

    fn reader<'a>(&'a self, overlooked: &'a HitCounter) -> Reader<'a> {
        let ignores = self.defects.ignores.map(|keyword| (keyword, overlooked));
        let similar = self.defects.accepts_credential_prefix.then_some(overlooked);
        Reader { contract: &self.contract, validators: &self.validators, ignores, similar }
    }

    /// The status of a rejection, among the permitted ones.
    fn pick(&self, fitting: &[u16]) -> Option<u16> {
        let first = fitting.first().copied();
        let picked = if self.quirks.last { fitting.last().copied() } else { first };
        self.hits.note(picked != first);
        picked
    }

    fn generator<'a>(&'a self, choice: &'a Choice) -> Generator<'a> {
        let seed = self.seed.fetch_add(1, Ordering::Relaxed);
        Generator {
            schemas: &self.contract.schemas,
            validators: &self.validators,
            choice,
            seed,
            quirks: self.quirks,
            hits: &self.hits,
        }
    }
}
