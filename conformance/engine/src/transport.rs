//! Ways to send a request and read what comes. A transport knows nothing of documents or checks.

mod budgeted;
mod http;
mod rate_limit;
mod rate_limited;
mod raw;
mod reach;
mod tls;

pub use budgeted::BudgetedTransport;
pub use http::HttpTransport;
pub use rate_limit::{Rate, RateLimiter, RateLimits, Wait};
pub use rate_limited::RateLimitedTransport;
pub use raw::RawTransport;
pub use reach::{Proxied, Proxy, Reach};
pub use tls::{Trust, install_provider};

use std::time::Duration;

use futures::future::BoxFuture;

use conformance_core::exchange::{Exchange, SentRequest};

/// What bounds one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From the connection to the last byte.
    pub timeout: Duration,
    /// The longest content that is read, in bytes.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(10), body: 1024 * 1024 }
    }
}

/// Why a request could not be sent. Never a fault of the target.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NotAsked {
    /// No connection: refused, no such host, no common TLS.
    #[error("cannot connect to {url}: {detail}")]
    Unreachable {
        /// The origin.
        url: String,
        /// What the system says.
        detail: String,
    },
    /// Connected, but not a byte of a response came in time.
    #[error("{url}: no response within {seconds} s")]
    Silent {
        /// The origin.
        url: String,
        /// The limit.
        seconds: f64,
    },
    /// The limits of the run let nothing more through.
    #[error("{reason}")]
    Held {
        /// Which of them.
        reason: String,
    },
    /// The request cannot be put into HTTP.
    #[error("{url}: the request cannot be sent: {detail}")]
    Unsendable {
        /// The URL.
        url: String,
        /// Why.
        detail: String,
    },
}

/// Sends a request and reads what comes.
pub trait Transport: Send + Sync {
    /// An exchange, whole or broken, which keeps the request; an error only where not a byte of a response
    /// came.
    fn send(&self, request: SentRequest) -> BoxFuture<'_, Result<Exchange, NotAsked>>;
}

/// RFC 9110 §12.5.3: who does not say which content codings he takes takes all; this suite reads none.
const CODING: &str = "identity";

/// What every request says of its sender: some gateways reject whoever says nothing.
const AGENT: &str = concat!("specwright-conformance/", env!("CARGO_PKG_VERSION"));

/// The scheme, host and port of a URL, for messages.
fn origin(url: &str) -> String {
    url::Url::parse(url).map_or_else(|_| url.to_owned(), |url| url.origin().ascii_serialization())
}

/// RFC 9110 §8.6: a method that takes content says so even where there is none.
pub fn wants_length(request: &SentRequest) -> bool {
    request.body.as_ref().is_none_or(Vec::is_empty)
        && matches!(request.method.as_str(), "POST" | "PUT" | "PATCH")
}

/// An error with everything that caused it, on one line.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(kind) = source {
        let words = kind.to_string();
        if !text.contains(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        source = kind.source();
    }
    text
}
