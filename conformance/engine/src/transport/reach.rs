//! How a target is reached: trusted certificates, and the proxy.

use futures::future::{BoxFuture, FutureExt as _};

use super::{HttpTransport, NotAsked, Transport, Trust};
use conformance_core::exchange::Via;
use conformance_core::exchange::{Exchange, SentRequest};

/// A proxy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Proxy {
    /// None, whatever the environment.
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
    /// The trusted certificates.
    pub trust: Trust,
    /// The proxy.
    pub proxy: Proxy,
}

/// The transport for raw requests behind a proxy: those that need no raw connection use the proxy, the
/// others cannot be sent.
#[derive(Debug, Clone)]
pub struct Proxied(pub HttpTransport);

impl Transport for Proxied {
    fn send(&self, mut request: SentRequest) -> BoxFuture<'_, Result<Exchange, NotAsked>> {
        async move {
            if matches!(request.via, Via::Malformed(_)) {
                let url = request.shown().url;
                let detail = "it needs a raw connection, and a proxy is configured".to_owned();
                return Err(NotAsked::Unsendable { url, detail });
            }
            request.via = Via::Http;
            self.0.send(request).await
        }
        .boxed()
    }
}
