//! Writes a request as the bytes that are sent, including malformed requests.

use crate::transport::{AGENT, CODING, wants_length};
use conformance_core::exchange::SentRequest;
use conformance_core::exchange::{Malformation, Via};

/// RFC 9112 §2.1: the request line, the header section and the body.
pub(super) fn message(request: &SentRequest, url: &url::Url) -> Vec<u8> {
    let malformation = match request.via {
        Via::Malformed(malformation) => Some(malformation),
        Via::Http | Via::Raw => None,
    };
    let mut head = request_line(request, url, malformation);
    if malformation != Some(Malformation::NoHost) {
        head.push_str(&format!("host: {}\r\n", authority(url)));
    }
    for (name, value) in [("user-agent", AGENT), ("accept-encoding", CODING)] {
        if !request.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    for (name, value) in &request.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let content = request.body.as_deref().unwrap_or_default();
    for (name, value) in
        malformation.iter().flat_map(|malformation| malformation.fields(content.len()))
    {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !malformation.is_some_and(Malformation::is_of_length) {
        match &request.body {
            Some(body) => head.push_str(&format!("content-length: {}\r\n", body.len())),
            None if wants_length(request) => head.push_str("content-length: 0\r\n"),
            None => {}
        }
    }
    head.push_str("connection: close\r\n\r\n");
    let mut bytes = head.into_bytes();
    match malformation {
        Some(Malformation::LengthAndChunked) => bytes.extend(chunked(content)),
        _ => bytes.extend_from_slice(content),
    }
    bytes
}

fn request_line(
    request: &SentRequest,
    url: &url::Url,
    malformation: Option<Malformation>,
) -> String {
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let (method, path) = (&request.method, url.path());
    match malformation {
        // RFC 9112 §3.2.2.
        Some(Malformation::AbsoluteForm) => {
            let (scheme, authority) = (url.scheme(), authority(url));
            format!("{method} {scheme}://{authority}{path}{query} HTTP/1.1\r\n")
        }
        Some(Malformation::SpaceInTarget) => format!("{method} {path}{query} x HTTP/1.1\r\n"),
        Some(Malformation::UnknownVersion) => format!("{method} {path}{query} HTTP/9.9\r\n"),
        _ => format!("{method} {path}{query} HTTP/1.1\r\n"),
    }
}

fn authority(url: &url::Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}{port}", url.host_str().unwrap_or_default())
}

/// RFC 9112 §7.1: one chunk, and the last one.
fn chunked(content: &[u8]) -> Vec<u8> {
    let mut bytes = format!("{:x}\r\n", content.len()).into_bytes();
    bytes.extend_from_slice(content);
    bytes.extend_from_slice(b"\r\n0\r\n\r\n");
    bytes
}
