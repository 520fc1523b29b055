//! Sending requests and receiving responses, with reqwest.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, StatusCode, header};

use super::message::{Mismatch, Outgoing, ResponseParts};
use super::oauth::TokenError;
use super::signer::{AnySigner, Unsigned};
use super::violation::{Violation, Violations};

/// Why a call has no declared response.
#[derive(Debug)]
pub enum Error {
    /// The client has no credentials that the operation accepts.
    MissingCredentials,
    /// The request cannot be encoded, such as a header value with a line break.
    Request(Violations),
    /// The base URL is not valid.
    BaseUrl(String),
    /// The request cannot be signed.
    Unsigned(Unsigned),
    /// There is no access token for the call.
    Token(TokenError),
    /// No complete response was received: unreachable, cut off, or timed out (see `reqwest::Error::is_timeout`).
    Transport(reqwest::Error),
    /// The response body is larger than the client's limit, in bytes.
    TooLarge(usize),
    /// The response has a declared status, but differs from what the document declares for it.
    Decode {
        /// The status that was received.
        status: StatusCode,
        /// What is wrong with it.
        violations: Violations,
        /// The headers that were received.
        headers: Box<HeaderMap>,
        /// The body that was received.
        body: Bytes,
    },
    /// The response has a status that the document does not declare.
    Unexpected {
        /// The status that was received.
        status: StatusCode,
        /// The headers that were received.
        headers: Box<HeaderMap>,
        /// The body that was received.
        body: Bytes,
    },
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::MissingCredentials => f.write_str("no credentials that the operation accepts"),
            Self::Request(violations) => write!(f, "the request cannot be encoded: {violations}"),
            Self::BaseUrl(url) => write!(f, "`{url}` is not a base URL"),
            Self::Unsigned(unsigned) => unsigned.fmt(f),
            Self::Token(error) => error.fmt(f),
            Self::Transport(error) => write!(f, "no complete response: {error}"),
            Self::TooLarge(limit) => write!(f, "the response body is larger than {limit} bytes"),
            Self::Decode { status, violations, .. } => {
                write!(
                    f,
                    "response with status {status} differs from what is declared: {violations}"
                )
            }
            Self::Unexpected { status, .. } => write!(f, "status {status} is not declared"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            Self::Token(error) => Some(error),
            Self::Request(violations) | Self::Decode { violations, .. } => Some(violations),
            _ => None,
        }
    }
}

impl From<TokenError> for Error {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

impl From<Violations> for Error {
    fn from(violations: Violations) -> Self {
        Self::Request(violations)
    }
}

impl Error {
    /// The error for a response that differs from what is declared.
    pub fn of(mismatch: Mismatch, parts: ResponseParts) -> Self {
        let ResponseParts { status, headers, body } = parts;
        let headers = Box::new(headers);
        match mismatch {
            Mismatch::Undeclared => Self::Unexpected { status, headers, body },
            Mismatch::Violations(violations) => Self::Decode { status, violations, headers, body },
        }
    }
}

/// How requests are sent.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The URL that paths are appended to, such as `https://api.example.com/v1`.
    pub base_url: String,
    /// The time limit of a call.
    pub timeout: Duration,
    /// The largest body of a response, in bytes.
    pub max_body: usize,
    /// The HTTP client; `None` for one that follows no redirects.
    pub http: Option<reqwest::Client>,
    /// The signer of requests, if any.
    pub signer: Option<AnySigner>,
}

impl Settings {
    /// 30 seconds, 16 MiB, an HTTP client of its own, and no signer.
    pub fn new(base_url: String) -> Self {
        let timeout = Duration::from_secs(30);
        Self { base_url, timeout, max_body: 16 << 20, http: None, signer: None }
    }
}

/// Sends requests below a base URL.
#[derive(Debug, Clone)]
pub struct Transport {
    http: reqwest::Client,
    base: reqwest::Url,
    timeout: Duration,
    max_body: usize,
    signer: Option<AnySigner>,
}

impl Transport {
    /// Validates the settings.
    ///
    /// # Errors
    /// An invalid base URL; an HTTP client that cannot be set up.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        let text = settings.base_url;
        let (timeout, max_body, signer) = (settings.timeout, settings.max_body, settings.signer);
        let base = reqwest::Url::parse(&text).ok().filter(|url| !url.cannot_be_a_base());
        let base = base.ok_or(Error::BaseUrl(text))?;
        let http = match settings.http {
            Some(http) => http,
            // A redirect is a response like any other: the document declares it or not.
            None => reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .map_err(Error::Transport)?,
        };
        Ok(Self { http, base, timeout, max_body, signer })
    }

    /// Sends a request and receives the complete response.
    ///
    /// # Errors
    /// [`Error::Transport`] and [`Error::TooLarge`].
    pub async fn send(&self, outgoing: Outgoing) -> Result<ResponseParts, Error> {
        // URLs can contain keys: they are omitted from errors.
        self.exchange(outgoing).await.map_err(|error| match error {
            Error::Transport(error) => Error::Transport(error.without_url()),
            other => other,
        })
    }

    async fn exchange(&self, outgoing: Outgoing) -> Result<ResponseParts, Error> {
        // RFC 3986 §5.2.4: such a segment, even encoded, would lead to another path.
        if outgoing.path.split('/').any(|segment| matches!(segment, "." | "..")) {
            return Err(Error::Request(Violations(vec![Violation {
                pointer: "/path".to_owned(),
                keyword: "not",
                message: "a segment cannot be `.` or `..`".to_owned(),
            }])));
        }
        let mut url = self.base.clone();
        url.set_path(&format!("{}{}", self.base.path().trim_end_matches('/'), outgoing.path));
        if !outgoing.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&outgoing.query);
        }
        // RFC 9110 §8.6: a method that usually has a body states that it has none.
        let body = match outgoing.method {
            Method::POST | Method::PUT | Method::PATCH => Some(outgoing.body.unwrap_or_default()),
            _ => outgoing.body,
        };
        let mut request = self.http.request(outgoing.method, url).timeout(self.timeout);
        request = request.headers(outgoing.headers);
        if let Some(body) = body {
            request = request.header(header::CONTENT_LENGTH, body.len()).body(body);
        }
        let mut request = request.build().map_err(Error::Transport)?;
        if let Some(signer) = &self.signer {
            signer.sign(&mut request).map_err(Error::Unsigned)?;
        }
        let mut response = self.http.execute(request).await.map_err(Error::Transport)?;
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(Error::Transport)? {
            if body.len() + chunk.len() > self.max_body {
                return Err(Error::TooLarge(self.max_body));
            }
            body.extend_from_slice(&chunk);
        }
        let headers = response.headers().clone();
        Ok(ResponseParts { status: response.status(), headers, body: body.freeze() })
    }
}
