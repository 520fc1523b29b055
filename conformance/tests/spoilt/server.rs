//! The reference server behind something that spoils it, and the program run against it.

use std::net::SocketAddr;
use std::process::{Command, Output};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use conformance::fixtures::{Credential, Fixtures};
use conformance::reference::{Reference, start_with};
use http::{HeaderMap, Method, StatusCode};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tower::Layer as _;

/// A request on its way to the correct server.
pub(crate) struct Sent {
    pub(crate) method: Method,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// A correct answer on its way back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Changes the JSON content.
    pub(crate) fn edit(&mut self, change: impl FnOnce(&mut Map<String, Value>)) {
        if let Ok(Value::Object(mut members)) = serde_json::from_slice(&self.body) {
            change(&mut members);
            self.set(self.status.as_u16(), &Value::Object(members).to_string());
        }
    }

    /// Becomes an answer with this status and JSON content; none where it is empty.
    pub(crate) fn set(&mut self, status: u16, body: &str) {
        self.status = StatusCode::from_u16(status).expect("a status");
        self.headers.remove("content-type");
        if !body.is_empty() {
            let json = "application/json".parse().expect("a header");
            self.headers.insert("content-type", json);
        }
        self.body = body.as_bytes().to_vec();
    }

    /// Sets a header field.
    pub(crate) fn header(&mut self, name: &'static str, value: &str) {
        self.headers.insert(name, value.parse().expect("a header"));
    }
}

/// How a correct server is changed.
#[derive(Clone, Copy)]
pub(crate) enum Change {
    /// The request, before the correct server sees it.
    Request(fn(&mut Sent)),
    /// The answer, by the request that it answers.
    Answer(fn(&Sent, &mut Answer)),
    /// The bytes of every answer.
    Bytes(fn(Vec<u8>) -> Vec<u8>),
}

/// What the program said of a changed server.
pub(crate) struct Verdict {
    pub(crate) exit: Option<i32>,
    pub(crate) report: Value,
}

impl Verdict {
    /// The checks that found something, each once.
    pub(crate) fn checks(&self) -> Vec<&str> {
        let mut checks: Vec<&str> =
            self.findings().map(|finding| finding["check"].as_str().unwrap_or_default()).collect();
        checks.sort_unstable();
        checks.dedup();
        checks
    }

    /// All findings.
    pub(crate) fn findings(&self) -> impl Iterator<Item = &Value> {
        self.report["suites"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|suite| suite["findings"].as_array().into_iter().flatten())
    }
}

/// Runs the program against the reference server of a provider, changed.
pub(crate) async fn judge(provider: &'static str, change: Change) -> Verdict {
    let reference = start_with(([127, 0, 0, 1], 0).into(), 7, move |id, router| {
        if id == provider { changed(router, change) } else { router }
    });
    let reference = reference.await.expect("a free port");
    let (target, _relay) = match change {
        Change::Bytes(change) => relay(&reference, provider, change).await,
        _ => (reference.base_url(provider), None),
    };
    let folder = tempfile::tempdir().expect("a folder");
    let fixtures = folder.path().join("fixtures.json");
    let text = file(&reference.fixtures(provider)).to_string();
    std::fs::write(&fixtures, text).expect("written");
    let run = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
        command.args(["run", "--provider", provider, "--target", &target, "--report", "json"]);
        command.args(["--timeout", "5", "--fixtures"]).arg(fixtures);
        command.output().expect("the program starts")
    });
    let Output { status, stdout, stderr } = run.await.expect("no panic");
    let report = serde_json::from_slice(&stdout).unwrap_or_else(|error| {
        panic!("no report: {error}\n{}", String::from_utf8_lossy(&stderr));
    });
    Verdict { exit: status.code(), report }
}

fn changed(router: Router, change: Change) -> Router {
    // Around the whole router: a layer of its own would come after the choice by method.
    let layer = from_fn(move |request: Request, next: Next| async move {
        let mut sent = receive(request).await;
        if let Change::Request(change) = change {
            change(&mut sent.0);
        }
        let response = next.run(restore(&sent)).await;
        match change {
            Change::Answer(change) => answer(&sent.0, response, change).await,
            _ => response,
        }
    });
    Router::new().fallback_service(layer.layer(router))
}

async fn receive(request: Request) -> (Sent, http::request::Parts) {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 8 << 20).await.unwrap_or_default().to_vec();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    (Sent { method: parts.method.clone(), query, headers: parts.headers.clone(), body }, parts)
}

fn restore((sent, parts): &(Sent, http::request::Parts)) -> Request {
    let mut request = Request::from_parts(parts.clone(), Body::from(sent.body.clone()));
    *request.method_mut() = sent.method.clone();
    *request.headers_mut() = sent.headers.clone();
    let path = parts.uri.path();
    let uri =
        if sent.query.is_empty() { path.to_owned() } else { format!("{path}?{}", sent.query) };
    *request.uri_mut() = uri.parse().expect("a path");
    request
}

async fn answer(sent: &Sent, response: Response, change: fn(&Sent, &mut Answer)) -> Response {
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, 8 << 20).await.expect("a whole body");
    let mut answer = Answer { status: parts.status, headers: parts.headers, body: body.to_vec() };
    change(sent, &mut answer);
    answer.headers.remove("content-length");
    parts.status = answer.status;
    parts.headers = answer.headers;
    Response::from_parts(parts, Body::from(Bytes::from(answer.body)))
}

/// A relay that changes the bytes of answers, one connection a request.
async fn relay(
    reference: &Reference,
    provider: &str,
    change: fn(Vec<u8>) -> Vec<u8>,
) -> (String, Option<AbortOnDrop>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let upstream = reference.address();
    let task = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                // A caller that goes away is of no concern here.
                let _gone = pass(stream, upstream, change).await;
            });
        }
    });
    (format!("http://{address}/{provider}"), Some(AbortOnDrop(task)))
}

pub(crate) struct AbortOnDrop(tokio::task::JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn pass(
    mut caller: TcpStream,
    upstream: SocketAddr,
    change: fn(Vec<u8>) -> Vec<u8>,
) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    while !is_whole(&request) {
        let count = caller.read(&mut chunk).await?;
        if count == 0 {
            break;
        }
        request.extend_from_slice(&chunk[..count]);
    }
    let text = String::from_utf8_lossy(&request);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let kept = head.lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let head = kept.collect::<Vec<_>>().join("\r\n");
    let mut server = TcpStream::connect(upstream).await?;
    server.write_all(format!("{head}\r\nconnection: close\r\n\r\n{body}").as_bytes()).await?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).await?;
    caller.write_all(&change(answer)).await?;
    caller.shutdown().await
}

/// Whether a request has come to its end, by its `Content-Length`.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    body.len() >= length.unwrap_or(0)
}

/// Fixtures as the file that the program reads.
fn file(fixtures: &Fixtures) -> Value {
    let credentials: Map<String, Value> = fixtures
        .credentials()
        .map(|(scheme, credential)| {
            let value = match credential {
                Credential::Token(secret) => json!({ "token": secret.expose() }),
                Credential::Key(secret) => json!({ "key": secret.expose() }),
                Credential::Basic { username, password } => {
                    json!({ "username": username.expose(), "password": password.expose() })
                }
            };
            (scheme.to_owned(), value)
        })
        .collect();
    let values: Map<String, Value> =
        fixtures.values().map(|(name, value)| (name.to_owned(), value.clone())).collect();
    let fields = fixtures.live().fields();
    let live: Map<String, Value> = fields
        .into_iter()
        .map(|field| {
            let tokens: Vec<Value> =
                (0..200).filter_map(|_| fixtures.live().next(&field)).collect();
            (field, Value::Array(tokens))
        })
        .collect();
    json!({ "credentials": credentials, "values": values, "live": live })
}
