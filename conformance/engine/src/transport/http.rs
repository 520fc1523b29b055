//! Requests through reqwest: pooled connections, no redirects, bounded bodies.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures::future::{BoxFuture, FutureExt as _};
use http::{HeaderValue, header::ACCEPT_ENCODING};
use tokio::time::timeout_at;
use url::Url;

use super::{
    AGENT, CODING, Limits, NotAsked, Proxy, Reach, Transport, chain, install_provider, origin,
    wants_length,
};
use conformance_core::exchange::{Exchange, ExchangeResult, HttpResponse, SentRequest};

/// Requests through reqwest.
#[derive(Debug, Clone)]
pub struct HttpTransport {
    client: reqwest::Client,
    limits: Limits,
    /// The previous URL: most requests of a run have the same one, and parsing it takes time.
    last: Arc<Mutex<Option<(String, Url)>>>,
}

impl HttpTransport {
    /// A transport with its own pool of connections.
    ///
    /// # Errors
    ///
    /// If the system's TLS cannot be set up.
    pub fn new(limits: Limits) -> Result<Self, reqwest::Error> {
        Self::reaching(limits, &Reach::default())
    }

    /// A transport that reaches its target as configured.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up, or the URL of the proxy is invalid.
    pub fn reaching(limits: Limits, reach: &Reach) -> Result<Self, reqwest::Error> {
        install_provider();
        let headers = [(ACCEPT_ENCODING, HeaderValue::from_static(CODING))];
        let builder = reqwest::Client::builder()
            .default_headers(headers.into_iter().collect())
            .redirect(reqwest::redirect::Policy::none())
            // Retries are up to the runner; the library must not retry.
            .retry(reqwest::retry::never().max_retries_per_request(0))
            .user_agent(AGENT)
            .connect_timeout(limits.timeout)
            .pool_idle_timeout(Duration::from_secs(5));
        let builder = match &reach.proxy {
            Proxy::None => builder.no_proxy(),
            Proxy::Environment => builder,
            Proxy::At(url) => builder.proxy(reqwest::Proxy::all(url)?),
        };
        let builder = match reach.trust.special() {
            Some(config) => builder.tls_backend_preconfigured(config),
            None => builder,
        };
        Ok(Self { client: builder.build()?, limits, last: Arc::default() })
    }

    fn url(&self, text: &str) -> Result<Url, url::ParseError> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, url)) = last.as_ref().filter(|(known, _)| known == text) {
            return Ok(url.clone());
        }
        let url = Url::parse(text)?;
        *last = Some((text.to_owned(), url.clone()));
        Ok(url)
    }

    /// What sends the requests.
    pub fn client(&self) -> &reqwest::Client {
        &self.client
    }

    fn build(&self, sent: &SentRequest) -> Result<reqwest::Request, String> {
        let method =
            reqwest::Method::from_bytes(sent.method.as_bytes()).map_err(|e| e.to_string())?;
        let url = self.url(&sent.url).map_err(|error| error.to_string())?;
        let mut request = self.client.request(method, url);
        for (name, value) in &sent.headers {
            request = request.header(name, value);
        }
        if wants_length(sent) {
            request = request.header("content-length", "0");
        }
        if let Some(body) = &sent.body {
            request = request.body(body.clone());
        }
        request.build().map_err(|error| chain(&error.without_url()))
    }

    async fn exchange(&self, sent: &SentRequest) -> Result<ExchangeResult, NotAsked> {
        let url = || origin(&sent.url);
        let request = self
            .build(sent)
            .map_err(|detail| NotAsked::Unsendable { url: sent.shown().url, detail })?;
        let deadline = tokio::time::Instant::now() + self.limits.timeout;
        // What was received when the time is over.
        let mut begun = None;
        let sent = timeout_at(deadline, self.execute(request, &mut begun)).await;
        Ok(match (sent, begun) {
            (Ok(Ok(())), Some(received)) => ExchangeResult::Complete(received),
            (Ok(Err(error)), Some(received)) => broken(&chain(&error.without_url()), received),
            (Err(_), Some(received)) => broken("the body stopped coming", received),
            (Ok(Err(error)), None) if error.is_connect() && !error.is_timeout() => {
                let error = error.without_url();
                return Err(NotAsked::no_connection(url(), &error, chain(&error)));
            }
            (Ok(Err(error)), None) if !error.is_timeout() => {
                unanswered(chain(&error.without_url()))
            }
            (_, None) => {
                let seconds = self.limits.timeout.as_secs_f64();
                return Err(NotAsked::Silent { url: url(), seconds });
            }
        })
    }

    /// Sends the request and reads the response, of which `begun` is what was received so far.
    async fn execute(
        &self,
        request: reqwest::Request,
        begun: &mut Option<HttpResponse>,
    ) -> Result<(), reqwest::Error> {
        let mut response = self.client.execute(request).await?;
        let headers = response.headers().iter();
        let received = begun.insert(HttpResponse {
            status: response.status().as_u16(),
            headers: headers.collect(),
            ..HttpResponse::default()
        });
        while let Some(chunk) = response.chunk().await? {
            let applicability = self.limits.body - received.body.len();
            received.body.extend_from_slice(&chunk[..chunk.len().min(applicability)]);
            if chunk.len() > applicability {
                received.over_limit = true;
                break;
            }
        }
        Ok(())
    }
}

/// A response that ends early, and why.
fn broken(why: &str, received: HttpResponse) -> ExchangeResult {
    let detail = format!("{why}, after {} bytes of the body", received.body.len());
    ExchangeResult::Broken { detail, response: Some(received) }
}

/// No readable response. The library describes only in its message that the connection ended.
fn unanswered(detail: String) -> ExchangeResult {
    let words = detail.to_ascii_lowercase();
    if ["closed", "reset", "broken pipe"].iter().any(|word| words.contains(word)) {
        ExchangeResult::Dropped { detail }
    } else {
        ExchangeResult::Broken { detail, response: None }
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: SentRequest) -> BoxFuture<'_, Result<Exchange, NotAsked>> {
        async move {
            let begun = Instant::now();
            let reply = self.exchange(&request).await?;
            Ok(Exchange { request, reply, elapsed: begun.elapsed() })
        }
        .boxed()
    }
}
