//! Ways to make a correct server wrong, or right in another way: between the caller and its routes.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use conformance_engine::request_reader::HitCounter;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde_json::{Map, Value};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tower::Layer as _;

/// The longest content that passes, in bytes.
const LIMIT: usize = 8 << 20;

/// A request on its way to the correct server.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// The method.
    pub method: Method,
    /// The path, as it was written.
    pub path: String,
    /// The query component, without its question mark.
    pub query: String,
    /// Header fields.
    pub headers: HeaderMap,
    /// The content.
    pub body: Vec<u8>,
}

/// A correct response on its way back.
#[derive(Debug, Clone, PartialEq)]
pub struct HttpResponse {
    /// The status.
    pub status: StatusCode,
    /// Header fields.
    pub headers: HeaderMap,
    /// The content.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// Changes JSON content that is an object. Its media type stays.
    pub fn edit(&mut self, change: impl FnOnce(&mut Map<String, Value>)) {
        if !self.is_json() {
            return;
        }
        if let Ok(Value::Object(mut members)) = serde_json::from_slice(&self.body) {
            change(&mut members);
            self.body = Value::Object(members).to_string().into_bytes();
        }
    }

    /// Whether the content is said to be JSON.
    pub fn is_json(&self) -> bool {
        let name = self.headers.get("content-type").and_then(|name| name.to_str().ok());
        let media_type = name.unwrap_or_default().split(';').next().unwrap_or_default();
        let media_type = media_type.trim().to_ascii_lowercase();
        media_type.ends_with("/json") || media_type.ends_with("+json")
    }

    /// Whether the content is a JSON object.
    pub fn is_object(&self) -> bool {
        self.is_json() && self.body.starts_with(b"{")
    }

    /// Becomes a response with this status and JSON content; without content where it is empty.
    pub fn set(&mut self, status: u16, body: &str) {
        self.status = StatusCode::from_u16(status).unwrap_or(self.status);
        self.headers.remove("content-type");
        if !body.is_empty() {
            self.header("content-type", "application/json");
        }
        self.body = body.as_bytes().to_vec();
    }

    /// Sets a header field.
    pub fn header(&mut self, name: &'static str, value: &str) {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(HeaderName::from_static(name), value);
        }
    }
}

/// How a correct server is changed.
#[derive(Debug, Clone, Copy)]
pub enum Change {
    /// The request, before the correct server sees it.
    Request(fn(&mut Sent)),
    /// The response, by the request that it responds.
    HttpResponse(fn(&Sent, &mut HttpResponse)),
    /// The bytes of every response; see [`relay`].
    Bytes(fn(Vec<u8>) -> Vec<u8>),
    /// Bytes in place of a response, by the request as it was written; see [`relay`].
    Head(fn(&str) -> Option<&'static str>),
    /// A request that is carried out in secret before the response to another one leaves.
    Secret(fn(&Sent, &HttpResponse) -> Option<Sent>),
    /// The response, by the request and by what the server has noted of those before.
    Noted(fn(&mut Vec<String>, &Sent, &mut HttpResponse)),
    /// The time that passes before the response leaves, by the request and the response.
    Delay(fn(&Sent, &HttpResponse) -> Duration),
}

impl Change {
    /// Whether it concerns bytes, and a [`relay`] must carry it out.
    pub fn is_of_bytes(self) -> bool {
        matches!(self, Self::Bytes(_) | Self::Head(_))
    }
}

/// A router that is changed. Changes of bytes are for [`relay`] and leave it as it is.
pub fn wrap(router: Router, change: Change) -> Router {
    wrap_counted(router, change, HitCounter::default())
}

/// A router that is changed, and reports how often it made a difference.
pub fn wrap_counted(router: Router, change: Change, hits: HitCounter) -> Router {
    // Around the whole router: a layer of its own would come after the choice by method.
    let notes = Arc::new(Mutex::new(Vec::new()));
    let layer = from_fn(move |request: Request, next: Next| {
        let (notes, hits) = (Arc::clone(&notes), hits.clone());
        async move { pass_on(request, next, change, &notes, &hits).await }
    });
    Router::new().fallback_service(layer.layer(router))
}

async fn pass_on(
    request: Request,
    next: Next,
    change: Change,
    notes: &Mutex<Vec<String>>,
    hits: &HitCounter,
) -> Response {
    let (mut sent, parts) = receive(request).await;
    if let Change::Request(change) = change {
        let before = sent.clone();
        change(&mut sent);
        hits.note(before != sent);
    }
    let response = next.clone().run(restore(&sent, &parts)).await;
    match change {
        Change::HttpResponse(change) => {
            received(response, hits, |received| change(&sent, received)).await
        }
        Change::Noted(change) => {
            let note = |received: &mut HttpResponse| {
                change(&mut notes.lock().unwrap_or_else(PoisonError::into_inner), &sent, received);
            };
            received(response, hits, note).await
        }
        Change::Secret(change) => {
            let mut secret = None;
            let response =
                received(response, hits, |received| secret = change(&sent, received)).await;
            hits.note(secret.is_some());
            if let Some(secret) = secret {
                next.run(restore(&secret, &parts)).await;
            }
            response
        }
        Change::Delay(change) => {
            let mut delay = Duration::ZERO;
            let response =
                received(response, hits, |received| delay = change(&sent, received)).await;
            hits.note(!delay.is_zero());
            tokio::time::sleep(delay).await;
            response
        }
        Change::Request(_) | Change::Bytes(_) | Change::Head(_) => response,
    }
}

async fn receive(request: Request) -> (Sent, http::request::Parts) {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LIMIT).await.unwrap_or_default().to_vec();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let path = parts.uri.path().to_owned();
    (
        Sent { method: parts.method.clone(), path, query, headers: parts.headers.clone(), body },
        parts,
    )
}

fn restore(sent: &Sent, parts: &http::request::Parts) -> Request {
    let mut request = Request::from_parts(parts.clone(), Body::from(sent.body.clone()));
    *request.method_mut() = sent.method.clone();
    *request.headers_mut() = sent.headers.clone();
    let path = parts.uri.path();
    let uri =
        if sent.query.is_empty() { path.to_owned() } else { format!("{path}?{}", sent.query) };
    if let Ok(uri) = uri.parse() {
        *request.uri_mut() = uri;
    }
    request
}

async fn received(
    response: Response,
    hits: &HitCounter,
    change: impl FnOnce(&mut HttpResponse),
) -> Response {
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, LIMIT).await.unwrap_or_default().to_vec();
    let mut received = HttpResponse { status: parts.status, headers: parts.headers, body };
    let before = received.clone();
    change(&mut received);
    hits.note(before != received);
    received.headers.remove("content-length");
    parts.status = received.status;
    parts.headers = received.headers;
    Response::from_parts(parts, Body::from(received.body))
}

/// A relay that changes the bytes of responses, one request a connection. Dropping it stops it.
#[derive(Debug)]
pub struct Relay {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Relay {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Starts a relay in front of a server on loopback.
///
/// # Errors
/// No port can be listened on.
pub async fn relay(upstream: SocketAddr, change: Change) -> std::io::Result<Relay> {
    relay_counted(upstream, change, HitCounter::default()).await
}

/// Starts a relay that reports how often it made a difference.
///
/// # Errors
/// No port can be listened on.
pub async fn relay_counted(
    upstream: SocketAddr,
    change: Change,
    hits: HitCounter,
) -> std::io::Result<Relay> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let task = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let hits = hits.clone();
            tokio::spawn(async move {
                // A caller that goes away is of no concern here.
                let _gone = pass(stream, upstream, change, &hits).await;
            });
        }
    });
    Ok(Relay { address, task })
}

async fn pass(
    mut caller: TcpStream,
    upstream: SocketAddr,
    change: Change,
    hits: &HitCounter,
) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    while !is_whole(&request) && request.len() < LIMIT {
        let count = caller.read(&mut chunk).await?;
        if count == 0 {
            break;
        }
        request.extend_from_slice(&chunk[..count]);
    }
    let end = head_end(&request).unwrap_or(request.len());
    let head = String::from_utf8_lossy(&request[..end]).into_owned();
    if let Change::Head(change) = change
        && let Some(received) = change(&String::from_utf8_lossy(&request))
    {
        hits.note(true);
        caller.write_all(received.as_bytes()).await?;
        return caller.shutdown().await;
    }
    let kept = head.lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let head = kept.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\r\n");
    let mut server = TcpStream::connect(upstream).await?;
    server.write_all(format!("{head}\r\nconnection: close\r\n\r\n").as_bytes()).await?;
    server.write_all(&request[end..]).await?;
    if !is_whole(&request) {
        server.shutdown().await?;
    }
    let mut received = Vec::new();
    server.read_to_end(&mut received).await?;
    let received = match change {
        Change::Bytes(change) => {
            let changed = change(received.clone());
            hits.note(changed != received);
            changed
        }
        _ => received,
    };
    caller.write_all(&received).await?;
    caller.shutdown().await
}

/// Where the content of a message begins.
fn head_end(message: &[u8]) -> Option<usize> {
    message.windows(4).position(|bytes| bytes == b"\r\n\r\n").map(|at| at + 4)
}

/// Whether a request has come to its end, by its last chunk or its `Content-Length`.
fn is_whole(request: &[u8]) -> bool {
    let Some(end) = head_end(request) else { return false };
    let head = String::from_utf8_lossy(&request[..end]);
    if head.to_ascii_lowercase().contains("\r\ntransfer-encoding: chunked") {
        return request.ends_with(b"0\r\n\r\n");
    }
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    request.len() - end >= length.unwrap_or(0)
}
