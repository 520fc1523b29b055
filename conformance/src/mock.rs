//! A server of any document, made at run time: it answers what the document declares, with values made
//! from its schemas. Where the reference server shows that the stubs are right, this one shows that the
//! suite is: it is spoilt by the self-test.

mod answer;
mod judge;
mod object;
mod route;
mod tokens;

use std::sync::Arc;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::response::Response;
use specs::Contract;
use specs::contract::{Operation, SchemeKind};

use crate::case::Cause;
use crate::expectation::fitting;
use crate::fixtures::{Credential, Fixtures};
use crate::values::{Extent, Judges, Maker, Rng};
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
    judges: Judges,
    tokens: Arc<Tokens>,
    flaws: Flaws,
}

impl Mock {
    /// A mock whose fields of these names hold values that must live, and that a success uses up.
    pub fn new(contract: Arc<Contract>, live: &[&str], seed: u64, flaws: Flaws) -> Self {
        let tokens = Arc::new(Tokens::new(Arc::clone(&contract), live, seed));
        Self { contract, judges: Judges::default(), tokens, flaws }
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
        tokens::fields(&self.contract).into_iter().fold(known, |fixtures, (field, schema)| {
            let value = maker.make(schema, Extent::Minimal, &mut rng);
            match value.filter(|_| !fixtures.is_live(&field)) {
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
        let is_safe = operation.method.is_safe();
        if let Some(cause) = judged {
            if self.flaws.acts_although_refusing {
                for value in &named {
                    self.tokens.end(value, self.flaws.ends_all);
                }
            }
            return self.refuse(operation, &cause);
        }
        let alive =
            is_safe || named.iter().all(|value| self.tokens.end(value, self.flaws.ends_all));
        match alive {
            true => self.succeed(operation),
            false if self.flaws.fails_on_unknown => answer::bare(500),
            false => self.unknown(operation),
        }
    }

    /// What is not known is refused as declared; else it is as good as gone (RFC 7009 §2.2).
    fn unknown(&self, operation: &Operation) -> Response {
        match fitting(operation, &Cause::ValidUnknown).demanded.first() {
            Some(status) => self.answer(operation, *status),
            None => self.succeed(operation),
        }
    }

    fn refuse(&self, operation: &Operation, cause: &Cause) -> Response {
        let status = fitting(operation, cause).demanded.first().copied();
        self.answer(
            operation,
            status.unwrap_or(match cause {
                Cause::NoCredentials | Cause::WrongCredentials | Cause::PartialCredentials => 401,
                Cause::UnsupportedMediaType => 415,
                _ => 400,
            }),
        )
    }

    fn succeed(&self, operation: &Operation) -> Response {
        self.answer(operation, answer::success(operation))
    }

    fn answer(&self, operation: &Operation, status: u16) -> Response {
        answer::declared(&self.contract.schemas, &self.judges, operation, status)
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
