//! Access tokens by client credentials (RFC 6749 §4.4): fetched when one is needed, used until shortly
//! before it ends, and fetched once for any number of concurrent callers.

mod bearer;
mod request;

use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use http::StatusCode;
use http::header::RETRY_AFTER;
use serde_json::Value;
use tokio::sync::Mutex;

use super::clock::Clock;
use super::secret::Secret;
use super::signer::{AnySigner, Unsigned};

pub use bearer::{Bearer, TokenSource};

/// How the client authenticates (RFC 6749 §2.3.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ClientAuthentication {
    /// `Authorization: Basic`.
    #[default]
    Basic,
    /// Among the parameters in the body.
    Body,
}

/// How the parameters are encoded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TokenEncoding {
    /// `application/x-www-form-urlencoded`, as in RFC 6749.
    #[default]
    Form,
    /// A JSON object, as some providers require.
    Json,
}

/// Where and how tokens are fetched. Begin with [`TokenConfig::new`], which is RFC 6749. `Debug` shows
/// neither the secret nor any value of a parameter or header.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenConfig {
    /// The URL of the token endpoint.
    pub url: String,
    /// The client's id.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: Secret,
    /// The requested scopes; sent as one `scope` with spaces between, or omitted if empty.
    pub scopes: Vec<String>,
    /// More parameters, such as `audience`.
    pub parameters: Vec<(String, String)>,
    /// More headers, such as `accountId`.
    pub headers: Vec<(String, String)>,
    /// How the client authenticates.
    pub authentication: ClientAuthentication,
    /// How the parameters are encoded.
    pub encoding: TokenEncoding,
    /// The names of the parameters for the id and the secret.
    pub names: (String, String),
    /// The location of the token in the response: a JSON Pointer (RFC 6901).
    pub token_at: String,
    /// The location of its lifetime in seconds, a number or a string of digits.
    pub lifetime_at: String,
    /// Its lifetime in seconds if the response has none; `None` for unlimited.
    pub lifetime: Option<u64>,
    /// How many seconds before its end it is replaced; at most half its lifetime.
    pub leeway: u64,
    /// The time limit of a fetch.
    pub timeout: Duration,
}

impl std::fmt::Debug for TokenConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenConfig")
            .field("url", &self.url)
            .field("client_id", &self.client_id)
            .field("scopes", &self.scopes)
            .field("authentication", &self.authentication)
            .field("encoding", &self.encoding)
            .finish_non_exhaustive()
    }
}

/// The largest response body, in bytes.
const LARGEST: usize = 1 << 20;

impl TokenConfig {
    /// The configuration of RFC 6749: a form, `Authorization: Basic`, `/access_token` and `/expires_in`.
    pub fn new(
        url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        Self {
            url: url.into(),
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            scopes: Vec::new(),
            parameters: Vec::new(),
            headers: Vec::new(),
            authentication: ClientAuthentication::default(),
            encoding: TokenEncoding::default(),
            names: ("client_id".to_owned(), "client_secret".to_owned()),
            token_at: "/access_token".to_owned(),
            lifetime_at: "/expires_in".to_owned(),
            lifetime: None,
            leeway: 30,
            timeout: Duration::from_secs(30),
        }
    }
}

/// Why there is no token. Shows neither the secret nor the response, except its `error` code.
#[derive(Debug, Clone)]
pub enum TokenError {
    /// The configuration cannot be used: which part.
    Config(&'static str),
    /// The request cannot be signed.
    Unsigned(Unsigned),
    /// The request to the token endpoint failed.
    Transport(Arc<reqwest::Error>),
    /// The token endpoint rejected the request.
    Refused {
        /// The status.
        status: StatusCode,
        /// The code of RFC 6749 §5.2, if the response has one.
        error: Option<String>,
        /// `Retry-After` as received (RFC 9110 §10.2.3), if the response has it.
        retry_after: Option<String>,
    },
    /// The response is larger than 1 MiB.
    TooLarge,
    /// The response is not JSON.
    NotJson,
    /// The response has no token at this JSON Pointer.
    NoToken(String),
}

impl std::fmt::Display for TokenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Config(part) => write!(f, "no token can be fetched: {part}"),
            Self::Unsigned(unsigned) => write!(f, "no token can be fetched: {unsigned}"),
            Self::Transport(error) => {
                write!(f, "no complete response from the token endpoint: {error}")
            }
            Self::Refused { status, error: Some(error), .. } => {
                write!(f, "the token endpoint responded with {status}, `{error}`")
            }
            Self::Refused { status, error: None, .. } => {
                write!(f, "the token endpoint responded with {status}")
            }
            Self::TooLarge => {
                f.write_str("the response of the token endpoint is larger than 1 MiB")
            }
            Self::NotJson => f.write_str("the response of the token endpoint is not JSON"),
            Self::NoToken(at) => {
                write!(f, "the response of the token endpoint has no text at `{at}`")
            }
        }
    }
}

impl std::error::Error for TokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            _ => None,
        }
    }
}

/// A source of access tokens of one client. Clones share the token.
#[derive(Clone)]
pub struct ClientCredentials {
    inner: Arc<Inner>,
    signer: Option<AnySigner>,
}

struct Inner {
    config: TokenConfig,
    http: reqwest::Client,
    clock: Arc<dyn Clock>,
    /// Held while one is fetched, so that others wait for it.
    token: Mutex<Option<Token>>,
}

struct Token {
    secret: Secret,
    /// When it is replaced, in seconds since 1970.
    until: Option<u64>,
}

impl std::fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("ClientCredentials").field(&self.inner.config).finish()
    }
}

impl ClientCredentials {
    /// With an HTTP client of its own, which follows no redirects.
    ///
    /// # Errors
    /// An HTTP client that cannot be set up.
    pub fn new(config: TokenConfig, clock: Arc<dyn Clock>) -> Result<Self, TokenError> {
        // A redirect would carry the secret to somewhere else.
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let http = http.build().map_err(unsendable)?;
        Ok(Self::with_http(config, clock, http))
    }

    /// With this HTTP client and its TLS, proxy and redirect settings.
    pub fn with_http(config: TokenConfig, clock: Arc<dyn Clock>, http: reqwest::Client) -> Self {
        let inner = Inner { config, http, clock, token: Mutex::new(None) };
        Self { inner: Arc::new(inner), signer: None }
    }

    /// With a signer for the requests to the token endpoint.
    #[must_use]
    pub fn signed_by(mut self, signer: AnySigner) -> Self {
        self.signer = Some(signer);
        self
    }

    /// The current token, if there is one that does not end soon. Nothing is fetched.
    pub async fn at_hand(&self) -> Option<Secret> {
        self.usable(self.inner.token.lock().await.as_ref())
    }

    fn usable(&self, token: Option<&Token>) -> Option<Secret> {
        let lives = |token: &&Token| token.until.is_none_or(|until| self.inner.clock.now() < until);
        token.filter(lives).map(|token| token.secret.clone())
    }

    /// The token: the current one, or a new one if that ends soon. After a failure, the next call
    /// fetches again.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn token(&self) -> Result<Secret, TokenError> {
        let mut token = self.inner.token.lock().await;
        if let Some(secret) = self.usable(token.as_ref()) {
            return Ok(secret);
        }
        let (secret, lifetime) = self.fetch().await?;
        let leeway = |lifetime: u64| self.inner.config.leeway.min(lifetime / 2);
        let until = lifetime.map(|lifetime| lifetime - leeway(lifetime));
        let until = until.map(|life| self.inner.clock.now().saturating_add(life));
        *token = Some(Token { secret: secret.clone(), until });
        Ok(secret)
    }

    /// Discards the current token, when a server no longer accepts it.
    pub async fn forget(&self) {
        *self.inner.token.lock().await = None;
    }

    async fn fetch(&self) -> Result<(Secret, Option<u64>), TokenError> {
        let Inner { config, http, .. } = &*self.inner;
        let mut request = request::build(config, http)?;
        if let Some(signer) = &self.signer {
            signer.sign(&mut request).map_err(TokenError::Unsigned)?;
        }
        let mut response = http.execute(request).await.map_err(unsendable)?;
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(unsendable)? {
            if body.len() + chunk.len() > LARGEST {
                return Err(TokenError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let json = serde_json::from_slice::<Value>(&body);
        if !response.status().is_success() {
            let error = json.ok().as_ref().and_then(|json| code(json, config));
            let retry_after = response.headers().get(RETRY_AFTER);
            let retry_after = retry_after.and_then(|value| value.to_str().ok()).map(str::to_owned);
            return Err(TokenError::Refused { status: response.status(), error, retry_after });
        }
        let json = json.map_err(|_| TokenError::NotJson)?;
        let token = json.pointer(&config.token_at).and_then(Value::as_str);
        let token = token.filter(|token| !token.is_empty());
        let token = token.ok_or_else(|| TokenError::NoToken(config.token_at.clone()))?;
        let lifetime = json.pointer(&config.lifetime_at).and_then(seconds);
        Ok((Secret::from(token), lifetime.or(config.lifetime)))
    }
}

/// URLs can contain keys.
fn unsendable(error: reqwest::Error) -> TokenError {
    TokenError::Transport(Arc::new(error.without_url()))
}

/// RFC 6749 §5.2: a code of a few characters. Anything else may repeat what was sent.
fn code(json: &Value, config: &TokenConfig) -> Option<String> {
    let code = json.get("error")?.as_str()?;
    let is_code = code.len() <= 40
        && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        && code != config.client_secret.expose();
    is_code.then(|| code.to_owned())
}

fn seconds(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64().or_else(|| number.as_f64().map(|f| f as u64)),
        Value::String(digits) => digits.parse().ok(),
        _ => None,
    }
}
