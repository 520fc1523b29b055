//! The reference server: a correct server of the providers' documents, on the generated stubs.
//!
//! It checks what the documents declare, and in addition that a client revokes its own tokens only, and
//! the signatures that Pipevest describes. The live tokens of each provider are in memory. Besides the
//! documents, it has a probe that shows whether a token is live, and routes that issue tokens.
//!
//! A provider is a module with a `Provider`, and a line in its list.

mod infisical;
mod issue;
mod moov;
mod nomba;
mod pipevest;
mod probe;
mod provider;
mod standards;
mod tokens;
mod voucherify;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use provider::Provider;
pub(crate) use standards::with_host;
use tokens::ForeignTokens;
pub use tokens::{Revocation, Tokens};

use conformance_engine::fixtures::Fixtures;

/// The access token that is the bearer credential.
const BEARER: &str = "reference-access-token";
/// The client of OAuth 2.0 and its secret.
const CLIENT_ID: &str = "reference-client";
const CLIENT_SECRET: &str = "reference-client-secret";

/// A running reference server. Dropping it stops it.
#[derive(Debug)]
pub struct Reference {
    address: SocketAddr,
    stores: Stores,
    task: JoinHandle<()>,
}

/// The live tokens of each provider.
#[derive(Debug, Clone)]
pub struct Stores(BTreeMap<&'static str, Arc<Tokens>>);

impl Stores {
    /// Empty stores for a seed, which determines the tokens.
    pub fn new(seed: u64) -> Self {
        Self(provider::all().map(|one| (one.id, Arc::new((one.tokens)(seed)))).collect())
    }

    fn find(&self, id: &str) -> Option<(&'static Provider, &Arc<Tokens>)> {
        provider::find(id).zip(self.0.get(id))
    }

    /// The fixtures for a provider; empty if it is not served.
    pub fn fixtures(&self, id: &str) -> Fixtures {
        let Some((provider, tokens)) = self.find(id) else {
            return Fixtures::default();
        };
        let fixtures = Fixtures::default()
            .with_live(tokens.clone())
            .with_others(Arc::new(ForeignTokens(tokens.clone())));
        // The probe is a constant, and valid.
        let fixtures =
            fixtures.clone().with_probe(&probe::fixture(tokens.field())).unwrap_or(fixtures);
        (provider.fixtures)(fixtures)
    }

    /// The routes of a provider below its base URL, with the probe; empty if it is not served.
    pub fn router(&self, id: &str) -> Router {
        let Some((provider, tokens)) = self.find(id) else {
            return Router::new();
        };
        let router = (provider.routes)(tokens.clone())
            .merge(probe::router(tokens.clone()))
            .merge(issue::router(&provider.issue, tokens.clone()));
        standards::around(provider, router)
    }
}

impl Reference {
    /// The URL below which a provider is served.
    pub fn base_url(&self, provider: &str) -> String {
        format!("http://{}/{provider}", self.address)
    }

    /// The address on which it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The fixtures for a provider: credentials, and live tokens that are created on demand.
    pub fn fixtures(&self, provider: &str) -> Fixtures {
        self.stores.fixtures(provider)
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Starts the server with all providers; port 0 selects a free port.
///
/// # Errors
/// The server cannot listen on the address.
pub async fn start(listen: SocketAddr, seed: u64) -> std::io::Result<Reference> {
    start_with(listen, seed, |_, router| router).await
}

/// Starts the server with the routes of each provider changed by `change`, so that they can be mutated.
///
/// # Errors
/// The server cannot listen on the address.
pub async fn start_with(
    listen: SocketAddr,
    seed: u64,
    change: impl Fn(&str, Router) -> Router,
) -> std::io::Result<Reference> {
    let stores = Stores::new(seed);
    let app = specs::providers::ALL.iter().fold(Router::new(), |app, provider| {
        let routes = change(provider.id, stores.router(provider.id));
        app.nest(&format!("/{}", provider.id), routes)
    });
    let app = standards::with_host(app);
    let listener = TcpListener::bind(listen).await?;
    let address = listener.local_addr()?;
    let task = tokio::spawn(async move {
        // `axum::serve` retries after errors; it ends only with the task.
        let _ended = axum::serve(listener, app).await;
    });
    Ok(Reference { address, stores, task })
}
