//! The reference server: a correct server of the five documents, on the generated stubs.
//!
//! What is not in a document it does not check: any client may call, but it ends its own tokens only.
//! Signatures are verified as Pipevest documents them. State is a set of live tokens for each provider,
//! in memory, gone with the server. Beside the documents it has a probe, which says whether a token
//! lives, and a path where tokens are made.

mod infisical;
mod issue;
mod moov;
mod nomba;
mod pipevest;
mod probe;
mod standards;
mod tokens;
mod voucherify;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub(crate) use standards::with_host;
use tokens::Others;
pub use tokens::{Revoked, Tokens};

use conformance_engine::fixtures::{Credential, Fixtures, OwnCredential};
use conformance_engine::signing::{ProfileName, Signing, known};

/// The access token of the caller that Pipevest and Infisical know.
const BEARER: &str = "reference-access-token";
/// The API keys that Voucherify knows.
const APP_ID: &str = "reference-app-id";
const APP_TOKEN: &str = "reference-app-token";
/// The client that Moov knows.
const CLIENT_ID: &str = "reference-client";
const CLIENT_SECRET: &str = "reference-client-secret";
/// An id as Nomba's client has it.
const SOME_ID: &str = "00000000-0000-4000-8000-000000000001";

/// The id of the caller's own access token, which ends with it.
const OWN_ID: &str = "00000000-0000-4000-8000-000000000002";
const OWN_NUMBER: u64 = 99;

/// How Pipevest's callers sign.
fn signing() -> Option<Signing> {
    known(ProfileName::Pipevest)
}

/// The value that is the caller's own credential.
fn own(field: &str, value: serde_json::Value) -> Option<OwnCredential> {
    Some(OwnCredential { field: field.to_owned(), value })
}

/// A running reference server. Dropping it stops it.
#[derive(Debug)]
pub struct Reference {
    address: SocketAddr,
    stores: Stores,
    task: JoinHandle<()>,
}

/// The live tokens of each provider.
#[derive(Debug, Clone)]
pub struct Stores {
    pipevest: Arc<Tokens>,
    voucherify: Arc<Tokens>,
    nomba: Arc<Tokens>,
    moov: Arc<Tokens>,
    infisical: Arc<Tokens>,
}

impl Stores {
    /// Empty stores whose tokens follow from the seed.
    pub fn new(seed: u64) -> Self {
        let store = |field, kind, client| Arc::new(Tokens::new(seed, field, kind, client));
        let stores = Self {
            pipevest: store("accessTokenId", tokens::Kind::Number, CLIENT_ID),
            voucherify: store("access_token", tokens::Kind::Text(50), APP_ID),
            nomba: store("access_token", tokens::Kind::Text(320), SOME_ID),
            moov: store("token", tokens::Kind::Text(40), CLIENT_ID),
            infisical: store("tokenId", tokens::Kind::Uuid, CLIENT_ID),
        };
        stores.pipevest.know(&OWN_NUMBER.to_string());
        stores.infisical.know(OWN_ID);
        stores
    }

    fn tokens(&self, provider: &str) -> Option<&Arc<Tokens>> {
        Some(match provider {
            "pipevest" => &self.pipevest,
            "voucherify" => &self.voucherify,
            "nomba" => &self.nomba,
            "moov" => &self.moov,
            "infisical" => &self.infisical,
            _ => return None,
        })
    }

    /// What a run needs to know of a provider; nothing for one that is not served.
    pub fn fixtures(&self, provider: &str) -> Fixtures {
        let Some(tokens) = self.tokens(provider) else {
            return Fixtures::default();
        };
        let none = Fixtures::default()
            .with_live(tokens.clone())
            .with_others(Arc::new(Others(tokens.clone())));
        // The probe is written here, and right.
        let none = none.clone().with_probe(&probe::fixture(tokens.field())).unwrap_or(none);
        match provider {
            "pipevest" => signing()
                .map_or(none.clone(), |signing| none.with_signing(signing))
                .with_credential("BearerAuth", Credential::token(BEARER))
                .with_value("X-Client-Id", json!(CLIENT_ID))
                .with_own_credential(own("accessTokenId", json!(OWN_NUMBER))),
            "voucherify" => none
                .with_credential("X-App-Id", Credential::key(APP_ID))
                .with_credential("X-App-Token", Credential::key(APP_TOKEN)),
            "nomba" => none.with_value("clientId", json!(SOME_ID)),
            "moov" => none
                .with_credential("BasicAuth", Credential::basic(CLIENT_ID, CLIENT_SECRET))
                .with_value("client_id", json!(CLIENT_ID))
                .with_value("client_secret", json!(CLIENT_SECRET)),
            "infisical" => none
                .with_credential("bearerAuth", Credential::token(BEARER))
                .with_own_credential(own("tokenId", json!(OWN_ID))),
            _ => none,
        }
    }

    /// The routes of a provider, below its base URL, and the probe; none for one that is not served.
    pub fn router(&self, provider: &str) -> Router {
        let known = specs::providers::find(provider);
        let Some((known, tokens)) = known.zip(self.tokens(provider)) else {
            return Router::new();
        };
        let beside = probe::router(tokens.clone()).merge(issue::router(known.id, tokens.clone()));
        let router = self.routes(provider).merge(beside);
        standards::around(known.id, router)
    }

    fn routes(&self, provider: &str) -> Router {
        match provider {
            "pipevest" => {
                let server = pipevest::Server(self.pipevest.clone());
                pipevest::verified(generated::pipevest::server::router(server))
            }
            "voucherify" => {
                generated::voucherify::server::router(voucherify::Server(self.voucherify.clone()))
            }
            "nomba" => generated::nomba::server::router(nomba::Server(self.nomba.clone())),
            "moov" => generated::moov::server::router(moov::Server(self.moov.clone())),
            "infisical" => {
                generated::infisical::server::router(infisical::Server(self.infisical.clone()))
            }
            _ => Router::new(),
        }
    }
}

impl Reference {
    /// The URL below which a provider is served.
    pub fn base_url(&self, provider: &str) -> String {
        format!("http://{}/{provider}", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a run needs to know of a provider: credentials, and live tokens minted on demand.
    pub fn fixtures(&self, provider: &str) -> Fixtures {
        self.stores.fixtures(provider)
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Starts the server with all five providers; port 0 asks for a free one.
///
/// # Errors
/// The address cannot be listened on.
pub async fn start(listen: SocketAddr, seed: u64) -> std::io::Result<Reference> {
    start_with(listen, seed, |_, router| router).await
}

/// Starts the server with each provider's routes changed by `change`, so that it can be mutated.
///
/// # Errors
/// The address cannot be listened on.
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
        // `axum::serve` retries what fails; it ends only with the task.
        let _ended = axum::serve(listener, app).await;
    });
    Ok(Reference { address, stores, task })
}
