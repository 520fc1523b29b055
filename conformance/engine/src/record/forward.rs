//! Forwards a client's request to the target: hop-by-hop headers are removed, redirects are not
//! followed, bodies are bounded.

use std::time::Duration;

use axum::http::header::ACCEPT_ENCODING;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use bytes::Bytes;

use super::settings::Settings;
use crate::transport::{chain, install_provider};

/// RFC 9110 §7.6.1: headers about one connection.
const HOP_BY_HOP: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The response of the target.
pub(super) struct Complete {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, Vec<u8>)>,
    pub(super) body: Bytes,
}

/// Why there is no response.
pub(super) enum Failure {
    /// The target sent no response, or only a part.
    Target(String),
    /// The response is longer than allowed.
    TooLong(usize),
}

/// Forwards requests.
#[derive(Debug, Clone)]
pub(super) struct Forwarder {
    client: reqwest::Client,
    limit: usize,
    timeout: Duration,
}

impl Forwarder {
    pub(super) fn new(settings: &Settings) -> Result<Self, reqwest::Error> {
        install_provider();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(settings.timeout)
            .pool_idle_timeout(Duration::from_secs(5))
            .build()?;
        Ok(Self { client, limit: settings.max_body, timeout: settings.timeout })
    }

    pub(super) async fn send(
        &self,
        url: &str,
        parts: &Parts,
        body: Bytes,
    ) -> Result<Complete, Failure> {
        let named = connection_names(parts);
        let mut headers = HeaderMap::new();
        for (name, value) in &parts.headers {
            let is_own = matches!(name.as_str(), "host" | "content-length" | "expect");
            if !is_own && !is_hop(name.as_str(), &named) {
                headers.append(name, value.clone());
            }
        }
        // What is recorded has to be readable, whatever the client can decode.
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        // A credential of the client replaces the user information in the URL of the target.
        let mut request = self.client.request(parts.method.clone(), url).headers(headers);
        let has_length = parts.headers.contains_key("content-length");
        if !body.is_empty() {
            request = request.body(body);
        } else if has_length {
            request = request.header("content-length", "0");
        }
        let response_parts = async {
            let response = request.send().await.map_err(failed)?;
            self.read(response).await
        };
        match tokio::time::timeout(self.timeout, response_parts).await {
            Ok(response_parts) => response_parts,
            Err(_) => {
                let seconds = self.timeout.as_secs_f64();
                Err(Failure::Target(format!("no complete response within {seconds} s")))
            }
        }
    }

    async fn read(&self, mut response: reqwest::Response) -> Result<Complete, Failure> {
        let status = response.status().as_u16();
        let headers = response.headers().iter();
        let headers =
            headers.map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()));
        let headers = headers.collect();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > self.limit {
                return Err(Failure::TooLong(self.limit));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Complete { status, headers, body: body.into() })
    }
}

fn failed(error: reqwest::Error) -> Failure {
    Failure::Target(chain(&error.without_url()))
}

/// The headers that `Connection` names.
pub(super) fn connection_names(parts: &Parts) -> Vec<String> {
    let fields = parts.headers.get_all("connection").iter();
    let names = fields.flat_map(|value| {
        let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
        text.split(',').map(|name| name.trim().to_ascii_lowercase()).collect::<Vec<_>>()
    });
    names.collect()
}

/// Whether a header is about one connection.
pub(super) fn is_hop(name: &str, named: &[String]) -> bool {
    HOP_BY_HOP.contains(&name) || named.iter().any(|known| known == name)
}
