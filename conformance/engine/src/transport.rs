//! Transports: send a request and read the response. Independent of documents and checks.

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

use std::error::Error;
use std::time::Duration;

use futures::future::BoxFuture;

use conformance_core::exchange::{Exchange, SentRequest};
use conformance_core::expectation::InconclusiveReason;

/// The limits on one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From connecting to the last byte.
    pub timeout: Duration,
    /// The longest body that is read, in bytes.
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
    /// No connection: rejected, unknown host, no common TLS.
    #[error("cannot connect to {url}: {detail}")]
    Unreachable {
        /// The origin.
        url: String,
        /// The message of the system.
        detail: String,
    },
    /// No connection: the certificate of the target is not trusted.
    #[error("cannot connect to {url}: {detail}")]
    Untrusted {
        /// The origin.
        url: String,
        /// The message of TLS.
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
    /// The limits of the run allow no further request.
    #[error("{reason}")]
    Held {
        /// Which limit.
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

/// Sends a request and reads the response.
pub trait Transport: Send + Sync {
    /// An exchange with a complete or broken response, which keeps the request; an error only if not a
    /// byte of a response came.
    fn send(&self, request: SentRequest) -> BoxFuture<'_, Result<Exchange, NotAsked>>;
}

/// RFC 9110 §12.5.3: without this field, all content codings are acceptable; this suite decodes none.
const CODING: &str = "identity";

/// The `User-Agent` of every request: some gateways reject requests without one.
const AGENT: &str = concat!("specwright-conformance/", env!("CARGO_PKG_VERSION"));

/// The scheme, host and port of a URL, for messages.
fn origin(url: &str) -> String {
    url::Url::parse(url).map_or_else(|_| url.to_owned(), |url| url.origin().ascii_serialization())
}

/// RFC 9110 §8.6: a method that defines a body sends `Content-Length` even without one.
pub fn wants_length(request: &SentRequest) -> bool {
    request.body.as_ref().is_none_or(Vec::is_empty)
        && matches!(request.method.as_str(), "POST" | "PUT" | "PATCH")
}

impl NotAsked {
    /// No connection to this origin: an untrusted certificate, or another reason.
    fn no_connection(url: String, error: &(dyn Error + 'static), detail: String) -> Self {
        if is_untrusted(error) {
            Self::Untrusted { url, detail }
        } else {
            Self::Unreachable { url, detail }
        }
    }
}

impl From<NotAsked> for InconclusiveReason {
    fn from(error: NotAsked) -> Self {
        let message = error.to_string();
        match error {
            NotAsked::Untrusted { .. } => Self::UntrustedCertificate(message),
            NotAsked::Unreachable { .. }
            | NotAsked::Silent { .. }
            | NotAsked::Held { .. }
            | NotAsked::Unsendable { .. } => Self::Other(message),
        }
    }
}

/// Whether TLS failed at the certificate of the other side.
pub fn is_untrusted(error: &(dyn Error + 'static)) -> bool {
    let is_own = error.downcast_ref::<rustls::Error>().is_some_and(|error| {
        matches!(
            error,
            rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented
        )
    });
    // `source` of an I/O error skips the error that it wraps.
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    is_own
        || wrapped.is_some_and(|inner| is_untrusted(inner))
        || error.source().is_some_and(is_untrusted)
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
