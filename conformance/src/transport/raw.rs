//! Requests over a bare connection, one each, so that every byte of the answer can be seen.

mod read;

use std::time::Instant;

use futures::future::{BoxFuture, FutureExt as _};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout_at;

use super::{Limits, NotAsked, Transport, origin, tls, wants_length};
use crate::exchange::{Exchange, Reply, SentRequest};

/// Requests over bare connections.
#[derive(Debug, Clone)]
pub struct RawTransport {
    limits: Limits,
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

impl RawTransport {
    /// A transport with these limits.
    pub fn new(limits: Limits) -> Self {
        Self { limits }
    }

    async fn exchange(&self, request: &SentRequest) -> Result<(Reply, Instant), NotAsked> {
        let origin = origin(&request.url);
        let deadline = tokio::time::Instant::now() + self.limits.timeout;
        let unreachable = |detail: String| NotAsked::Unreachable { url: origin.clone(), detail };
        let silent =
            || NotAsked::Silent { url: origin.clone(), seconds: self.limits.timeout.as_secs_f64() };
        let url = url::Url::parse(&request.url).map_err(|error| NotAsked::Unsendable {
            url: request.shown.url.clone(),
            detail: error.to_string(),
        })?;
        let connection = timeout_at(deadline, connect(&url)).await;
        let mut stream = connection.map_err(|_| silent())?.map_err(unreachable)?;
        let head = head(request, &url);
        if let Err(error) = send(&mut stream, &head, request.body.as_deref()).await {
            let reply = Reply::Broken { detail: error.to_string(), answer: None };
            return Ok((reply, Instant::now()));
        }
        let reader = read::Reader::new(&mut stream, self.limits.body, deadline);
        reader.reply(&request.method).await.ok_or_else(silent)
    }
}

async fn connect(url: &url::Url) -> Result<Box<dyn Stream>, String> {
    let host = url.host_str().ok_or("the URL has no host")?;
    let port = url.port_or_known_default().ok_or("the URL has no port")?;
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let stream = TcpStream::connect((bare, port)).await.map_err(|error| error.to_string())?;
    if url.scheme() != "https" {
        return Ok(Box::new(stream));
    }
    let name =
        rustls::pki_types::ServerName::try_from(bare.to_owned()).map_err(|e| e.to_string())?;
    let connector = tokio_rustls::TlsConnector::from(tls::client_config()?);
    let stream = connector.connect(name, stream).await.map_err(|error| error.to_string())?;
    Ok(Box::new(stream))
}

async fn send(
    stream: &mut Box<dyn Stream>,
    head: &str,
    body: Option<&[u8]>,
) -> std::io::Result<()> {
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.unwrap_or_default()).await?;
    stream.flush().await
}

/// RFC 9112 §3: the request line and the header section.
fn head(request: &SentRequest, url: &url::Url) -> String {
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let host = url.host_str().unwrap_or_default();
    let mut head =
        format!("{} {}{query} HTTP/1.1\r\nhost: {host}{port}\r\n", request.method, url.path());
    for (name, value) in &request.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    match &request.body {
        Some(body) => head.push_str(&format!("content-length: {}\r\n", body.len())),
        None if wants_length(request) => head.push_str("content-length: 0\r\n"),
        None => {}
    }
    head.push_str("connection: close\r\n\r\n");
    head
}

impl Transport for RawTransport {
    fn send<'a>(&'a self, request: &'a SentRequest) -> BoxFuture<'a, Result<Exchange, NotAsked>> {
        async move {
            let begun = Instant::now();
            let (reply, at) = self.exchange(request).await?;
            Ok(Exchange { request: request.clone(), reply, elapsed: at - begun })
        }
        .boxed()
    }
}
