//! Requests over pooled connections, below what the HTTP library does for those who follow redirects: here
//! nobody does, and each of its layers reads the URL anew.

use std::error::Error as _;
use std::time::Duration;

use futures::future::{Either, TryFutureExt as _, ready};
use http::HeaderValue;
use http::header::{ACCEPT, USER_AGENT};
use http_body_util::BodyExt as _;
use hyper::body::{Bytes, Incoming};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client, Error};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::{AGENT, chain};

/// Requests without a proxy.
#[derive(Debug, Clone)]
pub(super) struct Direct(Client<HttpsConnector<HttpConnector>, reqwest::Body>);

/// Why no answer came that could be read.
pub(super) enum Unanswered {
    /// It took too long.
    Silent,
    /// There is no connection, for this reason.
    Unreachable(String),
    /// The connection gave out, in the library's words.
    Cut(String),
}

/// The content of an answer.
pub(super) enum Content {
    /// From a connection of our own.
    Direct(Incoming),
    /// Through the library.
    Library(Box<reqwest::Response>),
}

impl Direct {
    /// A pool of its own; a connection has so long to come about, and is kept so long without a request.
    pub(super) fn new(tls: rustls::ClientConfig, connect: Duration, idle: Duration) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(connect));
        let client = Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(idle)
            .build(HttpsConnector::from((tcp, tls)));
        Self(client)
    }

    /// What comes of a request, but for its content. What is awaited is small, so that many may be.
    pub(super) fn send(
        &self,
        request: reqwest::Request,
    ) -> impl Future<Output = Result<http::Response<Incoming>, Unanswered>> + use<> {
        let mut request = match http::Request::try_from(request) {
            Ok(request) => request,
            Err(error) => return Either::Left(ready(Err(error.into()))),
        };
        // As the library adds them.
        for (name, value) in [(ACCEPT, "*/*"), (USER_AGENT, AGENT)] {
            request.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
        }
        Either::Right(self.0.request(request).err_into())
    }
}

impl From<Error> for Unanswered {
    fn from(error: Error) -> Self {
        match () {
            () if is_timeout(&error) => Self::Silent,
            () if error.is_connect() => Self::Unreachable(words(&error)),
            () => Self::Cut(words(&error)),
        }
    }
}

/// Whether the system gave up waiting.
fn is_timeout(error: &Error) -> bool {
    let mut source = error.source();
    while let Some(error) = source {
        let is_late = |error: &std::io::Error| error.kind() == std::io::ErrorKind::TimedOut;
        if error.downcast_ref().is_some_and(is_late) {
            return true;
        }
        source = error.source();
    }
    false
}

/// In the words of the library, so that a report does not tell which way a request took.
fn words(error: &Error) -> String {
    format!("error sending request: {}", chain(error))
}

impl From<reqwest::Error> for Unanswered {
    fn from(error: reqwest::Error) -> Self {
        match () {
            () if error.is_timeout() => Self::Silent,
            () if error.is_connect() => Self::Unreachable(chain(&error.without_url())),
            () => Self::Cut(chain(&error.without_url())),
        }
    }
}

impl Content {
    /// The next part of it; `None` at its end.
    ///
    /// # Errors
    ///
    /// Why it stops before its end, in words.
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>, String> {
        let body = match self {
            Self::Library(response) => {
                return response.chunk().await.map_err(|error| chain(&error.without_url()));
            }
            Self::Direct(body) => body,
        };
        while let Some(frame) = body.frame().await {
            let frame = frame
                .map_err(|error| format!("error decoding response body: {}", chain(&error)))?;
            // Trailers are no content.
            if let Ok(data) = frame.into_data() {
                return Ok(Some(data));
            }
        }
        Ok(None)
    }
}
