//! A server of any document, made at run time: it answers what the document declares, with values made
//! from its schemas. Where the reference server shows that the stubs are right, this one shows that the
//! suite is: it is spoilt by the self-test.

mod answer;
mod judge;
mod prefer;
mod route;
mod tokens;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::response::Response;
use specs::Contract;
use specs::contract::{Operation, SchemaId, SchemeKind};

use crate::case::Cause;
use crate::expectation::fitting;
use crate::fixtures::{Credential, Fixtures};
use crate::values::{Extent, Judges, Maker, Rng};
use answer::Making;
use prefer::{Choice, Preferences};
use route::Route;
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
}

/// A server of one document.
#[derive(Debug)]
pub struct Mock {
    contract: Arc<Contract>,
    judges: Arc<Judges>,
    tokens: Arc<Tokens>,
    flaws: Flaws,
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
        Self { contract, judges, tokens, flaws, seed: AtomicU64::new(seed) }
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
        let known = self.contract.schemes.iter().fold(none, |fixtures, scheme| {
            fixtures.with_credential(&scheme.name, credential(&scheme.name, &scheme.kind))
        });
        let maker = Maker::for_requests(&self.judges, &self.contract.schemas);
        let mut rng = Rng::new(0);
        let mut fields: BTreeMap<String, Vec<SchemaId>> = BTreeMap::new();
        for (name, schema) in tokens::fields(&self.contract) {
            fields.entry(name).or_default().push(schema);
        }
        fields.into_iter().fold(known, |fixtures, (field, schemas)| {
            let made = schemas.iter().filter_map(|id| maker.make(*id, Extent::Minimal, &mut rng));
            // One name may stand for several things: a value of one is none of the others.
            let fits = |value: &_| schemas.iter().all(|id| maker.accepts(*id, value));
            match made.into_iter().find(fits).filter(|_| !fixtures.is_live(&field)) {
                Some(value) => fixtures.with_value(field, value),
                None => fixtures,
            }
        })
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
        match route::find(&self.contract, parts.method.as_str(), parts.uri.path()) {
            Route::Operation(operation, path) => {
                let received = judge::Received { path, parts: &parts, body: &body };
                self.operate(operation, &received)
            }
            Route::OtherMethod(allow) => answer::other_method(&allow),
            Route::Nothing => answer::bare(404),
        }
    }

    fn operate(&self, operation: &Operation, received: &judge::Received<'_>) -> Response {
        let judged = judge::judge(&self.contract, &self.judges, operation, received);
        let named = self.tokens.named(operation, received);
        if let Some(cause) = judged {
            if self.flaws.acts_although_refusing {
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
        let alive = operation.method.is_safe()
            || named.iter().all(|value| self.tokens.end(value, self.flaws.ends_all));
        match alive {
            true => self.answer(operation, answer::success(operation), &choice),
            false if self.flaws.fails_on_unknown => answer::bare(500),
            false => self.unknown(operation, &choice),
        }
    }

    /// What is not known is refused as declared; else it is as good as gone (RFC 7009 §2.2).
    fn unknown(&self, operation: &Operation, choice: &Choice) -> Response {
        let declared = fitting(operation, &Cause::ValidUnknown).demanded.first().copied();
        self.answer(operation, declared.unwrap_or_else(|| answer::success(operation)), choice)
    }

    fn refuse(&self, operation: &Operation, cause: &Cause) -> Response {
        let status = fitting(operation, cause).demanded.first().copied();
        let otherwise = match cause {
            Cause::NoCredentials | Cause::WrongCredentials | Cause::PartialCredentials => 401,
            Cause::UnsupportedMediaType => 415,
            _ => 400,
        };
        self.answer(operation, status.unwrap_or(otherwise), &Choice::default())
    }

    fn answer(&self, operation: &Operation, status: u16, choice: &Choice) -> Response {
        let seed = self.seed.fetch_add(1, Ordering::Relaxed);
        let making = Making { schemas: &self.contract.schemas, judges: &self.judges, choice, seed };
        making.declared(operation, status)
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
