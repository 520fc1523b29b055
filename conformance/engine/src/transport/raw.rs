//! Requests over raw connections, one each, so that every byte can be chosen and seen.

mod read;
mod write;

use std::error::Error;
use std::time::{Duration, Instant};

use futures::future::{BoxFuture, FutureExt as _};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout_at;

use super::{Limits, NotAsked, Transport, Trust, origin};
use conformance_core::exchange::{Exchange, ExchangeResult, SentRequest};
use conformance_core::exchange::{Malformation, Via};

/// How long to wait for a response to a malformed request: silence counts as a rejection.
const PATIENCE: Duration = Duration::from_secs(3);

/// Requests over raw connections.
#[derive(Debug, Clone)]
pub struct RawTransport {
    limits: Limits,
    trust: Trust,
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

impl RawTransport {
    /// A transport with these limits.
    pub fn new(limits: Limits) -> Self {
        Self { limits, trust: Trust::default() }
    }

    /// A transport with these limits and trusted certificates.
    pub fn trusting(limits: Limits, trust: Trust) -> Self {
        Self { limits, trust }
    }

    async fn exchange(&self, request: &SentRequest) -> Result<(ExchangeResult, Instant), NotAsked> {
        let origin = origin(&request.url);
        let is_malformed = matches!(request.via, Via::Malformed(_));
        let timeout =
            if is_malformed { self.limits.timeout.min(PATIENCE) } else { self.limits.timeout };
        let deadline = tokio::time::Instant::now() + timeout;
        let unreachable = |error: Box<dyn Error + Send + Sync>| {
            NotAsked::no_connection(origin.clone(), error.as_ref(), error.to_string())
        };
        let silent = || NotAsked::Silent { url: origin.clone(), seconds: timeout.as_secs_f64() };
        let url = url::Url::parse(&request.url).map_err(|error| NotAsked::Unsendable {
            url: request.shown().url,
            detail: error.to_string(),
        })?;
        let connection = timeout_at(deadline, connect(&url, &self.trust)).await;
        let mut stream = connection.map_err(|_| silent())?.map_err(unreachable)?;
        let ends = request.via == Via::Malformed(Malformation::LengthTooLong);
        let message = write::message(request, &url);
        let sending = send(&mut stream, &message, ends);
        // A server may respond and close before it has read everything, so its response is read even if
        // not everything could be sent.
        let unsent = match timeout_at(deadline, sending).await {
            Ok(sent) => sent.err(),
            Err(_) => return Err(silent()),
        };
        let reader = read::Reader::new(&mut stream, self.limits.body, deadline);
        match (reader.reply(&request.method).await, unsent) {
            (Some((ExchangeResult::Dropped { .. }, at)), Some(error)) => {
                Ok((ExchangeResult::Dropped { detail: error.to_string() }, at))
            }
            (Some(reply), _) => Ok(reply),
            (None, _) if is_malformed => {
                let detail = format!("no response within {} s", timeout.as_secs_f64());
                Ok((ExchangeResult::Dropped { detail }, Instant::now()))
            }
            (None, _) => Err(silent()),
        }
    }
}

async fn connect(
    url: &url::Url,
    trust: &Trust,
) -> Result<Box<dyn Stream>, Box<dyn Error + Send + Sync>> {
    let host = url.host_str().ok_or("the URL has no host")?;
    let port = url.port_or_known_default().ok_or("the URL has no port")?;
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let stream = TcpStream::connect((bare, port)).await?;
    if url.scheme() != "https" {
        return Ok(Box::new(stream));
    }
    let name = rustls::pki_types::ServerName::try_from(bare.to_owned())?;
    let connector = tokio_rustls::TlsConnector::from(trust.config()?);
    let stream = connector.connect(name, stream).await?;
    Ok(Box::new(stream))
}

/// Sends the bytes, and closes the sending side if `ends`.
async fn send(stream: &mut Box<dyn Stream>, bytes: &[u8], ends: bool) -> std::io::Result<()> {
    stream.write_all(bytes).await?;
    stream.flush().await?;
    if ends { stream.shutdown().await } else { Ok(()) }
}

impl Transport for RawTransport {
    fn send(&self, request: SentRequest) -> BoxFuture<'_, Result<Exchange, NotAsked>> {
        async move {
            let begun = Instant::now();
            let (reply, at) = self.exchange(&request).await?;
            Ok(Exchange { request, reply, elapsed: at - begun })
        }
        .boxed()
    }
}
