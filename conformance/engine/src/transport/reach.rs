//! How a target is reached: whose certificates are trusted, and through which proxy.

use futures::future::{BoxFuture, FutureExt as _};

use super::{HttpTransport, NotAsked, Transport, Trust};
use conformance_core::exchange::Via;
use conformance_core::exchange::{Exchange, SentRequest};

/// A proxy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Proxy {
    /// None, whatever the environment says.
    #[default]
    None,
    /// That of the environment: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`.
    Environment,
    /// The one at this URL.
    At(String),
}

/// How a target is reached.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// Whose certificates are trusted.
    pub trust: Trust,
    /// Through what.
    pub proxy: Proxy,
}

/// What carries raw requests where there is a proxy: those that need no bare connection go through it,
/// the others cannot be sent.
#[derive(Debug, Clone)]
pub struct Proxied(pub HttpTransport);

impl Transport for Proxied {
    fn send(&self, mut request: SentRequest) -> BoxFuture<'_, Result<Exchange, NotAsked>> {
        async move {
            if matches!(request.via, Via::Malformed(_)) {
                let url = request.shown().url;
                let detail = "it needs a bare connection, and there is a proxy".to_owned();
                return Err(NotAsked::Unsendable { url, detail });
            }
            request.via = Via::Http;
            self.0.send(request).await
        }
        .boxed()
    }
}
