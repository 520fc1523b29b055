//! A server of any document, made at run time: it answers what the document declares, with values made
//! from its schemas. Where the reference server shows that the stubs are right, this one shows that the
//! suite is: it is spoilt by the self-test.

mod answer;
mod caller;
mod flaws;
mod items;
mod judge;
mod prefer;
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

use answer::Making;
pub(crate) use answer::success;
use conformance_core::case::Cause;
use conformance_core::expectation::fitting;
use conformance_core::values::Judges;
use conformance_engine::request_reader::Touched;
use conformance_engine::request_reader::{Reader, Received};
pub use flaws::{Flaws, Habits};
use prefer::{Choice, Preferences};
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
    judges: Arc<Judges>,
    tokens: Arc<Tokens>,
    store: Store,
    keys: Keys,
    /// The secret that a client may show in a body; `null` where it has none.
    secret: OnceLock<Value>,
    /// Signatures are verified, and by what.
    signed: Option<Signed>,
    flaws: Flaws,
    habits: Habits,
    /// How often a flaw or a habit made a difference.
    touched: Touched,
    /// From where what is made anew follows.
    seed: AtomicU64,
}

impl Mock {
    /// A mock whose fields of these names hold values that must live, and that a success uses up.
    pub fn new(contract: Arc<Contract>, live: &[&str], seed: u64, flaws: Flaws) -> Self {
        Self::with_judges(contract, Arc::default(), live, seed, flaws)
    }

    /// A mock that takes schemas which are compiled already.
    pub fn with_judges(
        contract: Arc<Contract>,
        judges: Arc<Judges>,
        live: &[&str],
        seed: u64,
        flaws: Flaws,
    ) -> Self {
        let tokens = Arc::new(Tokens::new(Arc::clone(&contract), Arc::clone(&judges), live, seed));
        Self {
            contract,
            judges,
            tokens,
            store: Store::default(),
            keys: Keys::default(),
            secret: OnceLock::new(),
            signed: None,
            habits: Habits::default(),
            touched: Touched::default(),
            flaws,
            seed: AtomicU64::new(seed),
        }
    }

    /// The mock with other habits.
    #[must_use]
    pub fn with_habits(mut self, habits: Habits) -> Self {
        self.habits = habits;
        self
    }

    /// The mock with signatures verified where the document wants them; its fixtures sign.
    #[must_use]
    pub fn with_signatures(mut self) -> Self {
        let wants = self.contract.operations.iter().any(wants_signature);
        self.signed = wants.then(Signed::new).flatten();
        self
    }

    /// How often a flaw or a habit made a difference; it goes on counting.
    pub fn touched(&self) -> Touched {
        self.touched.clone()
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
            return answer::bare(413);
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
            Route::OtherMethod(allow) => answer::other_method(&allow),
            Route::Nothing => answer::bare(404),
        }
    }

    /// Carries out the first operation that takes the request; where none does, the first that is not
    /// ruled out by its own constants refuses it.
    fn operate(&self, candidates: &[(&Operation, Received<'_>)]) -> Response {
        // What a flaw lets pass is taken, whatever it names.
        let overlooked = Touched::default();
        let reader = self.reader(&overlooked);
        let judged =
            |(one, received): &(&Operation, Received<'_>)| judge::judge(reader, one, received);
        let taking = || candidates.iter().find(|candidate| judged(candidate).is_none());
        let likely = || candidates.iter().find(|(one, r)| judge::fits_constants(reader, one, r));
        let chosen = match candidates {
            [only] => Some(only),
            _ => taking().or_else(likely).or(candidates.first()),
        };
        let Some((operation, received)) = chosen else { return answer::bare(404) };
        let cause = judge::judge(reader, operation, received);
        if cause.is_none() && overlooked.count() > 0 {
            self.touched.note(true);
            return self.answer(operation, answer::success(operation), &Choice::default());
        }
        self.carry_out(operation, received, cause)
    }

    fn carry_out(
        &self,
        operation: &Operation,
        received: &Received<'_>,
        judged: Option<Cause>,
    ) -> Response {
        let named = self.tokens.named(operation, received);
        let judged = judged.or_else(|| self.objection(operation, received));
        if let Some(cause) = judged {
            if self.flaws.acts_although_refusing {
                self.touched.note(!named.is_empty());
                for value in &named {
                    self.tokens.end(value, self.flaws.ends_all);
                }
            }
            return self.refuse(operation, &cause);
        }
        let preferences = Preferences::read(&received.parts.headers);
        let choice = match preferences.choose(operation, answer::success(operation)) {
            Ok(choice) => choice,
            Err(complaint) => return answer::words(400, complaint),
        };
        if let Some(status) = choice.status {
            return self.answer(operation, status, &choice);
        }
        match self.keys.of(operation, received) {
            Use::First => {}
            _ if self.flaws.forgets_keys => self.touched.note(true),
            Use::Other if self.habits.keys_of_requests => self.touched.note(true),
            Use::Other if !self.flaws.trusts_keys => {
                return self.refuse(operation, &judge::invalid("header", ""));
            }
            used => {
                self.touched.note(used == Use::Other);
                return self.answer(operation, answer::success(operation), &choice);
            }
        }
        match operation.method.is_safe() || named.iter().all(|value| self.end(value)) {
            true => {
                self.keys.keep(operation, received);
                self.act(operation, received, &choice)
            }
            false if self.flaws.fails_on_unknown => {
                self.touched.note(true);
                answer::bare(500)
            }
            false => self.unknown(operation, &choice),
        }
    }

    /// What is against a request that is as the document wants it.
    fn objection(&self, operation: &Operation, received: &Received<'_>) -> Option<Cause> {
        if self.tokens.has_ended_own() && !operation.security.allows_anonymous() {
            self.touched.note(self.flaws.outlives_itself);
            return (!self.flaws.outlives_itself).then_some(Cause::WrongCredentials);
        }
        let verify =
            |signed: &Signed| signed.objection(operation, received, self.flaws, &self.touched);
        if let Some(cause) = self.signed.as_ref().and_then(verify) {
            return Some(cause);
        }
        let known = || self.fixtures().value("client_secret").cloned().unwrap_or_default();
        let secret = self.secret.get_or_init(known);
        standards::objection(&self.contract, operation, received, secret)
    }

    /// Ends a value. False where it does not live, or belongs to another client.
    fn end(&self, value: &str) -> bool {
        if self.flaws.takes_others && self.tokens.end_others(value) {
            self.touched.note(true);
            return true;
        }
        let lived = self.tokens.end(value, self.flaws.ends_all);
        self.touched.note(lived && self.flaws.ends_all);
        lived
    }

    /// What is not known is refused as declared; else it is as good as gone (RFC 7009 §2.2).
    fn unknown(&self, operation: &Operation, choice: &Choice) -> Response {
        let declared = self.pick(&fitting(operation, &Cause::ValidUnknown).demanded);
        if self.flaws.refuses_unknown && declared.is_none() {
            self.touched.note(true);
            return self.refuse(operation, &judge::invalid("body", ""));
        }
        self.answer(operation, declared.unwrap_or_else(|| answer::success(operation)), choice)
    }

    fn refuse(&self, operation: &Operation, cause: &Cause) -> Response {
        let status = self.pick(&fitting(operation, cause).demanded);
        let otherwise = match cause {
            Cause::NoCredentials
            | Cause::WrongCredentials
            | Cause::PartialCredentials
            | Cause::BadSignature(_) => 401,
            Cause::UnsupportedMediaType => 415,
            _ => 400,
        };
        let status = status.unwrap_or(otherwise);
        let mut response = self.answer(operation, status, &Choice::default());
        if status == 401 {
            let is_wrong = *cause == Cause::WrongCredentials;
            answer::challenge(&mut response, &self.contract, operation, is_wrong);
        }
        response
    }

    fn answer(&self, operation: &Operation, status: u16, choice: &Choice) -> Response {
        self.making(choice).declared(operation, status, None)
    }

    fn reader<'a>(&'a self, overlooked: &'a Touched) -> Reader<'a> {
        let ignores = self.flaws.ignores.map(|keyword| (keyword, overlooked));
        let similar = self.flaws.takes_similar_credentials.then_some(overlooked);
        Reader { contract: &self.contract, judges: &self.judges, ignores, similar }
    }

    /// The status of a refusal, among those that fit.
    fn pick(&self, fitting: &[u16]) -> Option<u16> {
        let first = fitting.first().copied();
        let picked = if self.habits.last { fitting.last().copied() } else { first };
        self.touched.note(picked != first);
        picked
    }

    fn making<'a>(&'a self, choice: &'a Choice) -> Making<'a> {
        let seed = self.seed.fetch_add(1, Ordering::Relaxed);
        Making {
            schemas: &self.contract.schemas,
            judges: &self.judges,
            choice,
            seed,
            habits: self.habits,
            touched: &self.touched,
        }
    }
}
