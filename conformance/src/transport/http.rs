//! Requests over pooled connections: no redirects, bounded bodies. reqwest writes them, and sends those that
//! go through a proxy.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures::future::{BoxFuture, Either, FutureExt as _, TryFutureExt as _};
use http::header::ACCEPT_ENCODING;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use tokio::time::timeout_at;
use url::Url;

use super::direct::{Content, Direct, Unanswered};
use super::{
    AGENT, CODING, Limits, NotAsked, Proxy, Reach, Transport, chain, install_provider, origin,
    wants_length,
};
use crate::exchange::{Answer, Exchange, Reply, SentRequest};

/// So long is a connection kept without a request.
const IDLE: Duration = Duration::from_secs(5);

/// Requests over pooled connections.
#[derive(Debug, Clone)]
pub struct HttpTransport {
    client: reqwest::Client,
    /// What sends them where there is no proxy.
    direct: Option<Direct>,
    limits: Limits,
    /// The URL before: most requests of a run go to the same one, and to read it takes its time.
    last: Arc<Mutex<Option<(String, Url)>>>,
}

impl HttpTransport {
    /// A transport with its own pool of connections.
    ///
    /// # Errors
    ///
    /// Where the system's TLS cannot be set up.
    pub fn new(limits: Limits) -> Result<Self, reqwest::Error> {
        Self::reaching(limits, &Reach::default())
    }

    /// A transport that reaches its target in this way.
    ///
    /// # Errors
    ///
    /// Where TLS cannot be set up, or the proxy has no URL.
    pub fn reaching(limits: Limits, reach: &Reach) -> Result<Self, reqwest::Error> {
        install_provider();
        let headers = [(ACCEPT_ENCODING, HeaderValue::from_static(CODING))];
        let builder = reqwest::Client::builder()
            .default_headers(headers.into_iter().collect())
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(AGENT)
            .connect_timeout(limits.timeout)
            .pool_idle_timeout(IDLE);
        let builder = match &reach.proxy {
            Proxy::None => builder.no_proxy(),
            Proxy::Environment => builder,
            Proxy::At(url) => builder.proxy(reqwest::Proxy::all(url)?),
        };
        // Where there is none, reqwest says why.
        let tls = reach.trust.pooled();
        let builder = match tls.clone() {
            Some(tls) => builder.tls_backend_preconfigured(tls),
            None => builder,
        };
        let direct = tls
            .filter(|_| reach.proxy == Proxy::None)
            .map(|tls| Direct::new(tls, limits.timeout, IDLE));
        Ok(Self { client: builder.build()?, direct, limits, last: Arc::default() })
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
    pub(crate) fn client(&self) -> &reqwest::Client {
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

    async fn exchange(&self, sent: &SentRequest) -> Result<Reply, NotAsked> {
        let url = || origin(&sent.url);
        let request = self
            .build(sent)
            .map_err(|detail| NotAsked::Unsendable { url: sent.shown.url.clone(), detail })?;
        let deadline = tokio::time::Instant::now() + self.limits.timeout;
        let silent = || NotAsked::Silent { url: url(), seconds: self.limits.timeout.as_secs_f64() };
        match timeout_at(deadline, self.execute(request)).await {
            Err(_) | Ok(Err(Unanswered::Silent)) => Err(silent()),
            Ok(Err(Unanswered::Unreachable(detail))) => {
                Err(NotAsked::Unreachable { url: url(), detail })
            }
            Ok(Err(Unanswered::Cut(detail))) => Ok(unanswered(detail)),
            Ok(Ok((answer, mut content))) => Ok(self.read(answer, &mut content, deadline).await),
        }
    }

    /// What comes of a request, as far as the end of the header section.
    fn execute(
        &self,
        request: reqwest::Request,
    ) -> impl Future<Output = Result<(Answer, Content), Unanswered>> {
        match &self.direct {
            Some(direct) => Either::Left(direct.send(request).map_ok(|response| {
                let (head, body) = response.into_parts();
                (begun(head.status, &head.headers), Content::Direct(body))
            })),
            None => Either::Right(self.client.execute(request).err_into().map_ok(|response| {
                let answer = begun(response.status(), response.headers());
                (answer, Content::Library(Box::new(response)))
            })),
        }
    }

    async fn read(
        &self,
        mut answer: Answer,
        content: &mut Content,
        deadline: tokio::time::Instant,
    ) -> Reply {
        loop {
            let detail = match timeout_at(deadline, content.chunk()).await {
                Ok(Ok(None)) => return Reply::Answered(answer),
                Ok(Ok(Some(chunk))) => {
                    let room = self.limits.body - answer.body.len();
                    answer.body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                    if chunk.len() > room {
                        answer.over_limit = true;
                        return Reply::Answered(answer);
                    }
                    continue;
                }
                Ok(Err(words)) => words,
                Err(_) => "the content stopped coming".to_owned(),
            };
            let detail = format!("{detail}, after {} bytes of content", answer.body.len());
            return Reply::Broken { detail, answer: Some(answer) };
        }
    }
}

/// An answer without its content.
fn begun(status: StatusCode, headers: &HeaderMap) -> Answer {
    let text = |(name, value): (&HeaderName, &HeaderValue)| {
        (name.as_str().to_owned(), value.as_bytes().to_vec())
    };
    let headers = headers.iter().map(text).collect();
    Answer { status: status.as_u16(), headers, ..Answer::default() }
}

/// No answer that could be read. The library says in words alone that the connection ended.
fn unanswered(detail: String) -> Reply {
    let words = detail.to_ascii_lowercase();
    match ["closed", "reset", "broken pipe"].iter().any(|word| words.contains(word)) {
        true => Reply::Dropped { detail },
        false => Reply::Broken { detail, answer: None },
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
