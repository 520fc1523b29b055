//! Servers that are wrong below what HTTP libraries show: how responses are framed and coded, and which
//! messages are carried out that must not be.

use super::probes::head;
use super::{Fault, bytes, response};

const TAKEN: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\
     connection: close\r\n\r\n{}";
const DONE: &str = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
const FAILED: &str = "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const REFUSED: &str = "HTTP/1.1 400 Bad\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

pub(super) const FAULTS: &[Fault] = &[
    bytes("incomplete-response", "nomba", "two responses in one", |bytes| {
        if bytes.starts_with(b"HTTP/1.1 200") {
            [&bytes[..], TAKEN.as_bytes()].concat()
        } else {
            bytes
        }
    }),
    bytes("incomplete-response", "pipevest", "a refusal that is longer than it says", |bytes| {
        if bytes.starts_with(b"HTTP/1.1 401") { [&bytes[..], b"\n<hr>"].concat() } else { bytes }
    }),
    head("incomplete-response", "moov", "content after the response to HEAD", |request| {
        request.starts_with("HEAD ").then_some(TAKEN)
    }),
    bytes("incomplete-response", "nomba", "garbage after the last chunk", |bytes| {
        chunked(bytes, "", "0\r\n!? no field\r\n\r\n")
    }),
    bytes("incomplete-response", "infisical", "a chunk that is longer than it says", |bytes| {
        chunked(bytes, "", "1\r\n{}\r\n0\r\n\r\n")
    }),
    bytes("incomplete-response", "nomba", "chunks and a length", |bytes| {
        chunked(bytes, "content-length: 2\r\n", "0\r\n\r\n")
    }),
    bytes("incomplete-response", "voucherify", "every response is cut within its head", |_| {
        b"HTTP/1.1 204 No Con".to_vec()
    }),
    bytes("response-header-conformance", "infisical", "Content-Length twice", |bytes| {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let length = text.lines().find(|line| line.starts_with("content-length"));
        let length = length.unwrap_or_default().to_owned();
        text.replacen("\r\n", &format!("\r\n{length}\r\n"), 1).into_bytes()
    }),
    response("malformed-date", "moov", "a date in another form", |_, a| {
        a.header("last-modified", "2024-01-01T00:00:00Z");
    }),
    response("content-coding-conformance", "nomba", "gzip that is none", |_, a| {
        a.header("content-encoding", "gzip");
    }),
    response("content-coding-conformance", "pipevest", "a charset for a coding", |_, a| {
        a.header("content-encoding", "utf-8");
    }),
    head("accepted-malformed-message", "nomba", "content that is cut is taken", |request| {
        let (length, content) = (lengths(request).first().copied()?, content(request));
        (length > content.len()).then_some(TAKEN)
    }),
    head(
        "accepted-malformed-message",
        "voucherify",
        "more content than announced is taken",
        |request| {
            let (length, content) = (lengths(request).first().copied()?, content(request));
            (length < content.len() && lengths(request).len() == 1).then_some(DONE)
        },
    ),
    head(
        "accepted-malformed-message",
        "voucherify",
        "content that is not announced is taken",
        |request| {
            let is_announced = !lengths(request).is_empty() || request.contains("chunked");
            (!is_announced && !content(request).is_empty()).then_some(DONE)
        },
    ),
    head("accepted-malformed-message", "moov", "the first of two lengths counts", |request| {
        (lengths(request).len() > 1).then_some(DONE)
    }),
    head("server-error", "nomba", "chunks and a length give 500", |request| {
        (request.contains("chunked") && !lengths(request).is_empty()).then_some(FAILED)
    }),
    head("server-error", "pipevest", "a NUL in a header gives 500", |request| {
        request.contains('\0').then_some(FAILED)
    }),
    head("server-error", "infisical", "the whole URL gives 500", |request| {
        request.starts_with("POST http://").then_some(FAILED)
    }),
    head("request-syntax-conformance", "moov", "the whole URL is refused", |request| {
        request.starts_with("POST http://").then_some(REFUSED)
    }),
    head(
        "request-syntax-conformance",
        "infisical",
        "methods are compared without case",
        |request| request.starts_with("post ").then_some(TAKEN),
    ),
];

/// A success with chunked content in place of another one.
fn chunked(bytes: Vec<u8>, fields: &str, end: &str) -> Vec<u8> {
    if !bytes.starts_with(b"HTTP/1.1 200") {
        return bytes;
    }
    let head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n";
    format!("{head}{fields}\r\n2\r\n{{}}\r\n{end}").into_bytes()
}

fn lengths(request: &str) -> Vec<usize> {
    let head = request.split("\r\n\r\n").next().unwrap_or_default().to_ascii_lowercase();
    let fields = head.lines().filter_map(|line| line.strip_prefix("content-length:"));
    fields.filter_map(|length| length.trim().parse().ok()).collect()
}

fn content(request: &str) -> &str {
    request.split_once("\r\n\r\n").map_or("", |(_, content)| content)
}
