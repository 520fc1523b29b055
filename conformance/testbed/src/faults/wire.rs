//! Request messages that are parsed in violation of RFC 9112.

use super::{Applicability, Fault, Mutation, Needs, mutated};
use crate::mutation::Change;
use conformance_core::check::Profile;

const CLASS: &str = "wire";

const ACCEPTED: &str = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
const REJECTED: &str = "HTTP/1.1 400 Bad\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

const fn head(
    id: &'static str,
    what: &'static str,
    check: &'static str,
    applies: fn(&Applicability<'_>) -> bool,
    change: fn(&str) -> Option<&'static str>,
) -> Fault {
    mutated(CLASS, id, what, check, applies, Mutation::Change(Change::Head(change)))
}

pub(super) const FAULTS: &[Fault] = &[
    head(
        "truncated-body-accepted",
        "accepts a truncated body",
        "accepted-malformed-message",
        requires_body,
        |request| {
            let length = lengths(request).first().copied()?;
            (length > body(request).len()).then_some(ACCEPTED)
        },
    ),
    head(
        "first-length-used",
        "uses the first of two values of Content-Length",
        "accepted-malformed-message",
        requires_body,
        |request| (lengths(request).len() > 1).then_some(ACCEPTED),
    ),
    head(
        "excess-body-accepted",
        "accepts a body longer than its Content-Length",
        "accepted-malformed-message",
        requires_body,
        |request| {
            let (lengths, body) = (lengths(request), body(request));
            let [length] = lengths.as_slice() else {
                return None;
            };
            // Invalid UTF-8 changes the length of the text.
            (*length < body.len() && !body.contains('\u{fffd}')).then_some(ACCEPTED)
        },
    ),
    head(
        "unframed-body-accepted",
        "accepts a body without Content-Length or Transfer-Encoding",
        "accepted-malformed-message",
        requires_body,
        |request| {
            let is_announced = !lengths(request).is_empty() || request.contains("chunked");
            (!is_announced && !body(request).is_empty()).then_some(ACCEPTED)
        },
    ),
    Fault {
        needs: Needs::Profile(Profile::Http),
        ..head(
            "absolute-form-rejected",
            "rejects the absolute form of the request target",
            "request-syntax-conformance",
            has_no_generated_value,
            |request| {
                let target = request.split(' ').nth(1).unwrap_or_default();
                target.starts_with("http://").then_some(REJECTED)
            },
        )
    },
    Fault {
        needs: Needs::Profile(Profile::Http),
        ..head(
            "case-insensitive-methods",
            "compares methods without regard to case",
            "request-syntax-conformance",
            |_| true,
            |request| {
                request.starts_with(|first: char| first.is_ascii_lowercase()).then_some(ACCEPTED)
            },
        )
    },
    Fault {
        needs: Needs::Profile(Profile::Http),
        ..head(
            "missing-host-accepted",
            "accepts requests without Host",
            "request-syntax-conformance",
            |_| true,
            |request| {
                let head =
                    request.split("\r\n\r\n").next().unwrap_or_default().to_ascii_lowercase();
                (head.contains("http/1.1") && !head.contains("\nhost:")).then_some(ACCEPTED)
            },
        )
    },
    Fault {
        needs: Needs::Profile(Profile::Http),
        ..mutated(
            CLASS,
            "no-date",
            "omits Date",
            "missing-date",
            |_| true,
            Mutation::Change(Change::Bytes(|bytes| {
                let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
                    return bytes;
                };
                let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
                let lines = head.split("\r\n").filter(|line| !line.starts_with("date:"));
                let head = lines.collect::<Vec<_>>().join("\r\n");
                [head.as_bytes(), &bytes[end..]].concat()
            })),
        )
    },
];

/// Whether some operation requires a body.
fn requires_body(applicability: &Applicability<'_>) -> bool {
    applicability.any(|operation| operation.body.as_ref().is_some_and(|body| body.required))
}

/// Whether a rejection cannot be caused by generated values.
fn has_no_generated_value(applicability: &Applicability<'_>) -> bool {
    applicability.live
        || !applicability.any(|operation| {
            operation.body.is_some() || operation.parameters.iter().any(|one| one.required)
        })
}

fn lengths(request: &str) -> Vec<usize> {
    let head = request.split("\r\n\r\n").next().unwrap_or_default().to_ascii_lowercase();
    let fields = head.lines().filter_map(|line| line.strip_prefix("content-length:"));
    fields.filter_map(|length| length.trim().parse().ok()).collect()
}

fn body(request: &str) -> &str {
    request.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}
