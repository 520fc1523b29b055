//! Answers whose bytes are wrong, below what HTTP libraries show.

use super::{Fault, Room, Spoil};
use crate::spoil::Change;

const fn fault(
    id: &'static str,
    what: &'static str,
    check: &'static str,
    applies: fn(&Room<'_>) -> bool,
    change: fn(Vec<u8>) -> Vec<u8>,
) -> Fault {
    Fault {
        id,
        class: "framing",
        what,
        check,
        applies,
        spoil: Spoil::Change(Change::Bytes(change)),
    }
}

pub(super) const FAULTS: &[Fault] = &[
    fault(
        "content-after-204",
        "sends content after a 204",
        "no-content-after-204",
        has_204,
        |bytes| after_204(bytes, "", "{}"),
    ),
    fault("length-on-204", "gives a 204 a length", "no-content-after-204", has_204, |bytes| {
        after_204(bytes, "content-length: 2\r\n", "{}")
    }),
    fault("coded-204", "gives a 204 a transfer coding", "no-content-after-204", has_204, |bytes| {
        after_204(bytes, "transfer-encoding: chunked\r\n", "0\r\n\r\n")
    }),
    fault(
        "cut-short",
        "ends before its content does",
        "complete-response",
        has_content,
        |mut bytes| {
            if bytes.starts_with(b"HTTP/1.1 2") && !bytes.ends_with(b"\r\n\r\n") {
                bytes.truncate(bytes.len().saturating_sub(2));
            }
            bytes
        },
    ),
    fault(
        "two-answers-in-one",
        "sends more after the end of its content",
        "complete-response",
        has_content,
        |bytes| match bytes.starts_with(b"HTTP/1.1 2") && !bytes.ends_with(b"\r\n\r\n") {
            true => [&bytes[..], b"HTTP/1.1 200 OK\r\n\r\n"].concat(),
            false => bytes,
        },
    ),
    fault(
        "coding-that-is-none",
        "says gzip of what is not coded",
        "content-coding",
        has_content,
        |bytes| match bytes.starts_with(b"HTTP/1.1 2") {
            true => {
                let text = String::from_utf8_lossy(&bytes);
                text.replacen("\r\n", "\r\ncontent-encoding: gzip\r\n", 1).into_bytes()
            }
            false => bytes,
        },
    ),
    fault(
        "head-cut-short",
        "ends within its head",
        "complete-response",
        |_| true,
        |bytes| match bytes.starts_with(b"HTTP/1.1 2") {
            true => b"HTTP/1.1 200 OK\r\ncontent-le".to_vec(),
            false => bytes,
        },
    ),
];

fn has_204(room: &Room<'_>) -> bool {
    room.declares(&[204])
}

fn has_content(room: &Room<'_>) -> bool {
    room.any(|operation| {
        operation.responses.iter().any(|response| {
            matches!(response.status, specs::contract::StatusRange::Exact(200..=203))
                && !response.content.is_empty()
        })
    })
}

fn after_204(bytes: Vec<u8>, fields: &str, content: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(&bytes).into_owned();
    match text.strip_prefix("HTTP/1.1 204 No Content\r\n") {
        Some(rest) => format!("HTTP/1.1 204 No Content\r\n{fields}{rest}{content}").into_bytes(),
        None => bytes,
    }
}
