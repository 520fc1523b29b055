//! Tests of the runtime.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod auth;
#[cfg(feature = "client")]
mod client;
mod codec;
mod decode;
mod message;
#[cfg(feature = "server")]
mod negotiate;
#[cfg(feature = "client")]
mod oauth;
#[cfg(feature = "signatures")]
mod signature;
mod value;
mod wire;

use http::{HeaderMap, HeaderName, HeaderValue};

use specwright_runtime::decode::{Decode, strict};
use specwright_runtime::message::{Incoming, Outgoing};
use specwright_runtime::violation::Violations;

/// A request with these headers and nothing else.
fn incoming(fields: &[(&str, &str)]) -> Incoming {
    Incoming {
        path: Default::default(),
        query: Vec::new(),
        headers: headers(fields),
        body: Default::default(),
    }
}

fn headers(fields: &[(&str, &str)]) -> HeaderMap {
    let fields = fields.iter().map(|(name, value)| {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        (name, HeaderValue::from_bytes(value.as_bytes()).unwrap())
    });
    let mut headers = HeaderMap::new();
    for (name, value) in fields {
        headers.append(name, value);
    }
    headers
}

fn outgoing() -> Outgoing {
    Outgoing::new(http::Method::GET, "/".to_owned())
}

/// A request of a client, as the server receives it.
fn received(outgoing: &Outgoing) -> Incoming {
    Incoming {
        path: Default::default(),
        query: outgoing.query.clone(),
        headers: outgoing.headers.clone(),
        body: outgoing.body.clone().unwrap_or_default(),
    }
}

/// Each violation as `pointer keyword`.
fn broken(violations: &Violations) -> Vec<String> {
    let lines = violations.0.iter().map(|one| format!("{} {}", one.pointer, one.keyword));
    lines.collect()
}

/// The violations when JSON text is decoded strictly; none if it is valid.
fn faults<T: Decode>(json: &str) -> Vec<String> {
    match strict::<T>(&serde_json::from_str(json).unwrap()) {
        Ok(_) => Vec::new(),
        Err(violations) => broken(&violations),
    }
}
