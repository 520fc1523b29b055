//! Faults in the syntax of messages: framing and content coding of responses, parsing of requests.

use super::probes::head;
use super::{Fault, bytes, response};

const TAKEN: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\
     connection: close\r\n\r\n{}";
const FAILED: &str = "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

pub(super) const FAULTS: &[Fault] = &[
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
    response("content-coding-conformance", "pipevest", "a charset for a coding", |_, a| {
        a.header("content-encoding", "utf-8");
    }),
    head("server-error", "nomba", "chunks and a length set_header 500", |request| {
        (request.contains("chunked") && !lengths(request).is_empty()).then_some(FAILED)
    }),
    head("server-error", "pipevest", "a NUL in a header gives 500", |request| {
        request.contains('\0').then_some(FAILED)
    }),
    head("server-error", "infisical", "the whole URL gives 500", |request| {
        request.starts_with("POST http://").then_some(FAILED)
    }),
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
