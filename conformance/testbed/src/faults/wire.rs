//! Messages that are read in another way than HTTP says: below what HTTP libraries show.

use super::{Applicability, Fault, Mutation, Needs, mutated};
use crate::mutation::Change;
use conformance_core::check::Profile;

const CLASS: &str = "wire";

const DONE: &str = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
const REFUSED: &str = "HTTP/1.1 400 Bad\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

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
        "cut-content-taken",
        "takes content that is cut",
        "accepted-malformed-message",
        takes_content,
        |request| {
            let length = lengths(request).first().copied()?;
            (length > content(request).len()).then_some(DONE)
        },
    ),
    head(
        "first-length-counts",
        "takes the first of two lengths",
        "accepted-malformed-message",
        takes_content,
        |request| (lengths(request).len() > 1).then_some(DONE),
    ),
    head(
        "more-than-announced-taken",
        "takes more content than is announced",
        "accepted-malformed-message",
        takes_content,
        |request| {
            let (lengths, content) = (lengths(request), content(request));
            let [length] = lengths.as_slice() else {
                return None;
            };
            // What is no UTF-8 has another length here.
            (*length < content.len() && !content.contains('\u{fffd}')).then_some(DONE)
        },
    ),
    head(
        "unannounced-taken",
        "takes content that is not announced",
        "accepted-malformed-message",
        takes_content,
        |request| {
            let is_announced = !lengths(request).is_empty() || request.contains("chunked");
            (!is_announced && !content(request).is_empty()).then_some(DONE)
        },
    ),
    Fault {
        needs: Needs::Profile(Profile::Http),
        ..head(
            "whole-url-refused",
            "refuses the whole URL in the request line",
            "request-syntax-conformance",
            carries_no_generated_value,
            |request| {
                let target = request.split(' ').nth(1).unwrap_or_default();
                target.starts_with("http://").then_some(REFUSED)
            },
        )
    },
    Fault {
        needs: Needs::Profile(Profile::Http),
        ..head(
            "methods-in-any-case",
            "compares methods without case",
            "request-syntax-conformance",
            |_| true,
            |request| request.starts_with(|first: char| first.is_ascii_lowercase()).then_some(DONE),
        )
    },
    Fault {
        needs: Needs::Profile(Profile::Http),
        ..head(
            "host-not-needed",
            "takes requests that name no host",
            "request-syntax-conformance",
            |_| true,
            |request| {
                let head =
                    request.split("\r\n\r\n").next().unwrap_or_default().to_ascii_lowercase();
                (head.contains("http/1.1") && !head.contains("\nhost:")).then_some(DONE)
            },
        )
    },
    Fault {
        needs: Needs::Profile(Profile::Http),
        ..mutated(
            CLASS,
            "no-date",
            "does not say when it responds",
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

/// Whether some operation has content that must be there.
fn takes_content(applicability: &Applicability<'_>) -> bool {
    applicability.any(|operation| operation.body.as_ref().is_some_and(|body| body.required))
}

/// Whether nothing excuses the refusal of a request: values that were not supplied do.
fn carries_no_generated_value(applicability: &Applicability<'_>) -> bool {
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

fn content(request: &str) -> &str {
    request.split_once("\r\n\r\n").map_or("", |(_, content)| content)
}
