//! A server of any document, made at run time: it responds what the document declares, with values made
//! from its schemas. Where the reference server shows that the stubs are right, this one shows that the
//! suite is: it is mutated by the self-test.

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
use response::Making;
pub(crate) use response::success;
use route::Route;
use signed::Signed;
pub(crate) use signed::wants as wants_signature;
pub(crate) use standards::PROBE;
pub(crate) use standards::is_key;
use standards::{Keys, Use};
use store::Store;
pub use tokens::Tokens;

/// The longest content that is read, in bytes.
const LIMIT: usize = 2 << 20;

/// A server of one document.
#[derive(Debug)]
pub struct Mock {
    contract: Arc<Contract>,
    validators: Arc<Validators>,
    tokens: Arc<Tokens>,
    store: Store,
    keys: Keys,
    /// The secret that a client may show in a body; `null` where it has none.
    secret: OnceLock<Value>,
    /// Signatures are verified, and by what.
    signed: Option<Signed>,
    defects: Defects,
    quirks: Quirks,
    /// How often a defect or a quirk made a difference.
    hits: HitCounter,
    /// From where what is made anew follows.
    seed: AtomicU64,
}

impl Mock {
    /// A mock whose fields of these names hold values that must live, and that a success uses up.
    pub fn new(contract: Arc<Contract>, live: &[&str], seed: u64, defects: Defects) -> Self {
        Self::with_validators(contract, Arc::default(), live, seed, defects)
    }

    /// A mock that takes schemas which are compiled already.
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

    /// The mock with signatures verified where the document wants them; its fixtures sign.
    #[must_use]
    pub fn with_signatures(mut self) -> Self {
        let wants = self.contract.operations.iter().any(wants_signature);
        self.signed = wants.then(Signed::new).flatten();
        self
    }

    /// How often a defect or a quirk made a difference; it goes on counting.
    pub fn hits(&self) -> HitCounter {
        self.hits.clone()
    }

    /// Its routes, and what HTTP demands of every request: it names the host.
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
        if let Some(response) = standards::probed(&self.tokens, &parts) {
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

    /// Carries out the first operation that takes the request; where none does, the first that is not
    /// ruled out by its own constants refuses it.
    fn operate(&self, candidates: &[(&Operation, Received<'_>)]) -> Response {
        // What a defect lets pass is taken, whatever it names.
        let overlooked = HitCounter::default();
        let reader = self.reader(&overlooked);
        let validated = |(one, received): &(&Operation, Received<'_>)| {
            evaluate::validator(reader, one, received)
        };
        let taking = || candidates.iter().find(|candidate| validated(candidate).is_none());
        let likely = || candidates.iter().find(|(one, r)| evaluate::fits_constants(reader, one, r));
        let chosen = match candidates {
            [only] => Some(only),
            _ => taking().or_else(likely).or(candidates.first()),
        };
        let Some((operation, received)) = chosen else { return response::bare(404) };
        let kind = evaluate::validator(reader, operation, received);
        if kind.is_none() && overlooked.count() > 0 {
            self.hits.note(true);
            return self.received(operation, response::success(operation), &Choice::default());
        }
        self.carry_out(operation, received, kind)
    }

    fn carry_out(
        &self,
        operation: &Operation,
        received: &Received<'_>,
        validated: Option<CaseKind>,
    ) -> Response {
        let named = self.tokens.named(operation, received);
        let validated = validated.or_else(|| self.objection(operation, received));
        if let Some(kind) = validated {
            if self.defects.acts_although_refusing {
                self.hits.note(!named.is_empty());
                for value in &named {
                    self.tokens.end(value, self.defects.ends_all);
                }
            }
            return self.refuse(operation, &kind);
        }
        let preferences = Preferences::read(&received.parts.headers);
        let choice = match preferences.choose(operation, response::success(operation)) {
            Ok(choice) => choice,
            Err(error) => return response::words(400, error),
        };
        if let Some(status) = choice.status {
            return self.received(operation, status, &choice);
        }
        match self.keys.of(operation, received) {
            Use::First => {}
            _ if self.defects.forgets_keys => self.hits.note(true),
            Use::Other if self.quirks.keys_of_requests => self.hits.note(true),
            Use::Other if !self.defects.trusts_keys => {
                return self.refuse(operation, &evaluate::invalid("header", ""));
            }
            used => {
                self.hits.note(used == Use::Other);
                return self.received(operation, response::success(operation), &choice);
            }
        }
        match operation.method.is_safe() || named.iter().all(|value| self.end(value)) {
            true => {
                self.keys.keep(operation, received);
                self.act(operation, received, &choice)
            }
            false if self.defects.fails_on_unknown => {
                self.hits.note(true);
                response::bare(500)
            }
            false => self.unknown(operation, &choice),
        }
    }

    /// What is against a request that is as the document wants it.
    fn objection(&self, operation: &Operation, received: &Received<'_>) -> Option<CaseKind> {
        if self.tokens.has_ended_own() && !operation.security.allows_anonymous() {
            self.hits.note(self.defects.outlives_itself);
            return (!self.defects.outlives_itself).then_some(CaseKind::WrongCredentials);
        }
        let verify =
            |signed: &Signed| signed.objection(operation, received, self.defects, &self.hits);
        if let Some(kind) = self.signed.as_ref().and_then(verify) {
            return Some(kind);
        }
        let known = || self.fixtures().value("client_secret").cloned().unwrap_or_default();
        let secret = self.secret.get_or_init(known);
        standards::objection(&self.contract, operation, received, secret)
    }

    /// Ends a value. False where it does not live, or belongs to another client.
    fn end(&self, value: &str) -> bool {
        if self.defects.takes_others && self.tokens.end_others(value) {
            self.hits.note(true);
            return true;
        }
        let confirmed = self.tokens.end(value, self.defects.ends_all);
        self.hits.note(confirmed && self.defects.ends_all);
        confirmed
    }

    /// What is not known is refused as declared; else it is as good as gone (RFC 7009 §2.2).
    fn unknown(&self, operation: &Operation, choice: &Choice) -> Response {
        let declared = self.pick(&fitting(operation, &CaseKind::ValidUnknown).demanded);
        if self.defects.refuses_unknown && declared.is_none() {
            self.hits.note(true);
            return self.refuse(operation, &evaluate::invalid("body", ""));
        }
        self.received(operation, declared.unwrap_or_else(|| response::success(operation)), choice)
    }

    fn refuse(&self, operation: &Operation, kind: &CaseKind) -> Response {
        let status = self.pick(&fitting(operation, kind).demanded);
        let otherwise = match kind {
            CaseKind::NoCredentials
            | CaseKind::WrongCredentials
            | CaseKind::PartialCredentials
            | CaseKind::BadSignature(_) => 401,
            CaseKind::UnsupportedMediaType => 415,
            _ => 400,
        };
        let status = status.unwrap_or(otherwise);
        let mut response = self.received(operation, status, &Choice::default());
        if status == 401 {
            let is_wrong = *kind == CaseKind::WrongCredentials;
            response::challenge(&mut response, &self.contract, operation, is_wrong);
        }
        response
    }

    fn received(&self, operation: &Operation, status: u16, choice: &Choice) -> Response {
        self.making(choice).declared(operation, status, None)
    }

    fn reader<'a>(&'a self, overlooked: &'a HitCounter) -> Reader<'a> {
        let ignores = self.defects.ignores.map(|keyword| (keyword, overlooked));
        let similar = self.defects.takes_similar_credentials.then_some(overlooked);
        Reader { contract: &self.contract, validators: &self.validators, ignores, similar }
    }

    /// The status of a refusal, among those that fit.
    fn pick(&self, fitting: &[u16]) -> Option<u16> {
        let first = fitting.first().copied();
        let picked = if self.quirks.last { fitting.last().copied() } else { first };
        self.hits.note(picked != first);
        picked
    }

    fn making<'a>(&'a self, choice: &'a Choice) -> Making<'a> {
        let seed = self.seed.fetch_add(1, Ordering::Relaxed);
        Making {
            schemas: &self.contract.schemas,
            validators: &self.validators,
            choice,
            seed,
            quirks: self.quirks,
            hits: &self.hits,
        }
    }
}
