//! Responses that violate the syntax of HTTP/1.1 messages (RFC 9112).

use super::{Applicability, Fault, Mutation, mutated};
use crate::mutation::Change;

const fn fault(
    id: &'static str,
    what: &'static str,
    check: &'static str,
    applies: fn(&Applicability<'_>) -> bool,
    change: fn(Vec<u8>) -> Vec<u8>,
) -> Fault {
    mutated("framing", id, what, check, applies, Mutation::Change(Change::Bytes(change)))
}

/// A fault of every successful response.
const fn broken(id: &'static str, what: &'static str, change: fn(Vec<u8>) -> Vec<u8>) -> Fault {
    fault(id, what, "incomplete-response", succeeds, change)
}

/// A fault of every successful response with a body.
const fn of_body(id: &'static str, what: &'static str, change: fn(Vec<u8>) -> Vec<u8>) -> Fault {
    fault(id, what, "incomplete-response", has_body, change)
}

pub(super) const FAULTS: &[Fault] = &[
    fault("content-after-204", "sends a body after a 204", "content-after-204", has_204, |bytes| {
        after_204(bytes, "", "{}")
    }),
    fault(
        "length-on-204",
        "sends Content-Length with a 204",
        "content-after-204",
        has_204,
        |bytes| after_204(bytes, "content-length: 2\r\n", "{}"),
    ),
    fault(
        "coded-204",
        "sends Transfer-Encoding with a 204",
        "content-after-204",
        has_204,
        |bytes| after_204(bytes, "transfer-encoding: chunked\r\n", "0\r\n\r\n"),
    ),
    of_body("cut-short", "closes the connection before the end of the body", |mut bytes| {
        if is_success_with_body(&bytes) {
            bytes.truncate(bytes.len().saturating_sub(2));
        }
        bytes
    }),
    of_body("length-too-large", "sends a Content-Length above the length of the body", |bytes| {
        with_field(bytes, "content-length: 99999")
    }),
    of_body("two-lengths", "sends two different values of Content-Length", |bytes| {
        let extra = "content-length: 1\r\ncontent-length: 99999";
        with_field(bytes, extra)
    }),
    of_body("invalid-length", "sends a Content-Length that is not a number", |bytes| {
        with_field(bytes, "content-length: many")
    }),
    of_body("invalid-chunks", "sends chunked coding without chunks", |bytes| {
        with_field(bytes, "transfer-encoding: chunked")
    }),
    broken("head-cut-short", "closes the connection within the header section", |bytes| {
        instead(bytes, b"HTTP/1.1 200 OK\r\ncontent-le")
    }),
    broken("no-response", "closes the connection without a response", |bytes| instead(bytes, b"")),
    broken("no-status", "sends a status line without a status code", |bytes| {
        instead(bytes, b"HTTP/1.1 fine\r\ncontent-length: 0\r\n\r\n")
    }),
    broken("other-protocol", "speaks another protocol", |bytes| {
        instead(bytes, b"SSH-2.0-OpenSSH_9.6\r\n")
    }),
    broken("invalid-header-line", "sends a header line without a colon", |bytes| {
        instead(bytes, b"HTTP/1.1 200 OK\r\nthis is no field\r\ncontent-length: 0\r\n\r\n")
    }),
    of_body("two-responses-in-one", "sends more bytes after the end of the response", |bytes| {
        if is_success_with_body(&bytes) {
            [&bytes[..], b"HTTP/1.1 200 OK\r\n\r\n"].concat()
        } else {
            bytes
        }
    }),
    Fault {
        check: "content-coding-conformance",
        ..of_body(
            "wrong-content-coding",
            "declares gzip for a body that is not compressed",
            |bytes| {
                if is_success_with_body(&bytes) {
                    with_field(bytes, "content-encoding: gzip")
                } else {
                    bytes
                }
            },
        )
    },
];

fn has_204(applicability: &Applicability<'_>) -> bool {
    applicability.responses().any(|(status, _)| status == 204)
}

fn succeeds(applicability: &Applicability<'_>) -> bool {
    applicability.responses().any(|(status, _)| (200..300).contains(&status))
}

fn has_body(applicability: &Applicability<'_>) -> bool {
    applicability.responses().any(|(status, response)| {
        (200..300).contains(&status) && !matches!(status, 204 | 205) && !response.content.is_empty()
    })
}

fn is_success_with_body(bytes: &[u8]) -> bool {
    bytes.starts_with(b"HTTP/1.1 2") && !bytes.ends_with(b"\r\n\r\n")
}

fn instead(bytes: Vec<u8>, others: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"HTTP/1.1 2") { others.to_vec() } else { bytes }
}

/// A success with a body, and another header line instead of its length.
fn with_field(bytes: Vec<u8>, field: &str) -> Vec<u8> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    let Some(end) = end.filter(|_| is_success_with_body(&bytes)) else { return bytes };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let kept = head.split("\r\n").filter(|line| {
        let line = line.to_ascii_lowercase();
        !line.starts_with("content-length:") && !line.starts_with("transfer-encoding:")
    });
    let head = kept.collect::<Vec<_>>().join("\r\n");
    [head.as_bytes(), b"\r\n", field.as_bytes(), b"\r\n\r\n", &bytes[end + 4..]].concat()
}

fn after_204(bytes: Vec<u8>, fields: &str, content: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(&bytes).into_owned();
    match text.strip_prefix("HTTP/1.1 204 No Content\r\n") {
        Some(rest) => format!("HTTP/1.1 204 No Content\r\n{fields}{rest}{content}").into_bytes(),
        None => bytes,
    }
}
