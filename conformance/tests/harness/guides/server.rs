//! The reference server, with a list of what came and what was made of it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use conformance_testbed::reference::{Reference, start_with};
use serde_json::Value;
use tokio::runtime::Runtime;

/// A request that came, and what was received.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    path: String,
    pub(super) media_type: String,
    /// The scheme of the credential in `Authorization`.
    pub(super) scheme: String,
    pub(super) is_signed: bool,
    pub(super) status: u16,
    /// The values that were made, where this is how they are.
    pub(super) made: Vec<String>,
}

impl Seen {
    fn of(request: &Request) -> Self {
        let header = |name: &str| {
            let value = request.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        Self {
            path: request.uri().path().to_owned(),
            media_type: header("content-type"),
            scheme: header("authorization").split(' ').next().unwrap_or_default().to_owned(),
            is_signed: !header("signature").is_empty(),
            status: 0,
            made: Vec::new(),
        }
    }

    /// Whether its path ends so.
    pub(super) fn is(&self, end: &str) -> bool {
        self.path.ends_with(end)
    }
}

type List = Arc<Mutex<Vec<Seen>>>;

/// A running server that remembers what it saw.
pub(super) struct Server {
    reference: Reference,
    list: List,
    _runtime: Runtime,
}

impl Server {
    pub(super) fn start(provider: &'static str) -> Self {
        let runtime = Runtime::new().unwrap();
        let list = List::default();
        let seen = list.clone();
        let change = move |id: &str, router: Router| {
            if id == provider { watched(router, seen.clone()) } else { router }
        };
        let free = SocketAddr::from(([127, 0, 0, 1], 0));
        let reference = runtime.block_on(start_with(free, 1, change)).unwrap();
        Self { reference, list, _runtime: runtime }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.reference.address()
    }

    pub(super) fn seen(&self) -> Vec<Seen> {
        self.list.lock().unwrap().clone()
    }
}

fn watched(router: Router, list: List) -> Router {
    let layer = from_fn(move |request: Request, next: Next| {
        let (list, mut seen) = (list.clone(), Seen::of(&request));
        async move {
            let (parts, body) = next.run(request).await.into_parts();
            let content = to_bytes(body, 1 << 20).await.unwrap();
            seen.status = parts.status.as_u16();
            if seen.status == 200 && !seen.is("/revoke") {
                made(&serde_json::from_slice(&content).unwrap_or_default(), &mut seen.made);
            }
            list.lock().unwrap().push(seen);
            Response::from_parts(parts, Body::from(content))
        }
    });
    router.layer(layer)
}

/// The texts and numbers of a response that are long enough for tokens.
fn made(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.values().for_each(|member| made(member, into)),
        Value::String(text) if text.len() > 30 => into.push(text.clone()),
        Value::Number(number) if number.to_string().len() > 5 => into.push(number.to_string()),
        _ => {}
    }
}
