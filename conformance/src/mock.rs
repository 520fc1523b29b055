//! A server of any document, made at run time: it answers what the document declares, with values made
//! from its schemas. Where the reference server shows that the stubs are right, this one shows that the
//! suite is: it is spoilt by the self-test.

mod answer;
mod judge;
mod parameter;
mod prefer;
mod route;
mod signed;
mod standards;
mod store;
mod tokens;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::response::Response;
use serde_json::Value;
use specs::Contract;
use specs::contract::{Method, Operation, ParameterLocation, SchemaId, SchemeKind, Shape};

use crate::case::{Cause, Source};
use crate::expectation::fitting;
use crate::fill::as_text;
use crate::fixtures::{Actor, Credential, Fixtures};
use crate::source::synthetic::chains::creation;
use crate::spoil::Touched;
use crate::values::{Extent, Judges, Maker, Rng};
use answer::Making;
pub(crate) use answer::success;
use judge::Reader;
use prefer::{Choice, Preferences};
use route::Route;
use signed::Signed;
pub(crate) use signed::wants as wants_signature;
pub(crate) use standards::PROBE;
use standards::{Keys, Use};
use store::{Item, Known, Store};
pub use tokens::Tokens;

/// The longest content that is read, in bytes.
const LIMIT: usize = 2 << 20;

/// What a mock may do that no correct server does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flaws {
    /// A refused request has its effect all the same.
    pub acts_although_refusing: bool,
    /// One success ends every live value.
    pub ends_all: bool,
    /// What is not known any more is a server error.
    pub fails_on_unknown: bool,
    /// Requests that break nothing but this keyword of a schema are taken.
    pub ignores: Option<&'static str>,
    /// What is not known is refused, although the document has no status for it.
    pub refuses_unknown: bool,
    /// Values of another client are taken for the caller's own.
    pub takes_others: bool,
    /// The caller's own credential works after its end.
    pub outlives_itself: bool,
    /// Keys of idempotency are not looked at.
    pub forgets_keys: bool,
    /// Another request with a used key is answered like the first, and not carried out.
    pub trusts_keys: bool,
    /// Signatures are not verified.
    pub takes_any_signature: bool,
    /// The times of signatures are not looked at.
    pub takes_signatures_of_any_time: bool,
}

impl Flaws {
    /// None.
    pub const NONE: Self = Self {
        acts_although_refusing: false,
        ends_all: false,
        fails_on_unknown: false,
        ignores: None,
        refuses_unknown: false,
        takes_others: false,
        outlives_itself: false,
        forgets_keys: false,
        trusts_keys: false,
        takes_any_signature: false,
        takes_signatures_of_any_time: false,
    };
}

/// What a mock may do as well as not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Habits {
    /// Answers hold what they must and nothing else.
    pub small: bool,
    /// Of several fitting statuses and media types the last is taken, not the first.
    pub last: bool,
}

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
    /// that nothing is made up and no answer can be excused by it.
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
        let maker = Maker::for_requests(&self.judges, &self.contract.schemas);
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

    /// The value that is the caller's own credential: once it is ended, nobody can call any more.
    pub fn actor(&self) -> Option<Actor> {
        self.tokens.own()
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
                let received = |path| judge::Received { path, parts: &parts, body: &body };
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
    fn operate(&self, candidates: &[(&Operation, judge::Received<'_>)]) -> Response {
        // What a flaw lets pass is taken, whatever it names.
        let overlooked = Touched::default();
        let reader = self.reader(&overlooked);
        let judged = |(one, received): &(&Operation, judge::Received<'_>)| {
            judge::judge(reader, one, received)
        };
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
        received: &judge::Received<'_>,
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
    fn objection(&self, operation: &Operation, received: &judge::Received<'_>) -> Option<Cause> {
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

    /// A success, and what follows from it for what was made here.
    fn act(
        &self,
        operation: &Operation,
        received: &judge::Received<'_>,
        choice: &Choice,
    ) -> Response {
        let status = answer::success(operation);
        let sent = || {
            let mut sent = judge::json(operation, received)?;
            self.forget_secrets(operation, &mut sent);
            Some(sent)
        };
        let path = &received.path;
        let item = match self.store.known(operation, path) {
            // What somebody took away is not there, whether the document has a status for that or not.
            Known::Gone if operation.method != Method::Delete => {
                let declared = self.pick(&fitting(operation, &Cause::ValidUnknown).demanded);
                return self.answer(operation, declared.unwrap_or(404), choice);
            }
            Known::Gone => return self.unknown(operation, choice),
            Known::Item(item) => item,
            Known::Nothing => return self.create(operation, received, choice),
        };
        let parameter = operation.parameters_in(ParameterLocation::Path).last();
        let parameter = parameter.map_or("id", |parameter| parameter.name.as_str());
        let item = match operation.method {
            Method::Delete => {
                self.store.remove(operation, path);
                return self.answer(operation, status, choice);
            }
            Method::Put | Method::Patch => {
                let item = item.after(operation.method, sent());
                self.store.keep(store::place(&operation.path.parts, path), item.clone());
                item
            }
            _ => item,
        };
        let making = self.making(choice);
        let echoed = making.json(operation, status).map(|(schema, mut content)| {
            let judge = self.judges.of(&self.contract.schemas, schema);
            store::echo(&mut content, parameter, &item, |value| judge.accepts(value));
            content
        });
        making.declared(operation, status, echoed)
    }

    /// A success that may add to a collection; then what it made has a new id, and is kept.
    fn create(
        &self,
        operation: &Operation,
        received: &judge::Received<'_>,
        choice: &Choice,
    ) -> Response {
        let status = answer::success(operation);
        let making = self.making(choice);
        // Mock and suite agree on what belongs together, not on what comes of it.
        let Some((parameter, source)) = creation(&self.contract, operation) else {
            return making.declared(operation, status, None);
        };
        let mut rng = Rng::labelled(making.seed, &operation.id);
        let ids = store::new_ids(&self.contract, &self.judges, parameter.schema, &mut rng);
        let mut sent = judge::json(operation, received).unwrap_or_default();
        self.forget_secrets(operation, &mut sent);
        let mut made = making.json(operation, status);
        let item = ids.into_iter().map(|id| Item { id, sent: sent.clone() }).find(|item| {
            match (&source, &mut made) {
                (Source::Body(at), Some((schema, content))) => {
                    let judge = self.judges.of(&self.contract.schemas, *schema);
                    store::name(content, at, item, |value| judge.accepts(value))
                }
                (Source::Body(_), None) => false,
                (Source::Location | Source::Header(_), _) => true,
            }
        });
        let content = made.map(|(_, content)| content);
        let Some(item) = item else {
            return making.declared(operation, status, content);
        };
        let collection = store::place(&operation.path.parts, &received.path);
        let place = format!("{}/{}", collection.trim_end_matches('/'), as_text(&item.id));
        self.store.keep(place.clone(), item);
        let mut response = making.declared(operation, status, content);
        self.locate(&mut response, operation, status, place);
        response
    }

    /// Says in a declared `Location` where what was made is, if the header may say so.
    fn locate(&self, response: &mut Response, operation: &Operation, status: u16, place: String) {
        let declared = operation.responses.lookup(status).map(|declared| &declared.headers);
        let mut headers = declared.into_iter().flatten();
        let Some(header) = headers.find(|one| one.name.eq_ignore_ascii_case("location")) else {
            return;
        };
        let judge = self.judges.of(&self.contract.schemas, header.schema);
        if let Ok(value) = http::HeaderValue::from_str(&place)
            && judge.accepts(&Value::String(place))
        {
            response.headers_mut().insert(http::header::LOCATION, value);
        }
    }

    /// What must not be shown is not kept, so that no answer can repeat it.
    fn forget_secrets(&self, operation: &Operation, sent: &mut Value) {
        let Some(members) = sent.as_object_mut() else { return };
        let reader = self.reader(&self.touched);
        let content = operation.body.iter().flat_map(|body| &body.content);
        for schema in content.filter_map(|media| media.schema) {
            if let Shape::Object { properties, .. } = reader.shape(schema) {
                let secrets = properties.iter().filter(|member| member.sensitive);
                secrets.for_each(|member| drop(members.remove(&member.name)));
            }
        }
    }

    fn answer(&self, operation: &Operation, status: u16, choice: &Choice) -> Response {
        self.making(choice).declared(operation, status, None)
    }

    fn reader<'a>(&'a self, overlooked: &'a Touched) -> Reader<'a> {
        let ignores = self.flaws.ignores.map(|keyword| (keyword, overlooked));
        Reader { contract: &self.contract, judges: &self.judges, ignores }
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

/// The credential that a mock knows for a scheme.
fn credential(name: &str, kind: &SchemeKind) -> Credential {
    let text = format!("mock-credential-of-{}", crate::case::slug(name));
    match kind {
        SchemeKind::Basic => Credential::basic("mock-user", text),
        SchemeKind::Bearer | SchemeKind::OtherHttp(_) => Credential::token(text),
        SchemeKind::ApiKey { .. } => Credential::key(text),
    }
}
