//! Mutations of a correct server: requests, responses and bytes are changed between the caller and its routes.

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

/// The longest body, in bytes.
const LIMIT: usize = 8 << 20;

/// A request on its way to the correct server.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// The method.
    pub method: Method,
    /// The path, as sent.
    pub path: String,
    /// The query component, without its question mark.
    pub query: String,
    /// Headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

/// A correct response on its way back.
#[derive(Debug, Clone, PartialEq)]
pub struct HttpResponse {
    /// The status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// Changes the body if it is a JSON object.
    pub fn edit(&mut self, change: impl FnOnce(&mut Map<String, Value>)) {
        if !self.is_json() {
            return;
        }
        if let Ok(Value::Object(mut properties)) = serde_json::from_slice(&self.body) {
            change(&mut properties);
            self.body = Value::Object(properties).to_string().into_bytes();
        }
    }

    /// Whether Content-Type is a JSON media type.
    pub fn is_json(&self) -> bool {
        let name = self.headers.get("content-type").and_then(|name| name.to_str().ok());
        let media_type = name.unwrap_or_default().split(';').next().unwrap_or_default();
        let media_type = media_type.trim().to_ascii_lowercase();
        media_type.ends_with("/json") || media_type.ends_with("+json")
    }

    /// Whether the body is a JSON object.
    pub fn is_object(&self) -> bool {
        self.is_json() && self.body.starts_with(b"{")
    }

    /// Replaces status and body; a body that is not empty is JSON.
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
    /// The response, given the request.
    HttpResponse(fn(&Sent, &mut HttpResponse)),
    /// The bytes of every response; see [`relay`].
    Bytes(fn(Vec<u8>) -> Vec<u8>),
    /// Bytes instead of a response, given the request as sent; see [`relay`].
    Head(fn(&str) -> Option<&'static str>),
    /// A hidden request that is executed before the response is sent.
    Hidden(fn(&Sent, &HttpResponse) -> Option<Sent>),
    /// The response, given the request and notes of earlier ones.
    Stateful(fn(&mut Vec<String>, &Sent, &mut HttpResponse)),
    /// A delay of the response, given request and response.
    Delay(fn(&Sent, &HttpResponse) -> Duration),
}

impl Change {
    /// Whether it changes bytes, so that a [`relay`] must apply it.
    pub fn is_of_bytes(self) -> bool {
        matches!(self, Self::Bytes(_) | Self::Head(_))
    }
}

/// A router with a change. Changes of bytes have no effect here; see [`relay`].
pub fn wrap(router: Router, change: Change) -> Router {
    wrap_counted(router, change, HitCounter::default())
}

/// A router with a change, which counts how often it made a difference.
pub fn wrap_counted(router: Router, change: Change, hits: HitCounter) -> Router {
    // Around the whole router: `Router::layer` would run after the method is chosen.
    let notes = Arc::new(Mutex::new(Vec::new()));
    let layer = from_fn(move |request: Request, next: Next| {
        let (notes, hits) = (Arc::clone(&notes), hits.clone());
        async move { apply(request, next, change, &notes, &hits).await }
    });
    Router::new().fallback_service(layer.layer(router))
}

async fn apply(
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
            change_response(response, hits, |received| change(&sent, received)).await
        }
        Change::Stateful(change) => {
            let note = |received: &mut HttpResponse| {
                change(&mut notes.lock().unwrap_or_else(PoisonError::into_inner), &sent, received);
            };
            change_response(response, hits, note).await
        }
        Change::Hidden(change) => {
            let mut hidden = None;
            let response =
                change_response(response, hits, |received| hidden = change(&sent, received)).await;
            hits.note(hidden.is_some());
            if let Some(hidden) = hidden {
                next.run(restore(&hidden, &parts)).await;
            }
            response
        }
        Change::Delay(change) => {
            let mut delay = Duration::ZERO;
            let response =
                change_response(response, hits, |received| delay = change(&sent, received)).await;
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

async fn change_response(
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

/// A relay that changes the bytes of responses; one request per connection. Dropping it stops it.
#[derive(Debug)]
pub struct Relay {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Relay {
    /// The address on which it listens.
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
/// The relay cannot listen on a port.
pub async fn relay(upstream: SocketAddr, change: Change) -> std::io::Result<Relay> {
    relay_counted(upstream, change, HitCounter::default()).await
}

/// Starts a relay that counts how often it made a difference.
///
/// # Errors
/// The relay cannot listen on a port.
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
                // A closed connection is not an error.
                let _gone = relay_connection(stream, upstream, change, &hits).await;
            });
        }
    });
    Ok(Relay { address, task })
}

async fn relay_connection(
    mut caller: TcpStream,
    upstream: SocketAddr,
    change: Change,
    hits: &HitCounter,
) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    while !is_complete(&request) && request.len() < LIMIT {
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
    if !is_complete(&request) {
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

/// The position after the header section.
fn head_end(message: &[u8]) -> Option<usize> {
    message.windows(4).position(|bytes| bytes == b"\r\n\r\n").map(|at| at + 4)
}

/// Whether a request is complete, by its last chunk or its `Content-Length`.
fn is_complete(request: &[u8]) -> bool {
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
